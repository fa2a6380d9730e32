"""A family with one errand: Ctrl+Shift+D takes everything from the last application, only the person is another."""

from PySide6.QtCore import Qt

from kiosk.demo.hands import CTRL, SHIFT
from kiosk.demo.stage import Script, Stage


def play(stage: Stage, script: Script) -> None:
    """Take all of it, write the fields of `write` anew, save."""
    clerk, hands = stage.clerk, stage.hands
    hands.press(Qt.Key.Key_F2)
    clerk.wait_for("field.service")
    hands.press(Qt.Key.Key_D, CTRL | SHIFT)
    hands.until(lambda: clerk.shown.form.service == script["service"], "everything is as it was")
    for name, text in script["write"].items():
        hands.go_to(f"field.{name}")
        hands.press(Qt.Key.Key_A, CTRL)
        hands.write(text)
    hands.rest()
    stage.step("repeat-all")
    stage.save()
