"""The foot of the sheet: the save button while one writes, the number for ten seconds after."""

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk import i18n
from kiosk.i18n import _
from kiosk.ui import theme
from kiosk.ui.register.saving import SAVED_MS
from kiosk.ui.register.state import RegisterState, Saved
from kiosk.ui.scans.strip import ScanStrip
from kiosk.ui.widgets import BigNumber, Button, Ground, IconLabel, Label, Run, RunsLabel, StateTag


class FootBar(Ground):
    """Whether typing is kept, and the one primary action.  Signals: `save_asked()`, `park_asked()`."""

    save_asked = Signal()
    park_asked = Signal()

    def __init__(self) -> None:
        super().__init__("paper", "t")
        self.setFixedHeight(theme.px(70))
        self._icon = IconLabel("check", "ok", 17)
        self._kept = Label("", "caption", "ok")
        self._kept.setObjectName("kept")
        self._narrow = False
        self._room = 0
        self.save = Button(_("Save and print"), key="Ctrl+Enter", kind="primary")
        self.save.setObjectName("button.save")
        self.save.clicked.connect(self.save_asked)
        row = self._row = QHBoxLayout(self)
        row.setSpacing(theme.px(8))
        self.scans = ScanStrip()
        self.scans.changed.connect(self._give_way)  # before anybody asks how much room there must be
        row.addWidget(self.scans)
        row.addSpacing(theme.px(6))
        row.addWidget(self._icon)
        row.addWidget(self._kept)
        row.addStretch(1)
        self._hint = RunsLabel(
            [Run(_("Without a receipt") + "  ", "ink2", "caption"), Run("Ctrl+Shift+Enter", key=True)]
        )
        row.addWidget(self._hint)
        self.park = Button(_("Put aside"), key="F7")
        self.park.setObjectName("button.park")
        self.park.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.park.clicked.connect(self.park_asked)
        row.addWidget(self.park)
        row.addWidget(self.save)
        self._shown: tuple[object, ...] = ()
        self.set_roomy(False)

    def set_roomy(self, roomy: bool) -> None:  # noqa: FBT001 - a switch
        """Stand in line with the fields of a wide window."""
        side = theme.px(36 if roomy else 20)
        self._row.setContentsMargins(side, 0, side, 0)
        self._hint.setVisible(roomy)

    def set_narrow(self, narrow: bool) -> None:  # noqa: FBT001 - a switch
        """Let the words go that an icon says, too."""
        self._narrow = narrow
        self._kept.setVisible(not narrow)
        self.scans.set_short(narrow)

    def fit(self, room: int) -> None:
        """Keep within `room` pixels: with many pages the words give way, whose icon says it, then the pictures."""
        self._room = room
        self._give_way()

    def _give_way(self) -> None:
        if self._narrow or not self._room:
            return
        spare = self._room - self._least()
        pictures, words = self.scans.pictures_width, self._kept.sizeHint().width() + theme.px(8)
        self.scans.set_short(pictures > spare)
        self._kept.setVisible(words + (pictures if pictures <= spare else 0) <= spare)

    def _least(self) -> int:
        """Return the pixels of all that stays."""
        margins, parts = self._row.contentsMargins(), (self._icon, self._hint, self.park, self.save)
        widths = [part.sizeHint().width() + theme.px(8) for part in parts if not part.isHidden()]
        return margins.left() + margins.right() + theme.px(6 + 3 * 8) + self.scans.least_width + sum(widths)

    def render(self, state: RegisterState) -> None:  # type: ignore[override]
        """Show whether all typing is on disk, and what the button would do."""
        blank, correcting = state.form.blank, bool(state.form.corrects)
        if (now := (state.kept, blank, state.saving, state.awaiting, correcting)) == self._shown:
            return  # each key comes by here
        self._shown = now
        self.park.setVisible(not blank)
        self._name_save(_("Save the correction") if correcting else _("Save and print"))
        words, icon, tone = _kept_words(state)
        self._icon.setVisible(bool(words))
        self._icon.show_icon(icon, tone)
        self._icon.setToolTip(words)
        self._kept.setText(words)
        self._kept.set_tone(tone)
        self._give_way()

    def _name_save(self, words: str) -> None:
        if words != self.save.text():
            self.save.setText(words)
            self.save.setAccessibleName(words)
            self.save.updateGeometry()


def _kept_words(state: RegisterState) -> tuple[str, str, str]:
    """Return what is said of the form beside the button, its icon and its tone."""
    if state.awaiting:
        return _("waits for the pages …"), "hourglass", "warn"
    if state.saving:
        return _("Saving …"), "edit", "mute"
    if state.kept:
        return _("kept"), "check", "ok"
    return "" if state.form.blank else _("writing …"), "edit", "mute"


