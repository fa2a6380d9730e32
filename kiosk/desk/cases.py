"""Applications and visits as rows of a register: a few at a time, by their ids, in the order asked for."""

from collections.abc import Iterator, Sequence

import msgspec
from msgspec import structs

from kiosk.desk.catalogue import older_catalogues
from kiosk.desk.context import Desk
from kiosk.desk.document_values import Call, Case
from kiosk.domain.application import Application, Visit
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.followups import FOLLOW_UPS, FollowUp
from kiosk.domain.workflow import FORWARDED, Step

_APPLICATION = msgspec.json.Decoder(Application)
_VISIT = msgspec.json.Decoder(Visit)
_STEP = msgspec.json.Decoder(Step)
DELIVERIES = ("copy_handed_over", "copy_posted")
_ASKED = "(SELECT value FROM json_each(?))"


def cases(desk: Desk, ids: Sequence[int], language: str) -> Iterator[Case]:
    """Yield the applications of these ids in their order, counted from 1; what is not there is left out.

    A promise that has moved is the one of now.
    """
    listed = str(list(ids))
    with desk.store.read() as unit:
        found = unit.all(f"SELECT id, body, state, promised_on FROM application WHERE id IN {_ASKED}", listed)  # noqa: S608 - our own text
        steps = unit.all(
            "SELECT s.receive_number, s.body FROM step s WHERE s.kind IN (?, ?, ?) AND s.receive_number IN"  # noqa: S608 - our own text
            f" (SELECT receive_number FROM application WHERE id IN {_ASKED}) ORDER BY s.at, s.id",
            FORWARDED,
            *DELIVERIES,
            listed,
        )
        done = unit.all(
            "SELECT f.receive_number, f.kind, f.body FROM follow_up f WHERE f.kind IN"  # noqa: S608 - our own text
            " ('fee.demanded', 'fee.received', 'copy.posted', 'copy.handed_over') AND f.receive_number IN"
            f" (SELECT receive_number FROM application WHERE id IN {_ASKED}) ORDER BY f.at, f.seq",
            listed,
        )
    acts: dict[str, list[FollowUp]] = {}
    for number, kind, body in done:
        acts.setdefault(number, []).append(msgspec.json.decode(body, type=FOLLOW_UPS[kind]))
    forwarded: dict[str, Step] = {}
    delivered: dict[str, Step] = {}
    for number, body in steps:
        step = _STEP.decode(body)
        (delivered if step.kind in DELIVERIES else forwarded)[number] = step
    known = {row[0]: row[1:] for row in found}
    for serial, row in enumerate((known[one] for one in ids if one in known), 1):
        application = structs.replace(_APPLICATION.decode(row[0]), promised_on=row[2] or None)
        number = application.receive_number
        sent, given = forwarded.get(number), delivered.get(number)
        catalogue, did = _catalogue(desk, application), tuple(acts.get(number, ()))
        yield Case(application, serial, row[1], sent, catalogue, language, did, given)


def _catalogue(desk: Desk, application: Application) -> Catalogue:
    """Return the catalogue that an application was taken in under; the one in force where it is not kept."""
    now, version = desk.catalogue, application.catalogue_version
    then = now if version == now.version else older_catalogues().get(version, now)
    return then if application.draft.service in then.services else now


def calls(desk: Desk, ids: Sequence[int], language: str) -> Iterator[Call]:
    """Yield the visits of these rows in their order, counted from 1."""
    with desk.store.read() as unit:
        found = unit.all(f"SELECT rowid, body FROM visit WHERE rowid IN {_ASKED}", str(list(ids)))  # noqa: S608 - our own text
    known = {row[0]: row[1] for row in found}
    for serial, body in enumerate((known[one] for one in ids if one in known), 1):
        yield Call(_VISIT.decode(body), serial, desk.catalogue, language)
