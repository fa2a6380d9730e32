"""The citizen looks at home how far it is: what the receipt's QR opens."""

from kiosk.demo import page
from kiosk.demo.stage import Script, Stage


def play(stage: Stage, _script: Script) -> None:
    """Ask the centre's public page for the day's first application; a picture where a browser is."""
    number = stage.numbers[0]
    application = stage.status(number).application
    html = page.ask(stage.world.centre_url, number, application.first_applicant.mobile[-4:])
    (stage.folder / "public-page.html").write_text(html, "utf-8")
    if page.browser() is None:
        return
    shot = stage.hands.next_name("public-page")
    if page.scan(stage.world.centre_url, number, application.secret, stage.folder / shot):
        stage.step_beside("public-page", shot)