_PAPER = {
    "printing": ("printer", "act"),
    "printed": ("check", "ok"),
    "failed": ("printer-off", "warn"),
    "not_known": ("question-mark", "unk"),
    "none": ("receipt", "plain"),
}


def paper_words(paper: str) -> str:
    """Return what became of a receipt."""
    return {
        "printing": _("Receipt is being printed"),
        "printed": _("Receipt printed"),
        "failed": _("Receipt not printed"),
        "not_known": _("Printed or not: look at the paper"),
        "none": _("Without a receipt"),
    }.get(paper, paper)


class SavedStrip(QWidget):
    """The number in one line, above the foot, when the next form needs the room already."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("strip")
        self._tag = StateTag("", "printer", "act")
        self._words = RunsLabel(height=44)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(20), theme.px(3), theme.px(20), 0)
        row.setSpacing(theme.px(10))
        row.addWidget(IconLabel("check", "ok", 20))
        row.addWidget(self._words, 1)
        row.addWidget(self._tag)
        self.hide()

    def render(self, saved: Saved | None) -> None:  # type: ignore[override]
        """Show a number and what became of its paper; none hides the strip."""
        self.setVisible(saved is not None)
        if saved is None:
            return
        number = i18n.receive_number(saved.receive_number)
        self._words.show_runs([Run(number, size="page", bold=True), Run(f"  {saved.name}", "ink2", "small")])
        icon, tone = _PAPER.get(saved.paper, _PAPER["none"])
        self._tag.show_state(paper_words(saved.paper), icon, tone)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("ok-bg"))
        painter.fillRect(0, 0, self.width(), theme.px(3), theme.colour("ok"))


class SavedBand(QWidget):
    """The receive number, huge; a line that shrinks for ten seconds."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("band")
        self._tag = StateTag("", "printer", "act")
        self._tag.setObjectName("band.paper")
        self.number = BigNumber()
        self.number.setObjectName("band.number")
        self._below, self._day = RunsLabel(height=30), RunsLabel(height=30)
        self._day.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._shown: Saved | None = None
        self._clock = QElapsedTimer()
        self._tick = QTimer(self, interval=100)
        self._tick.timeout.connect(self._on_tick)
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(28), theme.px(18), theme.px(28), theme.px(16))
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(theme.px(10))
        head.addWidget(IconLabel("check", "ok", 24))
        self._title = Label(_("It is saved"), "title", "ok", strong=True)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._tag)
        column.addLayout(head)
        column.addWidget(self.number)
        foot = QHBoxLayout()
        foot.setSpacing(0)
        foot.addWidget(self._below)
        foot.addWidget(self._day)
        foot.addStretch(1)
        hint = [Run(_("void within 2 minutes") + "  ", "ink2", "caption"), Run("Ctrl+Shift+B", key=True)]
        void = RunsLabel(hint, height=30)
        void.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        foot.addSpacing(theme.px(16))
        foot.addWidget(void)
        column.addLayout(foot)

    def render(self, saved: Saved | None) -> None:  # type: ignore[override]
        """Show a number and what became of its paper."""
        if saved is None:
            self._shown = None
            self._tick.stop()
            return
        if self._shown is None or self._shown.receive_number != saved.receive_number:
            self._clock.start()
            self._tick.start()
            self._title.setText(_("It is corrected") if saved.corrected else _("It is saved"))
            self.number.show_number(saved.receive_number)
            self._below.show_runs([Run(saved.name, bold=True), Run(f" · {saved.service}")])
            self._day.show_runs(self._promised(saved))
        icon, tone = _PAPER.get(saved.paper, _PAPER["none"])
        self._tag.show_state(paper_words(saved.paper), icon, tone)
        self._shown = saved

    def _promised(self, saved: Saved) -> list[Run]:
        if saved.promised_on is None:
            return []
        return [Run(" · " + _("promised for") + " "), Run(i18n.day(saved.promised_on), bold=True)]

    def _on_tick(self) -> None:
        self.update(0, self.height() - theme.px(5), self.width(), theme.px(5))

    def hideEvent(self, event: QHideEvent) -> None:
        self._tick.stop()
        super().hideEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("ok-bg"))
        painter.fillRect(0, 0, self.width(), theme.px(4), theme.colour("ok"))
        if self._clock.isValid():
            left = max(0.0, 1 - self._clock.elapsed() / SAVED_MS)
            tall = theme.px(5)
            painter.fillRect(0, self.height() - tall, round(self.width() * left), tall, theme.colour("ok"))
