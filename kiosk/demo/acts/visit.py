"""Somebody only asks: the helpdesk says where to go and what to bring."""

from PySide6.QtCore import Qt

from kiosk.demo.hands import ALT, CTRL
from kiosk.demo.stage import Script, Stage

_ANSWERS = {
    "told": Qt.Key.Key_1,
    "slip": Qt.Key.Key_2,
    "sent": Qt.Key.Key_3,
    "begun": Qt.Key.Key_4,
    "callback": Qt.Key.Key_5,
}


def play(stage: Stage, script: Script) -> None:
    """Log a visit with F4, over whatever screen is open; `on` is the day of a call back."""
    hands, clerk = stage.hands, stage.clerk
    hands.press(Qt.Key.Key_F4)
    clerk.wait_for("field.what")
    if "who" in script:
        hands.press(Qt.Key.Key_W, ALT)
        hands.write(script["who"])
        hands.press(Qt.Key.Key_Return)
        clerk.wait_for("field.what")
    hands.write(script["topic"])
    answer = script.get("answer", "told")
    if answer != "told":
        hands.press(_ANSWERS[answer], ALT)
    if "on" in script:
        clerk.wait_for("field.callback")
        hands.press(Qt.Key.Key_A, CTRL)
        hands.write(script["on"])
    if "called" in script:
        stage.step(script["called"])
    hands.press(Qt.Key.Key_Return)
    hands.until(lambda: not clerk.visible("helpdesk"), "the visit is written")
    stage.visits += 1
    if answer == "slip":
        stage.take_slip(script.get("called", "where-to-go"))
