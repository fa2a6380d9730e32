"""The focus ring: one overlay that follows the focus, soft, outside the control."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from kiosk.ui import theme

RING = 3


class FocusHalo(QWidget):
    """Draws 3 px outside the control that has the focus; the mouse goes through it.

    A control says `halo_radius`; the ring lives on the nearest scrolled area or on the window.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        target = new if new is not None and self._window.isAncestorOf(new) else None
        while target is not None and not hasattr(target, "halo_radius"):
            target = target.parentWidget()
        self._follow(target)

    def _follow(self, target: QWidget | None) -> None:
        for widget in self._watched:
            widget.removeEventFilter(self)
        self._watched.clear()
        self._target = target
        if target is None:
            self.hide()
            return
        surface = self._surface(target)
        self.setParent(surface)
        step: QWidget | None = target
        while step is not None and step is not surface:
            step.installEventFilter(self)
            self._watched.append(step)
            step = step.parentWidget()
        self._place()
        QTimer.singleShot(0, self, self._place)

    def _surface(self, target: QWidget) -> QWidget:
        step = target.parentWidget()
        while step is not None and step is not self._window:
            holder = step.parentWidget()
            area = holder.parentWidget() if holder is not None else None
            if isinstance(area, QScrollArea) and area.widget() is step:
                return step
            step = holder
        return self._window

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide}:
            self._place()
        elif event.type() == QEvent.Type.Destroy and watched is self._target:
            self._target = None
            self.hide()
        return False

    def _place(self) -> None:
        target, surface = self._target, self.parentWidget()
        if target is None or surface is None or not target.isVisible():
            self.hide()
            return
        ring = theme.px(RING)
        corner = target.mapTo(surface, QPoint(0, 0))
        place = QRect(corner, target.size()).adjusted(-ring, -ring, ring, ring)
        if place != self.geometry():
            self.setGeometry(place)
            self.setMask(self._outline(ring + theme.px(getattr(target, "halo_radius", 6))))
        if self.isHidden():
            self.show()
        self.raise_()

    def _outline(self, corner: int) -> QRegion:
        """Return where the ring lies: what is drawn inside it is not drawn again for it."""
        ring, whole = theme.px(RING), self.rect()
        inner = QRegion(whole.adjusted(corner, ring, -corner, -ring))
        inner += QRegion(whole.adjusted(ring, corner, -ring, -corner))
        return QRegion(whole) - inner

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._target is None:
            return
        ring = theme.px(RING)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("halo"), ring))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = theme.px(getattr(self._target, "halo_radius", 6)) + ring / 2
        half = ring / 2
        painter.drawRoundedRect(self.rect().toRectF().adjusted(half, half, -half, -half), radius, radius)
