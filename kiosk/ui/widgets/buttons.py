"""What is pressed: buttons and chips, each wearing its key."""

from typing import Literal

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from kiosk.ui import icons, theme
from kiosk.ui.widgets import paint

ButtonKind = Literal["plain", "primary", "danger"]


class Pressable(QAbstractButton):
    """A painted button: icon, words, keycap.  Enter presses it as Space does."""

    halo_radius = 6

    def __init__(self, words: str, *, key: str = "", icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key, self._icon = key, icon
        self._hover = False
        self.setText(words)
        self.setAccessibleName(words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.click()
            return
        super().keyPressEvent(event)

    def show_key(self, key: str) -> None:
        """Show another keycap; an empty one: none."""
        if key != self._key:
            self._key = key
            self.updateGeometry()
            self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hover = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = False
        self.update()
        super().leaveEvent(event)

    def _style(self) -> QFont:
        return theme.font()

    def _padding(self) -> int:
        return theme.px(18)

    def _tall(self) -> int:
        return theme.px(44)

    def _gap(self) -> int:
        return theme.px(10)

    def sizeHint(self) -> QSize:
        return QSize(self._content_width() + 2 * self._padding(), self._tall())

    def _icon_size(self) -> int:
        return 20

    def _content_width(self) -> int:
        width = paint.width_of(self.text(), self._style())
        if self._key:
            width += self._gap() + paint.keycap_width(self._key)
        if self._icon:
            width += theme.px(self._icon_size()) + (self._gap() if self.text() else 0)
        return width

    def _paint_content(self, painter: QPainter, role: str, *, cap_on: str = "") -> None:
        middle = self.height() / 2
        x = float((self.width() - self._content_width()) // 2)
        if self._icon:
            size = self._icon_size()
            icons.draw(painter, self._icon, role, x, middle - theme.px(size) / 2, size)
            x += theme.px(size) + self._gap()
        width = paint.width_of(self.text(), self._style())
        paint.text(painter, QRect(round(x), 0, width, self.height()), self.text(), role=role, style=self._style())
        if self._key:
            paint.keycap(painter, x + width + self._gap(), middle, self._key, on=cap_on)


class Button(Pressable):
    """A button 44 high (38 when `small`): one `primary` a screen; `danger` is outlined, never filled."""

    def __init__(
        self, words: str, *, key: str = "", icon: str = "", kind: ButtonKind = "plain", small: bool = False
    ) -> None:
        self._kind, self._small = kind, small
        super().__init__(words, key=key, icon=icon)

    @property
    def is_primary(self) -> bool:
        """Whether it is the one that a screen is for."""
        return self._kind == "primary"

    def _style(self) -> QFont:
        return theme.font("small" if self._small else "body", bold=self._kind == "primary")

    def _padding(self) -> int:
        return theme.px(12 if self._small else 18)

    def _tall(self) -> int:
        return theme.px(38 if self._small else 44)

    def _roles(self) -> tuple[str, str, str]:
        """Return fill, border and ink."""
        if not self.isEnabled():
            return "sunken", "line", "mute"
        if self._kind == "primary":
            fill = "accent-down" if self._hover or self.isDown() else "accent"
            return fill, fill, "on-accent"
        ink = "bad" if self._kind == "danger" else "ink"
        edge = "bad" if self._kind == "danger" else "accent" if self._hover or self.hasFocus() else "edge"
        return "soft" if self._hover or self.isDown() else "sheet", edge, ink

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill, edge, ink = self._roles()
        wide = 2 if self.hasFocus() and self._kind != "primary" else 0
        paint.box(painter, self.rect(), fill=fill, edge=edge, width=wide, radius=6)
        self._paint_content(painter, ink, cap_on="on-accent" if ink == "on-accent" else "")


class Chip(Pressable):
    """A choice among a few, 40 high; the chosen one is accent, ticked, bold.  `quiet` ones are offers."""

    halo_radius = 20

    def __init__(self, words: str, *, key: str = "", quiet: bool = False, focusable: bool = False) -> None:
        self._quiet = quiet
        super().__init__(words, key=key)
        self.setCheckable(not quiet)
        self.toggled.connect(self._on_toggled)
        if quiet:
            self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if focusable else Qt.FocusPolicy.NoFocus)

    def _on_toggled(self, chosen: bool) -> None:  # noqa: FBT001 - Qt's signal
        self._icon = "check" if chosen else ""
        self.updateGeometry()
        self.update()

    def _style(self) -> QFont:
        return theme.font("small" if self._quiet else "body", bold=self.isChecked())

    def _padding(self) -> int:
        return theme.px(10 if self._quiet else 13)

    def _tall(self) -> int:
        return theme.px(40)

    def _gap(self) -> int:
        return theme.px(7 if self._quiet else 8)

    def _icon_size(self) -> int:
        return 17

    def _roles(self) -> tuple[str, str, str]:
        if not self.isEnabled():
            return "sunken", "line", "mute"
        if self.isChecked():
            return "accent", "accent", "on-accent"
        edge = "accent" if self._hover else "line" if self._quiet else "edge"
        return "soft" if self._hover else "sheet", edge, "ink"

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill, edge, ink = self._roles()
        paint.box(painter, self.rect(), fill=fill, edge=edge, width=2 if self.hasFocus() else 0, radius=20)
        if self._quiet:
            self._paint_offer(painter, ink)
        else:
            self._paint_content(painter, ink, cap_on="on-accent" if self.isChecked() else "")

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(120), self._tall()) if self._quiet else self.sizeHint()

    def _paint_offer(self, painter: QPainter, ink: str) -> None:
        """Key first, then the words."""
        x = self._padding()
        if self._key:
            x += paint.keycap(painter, x, self.height() / 2, self._key) + self._gap()
        room = QRect(x, 0, self.width() - x - theme.px(4), self.height())
        paint.text(painter, room, self.text(), role=ink, style=self._style(), elide=True)
