"""The line to the centre goes away; work goes on."""

from kiosk.demo.stage import Script, Stage


def play(stage: Stage, _script: Script) -> None:
    """Cut the line once the centre has everything so far."""
    stage.settle()
    stage.world.line.cut()
