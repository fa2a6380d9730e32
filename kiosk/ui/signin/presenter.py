"""Sign in, lock and change of operator: one screen, the same rules."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from kiosk import i18n
from kiosk.domain.clock import DHAKA, Clock
from kiosk.errors import Refused
from kiosk.i18n import _, ngettext
from kiosk.ui.messages import sentence_of
from kiosk.ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from kiosk.desk.context import Desk
    from kiosk.desk.operators import Operator


_JOINER = "\u09cd"
"""Hasanta: the next letter belongs to this one, as in ক্ষ."""


class Why(StrEnum):
    """Why the screen is shut."""

    START = "start"
    KEY = "key"
    IDLE = "idle"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class OperatorCard:
    """One person who may sit here; `initial` is the first letter with its vowel sign."""

    login: str
    name: str
    role: str
    initial: str


@dataclass(frozen=True, slots=True)
class SignInState:
    """Everything the sign-in screen shows; `chosen` is a row of `operators`."""

    office: str = ""
    counter: str = ""
    clock: str = ""
    day: str = ""
    bangla_day: str = ""
    why: str = ""
    kept: str = ""
    operators: tuple[OperatorCard, ...] = ()
    chosen: int = 0
    problem: str = ""
    wait_s: int = 0
    busy: bool = False
    locked: bool = False


def first_letter(name: str) -> str:
    """Return the first letter of a name with the signs that belong to it: `শা` of `শাহানা`."""
    end = 1
    while end < len(name) and (unicodedata.category(name[end]).startswith("M") or name[end - 1] == _JOINER):
        end += 1
    return name[:end]


def role_name(role: str) -> str:
    """Return what the office calls a role."""
    names = {
        "operator": _("Counter assistant"),
        "helpdesk": _("Helpdesk"),
        "supervisor": _("Supervisor"),
        "administrator": _("Administrator"),
    }
    return names.get(role, role)


class SignInPresenter(QObject):
    """Signals: `changed(SignInState)`, `signed_in(Operator)`, `opening_wanted()` a desk that could not be
    opened, or had to stop, shall be opened.

    The operators are known before the desk is open; a password that comes early waits for it.
    """  # noqa: D205 - the signals are the first line

    changed = Signal(object)
    signed_in = Signal(object)
    opening_wanted = Signal()

    def __init__(self, tasks: Tasks, *, office: str, counter: str, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._clock = tasks, clock
        self._desk: Desk | None = None
        self._early: str | None = None
        self._shut = ""
        self._why, self._minutes = Why.START, 0
        self.state = SignInState(office=office, counter=counter)
        self._minute = QTimer(self, singleShot=True)
        self._minute.timeout.connect(self._on_minute)
        self._countdown = QTimer(self, interval=1000)
        self._countdown.timeout.connect(self._on_second)

    def begin(self, operators: "tuple[Operator, ...]") -> None:
        """Show who may sit here, and start the clock."""
        self._offer(operators)
        self._on_minute()

    def use_desk(self, desk: "Desk") -> None:
        """Take the open desk; a password that was typed before it is tried now."""
        self._desk, self._shut = desk, ""
        self._show(busy=self._early is not None, problem="")
        if not self.state.operators:
            self._run(self._list, self._offer)  # nobody could be read before the desk healed
        if self._early is not None:
            password, self._early = self._early, None
            self._try(password)

    def failed_to_open(self, problem: str) -> None:
        """Say why nobody can sit here now."""
        self._early, self._shut = None, problem
        self._show(busy=False, problem=problem)

    def rename(self, *, office: str, counter: str) -> None:
        """Show another office or counter from now on."""
        self._show(office=office, counter=counter)

    def lock(self, why: Why, login: str, *, kept: str = "", minutes: int = 0) -> None:
        """Shut the screen in front of `login`; `kept` names unfinished work that is safe."""
        self._why, self._minutes = why, minutes
        row = next((n for n, card in enumerate(self.state.operators) if card.login == login), 0)
        self._show(chosen=row, kept=kept, locked=True, problem="", busy=False)
        self._on_minute()
        if self._desk is not None:
            self._run(self._list, self._offer)

    @Slot(int)
    def choose(self, row: int) -> None:
        """Choose who sits here."""
        if 0 <= row < len(self.state.operators) and not self.state.busy:
            self._show(chosen=row, problem="" if row != self.state.chosen else self.state.problem)

    @Slot(str)
    def submit(self, password: str) -> None:
        """Try a password for the chosen person."""
        if self._shut and not self.state.busy:
            self._early = password or None
            self._show(busy=True, problem="")
            self.opening_wanted.emit()
            return
        if self.state.busy or self.state.wait_s or not self.state.operators:
            return
        if not password:
            self._show(problem=_("Write your password."))
            return
        self._show(busy=True, problem="")
        if self._desk is None:
            self._early = password
        else:
            self._try(password)

    def stop(self) -> None:
        """Stop the clock; nothing is left running."""
        self._minute.stop()
        self._countdown.stop()

    def _try(self, password: str) -> None:
        login = self.state.operators[self.state.chosen].login
        self._run(partial(self._sign_in, login, password), self._welcome)

    def _sign_in(self, login: str, password: str) -> "Operator":
        from kiosk.desk.operators import sign_in

        assert self._desk is not None  # noqa: S101 - `_try` runs with a desk
        return sign_in(self._desk, login, password)

    def _list(self) -> "tuple[Operator, ...]":
        from kiosk.desk.operators import list_operators

        assert self._desk is not None  # noqa: S101 - as above
        return tuple(list_operators(self._desk))

    def _run(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        self._tasks.run(Lane.STORE, work, done=done, failed=self._refused)

    def _offer(self, operators: "tuple[Operator, ...]") -> None:
        chosen = self.state.operators[self.state.chosen].login if self.state.operators else ""
        cards = tuple(
            OperatorCard(one.login, one.name_bn, role_name(one.role), first_letter(one.name_bn))
            for one in operators
            if one.active
        )
        row = next((n for n, card in enumerate(cards) if card.login == chosen), 0)
        self._show(operators=cards, chosen=row)

    def _welcome(self, operator: "Operator") -> None:
        self._show(busy=False, problem="", kept="", locked=False)
        self._minute.stop()
        self.signed_in.emit(operator)

    def _refused(self, error: BaseException) -> None:
        wait = _wait_of(error)
        self._show(busy=False, problem="" if wait else sentence_of(error), wait_s=wait)
        if wait:
            self._countdown.start()

    def _on_second(self) -> None:
        left = max(0, self.state.wait_s - 1)
        self._show(wait_s=left)
        if not left:
            self._countdown.stop()

    def _on_minute(self) -> None:
        now = self._clock().astimezone(DHAKA)
        from kiosk.domain.calendar import bangla_date

        day, month, year = bangla_date(now.date())
        self._show(
            clock=i18n.clock_time(now),
            day=f"{i18n.weekday(now.date())}, {i18n.day(now.date(), year=True)}",
            bangla_day=i18n.digits(f"{day:02d} {month} {year}", "bn"),
            why=self._reason(),
        )
        self._minute.start((60 - now.second) * 1000)

    def _reason(self) -> str:
        if self._why is Why.IDLE:
            return ngettext(
                "Nothing was typed for {n} minute, so the screen is covered.",
                "Nothing was typed for {n} minutes, so the screen is covered.",
                self._minutes,
            ).format(n=i18n.digits(self._minutes))
        if self._why is Why.KEY:
            return _("The screen was locked with F12.")
        if self._why is Why.TROUBLE:
            return _("The data are looked at before work goes on.")
        return _("Everything works without the internet too.")

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        self.changed.emit(self.state)


def _wait_of(error: BaseException) -> int:
    if isinstance(error, Refused):
        for problem in error.problems:
            if problem.code == "password.slow":
                return int(problem.params.get("seconds", 1))
    return 0
