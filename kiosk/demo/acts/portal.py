"""A Union Digital Centre files for a villager on the web; the counter takes it out of the tray and gives the number."""

from PySide6.QtCore import Qt

from kiosk.demo.chromium import PHONE
from kiosk.demo.stage import Script, Stage
from kiosk.i18n import _


def play(stage: Stage, script: Script) -> None:
    """File `say` for `service` as `who`, fetch it in the tray, register it."""
    clerk, hands = stage.clerk, stage.hands
    _file(stage, script)
    stage.hear(lambda: bool(clerk.shown.parked), "it came to the counter")
    clerk.open_tray()
    clerk.choose_in_tray(_("From the web"))
    stage.step("tray-portal")
    hands.press(Qt.Key.Key_Return)
    hands.until(lambda: bool(clerk.shown.form.portal_id), "it is in the form")
    hands.rest()
    stage.step("portal-in-the-form")
    stage.save()
    clerk.wait_empty()


def _file(stage: Stage, script: Script) -> None:
    who, service = script["who"], script["service"]
    reader = stage.reader(who)
    stage.step_of_page("portal-services", "/services", size=PHONE)
    stage.step_of_page("portal-service", f"/services/service.{service}", size=PHONE)
    stage.step_of_page("portal-form", f"/apply/{service}", size=PHONE)
    reader.get(f"/apply/{service}")
    reader.post(f"/apply/{service}", do="next", **script["say"])
    reader.post(f"{reader.at}/send")
    stage.step_of_page("portal-filed", reader.at, who, PHONE)
    stage.step_of_page("portal-udc", "/udc", who, PHONE)
