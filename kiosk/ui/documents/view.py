"""The documents' screen: what there is on the left, days and language above, the page as it will be printed."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk import i18n
from kiosk.i18n import _, ascii_digits, ngettext
from kiosk.ui import theme
from kiosk.ui.documents.presenter import DocumentsState
from kiosk.ui.settings.presenter import Said
from kiosk.ui.settings.view import SaidLine
from kiosk.ui.widgets import Button, Chip, DaysHead, Ground, KindList, Label, RowButton, paint
from kiosk.ui.widgets.keys import bind_keys
from kiosk.ui.widgets.scrolled import scrolled

LIST = 320


class DocumentsView(QWidget):
    """Signals: `kind_chosen(str)`, `days_typed(str, str)`, `language_chosen(str)`, `turned(int)` pages,
    `print_asked()`, `save_asked(str)` a path, `stop_asked()`, `shown()`, `left()`.
    """  # noqa: D205 - the signals are the first line

    kind_chosen = Signal(str)
    days_typed = Signal(str, str)
    language_chosen = Signal(str)
    turned = Signal(int)
    print_asked = Signal()
    save_asked = Signal(str)
    stop_asked = Signal()
    shown = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("documents")
        self._state = DocumentsState()
        self.list = KindList(_("Documents"), "document", wide=LIST)
        self.head = DaysHead("documents")
        self.first, self.last = self.head.first, self.head.last
        self.suggest: Callable[[], str] = lambda: "document.pdf"
        self.languages = {"bn": Chip("বাংলা", focusable=True), "en": Chip("English", focusable=True)}
        self.print_ = Button(_("Print"), key="Alt+P", icon="printer", kind="primary", small=True)
        self.save = Button(_("Save as a file"), key="Alt+S", icon="file-text", small=True)
        self.stop = Button(_("Stop"), key="Esc", icon="x", small=True)
        self._count = Label("", "small", "ink2", wrap=True)
        self._said = SaidLine()
        self.page = PageView()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._side())
        row.addWidget(self._desk(), 1)
        self._connect()

    @property
    def kinds(self) -> dict[str, RowButton]:
        """The documents' rows."""
        return self.list.kinds

    def _side(self) -> KindList:
        column = self.list.column
        column.addWidget(self._count)
        self._said.layout().setContentsMargins(0, 0, 0, 0)  # type: ignore[union-attr]
        column.addWidget(self._said)
        for button in (self.stop, self.save, self.print_):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self.stop)
        return self.list

    def _desk(self) -> Ground:
        ground = Ground("sunken")
        column = QVBoxLayout(ground)
        column.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
        column.setSpacing(theme.px(10))
        column.addWidget(self._head())
        self.area = scrolled(self.page)
        column.addWidget(self.area, 1)
        return ground

    def _head(self) -> DaysHead:
        for chip in self.languages.values():
            self.head.add(chip)
        for button in (self.save, self.print_):
            self.head.add(button, end=True)
        return self.head

    def _connect(self) -> None:
        self.head.typed.connect(self.days_typed)
        self.list.chosen.connect(self.kind_chosen)
        for language, chip in self.languages.items():
            chip.clicked.connect(lambda _checked=False, language=language: self.language_chosen.emit(language))
        self.print_.clicked.connect(self.print_asked)
        self.save.clicked.connect(self.choose_file)
        self.stop.clicked.connect(self.stop_asked)
        bind_keys(self, {"Alt+P": self.print_.click, "Alt+S": self.save.click})

    def render(self, state: DocumentsState) -> None:  # type: ignore[override]
        """Show a state; a day that is being typed is left alone."""
        before, self._state = self._state, state
        self.list.show_kinds(state.titles, state.kind)
        self.head.show_days(state.first, state.last, dict(state.problems))
        for language, chip in self.languages.items():
            chip.setChecked(language == state.language)
        self._count.setText(_counted(state))
        self.print_.setEnabled(state.ready and not state.busy)
        self.save.setEnabled(state.ready and not state.busy)
        self.stop.setVisible(state.making)
        self._said.say(Said(state.said, state.tone))
        if before.picture is not state.picture:
            self.page.show_picture(state.picture)
            self.area.verticalScrollBar().setValue(0)

    def choose_file(self) -> None:
        """Ask where the document should be kept."""
        path, _kind = QFileDialog.getSaveFileName(self, _("Save as a file"), self.suggest(), "PDF (*.pdf)")
        if path:
            self.save_asked.emit(path if path.endswith(".pdf") else f"{path}.pdf")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = ascii_digits(event.text())
        bar = self.area.verticalScrollBar()
        down = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape:
            (self.stop_asked if self._state.making else self.left).emit()
        elif event.key() in {Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}:
            self.turned.emit(1 if event.key() == Qt.Key.Key_PageDown else -1)
        elif event.key() in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            self.turned.emit(-self._state.pages if event.key() == Qt.Key.Key_Home else self._state.pages)
        elif down is not None:
            bar.setValue(bar.value() + down * theme.px(90))
        elif not self.list.choose(number):
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.shown.emit()


def _counted(state: DocumentsState) -> str:
    if state.making:
        return _("Being made… {percent}%").format(percent=i18n.digits(state.progress))
    if not state.pages:
        return ""
    rows = ngettext("{n} row", "{n} rows", state.rows).format(n=i18n.digits(state.rows))
    page = _("page {page} of {pages}").format(page=i18n.digits(state.page + 1), pages=i18n.digits(state.pages))
    return f"{rows} · {page}" + ("\nPgUp PgDn ↑ ↓" if state.pages > 1 else "")


class PageView(QWidget):
    """A page, as wide as there is room, on its shadow."""

    def __init__(self) -> None:
        super().__init__()
        self._picture: QImage | None = None
        self._scaled: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Preview of the page"))

    def show_picture(self, picture: QImage | None) -> None:
        """Show another page."""
        self._picture, self._scaled = picture, None
        self._fit()

    def _room(self) -> int:
        """Return how wide the page is: a landscape one takes all, an upright one stays readable."""
        if self._picture is None:
            return 0
        wide = self._picture.width() > self._picture.height()
        return min(self.width() - theme.px(16), theme.px(1600 if wide else 820))

    def _fit(self) -> None:
        picture, room = self._picture, self._room()
        tall = 0 if picture is None or room <= 0 else picture.height() * room // picture.width() + theme.px(16)
        if tall != self.height():
            self.setFixedHeight(max(tall, 1))
        self._scaled = None
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(400), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        room = self._room()
        if self._picture is None or room <= 0:
            return
        ratio = self.devicePixelRatioF()
        if self._scaled is None:
            self._scaled = self._picture.scaledToWidth(round(room * ratio), Qt.TransformationMode.SmoothTransformation)
            self._scaled.setDevicePixelRatio(ratio)
        left, tall = (self.width() - room) // 2, round(self._scaled.height() / ratio)
        painter = QPainter(self)
        place = self.rect().adjusted(left, theme.px(6), left + room - self.width(), 0)
        place.setHeight(tall)
        paint.shadow(painter, place)
        painter.drawImage(place.topLeft(), self._scaled)
