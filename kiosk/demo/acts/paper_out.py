"""The paper runs out under an application: the number stands, the receipt is owed until F8."""

from PySide6.QtCore import Qt

from kiosk.demo.acts.application import fill_in
from kiosk.demo.stage import Script, Stage


def play(stage: Stage, script: Script) -> None:
    """Register with the roll empty; put paper in, press F8, and the citizen has the receipt."""
    fill_in(stage, script)
    stage.world.printer.set("paper", "out")
    number = stage.save(paper="failed")
    stage.step("paper-out")
    stage.world.printer.set("paper", "in")
    stage.hands.press(Qt.Key.Key_F8)
    stage.wait_for_paper(number)
