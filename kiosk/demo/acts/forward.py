"""The DC's office sends an application on; the counter hears of it."""

from PySide6.QtCore import Qt

from kiosk import i18n
from kiosk.central.commands import forward
from kiosk.demo.stage import Script, Stage


def play(stage: Stage, script: Script) -> None:
    """Send the day's first application to a branch, and see the window tell it."""
    number = stage.numbers[0]
    forward(stage.world.centre_home, number, script["branch"])
    shown = i18n.receive_number(number)
    stage.hear(lambda: shown in stage.window.toast.words, "the window tells the news")
    stage.step("news")
    stage.hands.press(Qt.Key.Key_Escape)
