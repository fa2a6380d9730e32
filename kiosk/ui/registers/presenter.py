"""A register: the newest rows at once, all of them counted behind, each page read when it is looked at."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from kiosk import i18n
from kiosk.domain.application import Channel, Kind
from kiosk.domain.checks import check_date
from kiosk.domain.clock import dhaka_day
from kiosk.errors import KioskError, Refused
from kiosk.i18n import _
from kiosk.ui.messages import sentence_of
from kiosk.ui.registers.model import PAGE, Heading, RegisterModel, Row
from kiosk.ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from kiosk.desk.context import Desk
    from kiosk.desk.registers import Chosen, Wanted
    from kiosk.printing.documents.write import Written

KINDS = ("", *Kind)
CHANNELS = ("", *Channel)
STATES = ("", "pending", "ready", "void")


_Page = tuple["Chosen", int, Sequence[Row]]


@dataclass(frozen=True, slots=True)
class RegistersState:
    """Everything the screen shows beside the rows.

    `titles` go by register, in order; `first` and `last` are as typed, `problems` by their names;
    `kind`, `channel` and `state` are codes, empty for all; `rows` are there, `counted` when that is
    all; `making` while a file is written, `progress` of a hundred.
    """

    titles: tuple[tuple[str, str], ...] = ()
    register: str = ""
    first: str = ""
    last: str = ""
    kind: str = ""
    channel: str = ""
    state: str = ""
    problems: tuple[tuple[str, str], ...] = ()
    rows: int = 0
    counted: bool = False
    making: bool = False
    progress: int = 0
    said: str = ""
    tone: str = "plain"


class RegistersPresenter(QObject):
    """Signals: `changed(RegistersState)`, `opened(str)` a receive number, `document_wanted(str, str, str)` a register, days as typed."""

    changed = Signal(object)
    opened = Signal(str)
    document_wanted = Signal(str, str, str)
    _progressed = Signal(int, int, int)

    def __init__(self, desk: "Desk", tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._tasks = desk, tasks
        self._turn = self._stopped = self._shown_turn = 0
        self._chosen: Chosen | None = None
        self.model = RegisterModel()
        self.model.setParent(self)
        self.model.page_wanted.connect(self._load, Qt.ConnectionType.QueuedConnection)
        self.state = RegistersState()
        self._progressed.connect(self._on_progress, Qt.ConnectionType.QueuedConnection)

    def use_desk(self, desk: "Desk") -> None:
        """Take a desk with other settings, or one that was opened again."""
        self._desk = desk

    def forget(self) -> None:
        """Keep no rows: somebody else sits down."""
        self._turn += 1
        self._chosen = None
        self.model.begin((), 0)
        self.state = RegistersState()
        self.changed.emit(self.state)

    @Slot()
    def open(self) -> None:
        """Offer the registers, first that of today's papers; rows are read anew each time."""
        from kiosk.desk.registers import register_titles

        titles = tuple(register_titles(i18n.language()).items())
        if not self.state.register:
            today = i18n.numeric_day(dhaka_day(self._desk.clock()))
            self._show(register=titles[0][0], first=today, last=today)
        self._show(titles=titles)
        self._choose()

    # ------------------------------------------------------------------ what is wanted

    @Slot(str)
    def take(self, register: str) -> None:
        """Show another register of the same days."""
        self._show(register=register)
        self._choose()

    @Slot(str, str)
    def set_days(self, first: str, last: str) -> None:
        """Show other days, as typed; an empty one leaves that side open."""
        if (first, last) != (self.state.first, self.state.last):
            self._show(first=first, last=last)
            self._choose()

    @Slot(str)
    def go_round(self, name: str) -> None:
        """Take the next value of a filter: `kind`, `channel` or `state`."""
        values = {"kind": KINDS, "channel": CHANNELS, "state": STATES}[name]
        after = (values.index(getattr(self.state, name)) + 1) % len(values)
        self._show(**{name: str(values[after])})
        self._choose()

    def _wanted(self) -> "Wanted | None":
        from kiosk.desk.registers import Wanted

        days: dict[str, str] = {}
        problems = []
        for name in ("first", "last"):
            typed = getattr(self.state, name).strip()
            try:
                days[name] = date.fromisoformat(check_date(typed)).isoformat() if typed else ""
            except Refused as refused:
                problems.append((name, sentence_of(refused)))
        self._show(problems=tuple(problems))
        if problems:
            return None
        of_visits = self.state.register == "helpdesk_register"
        filters = {} if of_visits else {name: getattr(self.state, name) for name in ("kind", "channel", "state")}
        return Wanted(**days, **filters)

    # ------------------------------------------------------------------ rows

    def _choose(self) -> None:
        self._turn += 1
        wanted = self._wanted()
        if wanted is None:
            return
        self._show(said="")
        asked = (self._turn, self.state.register, wanted)
        failed = partial(self._failed, self._turn)
        self._tasks.run(Lane.REGISTER, partial(self._look, *asked), done=self._came, failed=failed)
        self._tasks.run(Lane.REGISTER, partial(self._count, *asked), done=self._came, failed=failed)

    def _look(self, turn: int, register: str, wanted: "Wanted") -> "tuple[int, Chosen] | None":
        from kiosk.desk.registers import first_look

        return (turn, first_look(self._desk, register, wanted)) if turn == self._turn else None

    def _count(self, turn: int, register: str, wanted: "Wanted") -> "tuple[int, Chosen] | None":
        from kiosk.desk.registers import choose

        if turn != self._turn or (self._chosen is not None and self._chosen.counted and self._shown_turn == turn):
            return None
        return turn, choose(self._desk, register, wanted, lambda: turn == self._turn)

    def _came(self, came: "tuple[int, Chosen] | None") -> None:
        if came is None or came[0] != self._turn:
            return
        from kiosk.desk.registers import columns_of

        self._shown_turn, self._chosen = came
        columns = columns_of(self._desk, self._chosen.register)
        language = i18n.language()
        headings = [Heading(one.in_(language), one.width, one.align == "right", one.fit == "shrink") for one in columns]
        self.model.begin(headings, len(self._chosen.ids))
        self._show(rows=len(self._chosen.ids), counted=self._chosen.counted)

    @Slot(int)
    def _load(self, page: int) -> None:
        if self._chosen is not None:
            work = partial(self._read, self._turn, self._chosen, page)
            self._tasks.run(Lane.REGISTER, work, done=self._read_in, failed=partial(self._failed, self._turn))

    def _read(self, turn: int, chosen: "Chosen", page: int) -> "_Page | None":
        from kiosk.desk.registers import rows_of

        if turn != self._turn or chosen is not self._chosen:
            return None
        at = page * PAGE
        ids = chosen.ids[at : at + PAGE]
        return chosen, page, rows_of(self._desk, chosen.register, ids, i18n.language(), len(chosen.ids), at)

    def _read_in(self, came: "_Page | None") -> None:
        if came is not None and came[0] is self._chosen:
            self.model.fill(came[1], came[2])

    def _failed(self, turn: int, error: KioskError) -> None:
        if turn == self._turn:
            problem = error.problems[0] if isinstance(error, Refused) else None
            if problem is not None and problem.field == "last":
                self._show(problems=(("last", sentence_of(error)),))
            else:
                self._show(making=False, said=sentence_of(error), tone="bad")

    @Slot(int)
    def open_row(self, row: int) -> None:
        """Open the application of a row."""
        key = self.model.key_of(row)
        if key and self.state.register != "helpdesk_register":
            self.opened.emit(key)

    # ------------------------------------------------------------------ out of the window

    @property
    def file_name(self) -> str:
        """What a file is called without its ending: the register and its days, nobody's name."""
        wanted = self._wanted()
        days = [day for day in (wanted.first, wanted.last) if day] if wanted else []
        return "_".join((self.state.register, *dict.fromkeys(days)))

    @Slot(str)
    def save(self, path: str) -> None:
        """Write the rows that are shown to a file, its format by its ending."""
        if self._chosen is None or not self.state.counted or self.state.making or not path:
            return
        self._stopped += 1
        self._show(making=True, progress=0, said="")
        work = partial(self._export, self._stopped, self._chosen, Path(path))
        saved = partial(self._saved, Path(path).name)
        self._tasks.run(Lane.DOCUMENT, work, done=saved, failed=partial(self._failed, self._turn))

    def _export(self, mark: int, chosen: "Chosen", path: Path) -> "Written | None":
        from kiosk.desk.exports import export_register

        def go_on(done: int, total: int) -> bool:
            self._progressed.emit(mark, done, total)
            return mark == self._stopped

        return export_register(self._desk, chosen, i18n.language(), path, go_on)

    def _saved(self, name: str, written: "Written | None") -> None:
        if written is None:
            self._show(making=False, said=_("Stopped. Nothing was kept."), tone="plain")
        else:
            self._show(making=False, said=_("Saved: {file}").format(file=name), tone="ok")

    @Slot(int, int, int)
    def _on_progress(self, mark: int, done: int, total: int) -> None:
        if mark == self._stopped and self.state.making:
            self._show(progress=100 * done // max(total, 1))

    @Slot()
    def stop(self) -> None:
        """Stop writing; nothing is left behind."""
        self._stopped += 1

    @Slot()
    def document(self) -> None:
        """Go to the same register and days as a PDF."""
        self.document_wanted.emit(self.state.register, self.state.first, self.state.last)

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        self.changed.emit(self.state)
