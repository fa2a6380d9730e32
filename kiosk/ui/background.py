"""What goes on behind the form: paper, line, backups, and how things stand.

Every kind of work is a `Round`: at most one at a time; nudges that come meanwhile become one more.
"""

import logging
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.errors import KioskError, Refused
from kiosk.ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from kiosk.desk.context import Desk
    from kiosk.desk.news import Heard
    from kiosk.desk.print_receipt import OwedReceipt, PrintReport
    from kiosk.desk.slips import OwedSlip, SlipReport
    from kiosk.desk.status import LineStatus
    from kiosk.desk.synchronise import Synchroniser, SyncReport
    from kiosk.desk.today import MyDay
    from kiosk.printing.status import PrinterState
    from kiosk.sync.client import Client
    from kiosk.sync.files import FilesReport

    _Looked = tuple[LineStatus, MyDay, tuple[OwedReceipt, ...], tuple[OwedSlip, ...]]

log = logging.getLogger(__name__)

PRINTER_MS = 10_000
SYNC_MS = 30_000
BACKUP_MS = 60_000
BEAT_MS = 60_000
MISSED = 2
"""So many failures in a row are an outage; one may be chance."""


class Round(QObject):
    """One kind of work on a lane, never twice at once."""

    def __init__(self, tasks: Tasks, lane: Lane, work: Callable[[], Any], parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._lane, self._work = tasks, lane, work
        self._running = self._again = False
        self.done: Callable[[Any], None] = lambda _value: None
        self.failed: Callable[[KioskError], None] = lambda error: log.info("%s: %s", lane, error)

    def nudge(self) -> None:
        """Do the work soon; while it is being done, once more after."""
        if self._running:
            self._again = True
            return
        self._running = True
        self._tasks.run(self._lane, self._work, done=self._on_done, failed=self._on_failed)

    def forget(self) -> None:
        """Do not go on after the round in flight."""
        self._again = False

    def _on_done(self, value: object) -> None:
        self._running = False
        self.done(value)
        self._once_more()

    def _on_failed(self, error: KioskError) -> None:
        self._running = False
        self.failed(error)
        self._once_more()

    def _once_more(self) -> None:
        if self._again:
            self._again = False
            self.nudge()


def _import_ahead() -> None:
    """Import what the first registration needs, while the password is being typed."""
    for name in ("register", "drafts", "people", "receipts", "print_receipt", "log_visit"):
        import_module(f"kiosk.desk.{name}")
    import_module("kiosk.printing.preview")


class Background(QObject):
    """Signals: `printed(PrintReport)`, `printer_changed(PrinterState|None)`, `line_changed(LineStatus)`,
    `day_changed(MyDay)`, `owed_changed(tuple)`, `slips_changed(tuple)` of `OwedSlip`, `synced(SyncReport)`, `heard(tuple)` of `Heard`,
    `stopped(KioskError)` a person must look, `unprinted(KioskError)` a receipt could not even be drawn.
    """  # noqa: D205 - the signals are the first line

    printed = Signal(object)
    printer_changed = Signal(object)
    line_changed = Signal(object)
    day_changed = Signal(object)
    owed_changed = Signal(object)
    slips_changed = Signal(object)
    synced = Signal(object)
    heard = Signal(object)
    stopped = Signal(object)
    unprinted = Signal(object)

    def __init__(self, desk: "Desk", tasks: Tasks, *, operator: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._tasks, self._operator = desk, tasks, operator
        self._synchroniser: Synchroniser | None = None
        self._sync_stopped = self._ready = self._asked = False
        self._unprinted = ""
        self._printing = Round(tasks, Lane.PRINT, self._print_next, self)
        self._printing.done = self._on_printed
        self._printing.failed = self._on_unprinted
        self._asking = Round(tasks, Lane.PRINT, self._ask_printer, self)
        self._asking.done = self._on_printer
        self._sending = Round(tasks, Lane.SYNC, self._sync, self)
        self._sending.done = self._on_synced
        self._sending.failed = self._on_not_synced
        self._warming = Round(tasks, Lane.PRINT, self._warm, self)
        self._looking = Round(tasks, Lane.STORE, self._look, self)
        self._looking.done = self._on_looked
        self._copying = Round(tasks, Lane.SYNC, self._back_up, self)
        self._sending_scans = Round(tasks, Lane.FILES, self._send_scans, self)
        self._sending_scans.done = self._on_scans_sent
        self._scan_client: Client | None = None
        self._printer_timer = self._timer(PRINTER_MS, self._on_printer_time)
        self._sync_timer = self._timer(SYNC_MS, self.nudge_sync)
        self._backup_timer = self._timer(BACKUP_MS, self._copying.nudge)
        self._beating = Round(tasks, Lane.STORE, self._beat, self)
        self._beat_timer = self._timer(BEAT_MS, self._beating.nudge)
        self._missed = {"line": 0, "printer": 0}

    def _timer(self, interval: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self, interval=interval)
        timer.timeout.connect(slot)
        return timer

    def start(self) -> None:
        """Look at everything once, then at intervals."""
        self.refresh()
        self._asking.nudge()
        self._warming.nudge()
        self.nudge_print()
        self.nudge_sync()
        for timer in (self._printer_timer, self._sync_timer, self._backup_timer):
            timer.start()
        self._tasks.run(Lane.SYNC, _import_ahead)
        self._tasks.run(Lane.FILES, self._clean_up)

    def stop(self) -> None:
        """Stop the timers, hang up; what is on the lanes is finished by them."""
        for timer in (self._printer_timer, self._sync_timer, self._backup_timer, self._beat_timer):
            timer.stop()
        rounds = (self._printing, self._asking, self._sending, self._sending_scans, self._looking, self._copying)
        for work in (*rounds, self._beating):
            work.forget()
        self._tasks.run(Lane.STORE, partial(_rest, self._desk))
        self._hang_up()

    def use_desk(self, desk: "Desk") -> None:
        """Work under other settings: another printer, another server."""
        self._desk = desk
        self._hang_up()
        self._sync_stopped = False
        self.refresh()
        self._asking.nudge()
        self.nudge_print(asked=True)
        self.nudge_sync()

    def use_operator(self, login: str) -> None:
        """Show this person's day from now on; what was cut off before they sat down is noted, their shift opens."""
        self._operator = login
        self._tasks.run(Lane.STORE, partial(_sit_down, self._desk, login), failed=_log_only)
        self._beat_timer.start()
        self.refresh()

    def _hang_up(self) -> None:
        old, self._synchroniser = self._synchroniser, None
        if old is not None:
            old.abort()  # a hung line must not keep the window from closing
            self._tasks.run(Lane.SYNC, old.close)
        line, self._scan_client = self._scan_client, None
        if line is not None:
            line.abort()
            self._tasks.run(Lane.FILES, line.close)

    # ------------------------------------------------------------------ how things stand

    def refresh(self) -> None:
        """Look again how things stand."""
        self._looking.nudge()

    def _look(self) -> "_Looked":
        from kiosk.desk.print_receipt import owed
        from kiosk.desk.slips import owed_slips
        from kiosk.desk.status import line_status
        from kiosk.desk.today import my_day

        day = my_day(self._desk, self._operator)
        return line_status(self._desk), day, tuple(owed(self._desk)), owed_slips(self._desk)

    def _on_looked(self, found: "_Looked") -> None:
        status, day, owed, slips = found
        self.line_changed.emit(status)
        self.day_changed.emit(day)
        self.owed_changed.emit(owed)
        self.slips_changed.emit(slips)

    # ------------------------------------------------------------------ paper

    def nudge_print(self, *, asked: bool = False) -> None:
        """Print what waits in the queue; `asked`: what failed before, too, though its time has not come."""
        if not self._desk.settings.printer_url.startswith("none:"):
            self._asked = self._asked or asked
            self._printing.nudge()

    def _on_printer_time(self) -> None:
        """Look how the printer is; what failed is tried again when its time has come."""
        self._asking.nudge()
        self.nudge_print()

    def _print_next(self) -> "tuple[bool, PrintReport | SlipReport | None]":
        """Print a receipt, or, when none waits, a slip."""
        from kiosk.desk.print_receipt import print_next
        from kiosk.desk.slips import print_next_slip

        asked, url = self._asked, self._desk.settings.printer_url
        report = print_next(self._desk, url, patient=not asked)
        return asked, report or print_next_slip(self._desk, url, patient=not asked)

    def _on_printed(self, done: "tuple[bool, PrintReport | SlipReport | None]") -> None:
        from kiosk.desk.print_receipt import PrintReport

        asked, report = done
        if report is None:
            self._asked = self._asked and not asked  # who asked meanwhile is still to be heard
            return
        self._unprinted = ""
        if isinstance(report, PrintReport):  # the form waits to hear of its receipt
            self.printed.emit(report)
        self.refresh()
        self.nudge_sync()
        if report.outcome == "printed":
            self.nudge_print()
        else:
            self._asked = False  # one that fails would be asked for again and again
            self._asking.nudge()

    def _on_unprinted(self, error: KioskError) -> None:
        """Say once why no receipt can be drawn or sent; each waits with patience."""
        self._asked = False
        self.refresh()
        if str(error) != self._unprinted:
            self._unprinted = str(error)
            self.unprinted.emit(error)

    def _warm(self) -> None:
        """Cast the letters of the first receipt while nobody waits for it."""
        from kiosk.printing.profiles import profile
        from kiosk.printing.slip import warm

        warm(profile(self._desk.settings.printer_profile))

    def ask_printer(self) -> None:
        """Ask the printer how it is."""
        self._asking.nudge()

    def _ask_printer(self) -> "PrinterState | None":
        url = self._desk.settings.printer_url
        if url.startswith("none:"):
            return None
        from kiosk.printing.device import open_printer

        return open_printer(url).state()

    def _on_printer(self, state: "PrinterState | None") -> None:
        if state is not None and state.ready and not self._ready:
            self.nudge_print(asked=True)
        self._ready = state is not None and state.ready
        if state is not None:
            self._watch("printer", works=state.ready)
        self.printer_changed.emit(state)

    # ------------------------------------------------------------------ what does not work

    def _watch(self, what: str, *, works: bool) -> None:
        """Note when the line or the printer stops, and when it works again."""
        self._missed[what] = 0 if works else self._missed[what] + 1
        if self._operator and (works or self._missed[what] == MISSED):
            work = partial(_note, self._desk, what, works=works, operator=self._operator)
            self._tasks.run(Lane.STORE, work, failed=_log_only)

    def _beat(self) -> None:
        from kiosk.desk.outages import beat

        beat(self._desk)

    # ------------------------------------------------------------------ the line

    def nudge_sync(self) -> None:
        """Send what waits, fetch the news."""
        if self._desk.settings.server_url and not self._sync_stopped:
            self._sending.nudge()

    def send_now(self) -> None:
        """Send though a person had to look first: they have looked."""
        self._sync_stopped = False
        self.nudge_sync()

    def _sync(self) -> "tuple[SyncReport, tuple[Heard, ...]]":
        from kiosk.desk.news import heard_since, newest_step
        from kiosk.desk.synchronise import Synchroniser

        mine = self._synchroniser or Synchroniser(self._desk, rng=self._desk.rng)
        self._synchroniser = mine  # other settings may take it away while it is at work
        known = newest_step(self._desk)
        report = mine.round()
        return report, heard_since(self._desk, known) if report.news else ()

    def _on_synced(self, done: "tuple[SyncReport, tuple[Heard, ...]]") -> None:
        report, heard = done
        self._pace()
        self.synced.emit(report)
        self._watch("line", works=report.reached)
        if report.reached:
            self._sending_scans.nudge()
        if heard:
            self.heard.emit(heard)
        self.refresh()

    def _on_not_synced(self, error: KioskError) -> None:
        self._pace()
        self.refresh()
        if isinstance(error, Refused):
            self._sync_stopped = self._synchroniser is not None and self._synchroniser.stopped
            self.stopped.emit(error)

    def _pace(self) -> None:
        """Wait as long as the last round advises; an ordinary while when it went well."""
        wait = self._synchroniser.wait_s if self._synchroniser is not None else 0.0
        self._sync_timer.setInterval(round(wait * 1000) or SYNC_MS)

    # ------------------------------------------------------------------ pages

    def _send_scans(self) -> "FilesReport":
        from kiosk.desk.synchronise import client_for, send_scans

        if self._scan_client is None:
            self._scan_client = client_for(self._desk)
        return send_scans(self._desk, self._scan_client)

    def _on_scans_sent(self, report: "FilesReport") -> None:
        if report.pages:
            self.refresh()

    def _clean_up(self) -> int:
        from kiosk.desk.scans import clean_up

        return clean_up(self._desk)

    # ------------------------------------------------------------------ copies

    def _back_up(self) -> object:
        from kiosk.desk.maintain import back_up_if_due

        return back_up_if_due(self._desk)


def _sit_down(desk: "Desk", login: str) -> None:
    """Note a power cut that nobody could note, open the shift of whoever has not got the counter already."""
    from kiosk.desk.day import open_shift, shift_of
    from kiosk.desk.outages import beat, note_power_cut

    note_power_cut(desk, login)
    beat(desk)
    if shift_of(desk) != login:
        open_shift(desk, operator=login, via="window")


def _rest(desk: "Desk") -> None:
    from kiosk.desk.outages import rest

    rest(desk)


def _note(desk: "Desk", what: str, *, works: bool, operator: str) -> None:
    from kiosk.desk.outages import watch_outage

    watch_outage(desk, what, works=works, operator=operator)


def _log_only(error: KioskError) -> None:
    """Nobody at the counter has to do anything about it."""
    log.info("day: %s", error)
