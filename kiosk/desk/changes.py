"""What correcting and voiding share: which application, whose it is, and whether it still may be changed."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from kiosk.desk.context import Desk
from kiosk.domain.application import Application, ApplicationDraft
from kiosk.domain.bangla import clean_note
from kiosk.domain.numbering import parse_receive_number
from kiosk.domain.workflow import PENDING
from kiosk.errors import Refused
from kiosk.store.session import Unit

NOTE_LIMIT = 500
_APPLICATION = msgspec.json.Decoder(Application)


def changeable(unit: Unit, number: str) -> Application:
    """Return an application of this counter that is not settled.

    Raises Refused `number.form|number.check|number.unknown`, `number.counter` (another counter's
    or the portal's: they change it there), `state.closed`.
    """
    receive_number = str(parse_receive_number(number))
    row = unit.one("SELECT seq, state, body FROM application WHERE receive_number = ?", receive_number)
    if row is None:
        raise Refused.because("number.unknown", "receive_number")
    if row[0] is None:
        raise Refused.because("number.counter", "receive_number")
    if row[1] not in PENDING:
        raise Refused.because("state.closed", "receive_number")
    return _APPLICATION.decode(row[2])


def check_reason(desk: Desk, kind: str, reason: str, note: str) -> str:
    """Return the note in normal form.  Raises Refused `reason.missing|reason.unknown`, `text.*`."""
    desk.catalogue.reason(kind, reason)
    return clean_note(note, "note", limit=NOTE_LIMIT)


def changed_fields(before: ApplicationDraft, after: ApplicationDraft) -> tuple[str, ...]:
    """Return the field paths that say something else, e.g. `applicants[0].mobile`, `fields.khatian_no`."""
    old, new = (dict(_flat("", msgspec.to_builtins(draft))) for draft in (before, after))
    return tuple(path for path in {**old, **new} if old.get(path) != new.get(path))


def _flat(path: str, value: Any) -> Iterator[tuple[str, object]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _flat(f"{path}.{key}" if path else str(key), inner)
    elif isinstance(value, (list, tuple)):
        for number, inner in enumerate(value):
            yield from _flat(f"{path}[{number}]", inner)
    else:
        yield path, value
