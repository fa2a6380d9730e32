"""What comes back: a gateway's delivery reports, and what people write to the office's number."""

import re
from collections.abc import Mapping

import msgspec
from sqlalchemy import ColumnElement, select

from kiosk.central.centre import Centre
from kiosk.central.notices import marks
from kiosk.central.notices.queue import DELIVERED, FAILED, name_of, owe_answer
from kiosk.central.notices.settings import NoticeSettings
from kiosk.central.notices.stopping import start, stop
from kiosk.central.slowdown import Gate, forgive, try_gate
from kiosk.central.store.tables import ApplicationRow, NoticeRow
from kiosk.domain.application import Application
from kiosk.domain.bangla import fold_digits
from kiosk.domain.checks import check_mobile
from kiosk.domain.clock import stamp
from kiosk.domain.numbering import ReceiveNumber, parse_receive_number
from kiosk.errors import Refused

STOP_WORDS = frozenset({"stop", "off", "বন্ধ", "bondho", "unsubscribe"})
START_WORDS = frozenset({"start", "চালু", "chalu"})
_OURS = re.compile(r"(?P<number>[0-9]{13}|0)-[0-9a-f]{10}")
_NUMBER = re.compile(r"(?<![0-9])(?:[0-9][ -]?){12}[0-9](?![0-9])")
_application = msgspec.json.Decoder(Application)


def take_report(centre: Centre, settings: NoticeSettings, values: Mapping[str, str]) -> bool:
    """Take a delivery report in; one of a message that is not ours, or said before, changes nothing."""
    sms = settings.sms
    named, said = values.get(sms.report_id, "")[:200], values.get(sms.report_state, "")[:80]
    state = DELIVERED if re.search(sms.delivered_match, said) else FAILED if re.search(sms.failed_match, said) else ""
    if not named or not state:
        return False
    with centre.database.write() as connection:
        rows = connection.execute(select(NoticeRow.__table__).where(_named(named)).limit(200)).all()
        key = next((marks.key_of(row) for row in rows if row.gateway_id == named or _is_ours(row, named)), None)
        # The gateway's own words may hold a person's number; ours may not.
        return key is not None and marks.note_report(connection, key, state, "reported", centre.clock())


def _named(named: str) -> ColumnElement[bool]:
    ours = _OURS.match(named)
    if ours is None:
        return (NoticeRow.gateway_id == named) & (NoticeRow.gateway_id != "")
    number = "" if ours["number"] == "0" else ours["number"]
    return (NoticeRow.receive_number == number) & (NoticeRow.office == int(number[:2])) if number else _unnumbered()


def _unnumbered() -> ColumnElement[bool]:
    return (NoticeRow.receive_number == "") & (NoticeRow.state != DELIVERED)


def _is_ours(row: object, named: str) -> bool:
    number, event, contact = (str(getattr(row, name)) for name in ("receive_number", "event", "contact"))
    name, tries = name_of(number, event, contact), getattr(row, "tries", 0)
    return named in {name, f"{name}-{tries}"}


def take_sms(centre: Centre, values: Mapping[str, str], settings: NoticeSettings) -> str:
    """Do what somebody wrote: stop, start, or tell where an application stands.  Returns what was done, for the log.

    The state goes to a mobile that the application names, and to no other; whoever else asks hears nothing.
    """
    try:
        mobile = check_mobile(values.get(settings.sms.incoming_from, ""))
    except Refused:
        return "no mobile"
    text = fold_digits(values.get(settings.sms.incoming_text, "")[:500]).strip()
    word = text.casefold().strip(" .!।")
    with centre.database.write() as connection:
        if word in STOP_WORDS:
            stop(connection, mobile, centre.clock())
            return "stopped"
        if word in START_WORDS:
            start(connection, mobile)
            return "started"
    wanted = _number_in(text)
    return _answer(centre, mobile, wanted) if wanted else "no number"


def _number_in(text: str) -> ReceiveNumber | None:
    found = _NUMBER.search(text)
    try:
        return parse_receive_number(found[0]) if found else None
    except Refused:
        return None


def _answer(centre: Centre, mobile: str, wanted: ReceiveNumber) -> str:
    gate, now = Gate("sms", mobile, 600), centre.clock()
    with centre.database.write() as connection:
        if try_gate(connection, gate, now):
            return "slow"
        office, number = wanted.district, str(wanted)
        of_it = (ApplicationRow.office == office) & (ApplicationRow.receive_number == number)
        body = connection.scalar(select(ApplicationRow.body).where(of_it))
        if body is None or mobile not in _mobiles(_application.decode(bytes(body))):
            return "not theirs"
        forgive(connection, gate, now)
        owe_answer(connection, office, number, mobile, stamp(now))
    return "answered"


def _mobiles(application: Application) -> set[str]:
    people = [*application.draft.applicants, *([application.draft.agent] if application.draft.agent else [])]
    return {person.mobile for person in people if person.mobile}
