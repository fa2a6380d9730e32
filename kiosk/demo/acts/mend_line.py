"""The line comes back, and what waited is sent."""

from kiosk.demo.stage import Script, Stage


def play(stage: Stage, _script: Script) -> None:
    """Mend the line and see the centre take what waited."""
    stage.hands.until(lambda: stage.waiting() > 0, "something waits for the line")
    stage.step("line-away")
    stage.world.line.mend()
    stage.settle()
