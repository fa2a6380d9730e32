"""A helpdesk visit: who, what, answered how; Enter, words, Enter."""

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from kiosk import i18n
from kiosk.domain.clock import DHAKA, dhaka_day
from kiosk.errors import Problem, Refused
from kiosk.i18n import _
from kiosk.ui.helpdesk.guidance import Choice, Guidance, choice, guidance, said
from kiosk.ui.messages import sentence_of
from kiosk.ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from kiosk.desk.context import Desk
    from kiosk.desk.guidance import Known
    from kiosk.desk.log_visit import Before, VisitDraft
    from kiosk.domain.application import Visit
    from kiosk.domain.guidance import Directory, Guide

ANSWERS = ("told", "slip", "sent", "begun", "callback")
"""The answers in the order of their keys 1, 2, …"""

CHOICES = 4


@dataclass(frozen=True, slots=True)
class HelpdeskState:
    """Everything the strip shows; `chosen` is a row of `choices`, -1 the words as they were typed.

    `callback` is the day as typed, `before` what is known of earlier visits of this mobile.
    """

    who: str = ""
    topic: str = ""
    choices: tuple[Choice, ...] = ()
    chosen: int = -1
    guidance: Guidance | None = None
    answer: str = "told"
    summary: str = ""
    problem_field: str = ""
    problem: str = ""
    busy: bool = False
    fresh: int = 0
    phone: bool = False
    callback: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Begun:
    """A visit that turns into an application, with what is known of it."""

    service: str
    topic: str
    name: str
    mobile: str


def answer_name(answer: str) -> str:
    """Return an answer as its chip says it."""
    names = {
        "told": _("Told"),
        "slip": _("Slip"),
        "sent": _("Sent to the room"),
        "begun": _("Application"),
        "callback": _("Will call back"),
    }
    return names[answer]


