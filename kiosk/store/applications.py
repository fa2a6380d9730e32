"""An application's rows: itself, its applicants' traits, the people, the pages that are owed to the centre."""

import msgspec

from kiosk.domain.application import Application
from kiosk.domain.workflow import RECEIVED
from kiosk.store import tables
from kiosk.store.people import add_traits, key_of, remember, traits
from kiosk.store.session import Unit

_encoder = msgspec.json.Encoder()
_APPLICATIONS = msgspec.json.Decoder(Application)


def add_application(unit: Unit, application: Application, *, seq: int | None, operator: str) -> None:
    """Write an application's rows: itself, its applicants' traits, the people."""
    rowid = unit.insert(
        tables.Application,
        receive_number=application.receive_number,
        seq=seq,
        service=application.draft.service,
        state=RECEIVED,
        received_at=application.received_at,
        received_on=application.received_on,
        operator=operator,
        name=application.first_applicant.shown_name,
        body=_encoder.encode(application),
        channel=application.draft.channel.value,
        promised_on=application.promised_on or "",
    )
    for applicant in application.draft.applicants:
        add_traits(unit, rowid, application, applicant)
        remember(unit, applicant, application.received_on)


def replace_application(unit: Unit, application: Application, *, last_seq: int | None) -> None:
    """Write an application's rows anew after a correction; what nobody has here is left alone.

    Its people are known by what they say now; a count of papers does not grow by a correction.
    """
    row = unit.one("SELECT id, body FROM application WHERE receive_number = ?", application.receive_number)
    if row is None:
        return
    rowid, before = row[0], _APPLICATIONS.decode(row[1])
    unit.run(
        "UPDATE application SET service = ?, channel = ?, promised_on = ?, name = ?, body = ?,"
        " last_seq = coalesce(?, last_seq) WHERE id = ?",
        application.draft.service,
        application.draft.channel.value,
        application.promised_on or "",
        application.first_applicant.shown_name,
        _encoder.encode(application),
        last_seq,
        rowid,
    )
    _drop_traits(unit, rowid, before)
    known = {key_of(applicant) for applicant in before.draft.applicants}
    for applicant in application.draft.applicants:
        add_traits(unit, rowid, application, applicant)
        remember(unit, applicant, application.received_on, papers=int(key_of(applicant) not in known))


def _drop_traits(unit: Unit, rowid: int, before: Application) -> None:
    for trait in (trait for applicant in before.draft.applicants for trait in traits(applicant)):
        unit.run(
            "DELETE FROM applicant WHERE trait = ? AND service = ? AND received_on = ? AND application_id = ?",
            trait,
            before.draft.service,
            before.received_on,
            rowid,
        )


def add_scans(unit: Unit, application: Application, *, seq: int) -> None:
    """Owe the centre an application's pages; what a correction took away is not sent any more."""
    number, scans = application.receive_number, application.draft.scans
    if not scans and unit.one("SELECT 1 FROM scan WHERE receive_number = ?", number) is None:
        return
    unit.run("UPDATE scan SET state = 'dropped' WHERE receive_number = ? AND state = 'waiting'", number)
    for position, scan in enumerate(scans):
        unit.run(_OWE_SCAN, number, scan.digest, seq, position, scan.bytes)


_OWE_SCAN = (
    "INSERT INTO scan (receive_number, digest, seq, position, bytes, sent, state, upload, reason)"
    " VALUES (?, ?, ?, ?, ?, 0, 'waiting', '', '') ON CONFLICT (receive_number, digest) DO UPDATE SET"
    " position = excluded.position, state = CASE state WHEN 'dropped' THEN 'waiting' ELSE state END"
)
