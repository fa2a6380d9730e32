"""The middle of the strip: where to go, what to bring, what else it may be."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from kiosk.domain.slips import FloorPlan
from kiosk.i18n import _
from kiosk.ui import icons, theme
from kiosk.ui.helpdesk.floor import paint_floor
from kiosk.ui.helpdesk.guidance import Choice, Guidance
from kiosk.ui.helpdesk.presenter import HelpdeskState
from kiosk.ui.widgets import IconLabel, KeyCap, Label, Paragraph, Rule, SideCard
from kiosk.ui.widgets import paint as painting
from kiosk.ui.widgets.scrolled import scrolled

TALL = 400
ROOM, ELSE = 322, 348
PLAN = 116
"""The floor below the room's number."""
LONG_STOP = 60
"""Longer sentences are set smaller."""
ONE_COLUMN = 5
"""More papers than these stand in two columns."""


class Guide(QWidget):
    """Three columns in one frame.  Signals: `chosen(int)` a row of the guesses, -1 the words as they are."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(theme.px(TALL))
        self._where, self._what, self._others = _Where(), _What(), _Others()
        self._others.chosen.connect(self.chosen)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._where)
        row.addWidget(self._what, 1)
        row.addWidget(self._others)

    def show_state(self, state: HelpdeskState) -> None:
        """Show the guidance of what is chosen, and the other guesses."""
        self._where.show_guidance(state.guidance)
        self._what.show_guidance(state.guidance, typed=bool(state.topic.strip()))
        self._others.show_choices(state)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painting.box(painter, self.rect(), fill="sheet", edge="line", radius=8)
        frame = QPainterPath()
        frame.addRoundedRect(self.rect().toRectF(), theme.px(8), theme.px(8))
        painter.setClipPath(frame)
        left = QRect(0, 0, self._where.width(), self.height())
        painter.fillRect(left, theme.colour("accent" if self._where.known else "sunken"))
        painter.fillRect(self._others.geometry(), theme.colour("paper"))
        painter.fillRect(QRect(self._others.x(), 0, theme.border(), self.height()), theme.colour("line"))


class _Where(QWidget):
    """The room, large; a branch whose room nobody confirmed is named instead."""

    def __init__(self) -> None:
        super().__init__()
        self.known = False
        self.setFixedWidth(theme.px(ROOM))
        self._place = self._branch = self._floor = self._stop = ""
        self._plan: tuple[FloorPlan, str] | None = None

    def show_guidance(self, guidance: Guidance | None) -> None:
        self.known = guidance is not None
        self._place = guidance.room if guidance else ""
        self._branch = guidance.branch if guidance else ""
        self._floor = guidance.floor if guidance else ""
        self._stop = guidance.stop if guidance else ""
        self._plan = guidance.plan if guidance else None
        self.setAccessibleName(f"{self._stop or self._place} {self._branch}".strip())
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        inner = self.rect().adjusted(theme.px(20), theme.px(14), -theme.px(16), -theme.px(16))
        role = "on-accent" if self.known else "mute"
        head = QRect(inner.left(), inner.top(), inner.width(), theme.line_height("body"))
        painting.text(painter, head, _("Not here") if self._stop else _("Where to go"), role=role)
        if self._stop:
            style = "title" if len(self._stop) > LONG_STOP else "page"
            _wrapped(painter, inner.adjusted(0, theme.px(44), 0, 0), self._stop, role, style)
        elif self._place:
            self._paint_room(painter, inner, head.bottom())
        elif self.known and not self._branch:
            _wrapped(painter, inner.adjusted(0, theme.px(40), 0, 0), _("At this helpdesk"), role, "page")
        elif self.known:
            _wrapped(painter, inner.adjusted(0, theme.px(40), 0, 0), self._branch, role, "page")
            foot = QRect(inner.left(), inner.bottom() - theme.px(56), inner.width(), theme.px(56))
            _wrapped(painter, foot, _("The room is not noted yet: ask here."), role, "caption", bold=False)
        else:
            size = 32
            icons.draw(painter, "map-pin", "mute", inner.left(), inner.top() + theme.px(44), size)

    def _paint_room(self, painter: QPainter, inner: QRect, top: int) -> None:
        tall = theme.line_height("number")
        room = QRect(inner.left(), top, inner.width(), tall)
        painting.text(painter, room, self._place, role="on-accent", style=theme.font("number", bold=True))
        rest = QRect(inner.left(), top + tall, inner.width(), inner.bottom() - top - tall)
        flags = Qt.TextFlag.TextWordWrap
        _wrapped(painter, rest, self._floor or self._branch, "on-accent", "title")
        end = painter.boundingRect(rest, flags, self._floor or self._branch).bottom()
        if self._floor:
            rest.setTop(end + theme.px(4))
            _wrapped(painter, rest, self._branch, "on-accent", "body", bold=False)
            end = painter.boundingRect(rest, flags, self._branch).bottom()
        high = theme.px(PLAN)
        area = QRect(inner.left(), inner.bottom() - high, inner.width(), high)
        if self._plan and area.top() > end:  # the words come first
            paint_floor(painter, area, *self._plan, self._place)


def _wrapped(painter: QPainter, rect: QRect, words: str, role: str, size: str, *, bold: bool = True) -> None:
    painter.setFont(theme.font(size, bold=bold))
    painter.setPen(theme.colour(role))
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
    painter.drawText(rect, flags, words)


class _What(QWidget):
    """Name, stop rule, papers, time and fee."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Guidance | None, bool] | None = None
        self._inside: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.px(20), theme.px(12), theme.px(16), theme.px(10))

    def show_guidance(self, guidance: Guidance | None, *, typed: bool) -> None:
        if self._shown == (guidance, typed):
            return
        self._shown = (guidance, typed)
        if self._inside is not None:
            self._column.removeWidget(self._inside)
            self._inside.hide()
            self._inside.deleteLater()
        self._inside = _guided(guidance) if guidance else _unguided(typed=typed)
        self._column.addWidget(self._inside)


