"""The operator signs in."""

from kiosk.demo.stage import Script, Stage
from kiosk.demo.world import PASSWORD


def play(stage: Stage, _script: Script) -> None:
    """Sign in and see the empty form."""
    stage.step("sign-in")
    stage.clerk.sign_in(PASSWORD)
    stage.step("empty-form")
