"""The clerk goes for tea: the screen is covered."""

from PySide6.QtCore import Qt

from kiosk.demo.stage import Script, Stage


def play(stage: Stage, _script: Script) -> None:
    """Lock with F12."""
    stage.hands.press(Qt.Key.Key_F12)
    stage.hands.until(lambda: stage.clerk.visible("signin"), "the screen is covered")
    stage.step("locked")