def _guided(guidance: Guidance) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(Label(guidance.name, "title", strong=True, wrap=True))
    if guidance.about:
        column.addWidget(Label(guidance.about, "caption", "ink2", wrap=True))
    column.addSpacing(theme.px(4))
    if guidance.papers or not guidance.stop:
        column.addWidget(Label(_("What is needed"), strong=True))
        column.addWidget(_papers(guidance.papers), 1)
    else:
        column.addStretch(1)
    if guidance.stop:
        return made
    column.addWidget(Rule())
    column.addSpacing(theme.px(6))
    column.addLayout(_facts(guidance))
    return made


def _facts(guidance: Guidance) -> QGridLayout:
    """Return what is asked next, in two columns: time and fee, hours and officer, and what if not."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.px(12))
    grid.setVerticalSpacing(0)
    facts = (
        (_("Time"), guidance.days, 0, 0),
        (_("Fee"), guidance.fee, 0, 2),
        (_("Officer"), guidance.officer, 1, 0),
        (_("Hours"), guidance.hours, 1, 2),
        (_("If refused"), guidance.refused, 2, 0),
    )
    for name, value, row, column in facts:
        if value:
            span = 3 if row == 2 else 1
            grid.addWidget(Label(name, "caption", "ink2"), row, column, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Label(value, "caption", strong=row == 0, wrap=True), row, column + 1, 1, span)
    grid.setColumnStretch(1, 2)
    grid.setColumnStretch(3, 3)
    return grid


def _papers(papers: tuple[str, ...]) -> QWidget:
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, theme.px(8), 0)
    grid.setVerticalSpacing(theme.px(2))
    grid.setHorizontalSpacing(theme.px(16))
    shown = papers or (_("nothing that is known"),)
    rows = len(shown) if len(shown) <= ONE_COLUMN else (len(shown) + 1) // 2
    for place, paper in enumerate(shown):
        grid.addLayout(_paper(paper), place % rows, place // rows)
        grid.setColumnStretch(place // rows, 1)
    grid.setRowStretch(rows, 1)
    return scrolled(holder)


def _paper(words: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.px(9))
    row.addWidget(_dropped(IconLabel("file-text", "ink", 17)), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Paragraph(words), 1)
    return row


def _dropped(icon: IconLabel) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, theme.px(5), 0, 0)
    column.addWidget(icon)
    return holder


def _unguided(*, typed: bool) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.addStretch(1)
    icon, line = ("edit", _("No service has these words")) if typed else ("search", _("Write what they want"))
    hint = _("Your words are written down as they are.") if typed else _("For example khatian, licence, land.")
    column.addWidget(IconLabel(icon, "mute", 32), 0, Qt.AlignmentFlag.AlignHCenter)
    column.addWidget(Label(line, strong=True), 0, Qt.AlignmentFlag.AlignHCenter)
    column.addWidget(Label(hint, "caption", "ink2"), 0, Qt.AlignmentFlag.AlignHCenter)
    column.addStretch(1)
    return made


class _Others(QWidget):
    """The guesses, one under the other; last the words as they were typed."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(theme.px(ELSE))
        self._rows: list[_ChoiceRow] = []
        self._shown: tuple[tuple[Choice, ...], str] = ((), "")
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(theme.px(16), 0, theme.px(14), 0)
        head.addWidget(Label(_("It may also be"), strong=True), 1)
        for key in "↑↓":
            head.addWidget(KeyCap(key))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.border(), theme.px(12), 0, theme.px(8))
        self._column.setSpacing(0)
        self._column.addWidget(self._head)
        self._column.addSpacing(theme.px(4))
        self._column.addStretch(1)
        self.before = SideCard("", "")
        self._said = Paragraph("", "caption")
        margin = theme.px(6)
        self.before.column.setContentsMargins(2 * margin, margin, 2 * margin, margin)
        self.before.column.addWidget(self._said)
        holder = QHBoxLayout()
        holder.setContentsMargins(theme.px(14), 0, theme.px(14), theme.px(4))
        holder.addWidget(self.before)
        self._column.addLayout(holder)

    def show_choices(self, state: HelpdeskState) -> None:
        words = state.topic.strip()
        if (state.choices, words) != self._shown:
            self._shown = (state.choices, words)
            self._rebuild(state.choices, words)
        self._head.setVisible(bool(self._rows))
        self._said.set_text(state.before)
        self.before.setVisible(bool(state.before))
        for row in self._rows:
            row.setChecked(row.number == state.chosen)

    def _rebuild(self, choices: tuple[Choice, ...], words: str) -> None:
        for old in self._rows:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._rows = [_ChoiceRow(number, choice) for number, choice in enumerate(choices)]
        if words and choices:
            typed = Choice("", f"“{words}”", _("only as it was written"))
            self._rows.append(_ChoiceRow(-1, typed))
        for place, row in enumerate(self._rows, 2):
            row.clicked.connect(lambda _checked=False, number=row.number: self.chosen.emit(number))
            self._column.insertWidget(place, row)


