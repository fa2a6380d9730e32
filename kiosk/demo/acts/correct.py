"""A receipt shows a slip: the application is found and corrected; its number stays, the slip comes out anew."""

from PySide6.QtCore import Qt

from kiosk.demo.acts.find import open_by
from kiosk.demo.hands import ALT, CTRL
from kiosk.demo.stage import Script, Stage


def play(stage: Stage, script: Script) -> None:
    """Find by `text`, write other `write` fields, give the `reason`.

    With `again` the number is void instead, and the same data get a new one.
    """
    clerk, hands = stage.clerk, stage.hands
    open_by(stage, script["text"])
    hands.press(Qt.Key.Key_E, CTRL)
    hands.until(lambda: bool(clerk.shown.form.corrects), "the application is in the form")
    for name, text in script["write"].items():
        hands.go_to(f"field.{name}")
        hands.press(Qt.Key.Key_A, CTRL)
        hands.write(text)
    before = clerk.number()
    hands.press(Qt.Key.Key_Return, CTRL)
    hands.until(lambda: clerk.visible("reasons"), "a reason is asked for")
    if script.get("again"):
        hands.press(Qt.Key.Key_V, ALT)
        hands.rest()
    stage.step(f"{script['called']}-reason")
    hands.write(script["reason"])
    stage.saved(clerk.next_number(before))
    stage.step(f"{script['called']}-done")
