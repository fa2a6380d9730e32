"""The same person comes with the same wish again: the form warns at the side, and asks why when saved."""

from PySide6.QtCore import Qt

from kiosk.demo.acts.application import fill_in
from kiosk.demo.hands import CTRL
from kiosk.demo.stage import Script, Stage


def play(stage: Stage, script: Script) -> None:
    """Save over the warning, with a reason."""
    clerk, hands = stage.clerk, stage.hands
    fill_in(stage, script)
    hands.until(lambda: clerk.shown.duplicate is not None, "the form warns")
    stage.step("duplicate-warning")
    before = clerk.number()
    hands.press(Qt.Key.Key_Return, CTRL)
    hands.until(lambda: clerk.visible("reasons"), "a reason is asked for")
    stage.step("duplicate-reason")
    hands.write(script["reason"])
    stage.saved(clerk.next_number(before))
