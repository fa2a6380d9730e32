"""The window of the first start."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.domain.clock import Clock, Rng
from kiosk.i18n import _
from kiosk.ui import icons, theme
from kiosk.ui.setup.presenter import SetUpPresenter
from kiosk.ui.setup.view import SetUpView
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
        self.view = SetUpView()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self._halo = FocusHalo(self)
        self._connect()

    def _connect(self) -> None:
        view, presenter = self.view, self._presenter
        presenter.changed.connect(view.render)
        presenter.finished.connect(self.finished)
        view.changed.connect(presenter.on_changed)
        view.went_on.connect(presenter.go_on)
        view.went_back.connect(presenter.go_back)
        view.alone.connect(presenter.begin_alone)
        view.printer_asked.connect(presenter.ask_printer)
        view.file_chosen.connect(presenter.read_file)
        view.render(presenter.state)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Finish what was asked for."""
        self.tasks.stop()
        super().closeEvent(event)
