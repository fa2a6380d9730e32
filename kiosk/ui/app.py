"""Start and stop: one application, one look, the window of a home.

Nothing heavy (SQLAlchemy, requests, escpos, cryptography) is imported before the first paint: the
desk opens on the STORE lane while the sign-in screen stands already.
"""

import logging
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol

from PySide6 import QtWidgets
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from kiosk import i18n
from kiosk.domain.clock import Clock, system_clock, system_rng
from kiosk.errors import Unavailable
from kiosk.printing.app import choose_platform
from kiosk.settings import Settings, read_settings
from kiosk.ui import theme
from kiosk.ui.main_window import MainWindow
from kiosk.ui.tasks import apology
from kiosk.ui.typing import scripts

if TYPE_CHECKING:
    from io import TextIOWrapper

    from kiosk.desk.context import Desk
    from kiosk.desk.operators import Operator

log = logging.getLogger(__name__)


def run_window(home: Path, *, clock: Clock = system_clock) -> int:
    """Show the window of a home until it is closed; set-up first where there is none.  Returns the exit code."""
    application = an_application()
    _log_into(home)
    first = _First(home, clock)
    first.show()
    return int(application.exec())


def open_window(home: Path, *, clock: Clock = system_clock) -> MainWindow:
    """Return the window of a home that is set up, ready to be shown."""
    application = an_application()
    settings = read_settings(home)
    put_on_look(application, settings)
    held = _Held(home, clock)
    window = MainWindow(held.open, settings, _operators(home), clock=clock)
    window.closed.connect(held.leave)
    _admit_faults(window)
    return window


def _admit_faults(window: MainWindow) -> None:
    """Let an exception that nobody caught on the window's thread be logged and said, not lost on a console."""
    before = sys.excepthook

    def admit(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, Exception):
            window.tasks.troubled.emit(apology(error))
        else:
            before(kind, error, trace)

    sys.excepthook = admit
    window.closed.connect(lambda: setattr(sys, "excepthook", before))


def an_application() -> QtWidgets.QApplication:
    """Return the one application, off-screen when there is no display."""
    found = QtWidgets.QApplication.instance()
    if isinstance(found, QtWidgets.QApplication):
        return found
    if not os.environ.get("QT_QPA_PLATFORM"):
        choose_platform()
    made = QtWidgets.QApplication(["kiosk", "-style", "fusion"])
    made.setProperty(theme.STYLED, True)
    made.setApplicationName("kiosk")
    made.setDesktopFileName("kiosk")
    return made


def put_on_look(application: QtWidgets.QApplication, settings: Settings) -> None:
    """Speak the language of the settings, in their theme and size."""
    i18n.use(settings.language)
    scripts.use(settings.typing)
    theme.apply(application, settings.theme, theme.best_scale(application, settings.scale))


def _operators(home: Path) -> "Sequence[Operator]":
    from kiosk.desk.operators import operators_at_start

    try:
        return operators_at_start(home)
    except Unavailable as error:
        log.warning("operators at start: %s", error)  # opening the desk heals
        return ()


class Closable(Protocol):
    """What is held until it is closed."""

    def close(self) -> None:
        """Let go."""


@dataclass
class _Held:
    """A home that one window has for itself."""

    home: Path
    clock: Clock
    locks: "list[Closable]" = field(default_factory=list)

    def open(self) -> "Desk":
        """Take the home, once more perhaps, and open its desk.  Raises Refused `home.busy` and what opening raises."""
        from kiosk.desk.context import home_lock, open_desk

        self.leave()
        self.locks.append(home_lock(self.home))
        try:
            return open_desk(self.home, clock=self.clock)
        except BaseException:
            self.leave()
            raise

    def leave(self) -> None:
        """Let another window have the home."""
        while self.locks:
            self.locks.pop().close()


class _First(QObject):
    """The first window: set-up where there is nothing yet, then the counter."""

    def __init__(self, home: Path, clock: Clock) -> None:
        super().__init__()
        self._home, self._clock = home, clock
        self._window: QWidget | None = None

    def show(self) -> None:
        """Show the window that this home needs."""
        if _is_set_up(self._home):
            self._window = open_window(self._home, clock=self._clock)
        else:
            self._window = self._set_up_window()
        self._window.resize(theme.px(1366), theme.px(768))
        self._window.showMaximized()

    def _set_up_window(self) -> QWidget:
        from kiosk.ui.setup_window import SetUpWindow

        put_on_look(an_application(), Settings())
        window = SetUpWindow(self._home, clock=self._clock, rng=system_rng)
        window.finished.connect(partial(QTimer.singleShot, 0, self, self._go_on))
        return window

    def _go_on(self) -> None:
        before = self._window
        self.show()
        if before is not None:
            before.close()
            before.deleteLater()


def _is_set_up(home: Path) -> bool:
    from kiosk.desk.setup import is_set_up

    return is_set_up(home)


class _Log(logging.FileHandler):
    """Begins its file, and the folder for it, with the first line."""

    def _open(self) -> "TextIOWrapper":
        Path(self.baseFilename).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return super()._open()


def _log_into(home: Path) -> None:
    """Write the log into the home; receive numbers only, never names."""
    handler = _Log(home / "logs" / "kiosk.log", encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger("kiosk")
    root.addHandler(handler)
    root.setLevel(logging.INFO)
