"""Ctrl+V of a picture, whatever field one stands in: text goes into the field, a picture to the pages."""

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from kiosk.ui.scans.presenter import ScansPresenter


class PasteWatch(QObject):
    """Watches the focused widget of a screen alone; every other event costs nothing."""

    def __init__(self, screen: QWidget, presenter: "ScansPresenter") -> None:
        super().__init__(screen)
        self._screen, self._presenter = screen, presenter
        self._watched: QWidget | None = None
        application = QApplication.instance()
        assert isinstance(application, QApplication)  # noqa: S101 - a screen needs one
        application.focusChanged.connect(self._on_focus)

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._watched is not None and shiboken6.isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = new if new is not None and self._screen.isAncestorOf(new) else None
        if self._watched is not None:
            self._watched.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        return event.matches(QKeySequence.StandardKey.Paste) and self._take()

    def _take(self) -> bool:
        from kiosk.ui.scans.sheet import clipboard_picture

        mime = QGuiApplication.clipboard().mimeData()
        if mime is None or mime.hasText() or not mime.hasImage():  # None: an empty clipboard, whatever the stubs say
            return False
        self._presenter.take_picture(clipboard_picture())
        return True
