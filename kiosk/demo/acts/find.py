"""Somebody asks how far it is: one box finds it, whatever is known of it."""

from PySide6.QtCore import Qt

from kiosk.demo.hands import CTRL
from kiosk.demo.stage import Script, Stage
from kiosk.ui.find.view import FindView


def play(stage: Stage, script: Script) -> None:
    """Type each of `texts`, wait for the groups, take a picture; open the first hit of the last one."""
    hands = stage.hands
    last = list(script["texts"])[-1]
    _begin(stage)
    for name, text in script["texts"].items():
        _type(stage, text)
        stage.step(f"find-{name}")
        if name != last:
            hands.press(Qt.Key.Key_Escape)
    _open(stage)
    stage.step("find-opened")
    hands.press(Qt.Key.Key_F2)
    stage.clerk.wait_for("field.service")


def open_by(stage: Stage, text: str) -> None:
    """Find an application and open the first hit."""
    _begin(stage)
    _type(stage, text)
    _open(stage)


def _begin(stage: Stage) -> None:
    """Go to the box; what was opened or typed there before goes away."""
    stage.hands.press(Qt.Key.Key_F3)
    if stage.clerk.visible("find.detail"):
        stage.hands.press(Qt.Key.Key_Escape)
    stage.hands.go_to("field.find")
    stage.hands.press(Qt.Key.Key_A, CTRL)


def _type(stage: Stage, text: str) -> None:
    stage.hands.write(text)
    stage.hands.until(lambda: _found(stage, text), f"{text!r} is found")


def _open(stage: Stage) -> None:
    stage.hands.press(Qt.Key.Key_Return)
    stage.hands.until(lambda: stage.clerk.visible("find.detail"), "the application is open")
    stage.hands.until(lambda: bool(stage.clerk.follow.acts), "it says what may be done")
    stage.hands.rest()


def _found(stage: Stage, text: str) -> bool:
    """Tell whether what is shown answers this text."""
    views = stage.window.findChildren(FindView, "find")
    return any(view.answered == text and view.list.model().rowCount() for view in views)
