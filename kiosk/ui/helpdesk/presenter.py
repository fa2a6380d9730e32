"""A helpdesk visit: who, what, answered how; three times Enter logs it."""

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from kiosk import i18n
from kiosk.domain.clock import DHAKA
from kiosk.errors import Problem, Refused
from kiosk.i18n import _
from kiosk.ui.helpdesk.guidance import Choice, Guidance, choice, guidance, named
from kiosk.ui.messages import sentence_of
from kiosk.ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from kiosk.desk.context import Desk
    from kiosk.domain.application import Visit
    from kiosk.domain.catalogue import Service

ANSWERS = ("told", "sent", "begun", "callback")
"""The answers in the order of their keys 1, 2, …; a slip joins them at the end once it can be printed."""

CHOICES = 4


@dataclass(frozen=True, slots=True)
class HelpdeskState:
    """Everything the strip shows; `chosen` is a row of `choices`, -1 the words as they were typed."""

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
        "callback": _("Will call"),
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
        self._services: tuple[Service, ...] = ()
        self.state = HelpdeskState()

    def use_desk(self, desk: "Desk") -> None:
        """Work at a desk that was opened again."""
        self._desk = desk

    def use_operator(self, login: str) -> None:
        """Log visits in this person's name from now on."""
        self._operator = login

    def open(self) -> None:
        """Begin a new visit."""
        self._services = ()
        self.state = HelpdeskState(fresh=self.state.fresh + 1)
        self._show()

    @Slot(str)
    def on_who(self, text: str) -> None:
        """Take a telephone or a name; a telephone that cannot be right is said at once on leaving."""
        self._show(who=text, **self._without("who"))

    @Slot()
    def on_who_left(self) -> None:
        """Judge the telephone when the field is left."""
        try:
            self._person()
        except Refused as refused:
            self._refuse(refused)

    @Slot(str)
    def on_topic(self, text: str) -> None:
        """Find what the words may mean; the best guess is shown, and said in the summary."""
        from kiosk.domain.catalogue import match_services

        words = text.strip()
        self._services = tuple(match_services(self._desk.catalogue, words, CHOICES)) if words else ()
        choices = tuple(choice(service) for service in self._services)
        self._show(topic=text, choices=choices, chosen=-1, **self._without("service"))
        self.choose(0 if choices else -1)

    @Slot(int)
    def choose(self, row: int) -> None:
        """Choose a guess, or -1: only the words."""
        row = max(-1, min(row, len(self._services) - 1))
        self._show(chosen=row, guidance=guidance(self._services[row]) if row >= 0 else None)

    @Slot(int)
    def move(self, step: int) -> None:
        """Go to the next or the previous guess; after the last come the words themselves."""
        last = len(self._services)
        here = self.state.chosen if self.state.chosen >= 0 else last
        there = max(0, min(here + step, last))
        self.choose(there if there < last else -1)

    @Slot(str)
    def on_answer(self, answer: str) -> None:
        """Choose how the visitor was answered."""
        if answer in ANSWERS:
            self._show(answer=answer)

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
            name, mobile = self._person()
            service = self._services[self.state.chosen].code if self.state.chosen >= 0 else ""
            topic = self.state.topic.strip()
            if not (service or topic):
                raise Refused.because("visit.empty", "service")
        except Refused as refused:
            self._refuse(refused)
            return
        begun = Begun(service, topic, name, mobile)
        self._show(answer=answer, busy=True, problem="", problem_field="")
        self._tasks.run(
            Lane.STORE,
            partial(self._write, answer, begun),
            done=partial(self._written, begun if answer == "begun" else None),
            failed=self._failed,
        )

    def _write(self, answer: str, begun: Begun) -> "Visit":
        from kiosk.desk.log_visit import VisitDraft, log_visit

        draft = VisitDraft(
            answer=answer,
            service=begun.service,
            topic="" if begun.service else begun.topic,
            name=begun.name,
            mobile=begun.mobile,
        )
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
        place = "who" if problem.field in {"mobile", "name"} else "service"
        self._show(busy=False, problem_field=place, problem=i18n.sentence(problem.code, **problem.params))

    def _without(self, field: str) -> dict[str, str]:
        return {"problem": "", "problem_field": ""} if self.state.problem_field in {field, ""} else {}

    def _summary(self) -> str:
        what = named(self._services[self.state.chosen]) if self.state.chosen >= 0 else self.state.topic.strip()
        if not what:
            return ""
        now = i18n.clock_time(self._desk.clock().astimezone(DHAKA))
        return f"{what} · {answer_name(self.state.answer)} · {now}"

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        self.state = replace(self.state, summary=self._summary())
        self.changed.emit(self.state)
