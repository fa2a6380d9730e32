"""A window that is killed while somebody types: what it said was kept is there, and the next window shows it."""

import os
import signal
import subprocess
import sys

import pytest

from kiosk.desk.context import close_desk, open_desk
from kiosk.desk.drafts import load_draft
from kiosk.ui.register.form import read_kept
from tests.harness.world import OPERATOR, REPOSITORY, make_home


@pytest.mark.parametrize("answers", [1, 5])
def test_what_was_kept_survives_a_kill(tmp_path, answers):
    home = make_home(tmp_path / "home")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "KIOSK_ANCHOR_DIR": str(tmp_path / "anchors")}
    command = [sys.executable, "-m", "tests.harness.typing_window", str(home)]
    with subprocess.Popen(command, cwd=REPOSITORY, env=environment, stdout=subprocess.PIPE, text=True) as window:
        assert window.stdout is not None
        told = [window.stdout.readline().rstrip("\n") for _ in range(answers)]
        window.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    desk = open_desk(home)
    try:
        kept = read_kept(load_draft(desk, OPERATOR) or b"")
    finally:
        close_desk(desk)
    assert kept is not None
    assert told[-1]
    assert len(kept.form.service_typed) >= len(told[-1])  # later keys may have come to the disk untold
    assert not kept.closed
