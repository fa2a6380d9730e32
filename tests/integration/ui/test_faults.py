"""An exception in a slot is our fault: logged, said, and the window goes on."""

import sys
from typing import Any

from PySide6.QtCore import QTimer

from kiosk.ui.app import open_window


def test_a_fault_in_a_slot_is_said_and_logged(home, qtbot, caplog):
    before = sys.excepthook
    window = open_window(home)
    window.show()
    told: list[Any] = []
    window.tasks.troubled.connect(told.append)
    with qtbot.waitSignal(window.tasks.troubled), qtbot.captureExceptions():
        sys_hook = sys.excepthook
        QTimer.singleShot(0, lambda: sys_hook(ZeroDivisionError, ZeroDivisionError("slot"), None))
    assert told[0].params["reference"] in caplog.text
    window.close()
    assert sys.excepthook is before
