"""The end of the day: what remains, named; and once nothing does, the slip with the mark of the journal."""

from PySide6.QtCore import Qt

from kiosk.demo.hands import CTRL
from kiosk.demo.stage import Script, Stage
from kiosk.ui.day.presenter import SLIP, DayState


def play(stage: Stage, script: Script) -> None:
    """Look what remains; with `close`, wait until that is nothing, and close the day."""
    hands = stage.hands
    stage.clerk.put_news_away()
    hands.press(Qt.Key.Key_F9, CTRL)
    hands.until(lambda: bool(_day(stage).day), "the day is counted")
    if not script.get("close"):
        hands.rest()
        stage.step(script["called"])
        stage.clerk.to_form()
        return
    hands.until(lambda: not _day(stage).remaining, "nothing remains")
    hands.rest()
    stage.step(script["called"])
    hands.press(Qt.Key.Key_Return, CTRL)
    hands.until(lambda: _day(stage).page == SLIP and bool(_day(stage).closed), "the day is closed")
    stage.take_slip("day-close")
    hands.rest()
    stage.step(f"{script['called']}-slip")
    stage.settle()
    stage.clerk.to_form()


def _day(stage: Stage) -> DayState:
    return stage.clerk.session.day.state
