"""What may be done with the open application, and doing it: one sheet at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from kiosk import i18n
from kiosk.domain.followups import FOLLOW_UPS
from kiosk.errors import KioskError, Refused
from kiosk.i18n import _
from kiosk.ui.follow.names import act_words
from kiosk.ui.follow.sheets import Sheet, first_values, sheet_of
from kiosk.ui.messages import sentence_of
from kiosk.ui.said import Said
from kiosk.ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from kiosk.desk.context import Desk
    from kiosk.desk.follow_ups import FollowedUp
    from kiosk.desk.register import Warning_
    from kiosk.domain.followups import FollowUp
    from kiosk.ui.follow.knowing import Known

_ENDS = frozenset({"application.withdrawn"})
"""Acts that close an application for good: asked once more."""
_MOST = 9


@dataclass(frozen=True, slots=True)
class ActRow:
    """An act in words; `key` is its digit, empty where `why_not` says why it cannot be done."""

    act: str
    words: str
    icon: str
    key: str = ""
    why_not: str = ""
    usual: bool = False


@dataclass(frozen=True, slots=True)
class FollowState:
    """Everything the panel and the sheet show.

    `problems` go by line, the whole sheet's under the empty name; `told` is what the lines come to; `asked`
    that Ctrl+Enter must be pressed once more.
    """

    number: str = ""
    acts: tuple[ActRow, ...] = ()
    sheet: Sheet | None = None
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    problems: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    told: str = ""
    asked: bool = False
    busy: bool = False


class FollowPresenter(QObject):
    """Signals: `changed(FollowState)`; `done(FollowedUp)` after an act; `template_wanted(str)` the template of
    this number is to be printed; `said(Said)`.
    """  # noqa: D205 - the signals are the first line

    changed = Signal(object)
    done = Signal(object)
    template_wanted = Signal(str)
    said = Signal(object)

    def __init__(self, desk: "Desk", tasks: Tasks, *, operator: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._tasks, self._operator = desk, tasks, operator
        self._known: Known | None = None
        self._opening, self._wish = 0, 0
        self.state = FollowState()

    def use_desk(self, desk: "Desk") -> None:
        """Work under other settings."""
        self._desk = desk

    def use_operator(self, login: str) -> None:
        """Act in this person's name; what another one began is gone."""
        self._operator = login
        self.forget()

    def forget(self) -> None:
        """Let go of the application."""
        self._opening += 1
        self._known, self._wish = None, 0
        self._show(**_CLOSED, number="", acts=())

    @Slot(str)
    def open(self, number: str) -> None:
        """Look what may be done with an application; a sheet of the same one stays open."""
        self._opening += 1
        if number != self.state.number:
            self._known, self._wish = None, 0
            self._show(**_CLOSED, number=number, acts=())
        opening = self._opening
        work = partial(self._read, number)
        self._tasks.run(Lane.FIND, work, done=lambda known: self._on_known(opening, known), failed=self._failed)

    def _read(self, number: str) -> "Known":
        from kiosk.ui.follow.knowing import read_known

        return read_known(self._desk, number)

    def _on_known(self, opening: int, known: "Known") -> None:
        if opening != self._opening:
            return
        self._known = known
        self._show(acts=_rows(known))
        if self._wish:
            self.choose(self._wish)

    # ------------------------------------------------------------------ the sheet

    @Slot(int)
    def choose(self, key: int) -> None:
        """Open the sheet of the act with this digit; 0: of what commonly comes next."""
        wish, self._wish = key, 0
        if self.state.sheet is not None:
            return
        if self._known is None:
            self._wish = max(wish, 1) if self.state.number else 0  # typed before it was read
            return
        row = next((row for row in self.state.acts if row.key == str(max(key, 1))), None)
        if row is not None:
            values = first_values(row.act, self._known)
            self._show(**{**_CLOSED, "values": values, "sheet": sheet_of(row.act, self._known, values)})
            self._reckon()

    @Slot(str, str)
    def edit(self, name: str, text: str) -> None:
        """Take what was typed into a line."""
        if self.state.sheet is None or self._known is None or self.state.values.get(name, "") == text:
            return
        values = {**self.state.values, name: text}
        problems = {line: said for line, said in self.state.problems.items() if line not in {name, ""}}
        sheet = sheet_of(self.state.sheet.act, self._known, values)
        self._show(values=values, problems=problems, sheet=sheet, asked=False)
        self._reckon()

    def _reckon(self) -> None:
        from kiosk.ui.follow.answers import told

        sheet, known = self.state.sheet, self._known
        if sheet is not None and known is not None:
            self._show(told=told(sheet.act, known, self.state.values))

    @Slot()
    def leave(self) -> None:
        """Close the sheet; nothing is done."""
        if not self.state.busy:
            self._show(**_CLOSED)

    @Slot()
    def save(self) -> None:
        """Do the act as the sheet says."""
        from kiosk.ui.follow.answers import body_of, by_line

        sheet = self.state.sheet
        if sheet is None or self.state.busy:
            return
        try:
            body = body_of(sheet.act, self.state.number, self.state.values)
        except Refused as refused:
            self._show(problems=by_line(refused, self.state.values))
            return
        if sheet.act in _ENDS and not self.state.asked:
            self._show(asked=True)
            return
        self._show(busy=True, problems={})
        work = partial(self._do, body, self.state.values.get("proof", ""))
        self._tasks.run(Lane.STORE, work, done=partial(self._done, sheet.act), failed=self._failed)

    def _do(self, body: "FollowUp", proof: str) -> "FollowedUp":
        from kiosk.desk.follow_ups import follow_up

        return follow_up(self._desk, body, operator=self._operator, via="window", proof=proof)

    def _done(self, act: str, done: "FollowedUp") -> None:
        self._show(**_CLOSED)
        self.said.emit(_said(act, done.warnings))
        if act == "copy.requested":
            self.template_wanted.emit(done.receive_number)
        self.done.emit(done)

    def _failed(self, error: KioskError) -> None:
        from kiosk.ui.follow.answers import by_line

        problems = by_line(error, self.state.values) if isinstance(error, Refused) else {"": sentence_of(error)}
        self._show(busy=False, asked=False, problems=problems)

    def _show(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.changed.emit(self.state)


_CLOSED: dict[str, Any] = {"sheet": None, "values": {}, "problems": {}, "told": "", "asked": False, "busy": False}


def _rows(known: "Known") -> tuple[ActRow, ...]:
    """Return the acts: those that can be done by digits, the rest below with why not."""
    rows, number = [], 0
    for one in sorted(known.possible, key=lambda one: bool(one.why_not)):
        if one.act not in FOLLOW_UPS:
            continue
        words, icon = act_words(one.act)
        number += not one.why_not
        key = str(number) if not one.why_not and number <= _MOST else ""
        why = i18n.sentence(one.why_not) if one.why_not else ""
        rows.append(ActRow(one.act, words, icon, key, why, one.usual))
    return tuple(rows)


def _said(act: str, warnings: "tuple[Warning_, ...]") -> Said:
    words = _("Written down: {act}.").format(act=act_words(act)[0])
    rest = " ".join(i18n.sentence(one.code, **_shown(one.params)) for one in warnings)
    return Said(words, rest, "warn" if warnings else "ok", "alert-triangle" if warnings else "check")


def _shown(params: Mapping[str, Any]) -> dict[str, Any]:
    number = params.get("number")
    return {**params, "number": i18n.receive_number(str(number))} if number else dict(params)
