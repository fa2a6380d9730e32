"""A neighbour with the same errand: Ctrl+D takes a field from the last application."""

from functools import partial

from PySide6.QtCore import Qt

from kiosk.demo.acts.application import begin, picture, write
from kiosk.demo.hands import CTRL
from kiosk.demo.stage import Script, Stage


def play(stage: Stage, script: Script) -> None:
    """Take the fields of `again` from the last application, write the others."""
    hands = stage.hands
    begin(stage, script)
    write(stage, script)
    for name in script["again"]:
        hands.go_to(f"field.{name}")
        hands.press(Qt.Key.Key_D, CTRL)
        hands.until(partial(_holds, stage, name), f"{name} is as it was")
    picture(stage, script, "filled")
    stage.save()


def _holds(stage: Stage, name: str) -> bool:
    return bool(stage.clerk.shown.form.text(name))
