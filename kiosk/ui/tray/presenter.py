"""The tray's rows in words, and what may be done about the chosen one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from kiosk import i18n
from kiosk.domain.clock import unstamp
from kiosk.errors import KioskError
from kiosk.i18n import _
from kiosk.ui.messages import sentence_of
from kiosk.ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from kiosk.desk.context import Desk
    from kiosk.desk.printers import KnownPrinter
    from kiosk.desk.tray import TrayRow


class Part(StrEnum):
    """Which rows are shown."""

    ALL = "all"
    MINE = "mine"
    ITSELF = "itself"
    OWED = "owed"
    CALLS = "calls"


@dataclass(frozen=True, slots=True)
class Line:
    """A row in words; `tone` and `icon` are its state's."""

    state: str
    icon: str
    tone: str
    number: str
    who: str
    reason: str
    age: str


@dataclass(frozen=True, slots=True)
class Detail:
    """The chosen row in three parts: what happened, what is safe, what to do.

    `asks` that a person looks whether the paper came out, `prints` that F8 brings it, `moves` that another
    printer may; `calls` that somebody waits for a call, `opens` what Enter does, in words.
    """

    title: str
    tone: str
    icon: str
    happened: str
    safe: str
    to_do: str
    asks: bool = False
    prints: bool = False
    moves: bool = False
    calls: bool = False
    opens: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A printer that the chosen paper may move to: where, and in words."""

    url: str
    words: str


@dataclass(frozen=True, slots=True)
class TrayState:
    """Everything the tray shows; `counts` go with the parts in order.

    `places` lie open when the chosen paper is to move; None: they do not.
    """

    part: Part = Part.ALL
    counts: tuple[int, ...] = (0,) * len(Part)
    lines: tuple[Line, ...] = ()
    chosen: int = 0
    detail: Detail | None = None
    problem: str = ""
    busy: bool = False
    places: tuple[Place, ...] | None = None


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
        self._show_rows(self.state.part, row)

    @Slot(bool)
    def confirm(self, printed: bool) -> None:  # noqa: FBT001 - Qt's slot
        """Tell of the chosen paper whether it came out."""
        row = self._chosen
        if row is None or not _asks(row) or self.state.busy:
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
        if row is not None and _moves(row) and self.state.places is None:
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
        if row is None or not _moves(row) or not url.strip():
            return
        self._show(places=None)
        self.move_wanted.emit(row.receive_number, url.strip())

    @Slot()
    def open_row(self) -> None:
        """Go where the chosen row is settled: the form it was, at the field; the form laid aside; the application."""
        row = self._chosen
        if row is None or not opens(row):
            return
        if row.of == "parked":
            self.fetch_wanted.emit(row.seq)
        elif row.state == "repair" and row.of == "line":
            self.repair_wanted.emit(row.receive_number, row.field, row.reason)
        else:
            self.look_wanted.emit(row.receive_number)

    @Slot(str)
    def settle_call(self, result: str) -> None:
        """Write down what became of the chosen call: `done`, `again` on the next working day, `not_reached` for good."""
        row = self._chosen
        if row is None or row.of != "call" or self.state.busy:
            return
        self._show(busy=True, problem="")
        work = partial(self._settle, row.reference, result)
        self._tasks.run(Lane.STORE, work, done=self._confirmed, failed=self._failed)

    def _settle(self, visit_id: str, result: str) -> None:
        from datetime import timedelta

        from kiosk.desk.callbacks import settle_callback
        from kiosk.domain.clock import dhaka_day

        day = dhaka_day(self._desk.clock()) + timedelta(days=1)
        while not self._desk.calendar.is_working(day):
            day += timedelta(days=1)
        again, result = (day, "not_reached") if result == "again" else (None, result)
        settle_callback(self._desk, visit_id, result, operator=self._operator, via="window", again_on=again)

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


_PAPERS = {"paper", "slip"}


def _key(row: "TrayRow") -> tuple[str, int, int, str]:
    return row.of, row.seq, row.job_id, row.receive_number or row.reference


def opens(row: "TrayRow") -> str:
    """Return what Enter does with a row, in words; empty where it does nothing."""
    if row.of == "parked":
        return _("Go on with the form")
    if row.of == "line" and row.state == "repair" and row.receive_number:
        return _("To the form")
    return _("Look at the application") if row.receive_number else ""


def _asks(row: "TrayRow") -> bool:
    return row.of in _PAPERS and row.state == "not_known"


def what_name(kind: str) -> str:
    """Return what an event is called."""
    names = {
        "scan.pages": _("Scan on its way"),
        "receipt.original": _("Receipt"),
        "receipt.copy": _("Copy of a receipt"),
        "receipt.outcome": _("Receipt printed or not"),
        "slip.where_to_go": _("Slip: where to go"),
        "slip.postal_acknowledgement": _("Slip for a letter"),
        "slip.fee_demand": _("Slip of what is to be paid"),
        "slip.fee_receipt": _("Court-fee receipt"),
        "slip.hand_over": _("Hand-over slip"),
        "slip.day_close": _("Slip of the day"),
        "notice.sms": _("Message by SMS"),
        "notice.mail": _("Message by e-mail"),
        "visit.logged": _("Helpdesk visit"),
        "form.parked": _("Application laid aside"),
        "operator.changed": _("Person of the counter"),
        "counter.opened": _("Counter opened"),
    }
    return names.get(kind, _("Act at the counter"))


def line(row: "TrayRow", now: datetime, what: str) -> Line:
    """Return a row in words."""
    state, icon, tone = _state(row)
    number = "…" + i18n.receive_number(row.receive_number)[-5:] if row.receive_number else ""
    who = " · ".join(part for part in (row.name, what, _pages(row)) if part)
    return Line(state, icon, tone, number, who, _reason(row, now), age(unstamp(row.at), now))


def _pages(row: "TrayRow") -> str:
    if not row.pages:
        return ""
    return _("{n} pages, {percent} %").format(n=i18n.digits(row.pages), percent=i18n.digits(row.percent))


def _state(row: "TrayRow") -> tuple[str, str, str]:
    states = {
        ("paper", "queued"): (_("To be printed"), "printer", "plain"),
        ("paper", "sending"): (_("Being printed"), "loader-2", "act"),
        ("paper", "failed"): (_("Not printed"), "printer-off", "warn"),
        ("paper", "not_known"): (_("Did it come out?"), "question-mark", "unk"),
        ("line", "repair"): (_("Needs repair"), "alert-circle", "bad"),
        ("line", "sending"): (_("Being sent"), "loader-2", "act"),
        ("line", "waiting"): (_("Waits"), "hourglass", "plain"),
        ("line", "not_known"): (_("Answer not known"), "question-mark", "unk"),
        ("scan", "waiting"): (_("Being sent"), "scan", "plain"),
        ("scan", "repair"): (_("Needs repair"), "alert-circle", "bad"),
        ("call", "due"): (_("Call to make"), "phone", "warn"),
        ("parked", "parked"): (_("Laid aside"), "player-pause", "plain"),
        ("notice", "failed"): (_("Could not reach"), "message-2", "warn"),
    }
    if row.of in _PAPERS and row.state == "queued" and row.mine:
        return _("Not printed"), "printer-off", "warn"
    return states[("paper" if row.of == "slip" else row.of, row.state)]


def _reason(row: "TrayRow", now: datetime) -> str:
    if row.of == "call":
        return _("promised for {day}").format(day=i18n.short_day(date.fromisoformat(row.due_on)))
    if row.reason:
        why = i18n.sentence(row.reason).partition("।")[0].partition(". ")[0].rstrip(".।")
        again = _again(row, now)
        return f"{why} · {again}" if again else why
    if row.of == "line" and row.state == "not_known":
        return _("the next contact will tell")
    return ""


def _again(row: "TrayRow", now: datetime) -> str:
    """Return when a paper is tried again by itself; empty where it is not, or at once."""
    if not row.next_at or not row.reason or unstamp(row.next_at) <= now:
        return ""
    return _("again in {time}").format(time=age(now, unstamp(row.next_at)))


def _place(url: str, title: str, ours: str) -> str:
    return _("This counter’s printer") if url == ours else title or url


def age(at: datetime, now: datetime) -> str:
    """Return how long ago: seconds, minutes, hours with minutes, days."""
    seconds = max(0, int((now - at).total_seconds()))
    if seconds < 60:
        return _("{n} s").format(n=i18n.digits(seconds))
    minutes = seconds // 60
    if minutes < 60:
        return _("{n} min").format(n=i18n.digits(minutes))
    if minutes < 24 * 60:
        hours, rest = divmod(minutes, 60)
        return _("{hours} h {minutes}").format(hours=i18n.digits(hours), minutes=i18n.digits(f"{rest:02d}"))
    return _("{n} days ago").format(n=i18n.digits(minutes // (24 * 60)))


def detail(row: "TrayRow", now: datetime) -> Detail:
    """Return a row in three parts."""
    title, icon, tone = _state(row)
    happened = i18n.sentence(row.reason) if row.reason else _in_words(row)
    number = i18n.receive_number(row.receive_number) if row.receive_number else ""
    if row.of in _PAPERS and number:
        safe = _("The application and its number *{number}* stand.").format(number=number)
    elif row.of == "notice":
        safe = _("The application goes on, number *{number}* stands.").format(number=number)
    elif number:
        safe = _("It is on this computer, number *{number}* stands.").format(number=number)
    else:
        safe = _("It is on this computer, nothing is lost.")
    told = {"asks": _asks(row), "prints": _prints(row), "moves": _moves(row), "calls": row.of == "call"}
    return Detail(title, tone, icon, happened, safe, _to_do(row, now), opens=opens(row), **told)


def _in_words(row: "TrayRow") -> str:
    if row.of == "call":
        day = i18n.day(date.fromisoformat(row.due_on))
        mobile = i18n.mobile(row.field) if row.field else _("no mobile was given")
        return _("*{name}* was promised a call on {day}.\n{mobile}").format(name=row.name, day=day, mobile=mobile)
    if row.of == "parked":
        return _("The form of *{name}* was laid aside.").format(name=row.name)
    return {
        "waiting": _("It has not been sent yet."),
        "sending": _("It is on its way."),
        "not_known": _("It was sent, but no answer came."),
        "queued": _("It is next on the printer."),
    }.get(row.state, "")


def _prints(row: "TrayRow") -> bool:
    return row.of in _PAPERS and row.state in {"failed", "queued"}


def _moves(row: "TrayRow") -> bool:
    return row.of == "paper" and _prints(row)


def _to_do(row: "TrayRow", now: datetime) -> str:
    if _asks(row):
        return _("Look at the paper, then choose.")
    if _prints(row):
        told = _("Put the printer right, then press F8.")
        if not _again(row, now):
            return told
        again = _("It is tried again by itself in {time}.").format(time=age(now, unstamp(row.next_at)))
        return f"{told} {again}"
    return _by_hand(row) or _("Nothing; it goes by itself.")


def _by_hand(row: "TrayRow") -> str:
    """Return what a person does about something that is no paper; empty where it goes by itself."""
    if row.state == "repair":
        if opens(row) and row.of == "line":
            return _("Enter opens the form at this field. The number and the receipt stay.")
        return _("Tell the administrator the number and this sentence. The receipt stays valid.")
    return {
        "notice": _("Tell the person when they come, and ask for the right mobile or e-mail."),
        "call": _("Call, then choose what became of it."),
        "parked": _("Enter brings the form back as it was."),
    }.get(row.of, "")
