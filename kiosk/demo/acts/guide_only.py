"""A wish that is not for this counter: the form says so, and the visitor is told where to go."""

from PySide6.QtCore import Qt

from kiosk.demo.acts import visit
from kiosk.demo.acts.application import begin
from kiosk.demo.hands import CTRL, SHIFT
from kiosk.demo.stage import Script, Stage


def play(stage: Stage, script: Script) -> None:
    """Look the service up, see that it stops here, empty the form, log the visit."""
    begin(stage, script)
    stage.step("guide-only-form")
    stage.hands.press(Qt.Key.Key_Delete, CTRL | SHIFT)
    stage.clerk.wait_empty()
    stage.hands.press(Qt.Key.Key_Escape)
    visit.play(stage, script)
