"""What is typed is looked up at once, on a lane of its own; a newer key drops the older question."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, SignalInstance, Slot

from kiosk import i18n
from kiosk.domain.application import Channel
from kiosk.domain.seal import is_slip
from kiosk.domain.workflow import VOID
from kiosk.errors import KioskError, Refused
from kiosk.i18n import _
from kiosk.ui.find.cards import Card, application_card, card_of
from kiosk.ui.find.facts import Facts, facts_of, receipts_of
from kiosk.ui.find.names import Tag, state_tag
from kiosk.ui.find.slip import SlipSaid, slip_refused, slip_said
from kiosk.ui.find.words import Of, Row, rows_of
from kiosk.ui.messages import sentence_of
from kiosk.ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from kiosk.desk.context import Desk
    from kiosk.desk.find_screen import Found, InFull

_SLIP = 120
"""A slip's code is longer; nobody types as much."""
_A_STEP = 2_000
"""Rows taken into the index at a time: a key that is pressed meanwhile waits for one step."""


@dataclass(frozen=True, slots=True)
class Opened:
    """One application in full; `objections` say why it cannot be `correct`ed or `void`ed here, empty: it can.

    One that came `by_post` is answered by a letter.
    """

    number: str
    card: Card
    tag: Tag
    facts: tuple[Facts, ...]
    receipts: tuple[str, ...]
    objections: Mapping[str, str]
    by_post: bool = False


@dataclass(frozen=True, slots=True)
class FindState:
    """Everything the screen shows.

    `told` says how many and how quickly, `behind` that the index is still being made; `opened` the
    application that lies over the list; `problem` one sentence; `slip` what is said of a slip that was scanned.
    """

    text: str = ""
    rows: tuple[Row, ...] = ()
    chosen: int = -1
    told: str = ""
    behind: str = ""
    card: Card | None = None
    opened: Opened | None = None
    problem: str = ""
    looked: bool = False
    slip: SlipSaid | None = None


