"""Visitors one after the other; what the trainee does is judged against what was to be done."""

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from kiosk.ui.helpdesk.guidance import said
from kiosk.ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.desk.context import Desk
    from kiosk.desk.register import Registered
    from kiosk.domain.application import Visit
    from kiosk.domain.practice import Case


@dataclass(frozen=True, slots=True)
class PracticeState:
    """Who stands here: `number` of `total`; `checks` are (words, done well) once something was done."""

    number: int = 0
    total: int = 0
    says: str = ""
    checks: tuple[tuple[str, bool], ...] = ()

    @property
    def well(self) -> bool:
        """Everything was done well."""
        return bool(self.checks) and all(done for _words, done in self.checks)


class PracticePresenter(QObject):
    """Signals: `changed(PracticeState)`."""

    changed = Signal(object)

    def __init__(self, desk: "Desk", tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._tasks = desk, tasks
        self._cases: tuple[Case, ...] = ()
        self._place = 0
        self.state = PracticeState()

    def use_desk(self, desk: "Desk") -> None:
        """Work at this desk from now on."""
        self._desk = desk

    def begin(self) -> None:
        """Let the first visitor come."""
        from kiosk.desk.practice import load_cases

        self._cases = load_cases()
        self._come(0)

    @Slot()
    def next(self) -> None:
        """Let the next visitor come; after the last the first comes again."""
        if self._cases:
            self._come((self._place + 1) % len(self._cases))

    def again(self) -> None:
        """Say it once more, in the window's language."""
        if self._cases:
            self._show(says=said(self._case.says), checks=())

    @property
    def _case(self) -> "Case":
        return self._cases[self._place]

    def _come(self, place: int) -> None:
        from kiosk.desk.practice import begin_case

        self._place = place
        case = self._case
        self._show(number=place + 1, total=len(self._cases), says=said(case.says), checks=())
        self._tasks.run(Lane.STORE, partial(begin_case, self._desk, case))

    @Slot(object)
    def on_registered(self, done: "Registered") -> None:
        """Judge an application."""
        self._tasks.run(Lane.STORE, partial(self._facts, done), done=partial(self._judge, self._place))

    def _facts(self, done: "Registered") -> "dict[str, str]":
        from kiosk.desk.practice import taken_again
        from kiosk.domain.practice import facts_of_application

        return facts_of_application(done.application, again=taken_again(self._desk, done.application))

    @Slot(object)
    def on_visit(self, visit: "Visit") -> None:
        """Judge a visit; one that became an application is judged with it."""
        from kiosk.domain.practice import facts_of_visit

        if visit.answer != "begun":
            self._judge(self._place, facts_of_visit(visit))

    def _judge(self, place: int, facts: "Mapping[str, str]") -> None:
        from kiosk.domain.practice import judge_case

        if place == self._place and self._cases:
            judged = judge_case(self._case, facts)
            words = (said(check.words) for check in self._case.checks)
            self._show(checks=tuple(zip(words, judged, strict=True)))

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        self.changed.emit(self.state)
