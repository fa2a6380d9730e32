"""A look at every screen that no other act shows."""

from PySide6.QtCore import Qt

from kiosk.demo.hands import CTRL, SHIFT
from kiosk.demo.stage import Script, Stage

_NONE = Qt.KeyboardModifier.NoModifier
_SCREENS = (
    (Qt.Key.Key_Comma, CTRL, "settings"),
    (Qt.Key.Key_O, CTRL | SHIFT, "people"),
    (Qt.Key.Key_P, CTRL | SHIFT, "documents"),
    (Qt.Key.Key_H, CTRL | SHIFT, "days"),
    (Qt.Key.Key_G, CTRL | SHIFT, "guidance"),
    (Qt.Key.Key_F9, _NONE, ""),
    (Qt.Key.Key_F1, _NONE, "help-of-the-tray"),
    (Qt.Key.Key_Escape, _NONE, ""),
    (Qt.Key.Key_F2, _NONE, ""),
    (Qt.Key.Key_F1, _NONE, "keys"),
)


def play(stage: Stage, _script: Script) -> None:
    """Open them one after the other by their keys."""
    stage.clerk.put_news_away()
    for key, modifiers, name in _SCREENS:
        stage.hands.press(key, modifiers)
        stage.hands.rest()
        if name:
            stage.step(name)
    stage.hands.press(Qt.Key.Key_Escape)
