"""A heap of letters from the post: service, dates and post office stay from letter to letter."""

from functools import partial

from PySide6.QtCore import Qt

from kiosk.demo.acts.application import begin
from kiosk.demo.hands import ALT, CTRL, SHIFT
from kiosk.demo.stage import Script, Stage


def play(stage: Stage, script: Script) -> None:
    """Begin the heap with Ctrl+Alt+2, write the `letters`, end it."""
    clerk, hands = stage.clerk, stage.hands
    begin(stage, script)
    hands.press(Qt.Key.Key_2, CTRL | ALT)
    hands.until(lambda: clerk.shown.form.batch == 1, "the heap is begun")
    clerk.write_fields(script["heap"])
    for count, letter in enumerate(script["letters"], 1):
        hands.until(partial(_counts, stage, count), f"letter {count} has its form")
        hands.go_to("field.post.registered_no")
        clerk.write_fields(letter)
        clerk.mark_papers(script.get("papers", {}), {})
        if count == script["seen"]:
            stage.step("heap-of-letters")
        stage.save()
    _end(stage)


def _end(stage: Stage) -> None:
    """End the heap: the letters' acknowledgements lie ready; go back to an empty form."""
    clerk, hands = stage.clerk, stage.hands
    hands.press(Qt.Key.Key_2, CTRL | ALT)
    hands.until(lambda: not clerk.shown.form.batch, "the heap is ended")
    hands.rest()
    stage.step("heap-acknowledged")
    hands.press(Qt.Key.Key_F2)
    if not clerk.shown.form.blank:
        hands.press(Qt.Key.Key_Delete, CTRL | SHIFT)
    clerk.wait_empty()
    hands.go_to("field.service")


def _counts(stage: Stage, count: int) -> bool:
    return stage.clerk.shown.form.batch == count
