"""Applications from the web at the centre: written, filed, waiting, and what a counter made of them.

What is being written belongs to the browser that writes it, or to a Union Digital Centre; whoever asks
for another's is answered as for one that is not there.
"""

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, insert, select, update

from kiosk.central.audit import record_act
from kiosk.central.centre import Centre
from kiosk.central.news import WAITING, Item, tell
from kiosk.central.people.person import Person
from kiosk.central.store.tables import PortalRow
from kiosk.domain.application import SECRET_DIGITS, ApplicationDraft
from kiosk.domain.clock import stamp
from kiosk.domain.portal import WaitingNews, new_reference
from kiosk.domain.scans import Scan
from kiosk.errors import Broken, Refused

DRAFT, WAITS, ACCEPTED, RETURNED = "draft", "waiting", "accepted", "returned"
_TRIES = 8
_encoder = msgspec.json.Encoder()
_draft = msgspec.json.Decoder(ApplicationDraft)
_typed = msgspec.json.Decoder(dict[str, str])
_scans = msgspec.json.Decoder(tuple[Scan, ...])


@dataclass(frozen=True, slots=True)
class Owner:
    """Who writes: a browser by its cookie, or a Union Digital Centre that signed in."""

    token: str = ""
    who: Person | None = None

    @property
    def login(self) -> str:
        """The login of a Union Digital Centre, empty for a citizen."""
        return self.who.login if self.who else ""


@dataclass(frozen=True, slots=True)
class Filing:
    """One application from the web; `draft` is None while it is written."""

    office: int
    portal_id: str
    state: str
    login: str
    service: str
    name: str
    language: str
    secret: str
    typed: Mapping[str, str]
    draft: ApplicationDraft
    scans: tuple[Scan, ...]
    contact: str
    code_salt: str
    code_at: datetime | None
    updated_at: datetime
    filed_at: datetime | None
    receive_number: str
    reason: str
    note: str


def begin(
    centre: Centre, owner: Owner, office: int, typed: Mapping[str, str], draft: ApplicationDraft, language: str
) -> str:
    """Keep what passed the rules and return its reference; a repeat begins another one."""
    now = centre.clock()
    values = {**_written(typed, draft, now), "state": DRAFT, "owner": _hash(owner), "login": owner.login}
    values |= {"language": language, "secret": _secret(centre), "scans": b"[]", "began_at": now, "filed_at": None}
    values |= dict.fromkeys(("contact", "code_salt", "receive_number", "reason", "note"), "")
    with centre.database.write() as connection:
        portal_id = _free(connection, centre, office)
        connection.execute(
            insert(PortalRow).values(office=office, portal_id=portal_id, code_at=None, code_seen=0, **values)
        )
    return portal_id


def rewrite(centre: Centre, owner: Owner, portal_id: str, typed: Mapping[str, str], draft: ApplicationDraft) -> None:
    """Let it say something else while it is written.  Raises Refused `portal.unknown|portal.filed`."""
    with centre.database.write() as connection:
        found = own_draft(connection, owner, portal_id)
        of_it = key_of(found)
        connection.execute(update(PortalRow).where(of_it).values(**_written(typed, draft, centre.clock())))


def set_scans(connection: Connection, filing: Filing, scans: Iterable[Scan]) -> None:
    """Keep which pages go with it."""
    connection.execute(update(PortalRow).where(key_of(filing)).values(scans=_encoder.encode(tuple(scans))))


def _written(typed: Mapping[str, str], draft: ApplicationDraft, now: datetime) -> dict[str, object]:
    name = draft.applicants[0].shown_name if draft.applicants else ""
    said = {"typed": _encoder.encode(dict(typed)), "draft": _encoder.encode(draft)}
    return {**said, "service": draft.service, "name": name, "updated_at": now}


def _free(connection: Connection, centre: Centre, office: int) -> str:
    for _ in range(_TRIES):
        made = new_reference(office, centre.rng)
        if connection.scalar(select(PortalRow.portal_id).where(PortalRow.portal_id == made)) is None:
            return made
    raise Broken("no reference is free")


def _secret(centre: Centre) -> str:
    return f"{int.from_bytes(centre.rng(16), 'big') % 10**SECRET_DIGITS:0{SECRET_DIGITS}d}"


def _hash(owner: Owner) -> str:
    if owner.who:
        return f"{owner.who.office}:{owner.who.login}"
    return sha256(owner.token.encode()).hexdigest() if owner.token else "-"


# ------------------------------------------------------------------------------ looking


def key_of(filing: Filing) -> ColumnElement[bool]:
    """Return what finds the row of a filing."""
    return (PortalRow.office == filing.office) & (PortalRow.portal_id == filing.portal_id)


def own(connection: Connection, owner: Owner, portal_id: str, *, lock: bool = False) -> Filing:
    """Return one's own, in whatever state.  Raises Refused `portal.unknown`, also for another's."""
    statement = select(PortalRow.__table__).where(PortalRow.portal_id == portal_id)
    row = connection.execute(statement.with_for_update() if lock else statement).one_or_none()
    if row is None or not hmac.compare_digest(row.owner, _hash(owner)):
        raise Refused.because("portal.unknown")
    return filing_of(row)


def own_draft(connection: Connection, owner: Owner, portal_id: str) -> Filing:
    """Return one's own that is still being written, and keep others from changing it.

    Raises Refused `portal.unknown|portal.filed`.
    """
    found = own(connection, owner, portal_id, lock=True)
    if found.state != DRAFT:
        raise Refused.because("portal.filed")
    return found


def filed_by(connection: Connection, who: Person, limit: int = 200) -> list[Filing]:
    """Return what a Union Digital Centre filed or writes, the latest first."""
    mine = (PortalRow.office == who.office) & (PortalRow.login == who.login)
    statement = select(PortalRow.__table__).where(mine).order_by(PortalRow.updated_at.desc()).limit(limit)
    return [filing_of(row) for row in connection.execute(statement)]


def find_filing(connection: Connection, portal_id: str) -> Filing | None:
    """Return a filing that was sent, by its reference."""
    statement = select(PortalRow.__table__).where(PortalRow.portal_id == portal_id, PortalRow.state != DRAFT)
    row = connection.execute(statement).one_or_none()
    return filing_of(row) if row else None


def filing_of(row: Row[tuple[object, ...]]) -> Filing:
    """Return the filing of a row."""
    said = row._mapping  # noqa: SLF001 - SQLAlchemy's public name
    values = {name: said[name] for name in Filing.__slots__ if name not in {"typed", "draft", "scans"}}
    return Filing(
        **values,
        typed=_typed.decode(bytes(said["typed"])),
        draft=_draft.decode(bytes(said["draft"])),
        scans=_scans.decode(bytes(said["scans"])),
    )


# ------------------------------------------------------------------------------ sending


def file(connection: Connection, centre: Centre, filing: Filing) -> None:
    """Let it wait at every counter of its office: from now on nobody changes it here."""
    now = centre.clock()
    draft = msgspec.structs.replace(filing.draft, portal_id=filing.portal_id)
    values = {"state": WAITS, "filed_at": now, "updated_at": now, "draft": _encoder.encode(draft)}
    connection.execute(update(PortalRow).where(key_of(filing)).values(**values))
    news = WaitingNews(filing.portal_id, draft, stamp(now), len(filing.scans))
    tell(connection, filing.office, [Item(WAITING, "", _encoder.encode(news))])
    actor = filing.login or "portal"
    record_act(connection, filing.office, now, actor=actor, act="portal.filed", subject=filing.portal_id)
