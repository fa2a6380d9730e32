"""Settings are written when a field is left or a chip is chosen; there is no button to forget."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from kiosk import i18n
from kiosk.domain.clock import DHAKA, unstamp
from kiosk.errors import KioskError, Refused
from kiosk.i18n import _, ngettext
from kiosk.settings import Settings, write_settings
from kiosk.ui.messages import sentence_of
from kiosk.ui.printer_check import ask_printer
from kiosk.ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from kiosk.desk.context import Desk
    from kiosk.desk.status import LineStatus
    from kiosk.ui.settings.finder import PrinterFinder
    from kiosk.ui.settings.receipt_form import ReceiptFormPresenter

CHOICES: dict[str, tuple[object, ...]] = {
    "language": i18n.LANGUAGES,
    "theme": ("light", "dark", "contrast"),
    "scale": (0.0, 1.0, 1.2, 1.5),
    "typing": ("phonetic", "probhat", "system"),
    "idle_lock_minutes": (2, 5, 10, 20),
}
"""What chips offer, in the order of their keys."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence beside a field with its tone: `ok|warn|bad|plain`."""

    text: str = ""
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class SettingsState:
    """Everything the screen shows; `said` and `busy` go by the name of a setting.

    `keeper` tells whether this person may change the server and the backups.
    """

    settings: Settings = field(default_factory=Settings)
    code: str = ""
    said: Mapping[str, Said] = field(default_factory=lambda: MappingProxyType({}))
    busy: frozenset[str] = frozenset()
    line: Said = field(default_factory=Said)
    keeper: bool = False


