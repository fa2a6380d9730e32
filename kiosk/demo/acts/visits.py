"""One visitor after the other who only asks."""

from kiosk.demo.acts import visit
from kiosk.demo.stage import Script, Stage


def play(stage: Stage, script: Script) -> None:
    """Log every visit of `visits`."""
    for one in script["visits"]:
        visit.play(stage, one)
