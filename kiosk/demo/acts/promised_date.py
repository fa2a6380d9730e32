"""“Why so late?” F1 on the promised date shows how it comes about."""

from PySide6.QtCore import Qt

from kiosk.demo.acts.application import fill_in
from kiosk.demo.stage import Script, Stage


def play(stage: Stage, script: Script) -> None:
    """Show the sum, put it away, save."""
    clerk, hands = stage.clerk, stage.hands
    fill_in(stage, script)
    hands.go_to("button.sum")
    hands.press(Qt.Key.Key_F1)
    hands.until(lambda: clerk.visible("sum.days"), "the sum is shown")
    stage.step("promised-date")
    hands.press(Qt.Key.Key_F1)
    hands.until(lambda: not clerk.visible("sum.days"), "the sum is put away")
    stage.save()
