"""Words from an old document in Bijoy's letters are pasted, and become Bangla."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from kiosk.demo.acts.application import begin, write
from kiosk.demo.hands import CTRL
from kiosk.demo.stage import Script, Stage


def play(stage: Stage, script: Script) -> None:
    """Paste `bijoy` into the subject with Ctrl+V."""
    begin(stage, script)
    write(stage, script)
    QGuiApplication.clipboard().setText(script["bijoy"])
    stage.hands.go_to("field.subject")
    stage.hands.press(Qt.Key.Key_V, CTRL)
    stage.hands.until(lambda: stage.clerk.visible("note.subject"), "the form tells that it was Bijoy")
    stage.step("bijoy")
    stage.save()
