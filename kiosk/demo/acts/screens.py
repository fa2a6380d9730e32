"""A look at every screen that no other act shows."""

from functools import partial

from PySide6.QtCore import Qt

from kiosk.demo.hands import CTRL, SHIFT
from kiosk.demo.stage import Script, Stage

_NONE = Qt.KeyboardModifier.NoModifier
_SCREENS = (
    (Qt.Key.Key_Comma, CTRL, "settings", "settings"),
    (Qt.Key.Key_O, CTRL | SHIFT, "operators", "people"),
    (Qt.Key.Key_P, CTRL | SHIFT, "documents", "documents"),
    (Qt.Key.Key_H, CTRL | SHIFT, "days", "days"),
    (Qt.Key.Key_G, CTRL | SHIFT, "guidance", "guidance"),
    (Qt.Key.Key_F9, _NONE, "tray", ""),
    (Qt.Key.Key_F1, _NONE, "keys", "help-of-the-tray"),
)


def play(stage: Stage, _script: Script) -> None:
    """Open them one after the other by their keys; the last is what F1 says over the form."""
    stage.clerk.put_news_away()
    for key, modifiers, screen, name in _SCREENS:
        stage.hands.press(key, modifiers)
        _look(stage, screen, name)
    stage.hands.press(Qt.Key.Key_Escape)
    stage.hands.until(lambda: not stage.clerk.visible("keys"), "the keys are put away")
    stage.clerk.to_form()
    stage.hands.press(Qt.Key.Key_F1)
    _look(stage, "keys", "keys")
    stage.hands.press(Qt.Key.Key_Escape)


def _look(stage: Stage, screen: str, name: str) -> None:
    stage.hands.until(partial(stage.clerk.visible, screen), f"{screen} is shown")
    stage.hands.rest()
    if name:
        stage.step(name)
