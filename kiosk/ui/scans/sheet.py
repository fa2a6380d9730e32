"""F6: the pages, large, over the window; every act has a key."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QImage, QImageWriter, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from kiosk import i18n
from kiosk.i18n import _
from kiosk.ui import theme
from kiosk.ui.scans.canvas import WHOLE, Box, PageCanvas, moved
from kiosk.ui.scans.presenter import ScansState
from kiosk.ui.widgets import Button, KeyCap, Label, Paragraph, paint

_KEYS = Qt.Key
CTRL, SHIFT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)
_ARROWS = {_KEYS.Key_Left: (-1, 0), _KEYS.Key_Right: (1, 0), _KEYS.Key_Up: (0, -1), _KEYS.Key_Down: (0, 1)}


def clipboard_picture() -> bytes:
    """Return the picture on the clipboard as PNG; empty when there is none."""
    return png_of(QGuiApplication.clipboard().image())


def png_of(image: QImage) -> bytes:
    """Return a picture as PNG; empty when it is none."""
    if image.isNull():
        return b""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


class ScanSheet(QWidget):
    """Signals: `scanned()`, `paths_chosen(list)`, `pasted(bytes)`, `turned(int)`, `cut(tuple|None)`, `stepped(int)`,
    `moved(int)`, `deleted()`, `undone()`, `closed()`.
    """  # noqa: D205 - the signals are the first line

    scanned = Signal()
    paths_chosen = Signal(object)
    pasted = Signal(bytes)
    turned = Signal(int)
    cut = Signal(object)
    stepped = Signal(int)
    moved = Signal(int)
    deleted = Signal()
    undone = Signal()
    closed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("scans.sheet")
        self.setAccessibleName(_("Pages: from a scanner, a file, the clipboard"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Pages of this application"))
        self._state = ScansState()
        self._frame: Box | None = None
        self._before: QWidget | None = None
        self._card = QWidget(self)
        self._title = Label(_("Pages"), "page", strong=True)
        self._problem = Paragraph("", "small", "warn")
        self.canvas = PageCanvas()
        self.canvas.framed.connect(self._draw_frame)
        self._acts = self._make_acts()
        self._build()
        self.hide()
        window.installEventFilter(self)

    def _make_acts(self) -> dict[tuple[Qt.Key, Qt.KeyboardModifier], Callable[[], None]]:
        return {
            (_KEYS.Key_F6, NONE): self.scanned.emit,
            (_KEYS.Key_O, NONE): self.ask_files,
            (_KEYS.Key_V, CTRL): self.paste,
            (_KEYS.Key_R, NONE): partial(self.turned.emit, 1),
            (_KEYS.Key_R, SHIFT): partial(self.turned.emit, -1),
            (_KEYS.Key_C, NONE): self._begin_frame,
            (_KEYS.Key_Delete, NONE): self.deleted.emit,
            (_KEYS.Key_Z, CTRL): self.undone.emit,
            (_KEYS.Key_Left, NONE): partial(self.stepped.emit, -1),
            (_KEYS.Key_Right, NONE): partial(self.stepped.emit, 1),
            (_KEYS.Key_Left, CTRL): partial(self.moved.emit, -1),
            (_KEYS.Key_Right, CTRL): partial(self.moved.emit, 1),
            (_KEYS.Key_Escape, NONE): self.leave,
        }

    def _build(self) -> None:
        column = QVBoxLayout(self._card)
        column.setContentsMargins(theme.px(24), theme.px(14), theme.px(24), theme.px(16))
        column.setSpacing(theme.px(10))
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(KeyCap("Esc"))
        column.addLayout(head)
        column.addWidget(self._problem)
        column.addWidget(self.canvas, 1)
        for line in self._buttons():
            row = QHBoxLayout()
            row.setSpacing(theme.px(8))
            for words, key, icon, act in line:
                button = Button(words, key=key, icon=icon, small=True)
                button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
                button.clicked.connect(act)
                row.addWidget(button)
            row.addStretch(1)
            column.addLayout(row)

    def _buttons(self) -> list[list[tuple[str, str, str, Callable[[], None]]]]:
        act = self._acts
        return [
            [
                (_("From the scanner"), "F6", "scan", act[_KEYS.Key_F6, NONE]),
                (_("From a file"), "O", "folder", act[_KEYS.Key_O, NONE]),
                (_("Paste"), "Ctrl+V", "clipboard-check", act[_KEYS.Key_V, CTRL]),
                (_("Bring back"), "Ctrl+Z", "arrow-back-up", act[_KEYS.Key_Z, CTRL]),
            ],
            [
                (_("Turn"), "R", "rotate", act[_KEYS.Key_R, NONE]),
                (_("Cut"), "C", "", act[_KEYS.Key_C, NONE]),
                (_("Earlier"), "Ctrl+←", "", act[_KEYS.Key_Left, CTRL]),
                (_("Later"), "Ctrl+→", "", act[_KEYS.Key_Right, CTRL]),
                (_("Take away"), "Del", "", act[_KEYS.Key_Delete, NONE]),
            ],
        ]

    # ------------------------------------------------------------------ coming and going

    def open(self) -> None:
        """Lie over the window."""
        if not self.isVisible():
            self._before = QApplication.focusWidget()
        self._frame = None
        self._place()
        self.show()
        self.raise_()
        self.setFocus()
        self.render(self._state)

    def leave(self) -> None:
        """Go away; Esc in a frame only takes the frame away."""
        if self._frame is not None:
            self._frame = None
            self.render(self._state)
            return
        self.hide()
        if self._before is not None:
            self._before.setFocus()
        self.closed.emit()

    def _place(self) -> None:
        window = self.parentWidget()
        if window is not None:
            self.setGeometry(window.rect())
            edge = theme.px(60)
            self._card.setGeometry(self.rect().adjusted(2 * edge, edge // 2, -2 * edge, -edge // 2))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    # ------------------------------------------------------------------ keys

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:  # the window's keys rest while the sheet is open
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & (CTRL | SHIFT)
        if self._frame is not None and self._in_frame(Qt.Key(event.key()), held):
            return
        act = self._acts.get((Qt.Key(event.key()), held))
        if act is not None:
            act()

    def _in_frame(self, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
        """Arrows move the frame's near corner, with Shift the far one; Enter cuts."""
        if key in _ARROWS and self._frame is not None:
            self._draw_frame(moved(self._frame, *_ARROWS[key], far=held == SHIFT))
        elif key in {_KEYS.Key_Return, _KEYS.Key_Enter}:
            frame, self._frame = self._frame, None
            self.cut.emit(None if frame == WHOLE else frame)
        else:
            return False
        return True

    def _begin_frame(self) -> None:
        if self._state.page is not None:
            self._draw_frame(WHOLE)

    def _draw_frame(self, frame: Box) -> None:
        self._frame = frame
        self.render(self._state)

    def ask_files(self) -> None:
        """Ask for files, and hand over which were chosen."""
        kinds = _("Pictures and PDF") + " (*.png *.jpg *.jpeg *.tif *.tiff *.webp *.pdf)"
        dialog = QFileDialog(self, _("Pages from a file"), "", kinds)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog, QApplication.platformName() == "offscreen")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setObjectName("scans.dialog")
        dialog.filesSelected.connect(lambda names: self.paths_chosen.emit([Path(name) for name in names]))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def paste(self) -> None:
        """Hand over the picture on the clipboard."""
        content = clipboard_picture()
        if content:
            self.pasted.emit(content)
        else:
            self._problem.set_text(i18n.sentence("clipboard.empty"))
            self._problem.show()

    # ------------------------------------------------------------------ showing

    def render(self, state: ScansState) -> None:  # type: ignore[override]
        """Show the chosen page."""
        self._state = state
        count = len(state.pages)
        words = _("Page {n} of {count}").format(n=i18n.digits(state.chosen + 1), count=i18n.digits(count))
        self._title.setText(words if count else _("No page yet"))
        self._problem.set_text(self._said())
        self._problem.setVisible(bool(self._said()))
        self.canvas.show_page(state.page.image if state.page else None, self._frame)
        self.canvas.setAccessibleName(self._title.text())

    def _said(self) -> str:
        if self._state.problem:
            return self._state.problem
        if self._frame is not None:
            return _("Arrows move one corner, Shift and arrows the other; Enter cuts, Esc leaves the page whole.")
        return _("reading the page …") if self._state.busy else ""

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        veil = QColor(theme.colour("sunken"))
        veil.setAlphaF(0.85)
        painter.fillRect(self.rect(), veil)
        paint.shadow(painter, self._card.geometry())
        paint.box(painter, self._card.geometry(), fill="sheet", edge="edge", radius=8)
