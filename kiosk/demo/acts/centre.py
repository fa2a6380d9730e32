"""Somebody at the centre does something at the desk of the e-file or the record room; the counter hears of it."""

from PySide6.QtCore import Qt

from kiosk.demo.chromium import DESK, PHONE
from kiosk.demo.stage import Script, Stage


def play(stage: Stage, script: Script) -> None:
    """Do every step of `steps`: open a `page`, send its form `send` with `say`, take a picture `called`.

    `{number}` in a page is the application's.  Each is done by whom `who` names.  `file` is how
    the document at the page is kept, or the one to which a `link` there leads.  At the end the counter hears of it, until the application is in `state`.
    """
    number = stage.number_of(script)
    for one in script["steps"]:
        reader = stage.reader(one.get("who", ""))
        page = one["page"].format(number=number)
        if "send" in one:
            reader.act(page, one["send"], **one.get("say", {}))
        if "file" in one:
            (stage.folder / one["file"]).write_bytes(reader.document(reader.link(page, one.get("link", ""))))
        if "called" in one:
            stage.step_of_page(one["called"], page, one.get("who", ""), PHONE if one.get("phone") else DESK)
    if "state" in script:
        stage.hear(lambda: stage.status(number).state == script["state"], f"the counter hears of {number}")
        stage.hands.press(Qt.Key.Key_Escape)
        stage.clerk.to_form()
