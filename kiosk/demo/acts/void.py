"""“No, let it be”: the number that was just given is void, and stays in the record."""

from PySide6.QtCore import Qt

from kiosk.demo.acts.application import fill_in
from kiosk.demo.hands import CTRL, SHIFT
from kiosk.demo.stage import Script, Stage


def play(stage: Stage, script: Script) -> None:
    """Register, then void the number with Ctrl+Shift+B and a `reason`."""
    clerk, hands = stage.clerk, stage.hands
    fill_in(stage, script)
    number = stage.save()
    hands.press(Qt.Key.Key_B, CTRL | SHIFT)
    hands.until(lambda: clerk.visible("reasons"), "a reason is asked for")
    hands.write(script["reason"])
    hands.until(lambda: stage.status(number).state == "void", f"{number} is void")
    stage.step("void")
    hands.press(Qt.Key.Key_Escape)
