"""The practice counter: the same program, a home of its own, and somebody who plays the visitor."""

from kiosk.demo.clerk import Clerk
from kiosk.demo.stage import Script, Stage
from kiosk.desk.practice import prepare_practice
from kiosk.ui.app import open_window
from kiosk.ui.practice.view import PracticeStrip


def play(stage: Stage, _script: Script) -> None:
    """Open it, which asks for no password, look, and go back to the real one."""
    window = open_window(prepare_practice(stage.world.counter))
    window.resize(stage.window.size())
    window.show()
    window.activateWindow()
    stage.hands.sit_at(window)
    try:
        stage.hands.until(lambda: bool(window.findChildren(PracticeStrip)), "somebody stands here")
        Clerk(window, stage.hands).wait_for("field.service")
        stage.hands.rest()
        stage.step("practice")
    finally:
        window.close()
        window.deleteLater()
        stage.hands.sit_at(stage.window)
        stage.window.activateWindow()
