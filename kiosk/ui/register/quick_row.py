"""The quick services under the box of services, each with its key."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from kiosk.i18n import _
from kiosk.ui import theme
from kiosk.ui.register import knowledge
from kiosk.ui.register.rows import GAP, LABEL, Row
from kiosk.ui.widgets import Chip

if TYPE_CHECKING:
    from kiosk.domain.catalogue import Service

_LEAST = 3
_SPACE = 8


class QuickRow(Row):
    """Signals: `taken(Service)`."""

    taken = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("Often"), spacing=_SPACE)
        self.line.addStretch(1)
        self._shown: tuple[Service, ...] = ()
        self._chips: list[Chip] = []
        self.hide()

    def show_services(self, services: "tuple[Service, ...]", room: int) -> None:
        """Show these services in a row of `room` pixels."""
        if services == self._shown:
            return
        self._shown = services
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips = [self._chip(place, service) for place, service in enumerate(services)]
        for chip in self._chips:
            self.line.insertWidget(self.line.count() - 1, chip)
        self.fit(room)

    def fit(self, room: int) -> None:
        """Show as many as have room, three at least; the keys of the others hold all the same."""
        room -= theme.px(LABEL + GAP)
        for place, chip in enumerate(self._chips):
            room -= chip.sizeHint().width() + theme.px(_SPACE)
            chip.setVisible(place < _LEAST or room >= 0)

    def _chip(self, place: int, service: "Service") -> Chip:
        chip = Chip(knowledge.quick_name(service), key=f"Ctrl+{place + 1}", quiet=True)
        chip.setObjectName(f"quick.{place + 1}")
        chip.clicked.connect(partial(self.taken.emit, service))
        return chip
