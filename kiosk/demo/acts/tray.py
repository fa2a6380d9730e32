"""What is not settled, in one list (F9)."""

from PySide6.QtCore import Qt

from kiosk.demo.stage import Script, Stage


def play(stage: Stage, script: Script) -> None:
    """Take a picture of the tray as it is now."""
    stage.hands.press(Qt.Key.Key_F9)
    stage.hands.until(lambda: stage.clerk.visible("tray"), "the tray is open")
    stage.step(script["called"])
    stage.hands.press(Qt.Key.Key_F2)
