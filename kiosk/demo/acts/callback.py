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
    stage.hands.until(lambda: _is_made(stage, call), "the call is made")
    clerk.to_form()


def _is_made(stage: Stage, call: str) -> bool:
    """Press Alt+D while the call stands there: the tray may have been busy when it was pressed before."""
    if call in stage.clerk.tray_states():
        stage.hands.press(Qt.Key.Key_D, ALT)
    return call not in stage.clerk.tray_states()
