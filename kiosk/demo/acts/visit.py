"""Somebody only asks: the helpdesk says where to go and what to bring."""

from PySide6.QtCore import Qt

from kiosk.demo.hands import ALT
from kiosk.demo.stage import Script, Stage

_ANSWERS = {
    "told": Qt.Key.Key_1,
    "slip": Qt.Key.Key_2,
    "sent": Qt.Key.Key_3,
    "begun": Qt.Key.Key_4,
    "callback": Qt.Key.Key_5,
}


def play(stage: Stage, script: Script) -> None:
    """Log a visit with F4, over whatever screen is open."""
    hands = stage.hands
    hands.press(Qt.Key.Key_F4)
    hands.go_to("field.who")
    hands.write(script.get("who", ""))
    hands.press(Qt.Key.Key_Return)
    hands.write(script["topic"])
    hands.press(_ANSWERS[script["answer"]], ALT)
    if "called" in script:
        stage.step(script["called"])
    hands.press(Qt.Key.Key_Return)
    hands.until(lambda: not stage.clerk.visible("helpdesk"), "the visit is written")
    stage.visits += 1