class HelpdeskPresenter(QObject):
    """Signals: `changed(HelpdeskState)`, `logged(Visit)`, `began(Begun)`, `left()`.

    `began` comes after the visit is on disk, so that nothing is lost between the two.
    """

    changed = Signal(object)
    logged = Signal(object)
    began = Signal(object)
    left = Signal()

    def __init__(self, desk: "Desk", tasks: Tasks, *, operator: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._tasks, self._operator = desk, tasks, operator
        self._guides: tuple[Guide, ...] = ()
        self._offered = False
        self._by_hand = False
        self._known: Known | None = None
        self.state = HelpdeskState()

    def use_desk(self, desk: "Desk") -> None:
        """Work at a desk that was opened again."""
        self._desk = desk

    def use_operator(self, login: str) -> None:
        """Log visits in this person's name from now on."""
        self._operator = login

    def open(self) -> None:
        """Begin a new visit."""
        self._guides = ()
        self.state = HelpdeskState(fresh=self.state.fresh + 1, callback=self._next_day())
        self._show()
        self._tasks.run(Lane.STORE, partial(self._read_directory, self._known), done=self._use_directory)

    @Slot(str)
    def on_who(self, text: str) -> None:
        """Take a telephone or a name; a telephone that cannot be right is said at once on leaving."""
        self._show(who=text, before="", **self._without("who"))

    @Slot()
    def on_who_left(self) -> None:
        """Judge the telephone when the field is left."""
        try:
            _name, mobile = self._person()
        except Refused as refused:
            self._refuse(refused)
            return
        if mobile:
            self._tasks.run(Lane.STORE, partial(self._read_before, mobile), done=partial(self._show_before, mobile))

    @Slot(str)
    def on_topic(self, text: str) -> None:
        """Find what the words may mean; the best guess is shown, and said in the summary.

        A guess that leaves words out is only offered: what was typed is what was asked.
        """
        words = text.strip()
        self._guides, sure = self._directory().search(words, CHOICES)
        self._offered = not sure
        choices = tuple(choice(guide) for guide in self._guides)
        self._show(topic=text, choices=choices, chosen=-1, **self._without("service"))
        self.choose(0 if choices and sure else -1)
        self._by_hand = False

    @Slot(int)
    def choose(self, row: int) -> None:
        """Choose a guess, or -1: only the words."""
        self._by_hand = True
        row = max(-1, min(row, len(self._guides) - 1))
        self._show(chosen=row, guidance=guidance(self._guides[row]) if row >= 0 else None)

    @Slot(int)
    def move(self, step: int) -> None:
        """Go to the next or the previous guess; after the last come the words themselves."""
        last = len(self._guides)
        if self._offered and last and step > 0:
            self._offered = False
            self.choose(0)
            return
        here = self.state.chosen if self.state.chosen >= 0 else last
        there = max(0, min(here + step, last))
        self.choose(there if there < last else -1)

    @Slot()
    def on_phone(self) -> None:
        """They ask by telephone; once more: they stand here."""
        self._show(phone=not self.state.phone)

    @Slot(str)
    def on_callback(self, text: str) -> None:
        """Take the day on which somebody calls back."""
        self._show(callback=text, **self._without("callback"))

    @Slot(str)
    def on_answer(self, answer: str) -> None:
        """Choose how the visitor was answered."""
        if answer in ANSWERS:
            self._show(answer=answer, **self._without("callback"))

    @Slot()
    def log(self) -> None:
        """Write the visit."""
        self._log(self.state.answer)

    @Slot()
    def begin_application(self) -> None:
        """Write the visit and go on with an application."""
        self._log("begun")

    @Slot()
    def leave(self) -> None:
        """Go back to the form below."""
        self.left.emit()

    def _log(self, answer: str) -> None:
        if self.state.busy:
            return
        try:
            draft = self._draft(answer)
        except Refused as refused:
            self._refuse(refused)
            return
        begun = Begun(draft.service, draft.topic, draft.name, draft.mobile)
        self._show(answer=answer, busy=True, problem="", problem_field="")
        self._tasks.run(
            Lane.STORE,
            partial(self._write, draft),
            done=partial(self._written, begun if answer == "begun" else None),
            failed=self._failed,
        )

    def _draft(self, answer: str) -> "VisitDraft":
        """Return the visit as it stands.  Raises Refused."""
        from kiosk.desk.log_visit import VisitDraft

        name, mobile = self._person()
        guide = self._guides[self.state.chosen] if self.state.chosen >= 0 else None
        service = guide.service if guide else ""
        topic = "" if service else guide.name.bn if guide else self.state.topic.strip()
        if not (service or topic):
            raise Refused.because("visit.empty", "service")
        if answer == "slip" and guide is None:
            raise Refused.because("visit.no_slip", "service")
        if answer == "callback" and not (name or mobile):
            raise Refused.because("visit.callback", "name")
        return VisitDraft(
            answer=answer,
            service=service,
            topic=topic,
            name=name,
            mobile=mobile,
            guide=guide.code if guide else "",
            channel="phone" if self.state.phone else "walk_in",
            callback_on=self._callback_day() if answer == "callback" else "",
        )

    def _callback_day(self) -> str:
        """Return the day that was typed, in figures or in words.  Raises Refused `visit.callback_past`."""
        from kiosk.domain.coming_days import coming_day

        try:
            return coming_day(self.state.callback, dhaka_day(self._desk.clock())).isoformat()
        except Refused as refused:
            raise Refused.because("visit.callback_past", "callback_on") from refused

    def _write(self, draft: "VisitDraft") -> "Visit":
        from kiosk.desk.log_visit import log_visit

        return log_visit(self._desk, draft, operator=self._operator, via="window")

    def _written(self, begun: Begun | None, visit: "Visit") -> None:
        self._show(busy=False)
        self.logged.emit(visit)
        if begun is not None:
            self.began.emit(begun)
        else:
            self.left.emit()

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, Refused):
            self._refuse(error)
        else:
            self._show(busy=False, problem_field="", problem=sentence_of(error))

    def _person(self) -> tuple[str, str]:
        """Return name and mobile of what was typed: digits are a telephone, letters a name."""
        from kiosk.domain.intake import check_mobile

        text = self.state.who.strip()
        if not text or any(character.isalpha() for character in text):
            return text, ""
        try:
            return "", check_mobile(text)
        except Refused as refused:
            raise Refused(*(Problem("mobile", p.code, p.params) for p in refused.problems)) from refused

    def _refuse(self, refused: Refused) -> None:
        problem = refused.problems[0]
        places = {"mobile": "who", "name": "who", "callback_on": "callback", "date": "callback"}
        place = places.get(problem.field, "service")
        self._show(busy=False, problem_field=place, problem=i18n.sentence(problem.code, **problem.params))

    def _without(self, field: str) -> dict[str, str]:
        return {"problem": "", "problem_field": ""} if self.state.problem_field in {field, ""} else {}

    # ------------------------------------------------------------------ what is known

    def _directory(self) -> "Directory":
        """Return the directory, as delivered until the office's own is read."""
        from kiosk.desk.guidance import Known, delivered
        from kiosk.domain.guidance import Directory

        if self._known is None:
            self._known = Known((), Directory(self._desk.catalogue, delivered(self._desk.catalogue)))
        return self._known.directory

    def _read_directory(self, known: "Known | None") -> "Known":
        from kiosk.desk.guidance import known_directory

        return known_directory(self._desk, known)

    def _use_directory(self, known: "Known") -> None:
        """Take what the office says now; words that stand already are looked up again, a hand's choice stays."""
        if known is self._known:
            return
        self._known = known
        if self.state.topic.strip():
            by_hand, code = self._by_hand, self._guides[self.state.chosen].code if self.state.chosen >= 0 else ""
            self.on_topic(self.state.topic)
            if by_hand:
                self.choose(next((row for row, guide in enumerate(self._guides) if guide.code == code), -1))

    def _read_before(self, mobile: str) -> "Before | None":
        from kiosk.desk.log_visit import visits_before

        return visits_before(self._desk, mobile)

    def _show_before(self, mobile: str, before: "Before | None") -> None:
        if before is None:
            return
        try:
            if self._person()[1] != mobile:
                return
        except Refused:
            return
        guide = self._directory().guides.get(f"service.{before.service}")
        what = said(guide.name) if guide else before.topic
        words = i18n.ngettext(
            "Asked once before from this mobile.", "Asked {n} times before from this mobile.", before.visits
        )
        last = _("Last on {day}: {what}.").format(day=i18n.day(date.fromisoformat(before.last_on)), what=what)
        self._show(before=f"{words.format(n=i18n.digits(before.visits))} {last}")

    def _next_day(self) -> str:
        from kiosk.desk.log_visit import next_working_day

        return i18n.numeric_day(next_working_day(self._desk, dhaka_day(self._desk.clock())))

    def _summary(self) -> str:
        what = said(self._guides[self.state.chosen].name) if self.state.chosen >= 0 else self.state.topic.strip()
        if not what:
            return ""
        now = i18n.clock_time(self._desk.clock().astimezone(DHAKA))
        how = [_("by telephone")] if self.state.phone else []
        return " · ".join([what, answer_name(self.state.answer), *how, now])

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        self.state = replace(self.state, summary=self._summary())
        self.changed.emit(self.state)
