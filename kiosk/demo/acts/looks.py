"""The same form in another language, in the dark, in sharp contrast, on a wide screen."""

from PySide6.QtCore import QSize, Qt

from kiosk import i18n
from kiosk.demo.acts.application import fill_in
from kiosk.demo.hands import CTRL, SHIFT
from kiosk.demo.stage import Script, Stage
from kiosk.ui import theme

_WIDE = QSize(1920, 1080)


def play(stage: Stage, script: Script) -> None:
    """Look at one form in the other language, then wide, then in the dark and in the sharpest contrast; save it."""
    hands = stage.hands
    fill_in(stage, script)
    usual = i18n.language()
    other = next(one for one in _NAMES if one != usual)
    _language(stage, other)
    stage.step(_NAMES[other])
    _language(stage, usual)
    _wide(stage)
    _theme(stage, "dark")
    stage.step("dark")
    _theme(stage, "contrast")
    stage.step("contrast")
    _theme(stage, "light")
    stage.save()
    hands.until(lambda: stage.clerk.shown.form.blank, "the form is empty")


def _language(stage: Stage, wanted: str) -> None:
    stage.hands.press(Qt.Key.Key_L, CTRL | SHIFT)
    stage.hands.until(lambda: i18n.language() == wanted, f"the window speaks {wanted}")
    stage.hands.rest()


def _wide(stage: Stage) -> None:
    """As on a wide screen: more air, not more columns."""
    usual = stage.window.size()
    stage.window.resize(_WIDE)
    stage.hands.rest()
    stage.step("wide")
    stage.window.resize(usual)
    stage.hands.rest()


def _theme(stage: Stage, wanted: str) -> None:
    hands = stage.hands
    hands.press(Qt.Key.Key_Comma, CTRL)
    hands.until(lambda: stage.clerk.visible("settings"), "the settings are open")
    hands.go_to(f"theme.{_THEMES.index(theme.look().theme)}")
    step = _THEMES.index(wanted) - _THEMES.index(theme.look().theme)
    hands.press(Qt.Key.Key_Right if step > 0 else Qt.Key.Key_Left, times=abs(step))
    hands.until(lambda: theme.look().theme == wanted, f"the window is {wanted}")
    hands.press(Qt.Key.Key_F2)
    hands.rest()


_NAMES = {"bn": "bangla", "en": "english"}
_THEMES = ("light", "dark", "contrast")
