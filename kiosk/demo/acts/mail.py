"""An e-mail becomes a draft, waits in the tray, and is completed by a person."""

from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from PySide6.QtCore import Qt

from kiosk.demo.acts.application import picture, write
from kiosk.demo.hands import CTRL, SHIFT
from kiosk.demo.papers import draw_page
from kiosk.demo.stage import Script, Stage
from kiosk.domain.clock import system_clock
from kiosk.ui.register.form import Form


def play(stage: Stage, script: Script) -> None:
    """Take the mail in, complete it, save.

    It is dropped on the window, or with `open` its file is chosen.  With `later` it first goes back to the
    tray, and is fetched from there with F7.
    """
    clerk, hands = stage.clerk, stage.hands
    file = stage.scratch / f"{script['called']}.eml"
    file.write_bytes(bytes(_mail(stage, script)))
    hands.press(Qt.Key.Key_F2)
    if script.get("open"):
        hands.press(Qt.Key.Key_O, CTRL)
        hands.choose_file("mail.dialog", file)
    else:
        hands.drop(stage.window, "screen.register", file)
    _wait_for_mail(stage)
    if script.get("later"):
        _put_back(stage)
    hands.go_to("field.service")
    clerk.search_service(script["search"], script["service"])
    clerk.take_service(script["service"])
    write(stage, script)
    picture(stage, script, "filled")
    stage.save()


def _put_back(stage: Stage) -> None:
    """Empty the form, which leaves the mail in the tray; fetch it again."""
    clerk, hands = stage.clerk, stage.hands
    hands.press(Qt.Key.Key_Delete, CTRL | SHIFT)
    clerk.wait_empty()
    hands.press(Qt.Key.Key_Escape)
    hands.until(lambda: len(clerk.shown.parked) == 1, "the mail lies in the tray")
    stage.step("mail-in-the-tray")
    hands.press(Qt.Key.Key_F7)
    _wait_for_mail(stage)


def _wait_for_mail(stage: Stage) -> None:
    """Wait until it is in the form, and its page was read."""
    stage.hands.until(lambda: _has_mail(stage.clerk.shown.form), "the mail is in the form")


def _has_mail(form: Form) -> bool:
    return form.mail is not None and len(form.scans) == 1


def _mail(stage: Stage, script: Script) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["Subject"] = script["from"], script["mail_subject"]
    message["To"], message["Date"] = "dc@example.org", format_datetime(system_clock() - timedelta(hours=2))
    message.set_content(script["words"])
    page = draw_page(stage.scratch / f"{script['called']}.png", script["words"])
    message.add_attachment(page.read_bytes(), maintype="image", subtype="png", filename="papers.png")
    return message
