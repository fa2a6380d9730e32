"""The demo with a display: the window on the small world, the printer's paper beside it."""

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.demo.world import OPERATOR_BN, PASSWORD, World
from kiosk.i18n import _
from kiosk.ui.app import open_window
from kiosk.ui.paper import PaperRoll


def show(world: World) -> None:
    """Open window and paper; return when the window is closed."""
    window = open_window(world.counter)
    words = _("Sign in as {name} with the password “{password}”.").format(name=OPERATOR_BN, password=PASSWORD)
    roll = PaperRoll(words)
    world.on_page = roll.printed.emit
    _beside(window, roll)
    print(words, flush=True)
    QApplication.exec()
    roll.close()


def _beside(window: QWidget, roll: QWidget) -> None:
    """Put the paper at the right edge of the screen, the window before it."""
    free: QRect = window.screen().availableGeometry()
    wide = roll.minimumWidth()
    roll.setGeometry(free.right() - wide, free.top(), wide, free.height())
    roll.show()
    width = max(window.minimumWidth(), min(free.width() - wide, 1366))
    window.setGeometry(free.left(), free.top(), width, min(free.height(), 768))
    window.show()
    window.activateWindow()
