"""Who was promised a call is called: the tray keeps the promise until somebody says what became of it."""

from PySide6.QtCore import Qt

from kiosk.demo.hands import ALT
from kiosk.demo.stage import Script, Stage
from kiosk.i18n import _


def play(stage: Stage, _script: Script) -> None:
    """Find the call in the tray and say that it was made."""
    clerk, call = stage.clerk, _("Call to make")
    clerk.open_tray()
    clerk.choose_in_tray(call)
    stage.step("tray-callback")
    clerk.choose_in_tray(call)  # it is still the chosen one, and nothing is being written
    stage.hands.press(Qt.Key.Key_D, ALT)
    stage.hands.until(lambda: call not in clerk.tray_states(), "the call is made")
    clerk.to_form()
