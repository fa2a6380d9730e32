"""Somebody must fetch a paper: the form is put aside, another visitor is served, the form comes back."""

from PySide6.QtCore import Qt

from kiosk.demo.acts.application import begin, fill_in, write
from kiosk.demo.stage import Script, Stage


def play(stage: Stage, script: Script) -> None:
    """Park with F7 after `first`, serve `between`, bring back, go on with `rest`."""
    clerk, hands = stage.clerk, stage.hands
    begin(stage, script["first"])
    write(stage, script["first"])
    hands.press(Qt.Key.Key_F7)
    hands.until(lambda: clerk.shown.form.blank and len(clerk.shown.parked) == 1, "the form alone is put aside")
    stage.step("parked")
    fill_in(stage, script["between"])
    stage.save()
    hands.press(Qt.Key.Key_F7)
    hands.until(lambda: clerk.shown.form.service == script["first"]["service"], "the form is back")
    write(stage, script["rest"])
    stage.save()
