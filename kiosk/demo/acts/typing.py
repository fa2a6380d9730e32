"""Bangla typed by its sound on a Latin keyboard, with what the program suggests."""

from PySide6.QtCore import Qt

from kiosk.demo.acts.application import begin, write
from kiosk.demo.stage import Script, Stage


def play(stage: Stage, script: Script) -> None:
    """Write the fields of `phonetic` by their sound: `seen` says after how many keys words are offered."""
    clerk, hands = stage.clerk, stage.hands
    begin(stage, script)
    for name, keys in script["phonetic"].items():
        hands.go_to(f"field.{name}")
        seen = script["seen"].get(name, 0)
        hands.write(keys[:seen])
        if seen:
            hands.until(lambda: clerk.listed("words"), "words that were written before are offered")
            stage.step(f"typing-{name}")
        hands.write(keys[seen:])
    if script.get("place"):
        clerk.write_fields({"address": script["place"]})
        hands.until(lambda: clerk.listed("places"), "places are offered")
        stage.step("typing-places")
        hands.press(Qt.Key.Key_Down)
        hands.press(Qt.Key.Key_Return)
    write(stage, script)
    stage.save()
