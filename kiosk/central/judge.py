"""Events are judged in memory, before the database is asked: form, chain, number, the house's rules.

A journal that does not hang together refuses the whole request; a single event that breaks
a rule is refused, kept, and blocks nobody.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from kiosk.central import wire
from kiosk.domain.application import SECRET_DIGITS, Application, Visit
from kiosk.domain.bangla import clean_line, clean_note
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.clock import unstamp
from kiosk.domain.daily import DAILY, check_daily
from kiosk.domain.events import (
    KINDS,
    ApplicationCorrected,
    ApplicationReceived,
    ApplicationVoided,
    DayDeclared,
    Event,
    GuidanceChanged,
    VisitLogged,
    record_hash,
)
from kiosk.domain.follow_checks import accept_follow_up
from kiosk.domain.followups import FOLLOW_UPS, FollowUp
from kiosk.domain.guidance import Entry, settled
from kiosk.domain.intake import accept
from kiosk.domain.numbering import damm
from kiosk.domain.portal import PortalReturned, parse_reference
from kiosk.errors import Problem, Refused
from kiosk.sync.protocol import Head

ACCEPTED, SEEN, REFUSED = "accepted", "seen", "refused"
KNOWN_VERSION = 1
LAST_SEQ = (1 << 53) - 1

_EVENT_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_KIND = re.compile(r"[a-z][a-z0-9_.]{0,63}")
_NUMBER = re.compile(r"[0-9]{13}")
_SECRET = re.compile(rf"[0-9]{{{SECRET_DIGITS}}}")
_CODE = re.compile(r"[a-z0-9_]{1,100}")
_CATALOGUE_FIELDS = ("service", "fields.", "papers.", "paper_dates.", "duplicate_reason")
_events = msgspec.json.Decoder(Event)
_encoder = msgspec.json.Encoder()
_bodies = {kind: msgspec.json.Decoder(body) for kind, body in KINDS.items()}


Change = ApplicationCorrected | ApplicationVoided
_MOST_CHANGED, _NOTE_LIMIT, _NAME_LIMIT = 1000, 500, 100


class Link(NamedTuple):
    """A record of a journal, read as far as its envelope."""

    event: Event
    record: bytes
    hash: str


class Judged(NamedTuple):
    """A link with its answer; what it holds for us when it was accepted."""

    link: Link
    answer: str
    code: str = ""
    field: str = ""
    application: Application | None = None
    visit: Visit | None = None
    change: "Change | None" = None
    declared: DayDeclared | None = None
    follow_up: FollowUp | None = None
    returned: PortalReturned | None = None

    def refused(self, code: str, field: str = "") -> "Judged":
        """Return the same link, refused."""
        return Judged(self.link, REFUSED, code, field)


@dataclass(frozen=True, slots=True)
class Rules:
    """What one counter's events are judged by: its office, the code it was given, the catalogues.

    `catalogue` is in force, `older` are those of before, by version.
    """

    office: int
    code: int
    catalogue: Catalogue
    older: Mapping[str, Catalogue] = field(default_factory=dict)

    def catalogue_of(self, version: str) -> Catalogue:
        """Return the catalogue of a version; of one that is not known the nearest before it, else the one in force."""
        if version == self.catalogue.version:
            return self.catalogue
        known = {**self.older, self.catalogue.version: self.catalogue}
        before = max((one for one in known if _order(one) <= _order(version)), key=_order, default=None)
        return known[before] if before else self.catalogue


def _order(version: str) -> tuple[tuple[int, str], ...]:
    """Return what sorts `2026.2` before `2026.10`."""
    parts = version[:40].replace("-", ".").split(".")
    return tuple((int(part) if part.isdecimal() else -1, part) for part in parts)


def read_chain(records: Iterable[msgspec.Raw], counter_id: str) -> list[Link]:
    """Return the links of a batch.

    Raises Refused `wire.form` with the place (`events[3].seq`), and `journal.chain` when a
    record does not name the one before it.
    """
    chain: list[Link] = []
    for index, raw in enumerate(records):
        link = _read_link(bytes(raw), f"events[{index}]")
        if link.event.counter_id != counter_id:
            raise Refused.because("wire.form", f"events[{index}].counter_id", detail="another counter's event")
        if chain:
            _check_follows(link, chain[-1], f"events[{index}]")
        chain.append(link)
    if len({link.event.event_id for link in chain}) != len(chain):
        raise Refused.because("journal.chain", "events", detail="an event stands twice")
    return chain


def _read_link(record: bytes, field: str) -> Link:
    try:
        event = _events.decode(record)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        event = wire.decode(record, Event, field)
    wire.check_unambiguous(record, event, field)
    if not _EVENT_ID.fullmatch(event.event_id):
        raise Refused.because("wire.form", f"{field}.event_id", detail="not a UUID")
    if not _KIND.fullmatch(event.kind):
        raise Refused.because("wire.form", f"{field}.kind", detail="not a kind")
    if not 1 <= event.seq <= LAST_SEQ:
        raise Refused.because("wire.form", f"{field}.seq", detail="out of range")
    return Link(event, record, record_hash(record))


def _check_follows(link: Link, before: Link, field: str) -> None:
    if link.event.seq != before.event.seq + 1:
        raise Refused.because("wire.form", f"{field}.seq", detail="not the next")
    if link.event.prev_hash != before.hash:
        raise Refused.because("journal.chain", f"{field}.prev_hash")


def check_extends(chain: list[Link], head: Head, known: dict[int, str], claimed: Head) -> None:
    """Raise Refused `journal.fork` when a counter's journal is not the one that we know.

    `known` are our hashes by seq, over the range of the chain; `claimed` is the head that the
    counter says it has.
    """
    pairs = [(link.event.seq, link.hash) for link in chain]
    pairs += [(claimed.seq, claimed.hash)]
    if any(known.get(seq, hash_) != hash_ for seq, hash_ in pairs):
        raise Refused.because("journal.fork", "events")
    for link in chain:
        if link.event.seq == head.seq + 1 and link.event.prev_hash != head.hash:
            raise Refused.because("journal.fork", "events")


def judge(link: Link, rules: Rules) -> Judged:
    """Return what is to become of an event; whether its number is taken, the database says."""
    try:
        return _judge(link, rules)
    except Refused as refused:
        problem = refused.problems[0]
        return Judged(link, REFUSED, problem.code, problem.field)


def _judge(link: Link, rules: Rules) -> Judged:
    event = link.event
    if event.kind not in KINDS:
        wire.read_strictly(bytes(event.body), "body")
        return Judged(link, ACCEPTED)
    if event.version > KNOWN_VERSION:
        raise Refused.because("event.newer", "version")
    body = _read_body(event)
    check = _CHECKS.get(type(body))
    return check(link, body, rules) if check else Judged(link, ACCEPTED)


def _judge_received(link: Link, body: ApplicationReceived, rules: Rules) -> Judged:
    _check_application(body.application, rules)
    return Judged(link, ACCEPTED, application=body.application)


def _judge_visit(link: Link, body: VisitLogged, _rules: Rules) -> Judged:
    _check_visit(body.visit)
    return Judged(link, ACCEPTED, visit=body.visit)


def _judge_correction(link: Link, body: ApplicationCorrected, rules: Rules) -> Judged:
    _check_correction(body, rules)
    return Judged(link, ACCEPTED, change=body)


def _judge_voiding(link: Link, body: ApplicationVoided, rules: Rules) -> Judged:
    _check_voiding(body, rules)
    return Judged(link, ACCEPTED, change=body)


def _judge_day(link: Link, body: DayDeclared, _rules: Rules) -> Judged:
    check_declared(body)
    return Judged(link, ACCEPTED, declared=body)


def _judge_guidance(link: Link, body: GuidanceChanged, rules: Rules) -> Judged:
    """What another catalogue names is not ours to refuse: only text and form are judged."""
    if body.base < 0 or body.entry.version != body.base + 1:
        raise Refused.because("guidance.base", "base")
    _check_guidance(body.entry, rules.catalogue)
    return Judged(link, ACCEPTED)


def _check_guidance(entry: Entry, catalogue: Catalogue) -> None:
    try:
        settled(entry, catalogue)
    except Refused as refused:
        rest = [problem for problem in refused.problems if problem.code.startswith("text.")]
        if rest:
            raise Refused(*rest) from refused


def _judge_follow_up(link: Link, body: FollowUp, rules: Rules) -> Judged:
    """Judge its form alone: what was done at a counter was done, in whatever state we knew the application."""
    _check_number(body.receive_number, rules, of_office=True)
    if accept_follow_up(body) != body:
        raise Refused.because("wire.form", "body", detail="not in normal form")
    return Judged(link, ACCEPTED, follow_up=body)


def _judge_return(link: Link, body: PortalReturned, _rules: Rules) -> Judged:
    if parse_reference(body.portal_id) != body.portal_id:
        raise Refused.because("wire.form", "portal_id", detail="not in normal form")
    _check_code(body.reason, "reason")
    if clean_note(body.note, "note", limit=_NOTE_LIMIT) != body.note:
        raise Refused.because("wire.form", "note", detail="not in normal form")
    return Judged(link, ACCEPTED, returned=body)


def _judge_daily(link: Link, body: Any, _rules: Rules) -> Judged:
    check_daily(body)
    return Judged(link, ACCEPTED)


_CHECKS: dict[type, Callable[[Link, Any, Rules], Judged]] = {
    **dict.fromkeys(DAILY.values(), _judge_daily),
    **dict.fromkeys(FOLLOW_UPS.values(), _judge_follow_up),
    ApplicationReceived: _judge_received,
    ApplicationCorrected: _judge_correction,
    ApplicationVoided: _judge_voiding,
    DayDeclared: _judge_day,
    GuidanceChanged: _judge_guidance,
    PortalReturned: _judge_return,
    VisitLogged: _judge_visit,
}


def _read_body(event: Event) -> Any:
    plain = bytes(event.body)
    try:
        body = _bodies[event.kind].decode(plain)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        body = wire.decode(plain, KINDS[event.kind])
    if _encoder.encode(body) != plain:
        wire.read_strictly(plain)
    return body


def _check_application(application: Application, rules: Rules) -> None:
    _check_number(application.receive_number, rules)
    if not _SECRET.fullmatch(application.secret):
        raise Refused.because("wire.form", "secret", detail="not its digits")
    _check_instant(application.received_at, "received_at")
    _check_day(application.received_on, "received_on")
    if application.promised_on is not None:
        _check_day(application.promised_on, "promised_on")
    if not application.draft.applicants:
        raise Refused.because("applicant.missing", "applicants")
    _check_draft(application, rules)


def _check_correction(body: ApplicationCorrected, rules: Rules) -> None:
    _check_application(body.application, rules)
    if body.base < 0 or body.application.version != body.base + 1:
        raise Refused.because("correction.base", "base")
    if not 0 < len(body.changed) <= _MOST_CHANGED:
        raise Refused.because("correction.nothing", "changed")
    _check_why(body)


def _check_voiding(body: ApplicationVoided, rules: Rules) -> None:
    _check_number(body.receive_number, rules)
    if body.replaced_by:
        _check_number(body.replaced_by, rules)
    _check_why(body)


def _check_why(body: Change) -> None:
    """A reason is a code of some catalogue; a note is text that came through the door already."""
    _check_code(body.reason, "reason")
    if clean_note(body.note, "note", limit=_NOTE_LIMIT) != body.note:
        raise Refused.because("wire.form", "note", detail="not in normal form")


def check_declared(body: DayDeclared) -> None:
    """Raise Refused when a declared day is none: `date.form`, `day.kind`, `text.*`."""
    _check_day(body.day, "day")
    if body.kind not in {"holiday", "working", "usual"}:
        raise Refused.because("day.kind", "kind")
    for name in ("name_bn", "name_en"):
        clean_line(getattr(body, name), name, limit=_NAME_LIMIT)


def _check_number(number: str, rules: Rules, *, of_office: bool = False) -> None:
    """A counter gives its own numbers; it does acts for every application `of_office`."""
    if not _NUMBER.fullmatch(number):
        raise Refused.because("number.form", "receive_number")
    if damm(number):
        raise Refused.because("number.check", "receive_number")
    if int(number[:2]) != rules.office or not (of_office or int(number[4:6]) == rules.code):
        raise Refused.because("number.counter", "receive_number")


def _check_draft(application: Application, rules: Rules) -> None:
    """Judge by the house's rules; services are judged by the version the application was made under."""
    catalogue = rules.catalogue_of(application.catalogue_version)
    try:
        accept(application.draft, catalogue)
    except Refused as refused:
        if application.catalogue_version == catalogue.version:
            raise
        rest = [problem for problem in refused.problems if not _of_the_catalogue(problem)]
        if rest:
            raise Refused(*rest) from refused
        _check_code(application.draft.service, "service")


def _of_the_catalogue(problem: Problem) -> bool:
    """Tell whether another version of the catalogue might say otherwise; text is judged by none."""
    return problem.field.startswith(_CATALOGUE_FIELDS) and not problem.code.startswith("text.")


def _check_visit(visit: Visit) -> None:
    _check_instant(visit.at, "at")
    _check_day(visit.on, "on")
    if visit.callback_on:
        _check_day(visit.callback_on, "callback_on")
    for name in ("visit_id", "answer", "service", "topic", "name", "mobile", "note", "channel"):
        if "\0" in getattr(visit, name):
            raise Refused.because("text.control", name)


def _check_code(code: str, field: str) -> None:
    if not _CODE.fullmatch(code):
        raise Refused.because("wire.form", field, detail="not a code")


def _check_instant(text: str, field: str) -> None:
    try:
        aware = unstamp(text).tzinfo is not None
    except ValueError:
        aware = False
    if not aware or len(text) > 32:
        raise Refused.because("date.form", field)


@lru_cache(maxsize=4096)
def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _check_day(text: str, field: str) -> None:
    if not _is_day(text):
        raise Refused.because("date.form", field)