class SettingsPresenter(QObject):
    """Signals: `changed(SettingsState)`, `saved(Settings)`, `sync_wanted()`, `enrolled()`."""

    changed = Signal(object)
    saved = Signal(object)
    sync_wanted = Signal()
    enrolled = Signal()

    def __init__(self, desk: "Desk", tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._tasks = desk, tasks
        self._saved = desk.settings
        self._finder: PrinterFinder | None = None
        self._receipt: ReceiptFormPresenter | None = None
        self.state = SettingsState(settings=desk.settings)

    @property
    def finder(self) -> "PrinterFinder":
        """What looks for printers; nobody needs it at the start."""
        if self._finder is None:
            from kiosk.ui.settings.finder import PrinterFinder

            self._finder = PrinterFinder(self._tasks, self._desk.clock, parent=self)
            self._finder.chosen.connect(self.use_printer)
        settings = self.state.settings
        self._finder.use(settings.printer_url, settings.printer_profile, settings.office_name_bn)
        return self._finder

    @property
    def receipt(self) -> "ReceiptFormPresenter":
        """The receipt's form being made; nobody needs it at the start."""
        if self._receipt is None:
            from kiosk.ui.settings.receipt_form import ReceiptFormPresenter

            self._receipt = ReceiptFormPresenter(self._desk, self._tasks, parent=self)
        self._receipt.use_keeper(keeper=self.state.keeper)
        return self._receipt

    @Slot()
    def open_finder(self) -> None:
        """Look at the printer in force, and for others."""
        self.finder.open()

    @Slot(str, str)
    def use_printer(self, url: str, profile: str) -> None:
        """Print there from now on."""
        self.change("printer_url", url)
        self.change("printer_profile", profile)

    def use_desk(self, desk: "Desk") -> None:
        """Take a desk that was opened again with other settings."""
        self._desk, self._saved = desk, desk.settings
        if self._receipt is not None:
            self._receipt.use_desk(desk)
        if not self.state.busy:
            self._show(settings=desk.settings)

    def use_keeper(self, *, keeper: bool) -> None:
        """Let this person change everything, or only the printer and the look."""
        self._show(keeper=keeper)
        if self._receipt is not None:
            self._receipt.use_keeper(keeper=keeper)

    @Slot(object)
    def on_line(self, status: "LineStatus") -> None:
        """Show how the line to the server is."""
        self._show(line=_line_said(status))

    @Slot(str, object)
    def change(self, name: str, value: object) -> None:
        """Write one setting, if it is another than before."""
        if value == getattr(self.state.settings, name):
            return
        problem = _CHECKS.get(name, _fine)(str(value).strip())
        if problem:
            self._say(name, problem, "bad")
            return
        # Shown at once, and built on what is still being written: a second key must not undo the first.
        wanted = replace(self.state.settings, **{name: value.strip() if isinstance(value, str) else value})  # type: ignore[arg-type]
        self._show(settings=wanted)
        self._begin(name, Lane.STORE, partial(_write, self._desk.home, wanted), self._written)

    @Slot()
    def ask_printer(self) -> None:
        """Ask the printer how it is."""
        work = partial(ask_printer, self.state.settings.printer_url)
        self._run("printer_url", Lane.PRINT, work, self._printer_said)

    @Slot(str)
    def enrol(self, code: str) -> None:
        """Enrol the counter at the server with a one-time code."""
        if not code.strip():
            self._say("code", i18n.sentence("text.empty"), "bad")
            return
        self._run("code", Lane.SYNC, partial(self._enrol, code.strip()), self._on_enrolled)

    @Slot()
    def sync_now(self) -> None:
        """Ask for a round to the server now."""
        self._show(line=Said(_("Asking the server…")))
        self.sync_wanted.emit()

    @Slot()
    def back_up(self) -> None:
        """Make a backup now; registrations go on meanwhile."""
        self._run("backup_dir", Lane.SYNC, self._back_up, self._backed_up)

    def _enrol(self, code: str) -> object:
        from kiosk.desk.enrol import enrol

        return enrol(self._desk, code)

    def _back_up(self) -> Path:
        from kiosk.desk.maintain import back_up

        return back_up(self._desk)

    def _written(self, wanted: Settings) -> None:
        self._saved = wanted
        self.saved.emit(wanted)

    def _printer_said(self, answer: tuple[str, str]) -> None:
        self._say("printer_url", answer[1], answer[0])

    def _on_enrolled(self, _answer: object) -> None:
        self._say("code", _("The counter is enrolled. What waited is being sent."), "ok")
        self.enrolled.emit()

    def _backed_up(self, made: Path) -> None:
        now = i18n.clock_time(self._desk.clock().astimezone(DHAKA))
        self._say("backup_dir", _("A checked backup was made at {time}: {file}").format(time=now, file=made.name), "ok")

    def _run(self, name: str, lane: Lane, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        if name not in self.state.busy:
            self._begin(name, lane, work, done)

    def _begin(self, name: str, lane: Lane, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        said = {key: value for key, value in self.state.said.items() if key != name}
        self._show(busy=self.state.busy | {name}, said=said)
        self._tasks.run(lane, work, done=partial(self._finished, name, done), failed=partial(self._failed, name, lane))

    def _finished(self, name: str, done: Callable[[Any], None], value: object) -> None:
        self._show(busy=self.state.busy - {name})
        if name not in self.state.said:
            self._say(name, _("Written"), "ok")
        done(value)

    def _failed(self, name: str, lane: Lane, error: KioskError) -> None:
        if lane is Lane.STORE:  # not written: show what is in force
            self._show(settings=self._saved)
        self._show(busy=self.state.busy - {name})
        self._say(name, sentence_of(error), "bad" if isinstance(error, Refused) else "warn")

    def _say(self, name: str, text: str, tone: str) -> None:
        self._show(said={**self.state.said, name: Said(text, tone)})

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        self.changed.emit(self.state)


def _write(home: Path, wanted: Settings) -> Settings:
    write_settings(home, wanted)
    return wanted


def _line_said(status: "LineStatus") -> Said:
    if not status.server_configured:
        return Said(_("No server yet. The counter works alone; nothing is lost."))
    waits = ngettext("{n} waits", "{n} wait", status.waiting).format(n=i18n.digits(status.waiting))
    last = _last(status.last_success_at)
    if status.last_error:
        return Said(f"{i18n.sentence(status.last_error)} {waits} · {last}", "warn")
    return Said(f"{waits} · {last}", "ok" if not status.waiting else "plain")


def _last(at: str | None) -> str:
    if not at:
        return _("not reached yet")
    local = unstamp(at).astimezone(DHAKA)
    return _("last reached {day} {time}").format(day=i18n.short_day(local.date()), time=i18n.clock_time(local))


def _fine(_text: str) -> str:
    return ""


def _printer(text: str) -> str:
    known = ("tcp://", "file:", "none:", "usb:", "serial:", "cups:", "windows:")
    return "" if text.startswith(known) and len(text) > len("usb:") else i18n.sentence("printer.url")


def _server(text: str) -> str:
    good = not text or text.startswith(("https://", "http://127.0.0.1", "http://localhost"))
    return "" if good else i18n.sentence("server.url")


def _folder(text: str) -> str:
    return (
        "" if not text or Path(text).is_dir() else _("This folder is not there. Plug the drive in, or choose another.")
    )


_CHECKS: dict[str, Callable[[str], str]] = {"printer_url": _printer, "server_url": _server, "backup_dir": _folder}
