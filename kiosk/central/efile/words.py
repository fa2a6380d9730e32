"""What the desk says, in the reader's language: rows, tags, a file's facts and its sheet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kiosk import i18n
from kiosk.central.centre import Centre
from kiosk.central.efile.boxes import MOST_COUNTED, Row
from kiosk.central.efile.file import File, Line
from kiosk.central.people.person import Person
from kiosk.domain.application import Application, PaperState
from kiosk.domain.catalogue import Service
from kiosk.domain.clock import DHAKA, dhaka_day, unstamp
from kiosk.domain.fields import shown, shown_fields
from kiosk.domain.workflow import ACTS, PENDING, STATES, Step


def _(message: str) -> str:
    """Mark a message for the catalogue."""
    return message


BOX_NAMES = {
    "mine": _("Before me"),
    "today": _("Last day today"),
    "overdue": _("Overdue"),
    "risen": _("Risen to me"),
    "inquiry": _("Out for inquiry"),
    "waiting": _("Waiting for an answer"),
    "done": _("Settled"),
    "all": _("Pending"),
    "papers": _("Papers missing"),
}
LINE_NAMES = {"note": _("Note"), "order": _("Order"), "risen": _("Overdue, so it rose to")}
OUTCOME_NAMES = {
    "granted": _("Granted"),
    "refused": _("Refused"),
    "replied": _("Reply sent"),
    "filed": _("Filed without action"),
}
KIND_NAMES = {"citizen": _("From citizens"), "official": _("From offices")}
SOON_DAYS = 7


@dataclass(frozen=True, slots=True)
class Tag:
    """A state as shape, icon and words; `look` is `bad|warn|act|plain`."""

    look: str
    icon: str
    text: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A line of a list."""

    number: str
    short: str
    title: str
    who: str
    tag: Tag
    is_urgent: bool


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of the note sheet or of the history."""

    ordinal: int
    who: str
    when: str
    what: str
    text: str
    whom: str
    kind: str


@dataclass(frozen=True, slots=True)
class ShownFile:
    """Everything that the page of an application shows."""

    number: str
    grouped: str
    title: str
    state: str
    due: str
    left: str
    holder: str
    facts: tuple[tuple[str, str], ...]
    mobile: str
    papers_given: int
    papers_missing: tuple[str, ...]
    lines: tuple[ShownLine, ...]
    history: tuple[ShownLine, ...]
    letters: tuple[ShownLine, ...]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says things in one language on one day."""

    centre: Centre
    language: str
    now: datetime

    def _(self, message: str) -> str:
        return i18n.translator(self.language).gettext(message)

    def counted(self, one: str, many: str, count: int) -> str:
        """Return a phrase with its number in the language's digits."""
        text = i18n.translator(self.language).ngettext(one, many, count)
        return text.format(count=i18n.digits(count, self.language))

    @property
    def today(self) -> date:
        """Today in Dhaka."""
        return dhaka_day(self.now)

    def count(self, count: int) -> str:
        """Return a count, `999+` where nobody counted further."""
        return i18n.digits(f"{MOST_COUNTED}+" if count > MOST_COUNTED else count, self.language)

    def service(self, application: Application) -> Service | None:
        """Return the service of an application, where the catalogue still has it."""
        return self.centre.catalogue.services.get(application.draft.service)

    def title(self, application: Application) -> str:
        """Return what an application is about."""
        service = self.service(application)
        if application.draft.subject and (service is None or application.kind == "official"):
            return application.draft.subject
        if service is None:
            return application.draft.service
        return (service.short_bn or service.name_bn) if self.language == "bn" else service.name_en

    def name(self, application: Application) -> str:
        """Return the first applicant's name, or the office that wrote."""
        person = application.first_applicant
        name = person.shown_name if self.language == "bn" else person.name_latin or person.name
        return application.draft.sender_office or name

    def working_days(self, first: date, last: date) -> int:
        """Count the working days after one day, up to another."""
        days = ((first + timedelta(days=n)) for n in range(1, (last - first).days + 1))
        return sum(self.centre.calendar.is_working(day) for day in days)

    def day(self, text: str) -> str:
        """Return a stored day in words."""
        on = date.fromisoformat(text)
        return i18n.day(on, self.language, year=on.year != self.today.year)

    def moment(self, text: str) -> str:
        """Return `২৩ নভে, ০৯:২০` of a stored instant."""
        at = unstamp(text).astimezone(DHAKA)
        return f"{i18n.short_day(at.date(), self.language)}, {i18n.clock_time(at, self.language)}"

    def branch(self, code: str, branches: dict[str, tuple[str, str]]) -> str:
        """Return a branch's name."""
        names = branches.get(code, (code, code))
        return names[0] if self.language == "bn" else names[1]

    def person(self, person: Person) -> str:
        """Return a colleague by post, else by name."""
        post = person.post(self.language)
        return f"{post} · {person.name}" if post else person.name

    # -- lists

    def row(self, row: Row) -> ShownRow:
        """Return a line of a list."""
        number, place = row.number, row.application.first_applicant.place
        grouped = i18n.receive_number(number, self.language)
        memo = row.application.draft.memo_no
        memo_said = self._("memo {number}").format(number=i18n.digits(memo, self.language)) if memo else ""
        who = ", ".join(filter(None, (self.name(row.application), place.upazila if place else "")))
        tag = self.tag(row)
        said = " · ".join(filter(None, (who, memo_said)))
        return ShownRow(number, grouped[6:], self.title(row.application), said, tag, tag.look in {"bad", "warn"})

    def tag(self, row: Row) -> Tag:
        """Return what is most urgent about a row."""
        if row.state not in PENDING:
            return Tag("plain", "check", self._(STATES[row.state].name))
        late = row.due_on and row.due_on < self.today
        if late and row.due_on:
            days = max(1, self.working_days(row.due_on, self.today))
            return Tag("bad", "alert-circle", self.counted("{count} day overdue", "{count} days overdue", days))
        if row.due_on == self.today:
            return Tag("warn", "clock", self._("Last day today"))
        if row.is_coming:
            return Tag("plain", "file-upload", self._("Scan still coming"))
        is_plain = row.state in {"received", "forwarded", "in_progress"}
        if row.due_on is None or not is_plain:
            return Tag("plain", "" if is_plain else "file-search", self._(STATES[row.state].name))
        days = self.working_days(self.today, row.due_on)
        look = "act" if row.state == "received" else "plain"
        return Tag(look, "", self.counted("{count} day left", "{count} days left", days))

    # -- a file

    def file(self, file: File, *, is_shown: bool) -> ShownFile:
        """Return what the page of an application shows; the mobile in full only when it `is_shown`."""
        application, draft = file.application, file.application.draft
        due, left = self._due(file)
        lines = tuple(self._line(line, file) for line in file.lines)
        return ShownFile(
            number=application.receive_number,
            grouped=i18n.receive_number(application.receive_number, self.language),
            title=self.title(application),
            state=self._(STATES[file.state].name),
            due=due,
            left=left,
            holder=self._holder(file),
            facts=tuple(self._facts(application)),
            mobile=self._mobile(application, is_shown=is_shown),
            papers_given=sum(state is not PaperState.MISSING for state in draft.papers.values()),
            papers_missing=tuple(self._missing(application)),
            lines=lines,
            history=tuple(self._step(step, file) for step in file.steps),
            letters=tuple(line for line in lines if line.kind in OUTCOME_NAMES and line.text),
        )

    def _due(self, file: File) -> tuple[str, str]:
        text = (file.holding.due_on if file.holding else "") or file.application.promised_on or ""
        if not text or file.state not in PENDING:
            return "", ""
        on = date.fromisoformat(text)
        by = self._("by {day}").format(day=self.day(text))
        if on < self.today:
            days = max(1, self.working_days(on, self.today))
            return by, self.counted("{count} day overdue", "{count} days overdue", days)
        if on == self.today:
            return by, self._("Last day today")
        return by, self.counted("{count} day left", "{count} days left", self.working_days(self.today, on))

    def _holder(self, file: File) -> str:
        if file.holding is None:
            return self._("With the Deputy Commissioner, on arrival")
        person = file.person(file.holding.login)
        return self.person(person) if person else self.branch(file.holding.branch, file.branches)

    def _facts(self, application: Application) -> Iterator[tuple[str, str]]:
        draft = application.draft
        person = application.first_applicant
        others = len(draft.applicants) - 1
        name = person.shown_name if self.language == "bn" else person.name_latin or person.name
        more = self.counted("and {count} more", "and {count} more", others) if others else ""
        yield self._("Applicant"), " ".join(filter(None, (name, more)))
        if person.guardian:
            yield self._("Father or husband"), person.guardian
        if person.address:
            yield self._("Address"), person.address
        if draft.agent:
            yield self._("Filed by"), " · ".join(filter(None, (draft.agent.shown_name, draft.agent.relation)))
        if draft.sender_office:
            memo = i18n.digits(draft.memo_no, self.language)
            yield self._("From"), " · ".join(filter(None, (draft.sender_office, memo)))
        service = self.service(application)
        if draft.subject and draft.subject != self.title(application):
            yield self._("Subject"), draft.subject
        if service is not None:
            for field in shown_fields(service, draft.fields):
                if kept := draft.fields.get(field.code):
                    yield (field.name_bn if self.language == "bn" else field.name_en), shown(field, kept, self.language)
        yield self._("Received"), self.day(application.received_on)

    def _mobile(self, application: Application, *, is_shown: bool) -> str:
        number = application.first_applicant.mobile
        if not number:
            return ""
        whole = i18n.mobile(number, self.language)
        return whole if is_shown else f"{whole[:6]}•••{whole[-3:]}"

    def _missing(self, application: Application) -> Iterator[str]:
        service, draft = self.service(application), application.draft
        for paper in service.papers if service else ():
            if draft.papers.get(paper.code) is PaperState.MISSING:
                name = paper.name_bn if self.language == "bn" else paper.name_en or paper.name_bn
                until = draft.paper_dates.get(paper.code, "")
                yield f"{name}, {self.day(until)}" if until else name

    def _line(self, line: Line, file: File) -> ShownLine:
        post = line.post_bn if self.language == "bn" else line.post_en
        person = file.person(line.login)
        name = LINE_NAMES.get(line.kind) or (ACTS[line.kind].name if line.kind in ACTS else line.kind)
        what = "" if line.kind == "note" else self._(name)
        return ShownLine(
            line.ordinal,
            post or (person.name if person else line.login),
            self.moment(line.at),
            what,
            line.text,
            self._whom(line, file),
            line.kind,
        )

    def _whom(self, line: Line, file: File) -> str:
        person = file.person(line.to_login) if line.to_login else None
        to = self.person(person) if person else self.branch(line.to_branch, file.branches) if line.to_branch else ""
        by = self._("by {day}").format(day=self.day(line.due_on)) if line.due_on else ""
        return ", ".join(filter(None, (to, by)))

    def _step(self, step: Step, file: File) -> ShownLine:
        what = self._(ACTS[step.kind].name) if step.kind in ACTS else step.kind
        counter = self._("counter {code}").format(code=i18n.digits(step.counter, self.language)) if step.counter else ""
        branch = self.branch(step.branch, file.branches) if step.branch else ""
        until = self._("by {day}").format(day=self.day(step.until)) if step.until else ""
        whom = ", ".join(filter(None, (branch, until)))
        return ShownLine(0, step.post or counter, self.moment(step.at), what, step.note, whom, step.kind)
