"""What a page says of an application, in the reader's language: values in, sentences out."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kiosk import i18n
from kiosk.central.status import Found, OfficeCard
from kiosk.domain.application import Kind, PaperState
from kiosk.domain.calendar import OfficeCalendar
from kiosk.domain.catalogue import Catalogue, Service
from kiosk.domain.clock import DHAKA, dhaka_day, unstamp
from kiosk.domain.workflow import (
    ACTS,
    CORRECTED,
    DISPOSED,
    FORWARDED,
    PENDING,
    RECEIVED,
    STATES,
    VOID,
    Step,
    state_name,
)

_HASANTA, _JOINERS = "\u09cd", "\u200c\u200d"


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the time line: `look` is `done|now|next`."""

    look: str
    title: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class StatusPage:
    """Everything that the page of an application shows, in its language.

    `promise` is the sentence before the day, `day` the promised day, `left` how far it is.
    """

    number: str
    what: str
    headline: str
    promise: str
    day: str
    left: str
    points: tuple[Point, ...]
    papers: tuple[str, ...]
    office_name: str
    phone: str
    foot: str


def status_page(
    found: Found, catalogue: Catalogue, calendar: OfficeCalendar, now: datetime, language: str
) -> StatusPage:
    """Return what an application's page says at an instant."""
    said = _Said(found, catalogue, calendar, now, language)
    promise, day, left = said.promise()
    return StatusPage(
        number=i18n.receive_number(found.application.receive_number, language),
        what=" · ".join(part for part in (said.service_name(), masked_name(said.name())) if part),
        headline=said.headline(),
        promise=promise,
        day=day,
        left=left,
        points=tuple(said.points()),
        papers=tuple(said.missing_papers()),
        office_name=office_name(found.office, language),
        phone=found.office.phone,
        foot=said.foot(),
    )


def office_name(card: OfficeCard, language: str) -> str:
    """Return an office's name, or what every office is."""
    name = card.name_bn if language == "bn" else card.name_en
    return name or i18n.translator(language).gettext("District e-Service Centre")


def state_words(state: str, language: str) -> str:
    """Return the name of a state."""
    return i18n.translator(language).gettext(state_name(state))


def masked_name(name: str) -> str:
    """Return a name that its owner knows again and nobody else learns: `মো. আ… ক…`."""
    words = name.split()
    return " ".join(word if word.endswith((".", "ঃ")) and len(words) > 1 else _first(word) + "…" for word in words)


def _first(word: str) -> str:
    """Return the first letter as it is read, with its conjunct and signs."""
    end = 1
    while end < len(word) and (
        word[end] in _JOINERS or unicodedata.category(word[end]).startswith("M") or word[end - 1] == _HASANTA
    ):
        end += 1
    return word[:end]


def at_branch(name: str, language: str) -> str:
    """Return "at the branch": in Bangla the ending follows the last sound."""
    if language != "bn" or not name:
        return name
    if name.endswith("রুম শাখা"):  # a room is a place already
        name = name.removesuffix(" শাখা")
    if name.endswith("া"):
        return name + "য়"
    return name + ("তে" if unicodedata.category(name[-1]).startswith("M") else "ে")


