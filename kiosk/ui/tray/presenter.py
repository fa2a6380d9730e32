"""The tray's rows, and what may be done about the chosen one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from kiosk import i18n
from kiosk.domain.clock import dhaka_day
from kiosk.errors import KioskError, Refused
from kiosk.i18n import _
from kiosk.ui.messages import sentence_of
from kiosk.ui.tasks import Lane, Tasks
from kiosk.ui.tray.state import Line, Part, Place, TrayState
from kiosk.ui.tray.web import WebPages
from kiosk.ui.tray.words import FORMS, asks, detail, line, moves, opens, what_name

if TYPE_CHECKING:
    from kiosk.desk.context import Desk
    from kiosk.desk.printers import KnownPrinter
    from kiosk.desk.tray import TrayRow


class TrayPresenter(QObject):
    """Signals: `changed(TrayState)`, `settled()` after a paper was confirmed, `print_wanted()`, `send_wanted()`,
    `move_wanted(str, str)` a receipt's number and the address to which it goes; `fetch_wanted(int)` a form laid
    aside; `repair_wanted(str, str, str)` a number, the field that the centre names, its code; `look_wanted(str)`.
    """  # noqa: D205 - the signals are the first line

    changed = Signal(object)
    move_wanted = Signal(str, str)
    fetch_wanted = Signal(int)
    repair_wanted = Signal(str, str, str)
    look_wanted = Signal(str)
    settled = Signal()
    print_wanted = Signal()
    send_wanted = Signal()

    def __init__(self, desk: "Desk", tasks: Tasks, *, operator: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._tasks, self._operator = desk, tasks, operator
        self._rows: tuple[TrayRow, ...] = ()
        self.watched = False
        self.state = TrayState()
        self._web = WebPages(tasks, lambda pages: self._show(web=pages), self)

    def use_operator(self, login: str) -> None:
        """Confirm in this person's name from now on."""
        self._operator = login

    def use_desk(self, desk: "Desk") -> None:
        """Work under other settings."""
        self._desk = desk

    @Slot()
    def open(self) -> None:
        """Look again what is not settled."""
        self._tasks.run(Lane.STORE, self._look, done=self._looked, failed=self._failed)

    @Slot()
    def watch(self) -> None:
        """Somebody looks: keep the rows true."""
        self.watched = True
        self.open()

    @Slot()
    def look_away(self) -> None:
        """Nobody looks any more."""
        self.watched = False

    @Slot(object)
    def on_line(self, _status: object) -> None:
        """Look again when the line or the paper moved, while somebody looks."""
        if self.watched:
            self.open()

    @Slot(str)
    def show_part(self, part: str) -> None:
        """Show all rows, those that need a person, or those that settle by themselves."""
        self._show_rows(Part(part), 0)

    @Slot(int)
    def choose(self, row: int) -> None:
        """Choose a row."""
        if row != self.state.chosen:
            self.leave_places()
            self.leave_day()
        self._show_rows(self.state.part, row)

    @Slot(bool)
    def confirm(self, printed: bool) -> None:  # noqa: FBT001 - Qt's slot
        """Tell of the chosen paper whether it came out."""
        row = self._chosen
        if row is None or not asks(row) or self.state.busy:
            return
        self._show(busy=True, problem="")
        work = partial(self._confirm, row.of, row.job_id, printed=printed)
        self._tasks.run(Lane.STORE, work, done=self._confirmed, failed=self._failed)

    @Slot()
    def print_owed(self) -> None:
        """Print what is owed."""
        self.print_wanted.emit()

    @Slot()
    def open_places(self) -> None:
        """Look where else the chosen paper could be printed."""
        row = self._chosen
        if row is not None and moves(row) and self.state.places is None:
            work = partial(self._known, row.receive_number)
            self._tasks.run(Lane.FIND, work, done=self._on_known, failed=self._failed)

    @Slot()
    def leave_places(self) -> None:
        """Leave the paper where it is."""
        if self.state.places is not None:
            self._show(places=None)

    @Slot(str)
    def move(self, url: str) -> None:
        """Print the chosen paper there, now: an address, or the path of a file."""
        row = self._chosen
        if row is None or not moves(row) or not url.strip():
            return
        self._show(places=None)
        self.move_wanted.emit(row.receive_number, url.strip())

    @Slot()
    def open_row(self) -> None:
        """Go where the chosen row is settled: the form it was, at the field; the form laid aside; the application."""
        row = self._chosen
        if row is None or not opens(row):
            return
        if row.of in FORMS:
            self.fetch_wanted.emit(row.seq)
        elif row.state == "repair" and row.of == "line":
            self.repair_wanted.emit(row.receive_number, row.field, row.reason)
        else:
            self.look_wanted.emit(row.receive_number)

    @Slot(str)
    def settle_call(self, result: str) -> None:
        """Write down what became of the chosen call: `done`, `not_reached` for good, `again` asks for the day."""
        row = self._chosen
        if row is None or row.of != "call" or self.state.busy:
            return
        if result == "again":
            self.on_day(i18n.numeric_day(self._next_working_day()))
            return
        self._call(row.reference, result, None)

    @Slot(str)
    def on_day(self, text: str) -> None:
        """Take the day of another call as it is typed, and tell what it means."""
        try:
            meant = self._day_meant(text)
        except Refused:
            self._show(asked_day=text, day_words="", day_problem="")
            return
        closed = "" if self._desk.calendar.is_working(meant) else _("The office is closed that day.")
        self._show(asked_day=text, day_words=f"{i18n.weekday(meant)}, {i18n.day(meant, year=True)}", day_problem=closed)

    @Slot()
    def keep_day(self) -> None:
        """Call again on the day that was typed."""
        row, typed = self._chosen, self.state.asked_day
        if row is None or row.of != "call" or typed is None or self.state.busy:
            return
        try:
            meant = self._day_meant(typed)
        except Refused as refused:
            self._show(day_problem=sentence_of(refused))
            return
        if not self._desk.calendar.is_working(meant):
            self._show(day_problem=_("The office is closed that day."))
            return
        self._call(row.reference, "not_reached", meant)

    @Slot()
    def leave_day(self) -> None:
        """Ask for no day any more."""
        if self.state.asked_day is not None:
            self._show(asked_day=None, day_words="", day_problem="")

    def _day_meant(self, text: str) -> date:
        from kiosk.domain.coming_days import coming_day

        return coming_day(text, dhaka_day(self._desk.clock()))

    @Slot()
    def look_at_pages(self) -> None:
        """Look at the pages that came with the chosen web application."""
        row = self._chosen
        if row is not None and row.of == "web":
            self._web.open(self._desk, row.reference, row.name)

    @Slot(int)
    def step_page(self, by: int) -> None:
        """Look at the page before or after."""
        self._web.step(self._desk, by)

    @Slot()
    def leave_pages(self) -> None:
        """Look at no page any more."""
        self._web.close()

    def _next_working_day(self) -> date:
        day = dhaka_day(self._desk.clock()) + timedelta(days=1)
        while not self._desk.calendar.is_working(day):
            day += timedelta(days=1)
        return day

    def _call(self, visit_id: str, result: str, again_on: date | None) -> None:
        from kiosk.desk.callbacks import settle_callback

        self._show(busy=True, problem="", asked_day=None, day_words="", day_problem="")
        told = {"operator": self._operator, "via": "window"}
        work = partial(settle_callback, self._desk, visit_id, result, again_on=again_on, **told)
        self._tasks.run(Lane.STORE, work, done=self._confirmed, failed=self._failed)

    def _known(self, number: str) -> "tuple[str, tuple[KnownPrinter, ...]]":
        from kiosk.desk.printers import known_printers

        return number, known_printers(self._desk)

    def _on_known(self, answer: "tuple[str, tuple[KnownPrinter, ...]]") -> None:
        row = self._chosen
        if row is None or row.receive_number != answer[0]:
            return
        ours = self._desk.settings.printer_url
        self._show(places=tuple(Place(url, _place(url, title, ours)) for url, title in answer[1]))

    @Slot()
    def send_now(self) -> None:
        """Send what waits."""
        self.send_wanted.emit()

    def _look(self) -> "tuple[TrayRow, ...]":
        from kiosk.desk.tray import rows

        return rows(self._desk)

    def _looked(self, rows: "tuple[TrayRow, ...]") -> None:
        before = self._chosen
        self._rows = rows
        shown = self._of(self.state.part)
        same = (place for place, row in enumerate(shown) if before and _key(row) == _key(before))
        self._show_rows(self.state.part, next(same, min(self.state.chosen, max(len(shown) - 1, 0))))

    def _confirm(self, of: str, job_id: int, *, printed: bool) -> None:
        from kiosk.desk.print_receipt import confirm
        from kiosk.desk.slips import confirm_slip

        if of == "slip":
            confirm_slip(self._desk, job_id, printed)
        else:
            confirm(self._desk, job_id, printed, self._operator)

    def _confirmed(self, _nothing: object) -> None:
        self._show(busy=False)
        self.settled.emit()
        self.open()

    def _failed(self, error: KioskError) -> None:
        self._show(busy=False, problem=sentence_of(error))

    @property
    def _chosen(self) -> "TrayRow | None":
        shown = self._of(self.state.part)
        return shown[self.state.chosen] if self.state.chosen < len(shown) else None

    def _of(self, part: Part) -> "tuple[TrayRow, ...]":
        if part is Part.ALL:
            return self._rows
        if part is Part.OWED:
            return tuple(row for row in self._rows if row.of == "paper")
        if part is Part.CALLS:
            return tuple(row for row in self._rows if row.of == "call")
        if part is Part.CAME:
            return tuple(row for row in self._rows if row.of in {"web", "mail"})
        return tuple(row for row in self._rows if row.mine is (part is Part.MINE))

    def _show_rows(self, part: Part, chosen: int) -> None:
        shown = self._of(part)
        chosen = max(0, min(chosen, len(shown) - 1))
        now = self._desk.clock()
        self._show(
            part=part,
            counts=tuple(len(self._of(one)) for one in Part),
            lines=self._lines(shown, now),
            chosen=chosen,
            detail=detail(shown[chosen], now) if shown else None,
        )

    def _lines(self, rows: "Sequence[TrayRow]", now: datetime) -> tuple[Line, ...]:
        return tuple(line(row, now, self._service(row.what)) for row in rows)

    def _service(self, code: str) -> str:
        service = self._desk.catalogue.services.get(code)
        if service is None:
            return what_name(code)
        return service.short_bn or service.name_bn if i18n.language() == "bn" else service.name_en

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        self.changed.emit(self.state)


def _key(row: "TrayRow") -> tuple[str, int, int, str]:
    return row.of, row.seq, row.job_id, row.receive_number or row.reference


def _place(url: str, title: str, ours: str) -> str:
    return _("This counter’s printer") if url == ours else title or url
