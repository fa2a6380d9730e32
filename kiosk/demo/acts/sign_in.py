"""The operator signs in, and the shift opens."""

from kiosk.demo.stage import Script, Stage
from kiosk.demo.world import LOGIN, PASSWORD
from kiosk.desk.day import shift_of


def play(stage: Stage, _script: Script) -> None:
    """Sign in and see the empty form."""
    stage.step("sign-in")
    stage.clerk.sign_in(PASSWORD)
    stage.hands.until(lambda: shift_of(stage.desk) == LOGIN, "the shift is open")
    stage.step("empty-form")
