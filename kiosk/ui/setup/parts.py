"""What the pages of the first start are made of: rows, steps, rules, what was said, trouble."""

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kiosk import i18n
from kiosk.i18n import _
from kiosk.ui import icons, theme
from kiosk.ui.setup.form import Rule as PasswordRule
from kiosk.ui.setup.form import Step
from kiosk.ui.setup.presenter import SetUpState
from kiosk.ui.widgets import (
    Button,
    Chip,
    Field,
    IconLabel,
    Label,
    Paragraph,
    Run,
    RunsLabel,
    SideCard,
)
from kiosk.ui.widgets import paint as painting

SHEET = 720
LABEL = 128


def step_name(step: Step) -> str:
    """Return what a page is called."""
    names = {
        Step.OFFICE: _("Office"),
        Step.COUNTER: _("Counter"),
        Step.PRINTER: _("Printer"),
        Step.OPERATOR: _("First person"),
    }
    return names[step]


class Page(QWidget):
    """Rows under each other, the label left of its field."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        ring = theme.px(4)
        self._column.setContentsMargins(0, ring, ring, ring)
        self._column.setSpacing(theme.px(11))
        self._column.addStretch(1)

    def row(self, field: Field, beside: QWidget | None = None, *, width: int = 0) -> None:
        self._put(Row(field, beside, width))

    def chips(self, chips: list[Chip]) -> None:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, theme.px(6))
        row.setSpacing(theme.px(8))
        for chip in chips:
            row.addWidget(chip)
        row.addStretch(1)
        self._put(holder)

    def line(self, *widgets: QWidget) -> None:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(theme.px(LABEL + 12), 0, 0, 0)
        row.setSpacing(theme.px(14))
        for widget in widgets:
            row.addWidget(widget, 1 if isinstance(widget, Said) else 0, Qt.AlignmentFlag.AlignTop)
        if not any(isinstance(widget, Said) for widget in widgets):
            row.addStretch(1)
        self._put(holder)

    def block(self, block: QVBoxLayout) -> None:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(theme.px(LABEL + 12), 0, 0, 0)
        column.addLayout(block)
        self._put(holder)

    def _put(self, widget: QWidget) -> None:
        self._column.insertWidget(self._column.count() - 1, widget)


class Row(QWidget):
    """A label, its field, and a word beside it."""

    def __init__(self, field: Field, beside: QWidget | None, width: int) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(12))
        grid.setColumnMinimumWidth(0, theme.px(LABEL))
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(field.label, 0, 0, top)
        if not width:
            grid.addWidget(field, 0, 1, top)
            grid.setColumnStretch(1, 1)
            return
        grid.addWidget(field, 0, 1, top)
        field.box.setFixedWidth(theme.px(width))
        grid.setColumnStretch(2, 1)
        if beside is not None:
            beside.setMinimumHeight(theme.px(44))
            grid.addWidget(beside, 0, 2, top)


class StepLine(QWidget):
    """A page's name on the indigo: done, here, to come."""

    def __init__(self, step: Step) -> None:
        super().__init__()
        self._step, self._place = step, 1
        self.setFixedHeight(theme.px(46))

    def show_place(self, place: int) -> None:
        """Show whether the page is done (below 0), here (0) or to come."""
        self._place = place
        self.setAccessibleName(step_name(self._step))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        middle, here, done = self.height() / 2, self._place == 0, self._place < 0
        size = theme.px(34)
        circle = self.rect().adjusted(0, round(middle - size / 2), 0, 0)
        circle.setSize(self.rect().size().boundedTo(circle.size()))
        circle.setWidth(size)
        circle.setHeight(size)
        fill = "on-bar" if here else ""
        painting.box(painter, circle, fill=fill, edge="on-bar" if here or done else "on-bar2", radius=17)
        if done:
            icons.draw(painter, "check", "on-bar", circle.center().x() - theme.px(9), middle - theme.px(10), 20)
        else:
            number = i18n.digits(self._step + 1)
            style, centre = theme.font("small", bold=True), Qt.AlignmentFlag.AlignCenter
            painting.text(painter, circle, number, role="bar" if here else "on-bar2", style=style, align=centre)
        words = self.rect().adjusted(theme.px(50), 0, 0, 0)
        role = "on-bar" if here or done else "on-bar2"
        painting.text(painter, words, step_name(self._step), role=role, style=theme.font("title", bold=here))


class RuleLine(QWidget):
    """A rule of the password: kept or not yet."""

    def __init__(self, rule: PasswordRule) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(IconLabel("check" if rule.kept else "dots", "ok" if rule.kept else "mute", 17))
        row.addWidget(Label(rule.text, "caption", "ok" if rule.kept else "ink2", strong=rule.kept), 1)


class Said(QWidget):
    """What the printer answered, with its sign."""

    def __init__(self) -> None:
        super().__init__()
        self._icon, self._words = IconLabel("check", "ok"), Paragraph("", "small")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.px(4), 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)

    def say(self, words: str, tone: str) -> None:
        """Show words with a tone; none hides them."""
        self.setVisible(bool(words))
        if words:
            self._icon.show_icon({"ok": "check", "warn": "alert-triangle"}.get(tone, "alert-circle"), tone or "ok")
            self._words.set_text(words)


class Trouble(SideCard):
    """What is going on, or what went wrong with the whole and what may be done."""

    def __init__(self) -> None:
        super().__init__("", "", "warn")
        self._words = Paragraph("")
        self.alone = Button(_("Begin alone now"), key="Alt+A", small=True)
        hint = [Run(_("Enrol later in the settings."), "ink2", "caption")]
        self._choice = QWidget()
        row = QHBoxLayout(self._choice)
        row.setContentsMargins(0, theme.px(6), 0, 0)
        row.setSpacing(theme.px(12))
        row.addWidget(self.alone)
        row.addWidget(RunsLabel(hint), 1)
        self.column.addWidget(self._words)
        self.column.addWidget(self._choice)
        self.hide()

    def show_state(self, state: SetUpState) -> None:
        """Show trouble, or what is being done."""
        self._words.set_text(f"*{state.trouble}*" if state.trouble else state.busy)
        self.alone.setEnabled(state.offline)
        self._choice.setVisible(state.offline)
        self.setVisible(bool(state.trouble or state.busy))
        self._tone = "warn" if state.trouble else ""
        self.update()
