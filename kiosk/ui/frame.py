"""What lets any page be enlarged: rows stand up where there is no room, the rest is scrolled after the focus."""

from collections.abc import Iterator
from typing import cast

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QBoxLayout,
    QFrame,
    QGridLayout,
    QLayout,
    QLayoutItem,
    QScrollArea,
    QStackedLayout,
    QWidget,
)

from kiosk.ui import theme
from kiosk.ui.widgets import FieldBox, SideCard

_ANY = 16_777_215
"""No limit to a width, as Qt has it."""
_BAR = 120
"""What is lower than this, in pixels of the look, is a bar."""
_WHOLE = (QAbstractButton, FieldBox)
"""What is never taken apart."""
Direction = QBoxLayout.Direction


class Frame(QScrollArea):
    """A page as large as its place; where the page needs more, its rows stand up, and then it is scrolled."""

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self._turned: list[tuple[QBoxLayout, list[tuple[QWidget, int]], int]] = []
        self._stacked: list[tuple[QGridLayout, list[tuple[QWidget, tuple[int, int, int, int]]]]] = []
        self._fitting = False
        self.setProperty("bare", "true")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(page)
        page.installEventFilter(self)
        self.verticalScrollBar().rangeChanged.connect(lambda: follow(QApplication.focusWidget()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and watched is self.widget() and self.isVisible():
            self._fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.oldSize().width() != event.size().width() and not self._fitting:
            self._lay_down()
        super().resizeEvent(event)
        if self.isVisible():
            self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Make room for what changed while nobody looked."""
        super().showEvent(event)
        self._lay_down()
        self._fit()

    def _fit(self) -> None:
        page = self.widget()
        if page is None or self._fitting:
            return
        self._fitting = True
        room = self.maximumViewportSize()
        layout, least = page.layout(), page.minimumSizeHint()
        if layout is not None and least.width() > room.width():
            self._stand_up(layout, room.width() - self.verticalScrollBar().sizeHint().width())
            least = page.minimumSizeHint()
        if least.height() > room.height():
            room.setWidth(room.width() - self.verticalScrollBar().sizeHint().width())
        page.resize(least.expandedTo(room))
        self._fitting = False

    def _stand_up(self, layout: QLayout, room: int) -> None:
        """Let rows wider than `room` pixels stand up, the outermost first."""
        layout.activate()
        if layout.totalMinimumSize().width() <= room:
            return
        if isinstance(layout, QBoxLayout) and layout.direction() == Direction.LeftToRight and _may_stand(layout):
            self._turned.append((layout, list(_freed(layout)), _heightened(layout)))
            layout.setDirection(Direction.TopToBottom)
        if isinstance(layout, QGridLayout):
            self._stack(layout)
        margins = layout.contentsMargins()
        inner = room - margins.left() - margins.right()
        for part in _parts(layout):
            self._stand_up(part, inner)
        layout.invalidate()

    def _stack(self, grid: QGridLayout) -> None:
        """Put the cards of a grid under each other."""
        cards = [card for item in _items(grid) if isinstance(card := item.widget(), SideCard)]
        if grid.columnCount() < 2 or not cards or len(cards) != grid.count():
            return
        self._stacked.append((grid, [(card, _place_in(grid, at)) for at, card in enumerate(cards)]))
        grid.setColumnStretch(1, 0)
        for at, card in enumerate(cards):
            grid.removeWidget(card)
            grid.addWidget(card, at, 0)

    def _lay_down(self) -> None:
        while self._stacked:
            grid, cards = self._stacked.pop()
            grid.setColumnStretch(1, 1)
            for card, place in cards:
                grid.removeWidget(card)
                grid.addWidget(card, *place)
        while self._turned:
            layout, widths, height = self._turned.pop()
            layout.setDirection(Direction.LeftToRight)
            if height and (holder := layout.parentWidget()) is not None:
                holder.setFixedHeight(height)
            for widget, width in widths:
                widget.setFixedWidth(width)


def _items(layout: QLayout) -> Iterator[QLayoutItem]:
    return (item for place in range(layout.count()) if (item := layout.itemAt(place)) is not None)


def _place_in(grid: QGridLayout, at: int) -> tuple[int, int, int, int]:
    row, column, rows, columns = cast("tuple[int, int, int, int]", grid.getItemPosition(at))
    return row, column, rows, columns


def _parts(layout: QLayout) -> Iterator[QLayout]:
    for item in _items(layout):
        if (inner := item.layout()) is not None:
            yield inner
        widget = item.widget()
        counts = widget is not None and (isinstance(layout, QStackedLayout) or not widget.isHidden())
        if widget is not None and counts and not isinstance(widget, _WHOLE):
            within = widget.layout()
            if within is not None:
                yield within


def _may_stand(layout: QBoxLayout) -> bool:
    """Tell whether there is room in height: a bar of a fixed height stays a row, a panel does not."""
    return layout.count() > 1 and not 0 < _fixed_height(layout) < theme.px(_BAR)


def _fixed_height(layout: QBoxLayout) -> int:
    holder = layout.parentWidget()
    fixed = holder is not None and holder.layout() is layout and holder.minimumHeight() == holder.maximumHeight()
    return holder.height() if fixed and holder is not None else 0


def _heightened(layout: QBoxLayout) -> int:
    """Let a panel of a fixed height grow; return that height, 0 where there was none."""
    height, holder = _fixed_height(layout), layout.parentWidget()
    if height and holder is not None:
        holder.setMinimumHeight(0)
        holder.setMaximumHeight(_ANY)
    return height


def _freed(layout: QBoxLayout) -> Iterator[tuple[QWidget, int]]:
    """Let panels of a fixed width be as wide as what they now stand under; yield them and their width."""
    for item in _items(layout):
        widget = item.widget()
        if widget is None or isinstance(widget, (*_WHOLE, SideCard)) or widget.layout() is None:
            continue
        if widget.minimumWidth() == widget.maximumWidth() and widget.minimumWidth() > theme.px(200):
            yield widget, widget.minimumWidth()
            widget.setMinimumWidth(0)
            widget.setMaximumWidth(_ANY)


def follow(widget: QWidget | None) -> None:
    """Scroll whatever scrolls so that a widget can be seen, a line with its box."""
    if widget is not None and isinstance(box := widget.parentWidget(), FieldBox):
        widget = box
    step = widget.parentWidget() if widget is not None else None
    while step is not None and widget is not None:
        within = step.widget() if isinstance(step, QScrollArea) else None
        if isinstance(step, QScrollArea) and within is not None and within.isAncestorOf(widget):
            if widget.height() > step.viewport().height() and not isinstance(widget, QAbstractItemView):
                step.verticalScrollBar().setValue(widget.mapTo(within, QPoint()).y())  # too tall: from its beginning
            else:
                step.ensureWidgetVisible(widget, theme.px(8), theme.px(8))
        step = step.parentWidget()


def scroll_within(area: QScrollArea, pixels: int) -> bool:
    """Scroll an area; False when it was at its end."""
    bar = area.verticalScrollBar()
    before = bar.value()
    bar.setValue(before + pixels)
    return bar.value() != before


def scroll_around(widget: QWidget, pixels: int) -> bool:
    """Scroll the nearest thing around a widget that still moves that way; False when nothing does."""
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea) and scroll_within(around, pixels):
            return True
        around = around.parentWidget()
    return False
