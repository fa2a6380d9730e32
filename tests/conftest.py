"""What every test relies on: no display, no home but its own, and nobody left running behind it."""

import os
import threading
import time
from collections.abc import Iterator

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.pop("KIOSK_HOME", None)
settings.register_profile("unhurried", deadline=None)  # a busy machine is no fault of the example
settings.load_profile("unhurried")


def _working() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if not thread.daemon}


def _hired_by(before: set[threading.Thread], thread: threading.Thread) -> bool:
    """Tell whether a thread belongs to a centre that served before the test and goes on: it hires when it likes."""
    return thread.name.startswith("asyncio_") and any(one.name == "centre" and one.is_alive() for one in before)


@pytest.fixture(autouse=True)
def _nobody_left_running() -> Iterator[None]:
    before = _working()
    yield
    deadline = time.monotonic() + 3
    while (left := {one for one in _working() - before if not _hired_by(before, one)}) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not left, f"still running after the test: {sorted(thread.name for thread in left)}"


@pytest.fixture(autouse=True, scope="session")
def _anchors_of_their_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Anchors lie outside the homes; those of tests must not reach the machine's."""
    os.environ["KIOSK_ANCHOR_DIR"] = str(tmp_path_factory.mktemp("anchors"))


@pytest.fixture(autouse=True, scope="session")
def _one_application(qapp: object) -> None:
    """Qt has one application a process: the one with windows, whichever test comes first."""
