"""An exception in a slot is our fault: logged, said, and the window goes on."""

import sys
from typing import Any

from kiosk.ui.app import open_window


def test_a_fault_in_a_slot_is_said_and_logged(home, caplog):
    before = sys.excepthook
    window = open_window(home)
    told: list[Any] = []
    window.tasks.troubled.connect(told.append)
    sys.excepthook(ZeroDivisionError, ZeroDivisionError("slot"), None)
    window.close()
    assert told[0].params["reference"] in caplog.text
    assert sys.excepthook is before
