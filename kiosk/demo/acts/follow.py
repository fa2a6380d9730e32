"""Somebody comes back with the slip: it is scanned, a digit says what is done, the sheet is filled in."""

from PySide6.QtCore import Qt

from kiosk.demo.stage import Script, Stage


def play(stage: Stage, script: Script) -> None:
    """Scan the slip and do `act`, with the `type`d words, a line feed being Enter.

    `pictures` may name `opened` and `sheet`; `slip` says that paper comes out of it.
    """
    clerk, pictures = stage.clerk, script.get("pictures", ())
    number = stage.number_of(script)
    clerk.scan_slip(number)
    stage.hands.rest()
    if "opened" in pictures:
        stage.step(f"{script['called']}-opened")
    clerk.begin_act(script["act"])
    for part in script.get("type", "").splitlines(keepends=True):
        stage.hands.write(part.rstrip("\n"))
        if part.endswith("\n"):
            stage.hands.press(Qt.Key.Key_Return)
    if "sheet" in pictures:
        stage.hands.rest()
        stage.step(f"{script['called']}-sheet")
    clerk.end_act()
    if script.get("slip"):
        stage.take_slip(script["called"])
    if "state" in script:
        stage.hands.until(lambda: stage.status(number).state == script["state"], f"{number} is {script['state']}")
    if "done" in pictures:
        stage.hands.until(lambda: clerk.follow.number == number and bool(clerk.follow.acts), "it is shown anew")
        stage.hands.rest()
        stage.step(f"{script['called']}-done")
    clerk.to_form()
