"""How an application came in: a row of chips, the first of the sheet."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from kiosk import i18n
from kiosk.i18n import _
from kiosk.ui import theme
from kiosk.ui.register.form import CHANNELS
from kiosk.ui.register.rows import GAP, LABEL, Row
from kiosk.ui.widgets import Chip

if TYPE_CHECKING:
    from kiosk.ui.register.form import Form

_KEYS = ("Alt+1", *map(str, range(2, len(CHANNELS) + 1)))


def channel_name(channel: str) -> str:
    """Return how an application came in, as the chip says it."""
    return {
        "walk_in": _("In person"),
        "post": _("Post"),
        "email": _("E-mail"),
        "portal": _("Portal"),
        "phone": _("Phone"),
    }[channel]


class ChannelRow(Row):
    """Signals: `chosen(str)` a channel."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(_("Came by"), spacing=8)
        self._chips: dict[str, Chip] = {}
        for place, channel in enumerate(CHANNELS):
            chip = Chip(channel_name(channel), key=_KEYS[place])
            chip.setObjectName(f"channel.{channel.value}")
            chip.clicked.connect(partial(self._on_chip, channel.value))
            self._chips[channel.value] = chip
            self.line.addWidget(chip)
        self.line.addStretch(1)
        self.setFixedHeight(theme.px(44))

    def _on_chip(self, channel: str) -> None:
        self._chips[channel].setChecked(True)
        self.chosen.emit(channel)

    def show_channel(self, form: "Form") -> None:
        """Show the form's channel, and how many letters of a heap there were."""
        for channel, chip in self._chips.items():
            chip.setChecked(channel == form.channel)
        chip, count = self._chips["post"], form.batch
        words = _("Post · {n}").format(n=i18n.digits(count)) if count else channel_name("post")
        if chip.text() != words:
            chip.setText(words)
            chip.setAccessibleName(_("Post, letter {n} of the heap").format(n=i18n.digits(count)) if count else words)
            chip.updateGeometry()

    def fit(self, room: int) -> None:
        """Leave the keys of the channels out where they do not fit; they hold all the same."""
        chips = self._chips.values()
        for key, chip in zip(_KEYS, chips, strict=True):
            chip.show_key(key)
        if sum(chip.sizeHint().width() + theme.px(8) for chip in chips) > room - theme.px(LABEL + GAP):
            for chip in chips:
                chip.show_key("")
