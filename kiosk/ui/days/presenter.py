"""Declaring a holiday or a working day; the receipts whose promised day is another one now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from kiosk import i18n
from kiosk.domain.rights import Act, may
from kiosk.errors import KioskError, Refused
from kiosk.i18n import _, ngettext
from kiosk.ui.messages import by_field, sentence_of
from kiosk.ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from kiosk.desk.context import Desk
    from kiosk.desk.office_calendar import Declared, DeclaredDay
    from kiosk.desk.operators import Operator

HOLIDAY, WORKING = "holiday", "working"


@dataclass(frozen=True, slots=True)
class MovedRow:
    """A receipt in somebody's hand: its number, who has it and their mobile, the day printed on it, the day it is now."""

    number: str
    name: str
    service: str
    mobile: str
    old: date
    new: date


@dataclass(frozen=True, slots=True)
class DaysState:
    """Everything the screen shows; `forbidden` says why this person declares no day, empty: they may.

    `told` is about the last declaration, whose receipts `moved` lists; `problems` go by field.
    """

    days: "tuple[DeclaredDay, ...]" = ()
    chosen: int = 0
    kind: str = HOLIDAY
    day: str = ""
    name: str = ""
    moved: tuple[MovedRow, ...] = ()
    told: str = ""
    problems: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    forbidden: str = ""
    busy: bool = False


class DaysPresenter(QObject):
    """Signals: `changed(DaysState)`; `declared()` the calendar is another one."""

    changed = Signal(object)
    declared = Signal()

    def __init__(self, desk: "Desk", tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._tasks, self._operator = desk, tasks, ""
        self.state = DaysState()

    def use_desk(self, desk: "Desk") -> None:
        """Work at another desk of the same home."""
        self._desk = desk

    def use_operator(self, operator: "Operator") -> None:
        """Declare in this person's name."""
        self._operator = operator.login
        why = "" if may(operator.role, Act.DECLARE_DAY) else i18n.sentence("right.role")
        self.state = DaysState(forbidden=why)
        self.changed.emit(self.state)

    @Slot()
    def open(self) -> None:
        """Read the declared days again."""
        self._tasks.run(Lane.STORE, self._list, done=lambda days: self._show(days=days), failed=self._failed)

    @Slot(str, str)
    def on_edited(self, name: str, text: str) -> None:
        """Take what was typed: `day`, `name`, or a `kind` that was chosen."""
        problems = {key: said for key, said in self.state.problems.items() if key not in {name, ""}}
        self._show(**{name: text}, problems=problems)

    @Slot(int)
    def choose(self, row: int) -> None:
        """Choose a declared day."""
        self._show(chosen=row)

    @Slot()
    def declare(self) -> None:
        """Declare the day that is typed."""
        if self.state.busy or self.state.forbidden:
            return
        try:
            day = self._typed_day()
        except Refused as refused:
            self._failed(refused)
            return
        self._act(partial(_declare, self._desk, self.state.kind, day, self.state.name, self._operator))

    @Slot()
    def withdraw(self) -> None:
        """Take the chosen declaration back: the day is what the calendar says of it."""
        if self.state.busy or self.state.forbidden or not 0 <= self.state.chosen < len(self.state.days):
            return
        self._act(partial(_withdraw, self._desk, self.state.days[self.state.chosen].day, self._operator))

    def _typed_day(self) -> date:
        from kiosk.domain.checks import check_date

        if not self.state.day.strip():
            raise Refused.because("text.empty", "day")
        return date.fromisoformat(check_date(self.state.day))

    def _act(self, work: "Callable[[], Declared]") -> None:
        self._show(busy=True, problems={})
        self._tasks.run(Lane.STORE, work, done=self._done, failed=self._failed)

    def _done(self, done: "Declared") -> None:
        moved = tuple(
            MovedRow(
                one.receive_number,
                one.name,
                self._service(one.service),
                i18n.mobile(one.mobile) if one.mobile else "",
                one.old,
                one.new,
            )
            for one in done.affected
        )
        count = ngettext(
            "{n} receipt has another day now. Tell them:", "{n} receipts have another day now. Tell them:", len(moved)
        )
        rest = count.format(n=i18n.digits(len(moved))) if moved else _("No receipt has another day by it.")
        day = f"{i18n.weekday(done.day)}, {i18n.day(done.day, year=True)}"
        what = {HOLIDAY: _("{day} is a holiday."), WORKING: _("{day} is a working day.")}
        said = what.get(done.kind, _("{day} is as the calendar says.")).format(day=day)
        self._show(busy=False, moved=moved, told=f"{said} {rest}", day="", name="", chosen=0)
        self.declared.emit()
        self.open()

    def _service(self, code: str) -> str:
        service = self._desk.catalogue.services.get(code)
        if service is None:
            return code
        return service.name_en if i18n.language() == "en" else service.short_bn or service.name_bn

    def _failed(self, error: KioskError) -> None:
        known = {"day": "day", "date": "day", "name_bn": "name"}
        found = by_field(error) if isinstance(error, Refused) else {"": sentence_of(error)}
        self._show(busy=False, problems={known.get(path, ""): said for path, said in found.items()})

    def _list(self) -> "tuple[DeclaredDay, ...]":
        from kiosk.desk.office_calendar import declared_days

        return tuple(reversed(declared_days(self._desk)))

    def _show(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.changed.emit(self.state)


def _declare(desk: "Desk", kind: str, day: date, name: str, operator: str) -> "Declared":
    from kiosk.desk.office_calendar import declare_holiday, declare_working_day

    act = declare_working_day if kind == WORKING else declare_holiday
    return act(desk, day, name, operator=operator, via="window")


def _withdraw(desk: "Desk", day: date, operator: str) -> "Declared":
    from kiosk.desk.office_calendar import withdraw_day

    return withdraw_day(desk, day, operator=operator, via="window")
