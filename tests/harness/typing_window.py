"""A window in a process of its own: types letter by letter, tells what is on the disk, and goes on till it is killed."""

import itertools
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kiosk.desk.operators import operators_at_start
from kiosk.ui.app import an_application, open_window

KEYS = itertools.cycle([Qt.Key.Key_K, Qt.Key.Key_A, Qt.Key.Key_M, Qt.Key.Key_I])


def press() -> None:
    """Press the next key, once the cursor is in the form."""
    focus = QApplication.focusWidget()
    if focus is not None and focus.objectName() == "field.service":
        QTest.keyClick(focus, next(KEYS))


def main(home: Path) -> int:
    """Open the window, sign the first operator in, and type into the service's field."""
    application = an_application()
    window = open_window(home)
    hands = QTimer(window, interval=40)
    hands.timeout.connect(press)

    def begin() -> None:
        session: Any = window.session
        session.register._board.keeper.kept.connect(lambda form: print(form.service_typed, flush=True))
        window._sign_in.signed_in.emit(operators_at_start(home)[0])
        hands.start()

    window.ready.connect(begin)
    window.show()
    window.activateWindow()
    return int(application.exec())


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