class FindPresenter(QObject):
    """Signals: `changed(FindState)`, `print_wanted(str)` a copy of this number's receipt,
    `opened(str)` an application is shown in full, `correct_wanted(str)`, `void_wanted(str)`,
    `answer_wanted(str)` a letter and its envelope.
    """  # noqa: D205 - the signals are the first line

    changed = Signal(object)
    print_wanted = Signal(str)
    opened = Signal(str)
    correct_wanted = Signal(str)
    void_wanted = Signal(str)
    answer_wanted = Signal(str)

    def __init__(self, desk: "Desk", tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._tasks = desk, tasks
        self._operator = ""
        self._asked = self._shown = self._opening = self._checking = 0
        self._making = self._more = False
        self.state = FindState()

    def use_desk(self, desk: "Desk") -> None:
        """Work under other settings."""
        self._desk = desk

    def use_operator(self, login: str) -> None:
        """Act in this person's name; what another one looked for is gone."""
        self._operator = login
        self.forget()

    def forget(self) -> None:
        """Begin anew, for another person."""
        self._asked += 1
        self._shown += 1
        self._opening += 1
        self.state = FindState()
        self.changed.emit(self.state)

    # ------------------------------------------------------------------ looking up

    @Slot(str)
    def look_up(self, text: str) -> None:
        """Look up what is typed now; of a slip's whole code, tell whether it is genuine."""
        if len(text) > _SLIP and is_slip(text):
            self.slip_scanned(text)
            return
        self._checking += 1
        self.state = replace(self.state, slip=None)
        self._look_for(text)

    def _look_for(self, text: str) -> None:
        self._asked += 1
        self._opening += 1
        if not text.strip():
            self._show(text=text, rows=(), chosen=-1, told="", card=None, problem="", looked=False, opened=None)
            return
        self.state = replace(self.state, text=text, opened=None)
        work = partial(self._look_up, text, self._asked)
        self._tasks.run(Lane.FIND, work, done=self._on_found, failed=self._failed)

    def _look_up(self, text: str, asked: int) -> "tuple[int, Found, float] | None":
        from kiosk.desk.find_screen import look_up

        begun = time.perf_counter()
        found = look_up(self._desk, text, lambda: asked == self._asked)
        return (asked, found, time.perf_counter() - begun) if found is not None else None

    def _on_found(self, answer: "tuple[int, Found, float] | None") -> None:
        if answer is None or answer[0] != self._asked:
            return
        _number, found, seconds = answer
        rows = rows_of(found, self._desk.catalogue)
        chosen = next((n for n, row in enumerate(rows) if row.of is Of.APPLICATION), 0 if rows else -1)
        self._show(rows=rows, told=_told(found, seconds), behind=_behind(found.behind), problem="", looked=True)
        self.choose(chosen)
        if found.behind:
            self.catch_up()

    def _failed(self, error: KioskError) -> None:
        self._show(problem=sentence_of(error))

    @Slot()
    def catch_up(self) -> None:
        """Take what is new into the index, step by step, while nobody types."""
        self._more = self._making
        if not self._making:
            self._making = True
            self._tasks.run(Lane.FIND, self._step, done=self._stepped, failed=self._step_failed)

    def _step(self) -> int:
        from kiosk.desk.find import index_some

        return index_some(self._desk, _A_STEP)

    def _stepped(self, left: int) -> None:
        self._making = False
        if left or self._more:
            self.catch_up()
        elif self.state.behind:
            self._show(behind="")
            self.look_up(self.state.text)

    def _step_failed(self, error: KioskError) -> None:
        self._making = False
        self._failed(error)

    # ------------------------------------------------------------------ choosing, opening

    @Slot(int)
    def choose(self, place: int) -> None:
        """Choose a row; the side tells about it."""
        self._shown += 1
        if not 0 <= place < len(self.state.rows):
            self._show(chosen=-1, card=None)
            return
        row = self.state.rows[place]
        if row.of is not Of.APPLICATION:
            self._show(chosen=place, card=card_of(row, self._desk.catalogue))
            return
        known = self.state.card if self.state.card and self.state.card.number == row.number else None
        self._show(chosen=place, card=known or self.state.card)
        work = partial(self._for_card, row.number, self._shown)
        self._tasks.run(Lane.FIND, work, done=self._on_card, failed=self._failed)

    def _for_card(self, number: str, shown: int) -> "tuple[int, InFull] | None":
        return (shown, self._in_full(number)) if shown == self._shown else None

    def _in_full(self, number: str) -> "InFull":
        from kiosk.desk.find_screen import in_full

        return in_full(self._desk, number)

    def _on_card(self, answer: "tuple[int, InFull] | None") -> None:
        if answer is not None and answer[0] == self._shown:
            self._show(card=application_card(answer[1], self._desk.catalogue))

    @Slot(int)
    def open_row(self, place: int) -> None:
        """Open a row: an application in full; of anything else, its applications."""
        if not 0 <= place < len(self.state.rows):
            return
        row = self.state.rows[place]
        if row.of is Of.APPLICATION:
            self.open_number(row.number)
        elif row.narrow:
            self._show(text=row.narrow)
            self.look_up(row.narrow)

    @Slot(str)
    def open_number(self, number: str) -> None:
        """Open an application in full, whatever is in the list."""
        self._opening += 1
        opening = self._opening
        work = partial(self._for_opening, number, self._operator)
        self._tasks.run(Lane.FIND, work, done=lambda found: self._on_opened(opening, *found), failed=self._failed)

    def _for_opening(self, number: str, operator: str) -> "tuple[InFull, Mapping[str, str]]":
        from kiosk.desk.rights import objections

        found = objections(self._desk, operator, number) if operator else {}
        return self._in_full(number), {str(act): code for act, code in found.items()}

    def scanned(self, number: str) -> None:
        """Look up a number that came from a scanner, and open it."""
        self._checking += 1
        self._show(text=i18n.receive_number(number), opened=None, problem="", slip=None)
        self._look_for(self.state.text)
        self.open_number(number)

    # ------------------------------------------------------------------ slips

    @Slot(str)
    def slip_scanned(self, code: str) -> None:
        """Tell whether a slip is genuine, and open its application where we have it."""
        self._checking += 1
        self._show(opened=None, problem="", slip=None)
        checking, work = self._checking, partial(self._check, code)
        self._tasks.run(Lane.FIND, work, done=lambda found: self._on_checked(checking, found), failed=self._failed)

    def _check(self, code: str) -> "tuple[SlipSaid, str, bool]":
        """Return what is said of a slip, its number, whether the application is here."""
        from kiosk.desk.sealing import check_slip

        try:
            found = check_slip(self._desk, code)
        except Refused as refused:
            return slip_refused(refused), "", False
        return slip_said(found, self._desk.catalogue), found.receive_number, found.agrees is not None

    def _on_checked(self, checking: int, answer: "tuple[SlipSaid, str, bool]") -> None:
        if checking != self._checking:
            return
        said, number, here = answer
        self._show(slip=said, text=i18n.receive_number(number) if number else "")
        self._look_for(self.state.text)
        if here:
            self.open_number(number)

    def _on_opened(self, opening: int, full: "InFull", objections: Mapping[str, str]) -> None:
        if opening != self._opening:
            return
        catalogue = self._desk.catalogue
        application = full.status.application
        card = application_card(full, catalogue)
        missing = card.missing[0][0] if card.missing else ""
        opened = Opened(
            application.receive_number,
            card,
            state_tag(full.status.state, missing),
            facts_of(application, catalogue),
            tuple(receipts_of(full)),
            {act: i18n.sentence(code) if code else "" for act, code in objections.items()},
            application.draft.channel is Channel.POST and full.status.state != VOID,
        )
        self._show(opened=opened, card=card, problem="")
        self.opened.emit(opened.number)

    @Slot()
    def close_opened(self) -> None:
        """Go back to the list."""
        self._opening += 1
        self._show(opened=None)

    @Slot()
    def correct(self) -> None:
        """Let the open application be corrected, when this person can."""
        self._change("correct", self.correct_wanted)

    @Slot()
    def void(self) -> None:
        """Let the open application be voided, when this person can."""
        self._change("void", self.void_wanted)

    @Slot()
    def answer(self) -> None:
        """Let the letter and the envelope be printed for the open application, where it came by post."""
        if self.state.opened is not None and self.state.opened.by_post:
            self.answer_wanted.emit(self.state.opened.number)

    def _change(self, act: str, wanted: SignalInstance) -> None:
        opened = self.state.opened
        if opened is not None and opened.objections.get(act) == "":
            wanted.emit(opened.number)

    @property
    def number(self) -> str:
        """The receive number that is chosen or open; empty when none is."""
        if self.state.opened is not None:
            return self.state.opened.number
        rows, chosen = self.state.rows, self.state.chosen
        return rows[chosen].number if 0 <= chosen < len(rows) else ""

    @Slot()
    def print_copy(self) -> None:
        """Print the chosen application's receipt again."""
        if self.number:
            self.print_wanted.emit(self.number)

    @Slot()
    def refresh(self) -> None:
        """Ask again after something happened to what is shown."""
        if self.state.opened is not None:
            self.open_number(self.state.opened.number)
        elif self.state.chosen >= 0:
            self.choose(self.state.chosen)

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        self.changed.emit(self.state)


def _told(found: "Found", seconds: float) -> str:
    count = i18n.digits(found.count) + ("+" if found.more else "")
    return _("{n} found · {seconds} s").format(n=count, seconds=i18n.digits(f"{max(seconds, 0.01):.2f}"))


def _behind(rows: int) -> str:
    if not rows:
        return ""
    return _("The index is being made: {n} more. Numbers are found already.").format(n=i18n.digits(rows))
