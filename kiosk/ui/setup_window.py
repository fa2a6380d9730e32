"""The window of the first start."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.domain.clock import Clock, Rng
from kiosk.i18n import _
from kiosk.ui import icons, theme
from kiosk.ui.setup.presenter import SetUpPresenter
from kiosk.ui.setup.wiring import set_up_screen
from kiosk.ui.tasks import Tasks
from kiosk.ui.widgets import FocusHalo


class SetUpWindow(QWidget):
    """Signals: `finished()` the counter is set up."""

    finished = Signal()

    def __init__(self, home: Path, *, clock: Clock, rng: Rng) -> None:
        super().__init__()
        self.setWindowTitle(_("District e-Service Centre"))
        self.setWindowIcon(icons.window_icon())
        self.setMinimumSize(theme.px(1180), theme.px(640))
        self.tasks = Tasks(self)
        self._presenter = SetUpPresenter(home, self.tasks, clock=clock, rng=rng, parent=self)
        self._presenter.finished.connect(self.finished)
        self.view = set_up_screen(self._presenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self._halo = FocusHalo(self)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Finish what was asked for."""
        self.tasks.stop()
        super().closeEvent(event)
