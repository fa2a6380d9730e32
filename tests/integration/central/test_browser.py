"""The slip's code opened in a real browser: the script brings the secret, the policy lets it, the page fits."""

import shutil
import subprocess
from pathlib import Path

import pytest

from kiosk.central.centre import close_centre, open_centre
from kiosk.central.settings import CentralSettings
from tests.integration.central.machine import SECRET, MovingClock, enrolled, serving

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--window-size=390,844",
    "--virtual-time-budget=4000",
]


@pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")
def test_a_scanned_slip_opens_the_application(tmp_path: Path) -> None:
    centre = open_centre(tmp_path / "centre", CentralSettings(), clock=MovingClock())
    try:
        with serving(centre) as url:
            machine = enrolled(centre, url)
            number = machine.receive(417)
            machine.round()
            command = [CHROMIUM, *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom"]
            found = subprocess.run(
                [*command, f"{url}/t/{number}?lang=en#{SECRET}"], capture_output=True, text=True, timeout=60, check=True
            )
            lost = subprocess.run(
                [*command, f"{url}/t/{number}?lang=en#{SECRET[::-1]}"],
                capture_output=True,
                text=True,
                timeout=60,
                check=True,
            )
    finally:
        close_centre(centre)
    assert "Your application is received" in found.stdout
    assert "do not fit together" in lost.stdout
