"""The day in pictures, counted behind the window and made anew while somebody looks."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from kiosk.domain.clock import dhaka_day
from kiosk.errors import KioskError, Unavailable
from kiosk.i18n import _
from kiosk.ui.messages import sentence_of
from kiosk.ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from kiosk.desk.context import Desk
    from kiosk.desk.dashboard import Picture

FRESH_MS = 30_000


@dataclass(frozen=True, slots=True)
class DashboardState:
    """Everything the screen shows: the picture (None: being counted), and the last sentence with its tone."""

    picture: "Picture | None" = None
    said: str = ""
    tone: str = "plain"
    explained: bool = False


class DashboardPresenter(QObject):
    """Signals: `changed(DashboardState)`."""

    changed = Signal(object)

    def __init__(self, desk: "Desk", tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._tasks = desk, tasks
        self._turn = 0
        self._day: date | None = None
        self.state = DashboardState()
        self._fresh = QTimer(self, interval=FRESH_MS)
        self._fresh.timeout.connect(self._count)

    def use_desk(self, desk: "Desk") -> None:
        """Take a desk with other settings, or one that was opened again."""
        self._desk = desk

    @Slot()
    def open(self) -> None:
        """Show today, and keep it fresh while the screen is open."""
        self._day = None
        self._fresh.start()
        self._count()

    @Slot()
    def close(self) -> None:
        """Count no more: nobody looks."""
        self._fresh.stop()
        self._turn += 1

    @Slot(int)
    def move(self, days: int) -> None:
        """Show a day before or after, never one to come."""
        today = dhaka_day(self._desk.clock())
        day = min((self._day or today) + timedelta(days=days), today)
        self._day = None if day == today else day
        self._count()

    @Slot()
    def explain(self) -> None:
        """Say what each figure counts, or stop saying so."""
        self._show(explained=not self.state.explained)

    def _count(self) -> None:
        self._turn += 1
        day = self._day or dhaka_day(self._desk.clock())
        failed = partial(self._failed, self._turn)
        self._tasks.run(Lane.REGISTER, partial(self._counted, self._turn, day), done=self._came, failed=failed)

    def _counted(self, turn: int, day: date) -> "tuple[int, Picture] | None":
        from kiosk.desk.dashboard import picture_of

        return (turn, picture_of(self._desk, day)) if turn == self._turn else None

    def _came(self, came: "tuple[int, Picture] | None") -> None:
        if came is not None and came[0] == self._turn:
            self._show(picture=came[1])

    def _failed(self, turn: int, error: KioskError) -> None:
        if turn == self._turn:
            self._show(said=sentence_of(error), tone="bad")

    # ------------------------------------------------------------------ out of the window

    @property
    def file_name(self) -> str:
        """What a file is called without its ending."""
        day = self.state.picture.day if self.state.picture else dhaka_day(self._desk.clock())
        return f"day_{day.isoformat()}"

    @Slot(str, bool)
    def told_of_file(self, name: str, kept: bool) -> None:  # noqa: FBT001 - a signal's argument
        """Say what became of a file."""
        if kept:
            self._show(said=_("Saved: {file}").format(file=Path(name).name), tone="ok")
        else:
            self._show(said=sentence_of(Unavailable("file.write", file=Path(name).name)), tone="bad")

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        self.changed.emit(self.state)
