"""The citizen looks at home how far it is: what the receipt's QR opens."""

from kiosk.demo import page
from kiosk.demo.chromium import PHONE
from kiosk.demo.stage import Script, Stage


def play(stage: Stage, script: Script) -> None:
    """Ask the centre's public page for an application, the day's first when none is named; a picture where a browser is."""
    number = stage.number_of(script)
    application = stage.status(number).application
    html = page.ask(stage.world.centre_url, number, application.first_applicant.mobile[-4:])
    (stage.folder / "public-page.html").write_text(html, "utf-8")
    stage.step_of_page("public-page", f"/t/{number}#{application.secret}", size=PHONE)
