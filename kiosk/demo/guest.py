"""The demo with a display: the window on the small world, the printer's paper beside it."""

import json

from PySide6.QtWidgets import QApplication

from kiosk.demo.world import LOGIN, World
from kiosk.ui.app import open_window
from kiosk.ui.paper import PaperRoll


def show(world: World) -> None:
    """Open window and paper; return when the window is closed."""
    window = open_window(world.counter)
    roll = PaperRoll()
    world.on_page = roll.printed.emit
    roll.resize(roll.minimumWidth(), 900)
    roll.show()
    window.show()
    print(json.dumps({"login": LOGIN, "password": world.password}), flush=True)
    QApplication.exec()
    roll.close()