@dataclass(frozen=True, slots=True)
class _Said:
    found: Found
    catalogue: Catalogue
    calendar: OfficeCalendar
    now: datetime
    language: str

    def _(self, message: str) -> str:
        return i18n.translator(self.language).gettext(message)

    def ngettext(self, one: str, many: str, count: int) -> str:
        text = i18n.translator(self.language).ngettext(one, many, count)
        return text.format(count=i18n.digits(count, self.language))

    @property
    def service(self) -> Service | None:
        return self.catalogue.services.get(self.found.application.draft.service)

    @property
    def is_copy(self) -> bool:
        return self.found.application.kind is Kind.COPY

    def service_name(self) -> str:
        if self.service is None:
            return self.found.application.draft.subject
        if self.language == "bn":
            return self.service.short_bn or self.service.name_bn
        return self.service.name_en

    def name(self) -> str:
        person = self.found.application.first_applicant
        return person.shown_name if self.language == "bn" else person.name_latin or person.name

    def branch(self, code: str) -> str:
        names = self.found.branches.get(code, (code, code))
        return at_branch(names[0] if self.language == "bn" else names[1], self.language)

    def headline(self) -> str:
        sent = [step.branch for step in self.moves() if step.branch]
        if self.found.state == FORWARDED and sent:
            return self._("With the {branch}").format(branch=self.branch(sent[-1]))
        if self.found.state == DISPOSED:
            return self._("The copy is ready") if self.is_copy else self._("Your application is settled")
        if self.found.state == VOID:
            return self._("The application is cancelled")
        if self.found.state in STATES and self.found.state != RECEIVED:
            return self._(STATES[self.found.state].name)
        return self._("Your application is received")

    def promise(self) -> tuple[str, str, str]:
        if self.found.state not in PENDING:
            return "", "", ""
        if self.found.application.promised_on is None:
            return self._("The day is not fixed; you will be told."), "", ""
        on = date.fromisoformat(self.found.application.promised_on)
        parts = (i18n.day(on, self.language, year=on.year != self.today.year), i18n.weekday(on, self.language))
        lead = self._("Your copy:") if self.is_copy else self._("Settled by:")
        return lead, ", ".join(parts), self._left(on)

    @property
    def today(self) -> date:
        return dhaka_day(self.now)

    def _left(self, on: date) -> str:
        if on < self.today:
            return self._("This day has passed. Please ask at the centre.")
        ahead = ((self.today + timedelta(days=n)) for n in range(1, (on - self.today).days + 1))
        days = sum(self.calendar.is_working(day) for day in ahead)
        return self.ngettext("{count} working day left", "{count} working days left", days)

    def moves(self) -> list[Step]:
        """Return the steps that changed where the application stands."""
        return [step for step in self.seen() if step.kind != CORRECTED]

    def seen(self) -> list[Step]:
        """Return the steps that the applicant sees."""
        return [step for step in self.found.steps if step.kind not in ACTS or not ACTS[step.kind].hidden]

    def points(self) -> Iterator[Point]:
        last = self.moves()[-1]
        for step in self.seen():
            yield self._point("now" if step is last and self.found.state in PENDING else "done", step)
        if self.found.state in PENDING:
            yield from self._ahead()

    def _point(self, look: str, step: Step) -> Point:
        day = i18n.day(dhaka_day(unstamp(step.at)), self.language)
        titles = {
            RECEIVED: self._("Application received"),
            DISPOSED: self._("Settled"),
            VOID: self._("Cancelled"),
            CORRECTED: self._("Corrected"),
        }
        if step.kind == FORWARDED:
            title = self._("Sent to: {branch}").format(branch=self.branch(step.branch))
        else:
            title = titles.get(step.kind) or (self._(ACTS[step.kind].name) if step.kind in ACTS else step.kind)
        counter = self._("counter {code}").format(code=i18n.digits(step.counter, self.language)) if step.counter else ""
        until = date.fromisoformat(step.until) if step.until else None
        by = self._("by {day}").format(day=i18n.day(until, self.language)) if until else ""
        return Point(look, title, ", ".join(part for part in (day, counter, step.note, by) if part))

    def _ahead(self) -> Iterator[Point]:
        if self.found.state == RECEIVED:
            yield Point("next", self._("Work at the branch"))
        if not self.is_copy:
            yield Point("next", self._("Settlement"))
            return
        yield Point("next", self._("Signature and seal"))
        room = self.service.room if self.service else ""
        where = self._("In room {room}").format(room=i18n.digits(room, self.language)) if room else ""
        yield Point("next", self._("Handing over the copy"), where)

    def missing_papers(self) -> Iterator[str]:
        if self.service is None or self.found.state not in PENDING:
            return
        draft = self.found.application.draft
        for paper in self.service.papers:
            if draft.papers.get(paper.code) is PaperState.MISSING:
                name = paper.name_bn if self.language == "bn" else paper.name_en or paper.name_bn
                yield self._until(name, draft.paper_dates.get(paper.code, ""))

    def _until(self, paper: str, day: str) -> str:
        if not day:
            return paper
        return self._("{paper} (by {day})").format(paper=paper, day=i18n.day(date.fromisoformat(day), self.language))

    def foot(self) -> str:
        local = self.now.astimezone(DHAKA)
        when = f"{i18n.short_day(local.date(), self.language)}, {i18n.clock_time(local, self.language)}"
        hours = self.found.office.hours_bn if self.language == "bn" else self.found.office.hours_en
        parts = [self._("As of {when}").format(when=when)]
        if hours:
            parts.append(self._("Open {hours}").format(hours=hours))
        return " · ".join(parts)
