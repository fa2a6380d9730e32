"""The day in pictures, and out of the window as a picture and on paper."""

from functools import partial

from PySide6.QtCore import Qt

from kiosk.demo.hands import ALT, CTRL
from kiosk.demo.stage import Script, Stage


def play(stage: Stage, _script: Script) -> None:
    """Look, ask what is counted, keep it as PNG and PDF."""
    hands = stage.hands
    stage.clerk.put_news_away()
    hands.press(Qt.Key.Key_F10, CTRL)
    hands.until(lambda: stage.clerk.session.dashboard.state.picture is not None, "the figures are there")
    hands.rest()
    stage.step("dashboard")
    hands.press(Qt.Key.Key_W, ALT)
    hands.rest()
    stage.step("dashboard-what-is-counted")
    hands.press(Qt.Key.Key_W, ALT)
    (stage.folder / "exports").mkdir(exist_ok=True)
    hands.save_as(partial(hands.press, Qt.Key.Key_G, ALT), stage.folder / "exports" / "day-in-pictures.png")
    hands.until(lambda: stage.clerk.session.dashboard.state.said != "", "the window tells that it is kept")
    hands.save_as(partial(hands.press, Qt.Key.Key_P, ALT), stage.folder / "day-in-pictures.pdf")
    stage.clerk.to_form()
