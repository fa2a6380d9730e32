"""The demo with a display: the window on the small world, the printer's paper beside it."""

from dataclasses import replace

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.demo.world import OPERATOR_BN, PASSWORD, World
from kiosk.i18n import _
from kiosk.settings import read_settings, write_settings
from kiosk.ui.app import an_application, open_window
from kiosk.ui.paper import WIDTH, PaperRoll


def show(world: World) -> None:
    """Open window and paper; return when the window is closed."""
    _fit(world)
    window = open_window(world.counter)
    words = _("Sign in as {name} with the password “{password}”.").format(name=OPERATOR_BN, password=PASSWORD)
    roll = PaperRoll(words)
    world.on_page = roll.printed.emit
    _beside(window, roll)
    print(words, flush=True)
    QApplication.exec()
    roll.close()


def _fit(world: World) -> None:
    """Choose a size of the window that leaves room for the paper."""
    free = an_application().primaryScreen().availableGeometry()
    scale = min(max((free.width() - WIDTH - 80) / 1366, 0.85), 1.2)
    write_settings(world.counter, replace(read_settings(world.counter), scale=round(scale, 2)))


def _beside(window: QWidget, roll: QWidget) -> None:
    """Put the paper at the right edge of the screen, the window before it."""
    free: QRect = window.screen().availableGeometry()
    wide = roll.minimumWidth()
    roll.setGeometry(free.right() - wide, free.top(), wide, free.height())
    roll.show()
    width = max(window.minimumWidth(), free.width() - wide)
    window.setGeometry(free.left(), free.top(), width, free.height())
    window.show()
    window.activateWindow()