class _ChoiceRow(QAbstractButton):
    """A guess: name, and where it is or that it is not here."""

    def __init__(self, number: int, choice: Choice) -> None:
        super().__init__()
        self.number, self._choice = number, choice
        self.setCheckable(True)
        self.setAccessibleName(f"{choice.name} {choice.stop or choice.place}")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(ELSE), theme.px(54))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.isChecked():
            painter.fillRect(self.rect(), theme.colour("soft"))
            painter.fillRect(QRect(0, 0, theme.px(5), self.height()), theme.colour("accent"))
        inner = self.rect().adjusted(theme.px(16), theme.px(1), -theme.px(12), -theme.px(1))
        upper = QRect(inner.left(), inner.top(), inner.width(), theme.px(28))
        bold = theme.font("small", bold=self.isChecked())
        painting.text(painter, upper, self._choice.name, style=bold, elide=True)
        lower = QRect(inner.left(), upper.bottom() - theme.px(2), inner.width(), theme.px(26))
        if self._choice.stop:
            icons.draw(painter, "ban", "warn", lower.left(), lower.center().y() - theme.px(8), 17)
            lower.setLeft(lower.left() + theme.px(24))
        role = "warn" if self._choice.stop else "ink2"
        words = self._choice.stop or self._choice.place
        painting.text(painter, lower, words, role=role, style=theme.font("caption"), elide=True)
