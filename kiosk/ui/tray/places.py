"""Where else a paper could be printed: printers that are known, another address, a file."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout

from kiosk.i18n import _
from kiosk.ui import theme
from kiosk.ui.tray.state import Place
from kiosk.ui.widgets import LATIN, Button, Field, Paragraph, SideCard

MOST = 6
_WIDE = 230


class PlacesCard(SideCard):
    """Signals: `wanted(str)` an address or a file's path, `left()` Esc."""

    wanted = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__(_("Print where?"), "printer")
        self._places: tuple[Place, ...] = ()
        self.buttons: list[Button] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.px(6))
        self.other = Field("tray.printer", _("Another address, or a file"), badge=LATIN)
        self.column.addSpacing(theme.px(6))
        self.column.addLayout(self._rows)
        self.column.addSpacing(theme.px(6))
        self.column.addWidget(Paragraph(_("Another address, or a file"), "caption", "ink2"))
        self.column.addWidget(self.other)
        self.column.addWidget(Paragraph("tcp://192.168.1.87:9100", "caption", "ink2"))
        self.other.entry.key_first = self._key
        self.other.entry.holds_escape = self.isVisible
        self.other.advanced.connect(lambda: self.wanted.emit(self.other.text))
        self.hide()

    def show_places(self, places: tuple[Place, ...] | None) -> None:
        """Show the places and take the keys; None takes the card away."""
        if places is None:
            self.hide()
            return
        if places != self._places:
            self._fill(places[:MOST])
        if not self.isVisible():
            self.other.show_text("")
            self.show()
            self.other.entry.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self, number: int) -> None:
        """Take a place by its number, from 1."""
        if self.isVisible() and 0 < number <= len(self._places):
            self.wanted.emit(self._places[number - 1].url)

    def _fill(self, places: tuple[Place, ...]) -> None:
        self._places = places
        for old in self.buttons:
            self._rows.removeWidget(old)
            old.deleteLater()
        self.buttons = [Button(_short(place.words), key=f"Alt+{n}", small=True) for n, place in enumerate(places, 1)]
        for number, button in enumerate(self.buttons, 1):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _checked=False, number=number: self.choose(number))
            button.setAccessibleName(places[number - 1].words)
            self._rows.addWidget(button)

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        return False


def _short(words: str) -> str:
    """Return words that leave room for their key: an address tells most at its ends."""
    return QFontMetrics(theme.font("small")).elidedText(words, Qt.TextElideMode.ElideMiddle, theme.px(_WIDE))
