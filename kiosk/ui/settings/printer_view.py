"""The printer's page: what was found, its width, a test page beside its picture, and what came out of it."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from kiosk.i18n import _
from kiosk.ui import theme
from kiosk.ui.settings.finder import ANSWERS, FinderState, answer_name, place_name, profile_name
from kiosk.ui.settings.presenter import Said
from kiosk.ui.settings.view import SaidLine
from kiosk.ui.widgets import LATIN, Button, Chip, Field, Ground, KeyCap, Label, Paragraph, Pressable, SideCard
from kiosk.ui.widgets import paint as painting
from kiosk.ui.widgets.keys import bind_keys
from kiosk.ui.widgets.scrolled import scrolled

MOST = 9
"""So many printers have a digit."""
SIDE = 400


class PrinterView(QWidget):
    """Signals: `address_written(str)`, `search_asked()`, `chosen(int)` a printer found, `profile_chosen(str)`,
    `test_asked()`, `answered(str)` what came out, `left()` Esc, `shown()`.
    """  # noqa: D205 - the signals are the first line

    address_written = Signal(str)
    search_asked = Signal()
    chosen = Signal(int)
    profile_chosen = Signal(str)
    test_asked = Signal()
    answered = Signal(str)
    left = Signal()
    shown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("printer")
        self.address = Field("printer.address", _("Network address"), badge=LATIN, hint="192.0.2.10")
        self.search = Button(_("Search"), key="Alt+S", icon="search", small=True)
        self.test = Button(_("Print a test page"), key="Alt+T", icon="printer", kind="primary", small=True)
        self.rows = [PrinterRow(place) for place in range(MOST)]
        self.answers = {what: Chip(answer_name(what), key=f"Alt+{n}") for n, what in enumerate(ANSWERS, 1)}
        self.profiles: dict[str, Chip] = {}
        self._progress = Label("", "caption", "ink2")
        self._said = SaidLine(0)
        self._chosen = Paragraph("", "small")
        self._widths = QHBoxLayout()
        self._question = self._question_card()
        self.paper = PaperPicture()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._work(), 1)
        row.addWidget(self._side())
        self._connect()

    def _work(self) -> QScrollArea:
        ground = Ground("paper")
        column = QVBoxLayout(ground)
        column.setContentsMargins(theme.px(28), theme.px(14), theme.px(20), theme.px(20))
        column.setSpacing(theme.px(12))
        column.addLayout(self._head())
        column.addWidget(self._search_card())
        column.addWidget(self._try_card())
        column.addWidget(self._question)
        column.addStretch(1)
        return scrolled(ground, sideways=True)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(Label(_("Receipt printer"), "page", strong=True), 1)
        close = Button(_("Back"), key="Esc", small=True)
        close.clicked.connect(self.left)
        row.addWidget(close)
        return row

    def _search_card(self) -> SideCard:
        card = SideCard(_("Printers that are here"), "search")
        card.column.addSpacing(theme.px(6))
        line = QHBoxLayout()
        line.setSpacing(theme.px(12))
        line.addWidget(self.address.label, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.address, 1, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.search, 0, Qt.AlignmentFlag.AlignTop)
        card.column.addLayout(line)
        card.column.addSpacing(theme.px(4))
        card.column.addWidget(self._progress)
        for row in self.rows:
            row.hide()
            card.column.addWidget(row)
        return card

    def _try_card(self) -> SideCard:
        card = SideCard(_("Chosen"), "printer")
        card.column.addSpacing(theme.px(4))
        card.column.addWidget(self._chosen)
        self._widths.setSpacing(theme.px(7))
        self._widths.addWidget(Label(_("Paper or model"), "small", "ink2"))
        self._widths.addWidget(KeyCap("Alt+W"))
        self._widths.addStretch(1)
        self._widths.addWidget(self.test)
        card.column.addSpacing(theme.px(6))
        card.column.addLayout(self._widths)
        card.column.addSpacing(theme.px(4))
        card.column.addWidget(self._said)
        return card

    def _question_card(self) -> SideCard:
        card = SideCard(_("What came out of the printer?"), "question-mark")
        card.column.addSpacing(theme.px(6))
        for first in (0, 3):
            line = QHBoxLayout()
            line.setSpacing(theme.px(7))
            for what in ANSWERS[first : first + 3]:
                line.addWidget(self.answers[what])
            line.addStretch(1)
            card.column.addLayout(line)
            card.column.addSpacing(theme.px(7))
        card.hide()
        return card

    def _side(self) -> QWidget:
        side = Ground("sunken")
        side.setFixedWidth(theme.px(SIDE))
        column = QVBoxLayout(side)
        column.setContentsMargins(theme.px(20), theme.px(14), theme.px(20), theme.px(14))
        column.setSpacing(theme.px(8))
        column.addWidget(Label(_("It should look like this"), "small", "ink2"))
        column.addWidget(scrolled(self.paper, sideways=True), 1)
        return side

    def _connect(self) -> None:
        self.address.edited.connect(self.address_written)
        self.address.advanced.connect(self.search_asked)
        self.search.clicked.connect(self.search_asked)
        self.test.clicked.connect(self.test_asked)
        for place, row in enumerate(self.rows):
            row.clicked.connect(lambda _checked=False, place=place: self.chosen.emit(place))
        for what, chip in self.answers.items():
            chip.clicked.connect(lambda _checked=False, what=what: self.answered.emit(what))
        keys = {"Alt+S": self.search.click, "Alt+T": self.test.click, "Alt+W": self._next_profile}
        keys |= {f"Alt+{n}": chip.click for n, chip in enumerate(self.answers.values(), 1)}
        keys |= {f"Ctrl+{n}": row.click for n, row in enumerate(self.rows, 1)}
        bind_keys(self, keys)

    def _next_profile(self) -> None:
        names = list(self.profiles)
        chosen = next((name for name, chip in self.profiles.items() if chip.isChecked()), names[-1])
        self.profile_chosen.emit(names[(names.index(chosen) + 1) % len(names)])

    def render(self, state: FinderState) -> None:  # type: ignore[override]
        """Show a state."""
        self.address.show_text(state.address)
        self.search.setEnabled(not state.searching)
        self.test.setEnabled(not state.printing)
        self._progress.setText(_progress(state))
        self._progress.setVisible(bool(self._progress.text()))
        for place, row in enumerate(self.rows):
            row.setVisible(place < len(state.found))
            if place < len(state.found):
                one = state.found[place]
                row.show_printer(one.title, place_name(one.place), one.url, chosen=one.url == state.url)
        known = next((one.title for one in state.found if one.url == state.url), "")
        name = state.url if state.url and state.url != "none:" else _("no printer")
        self._chosen.set_text(f"*{known or name}*" + (f" · {name}" if known and known not in name else ""))
        self._show_profiles(state)
        self._said.say(Said(state.said.text, state.said.tone))
        self._question.setVisible(state.asks)
        for what, chip in self.answers.items():
            chip.setChecked(what == state.answer)
        self.paper.show_picture(state.picture)

    def _show_profiles(self, state: FinderState) -> None:
        if tuple(self.profiles) != state.profiles:
            for chip in self.profiles.values():
                self._widths.removeWidget(chip)
                chip.deleteLater()
            self.profiles = {name: Chip(profile_name(name), focusable=True) for name in state.profiles}
            for place, (name, chip) in enumerate(self.profiles.items()):
                chip.setObjectName(f"profile.{name}")
                chip.clicked.connect(lambda _checked=False, name=name: self.profile_chosen.emit(name))
                self._widths.insertWidget(2 + place, chip)
        for name, chip in self.profiles.items():
            chip.setChecked(name == state.profile)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.address.entry.setFocus(Qt.FocusReason.OtherFocusReason)
        self.shown.emit()


def _progress(state: FinderState) -> str:
    if not state.searching:
        return ""
    done = ", ".join(place_name(place) for place in sorted(state.done))
    return _("Searching… {done}").format(done=_("looked at: {places}").format(places=done) if done else "").strip()


class PrinterRow(Pressable):
    """A printer that was found: its digit, what it is called, where it is."""

    halo_radius = 6

    def __init__(self, place: int) -> None:
        super().__init__("", key=f"Ctrl+{place + 1}")
        self._title, self._where, self._url, self._chosen = "", "", "", False
        self.setObjectName(f"found.{place}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_printer(self, title: str, where: str, url: str, *, chosen: bool) -> None:
        """Show a printer."""
        self._title, self._where, self._url, self._chosen = title, where, url, chosen
        self.setAccessibleName(f"{title}, {where}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(320), theme.px(44))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        hot = self._chosen or self._hover or self.hasFocus()
        edge = "accent" if self._chosen or self.hasFocus() else "line"
        painting.box(painter, self.rect(), fill="soft" if hot else "sheet", edge=edge, radius=6)
        cap = painting.keycap_width(self._key)
        painting.keycap(painter, theme.px(12), self.height() / 2, self._key)
        x = theme.px(12) + cap + theme.px(12)
        small, body = theme.font("caption"), theme.font("small", bold=True)
        side = painting.width_of(self._where, small)
        wide = self.width() - x - side - theme.px(36)
        painting.text(painter, QRect(x, 0, wide, self.height()), self._title, role="ink", style=body)
        end = self.width() - side - theme.px(14)
        painting.text(painter, QRect(end, 0, side + 2, self.height()), self._where, role="ink2", style=small)


class PaperPicture(QWidget):
    """A slip as the printer's own dots, as wide as there is room; grows as long as it must."""

    def __init__(self) -> None:
        super().__init__()
        self._picture: QImage | None = None

    def show_picture(self, picture: QImage | None) -> None:
        """Show a slip."""
        if picture is self._picture:
            return
        self._picture = picture
        self._fit()
        self.update()

    @property
    def picture(self) -> QImage | None:
        """What is shown."""
        return self._picture

    def _fit(self) -> None:
        if self._picture is not None:
            self.setMinimumHeight(self._tall() + theme.px(8))

    def _wide(self) -> int:
        most = self._picture.width() if self._picture is not None else 0
        return min(self.width(), round(most * 0.62 * theme.px(100) / 100))

    def _tall(self) -> int:
        if self._picture is None:
            return 0
        return round(self._picture.height() * self._wide() / max(self._picture.width(), 1))

    def resizeEvent(self, _event: object) -> None:
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._picture is None:
            return
        painter = QPainter(self)
        wide = self._wide()
        frame = QRect((self.width() - wide) // 2, 0, wide, self._tall())
        ratio = self.devicePixelRatioF()
        size = QSize(round(frame.width() * ratio), round(frame.height() * ratio))
        smooth = Qt.TransformationMode.SmoothTransformation
        scaled = self._picture.convertToFormat(QImage.Format.Format_Grayscale8)
        painter.drawImage(frame, scaled.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth))
