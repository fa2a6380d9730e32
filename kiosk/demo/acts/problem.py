"""A slip of the hand: the sentence under the field says what to do, and it is done."""

from PySide6.QtCore import Qt

from kiosk.demo.acts.application import begin, picture, write
from kiosk.demo.hands import CTRL
from kiosk.demo.stage import Script, Stage


def play(stage: Stage, script: Script) -> None:
    """Try to save with `wrong` fields, mend each where the cursor stands, save."""
    clerk, hands = stage.clerk, stage.hands
    begin(stage, script)
    write(stage, script)
    clerk.write_fields(script["wrong"])
    hands.press(Qt.Key.Key_Return, CTRL)
    hands.until(lambda: set(script["wrong"]) <= set(clerk.shown.problems), "the fields say what is wrong")
    stage.step("errors")
    for name, text in script["mended"].items():
        hands.go_to(f"field.{name}", back=True)
        hands.press(Qt.Key.Key_A, CTRL)
        hands.write(text)
    hands.press(Qt.Key.Key_Tab)
    hands.until(lambda: not clerk.shown.problems, "nothing is wrong any more")
    picture(stage, script, "filled")
    stage.save()
