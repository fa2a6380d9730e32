"""The first start: left the steps, right one page at a time, calm and without a mouse."""

from collections.abc import Callable

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from kiosk import i18n
from kiosk.i18n import _
from kiosk.ui import icons, theme
from kiosk.ui.setup.form import Rule as PasswordRule
from kiosk.ui.setup.form import Step
from kiosk.ui.setup.presenter import SetUpState
from kiosk.ui.signin.cover import BarRule, Cover
from kiosk.ui.widgets import (
    BANGLA,
    DIGITS,
    LATIN,
    Button,
    Chip,
    Field,
    Ground,
    IconLabel,
    Label,
    Paragraph,
    Rule,
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


class SetUpView(QWidget):
    """Signals: `changed(str, object)` a field of the form, `went_on()`, `went_back()`, `alone()`,
    `printer_asked()`, `finder_asked()`, `file_chosen(str)`.
    """  # noqa: D205 - the signals are the first line

    changed = Signal(str, object)
    went_on = Signal()
    went_back = Signal()
    alone = Signal()
    printer_asked = Signal()
    finder_asked = Signal()
    file_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("setup")
        self.setAcceptDrops(True)
        self._state: SetUpState | None = None
        self.fields: dict[str, Field] = {}
        self._choices: dict[str, list[Chip]] = {}
        self._steps = {step: _StepLine(step) for step in Step}
        self._title = Label("", "page", strong=True)
        self._about = Paragraph("", "small", "ink2")
        self._pages = QStackedWidget()
        self._trouble = _Trouble()
        self._district = Label("", "small", "accent", strong=True)
        self._printer = _Said()
        self._rules = QVBoxLayout()
        self.ask = Button(_("Ask the printer"), key="Ctrl+T", icon="printer", small=True)
        self.search = Button(_("Find and test"), key="Alt+P", icon="search", small=True)
        self._over: QWidget | None = None
        self.back = Button(_("Back"), key="Alt+←")
        self.on = Button("", key="Enter", kind="primary")
        self.choose_file = Button(_("From a file"), key="Ctrl+O", icon="folder", small=True)
        self._fill_pages()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._cover(), 1)
        row.addWidget(self._sheet())
        self._connect()

    def _cover(self) -> Cover:
        cover = Cover()
        cover.office.setText(_("District e-Service Centre"))
        cover.second.setText(_("This counter begins here"))
        cover.middle.setSpacing(theme.px(6))
        for line in self._steps.values():
            cover.middle.addWidget(line)
        words = Label(
            _("Everything stays on this computer and works without the internet."), "body", "on-bar2", wrap=True
        )
        cover.foot.addWidget(BarRule())
        cover.foot.addSpacing(theme.px(10))
        cover.foot.addWidget(words)
        return cover

    def _sheet(self) -> Ground:
        sheet = Ground("sheet")
        sheet.setFixedWidth(theme.px(SHEET))
        column = QVBoxLayout(sheet)
        column.setContentsMargins(theme.px(60), theme.px(48), theme.px(60), 0)
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addWidget(self._about)
        column.addSpacing(theme.px(20))
        column.addWidget(self._pages, 1)
        column.addWidget(self._trouble)
        column.addSpacing(theme.px(12))
        column.addWidget(Rule())
        column.addLayout(self._foot())
        return sheet

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, theme.px(14), 0, theme.px(18))
        row.setSpacing(theme.px(10))
        row.addWidget(self.choose_file)
        row.addStretch(1)
        row.addWidget(self.back)
        row.addWidget(self.on)
        return row

    def _fill_pages(self) -> None:
        self._pages.addWidget(self._office_page())
        self._pages.addWidget(self._counter_page())
        self._pages.addWidget(self._printer_page())
        self._pages.addWidget(self._operator_page())

    def _office_page(self) -> QWidget:
        page = _Page()
        page.row(self._field("district", _("District code"), DIGITS, _("for example 79")), self._district, width=150)
        page.row(self._field("office", _("Name of the centre"), BANGLA))
        return page

    def _counter_page(self) -> QWidget:
        page = _Page()
        page.chips(self._choice("alone", ((True, _("Alone for now")), (False, _("With the central server")))))
        page.row(
            self._field("counter", _("Counter number"), DIGITS),
            Label(_("provisional; the server may give another later"), "caption", "ink2", wrap=True),
            width=150,
        )
        page.row(self._field("server", _("Server"), LATIN, "https://"))
        page.row(self._field("enrolment", _("One-time code"), LATIN, _("from the administrator")))
        return page

    def _printer_page(self) -> QWidget:
        page = _Page()
        page.chips(self._choice("printer", ((True, _("A printer")), (False, _("No printer now")))))
        page.row(self._field("printer_url", _("Address"), LATIN, "tcp://192.0.2.10:9100"))
        page.line(self.search, self.ask)
        page.line(self._printer)
        return page

    def _operator_page(self) -> QWidget:
        page = _Page()
        page.row(self._field("name", _("Name"), BANGLA))
        page.row(self._field("login", _("Login"), LATIN, _("for example shahana")))
        page.row(self._secret("password", _("Password")))
        page.row(self._secret("again", _("Once more")))
        self._rules.setSpacing(0)
        page.block(self._rules)
        return page

    def _field(self, name: str, label: str, badge: str, hint: str = "") -> Field:
        field = Field(name, label, badge=badge, hint=hint)
        field.edited.connect(lambda text, name=name: self.changed.emit(name, text))
        field.advanced.connect(lambda field=field: self._advance(field))
        field.retreated.connect(lambda field=field: self._retreat(field))
        self.fields[name] = field
        return field

    def _secret(self, name: str, label: str) -> Field:
        field = self._field(name, label, LATIN)
        field.entry.setEchoMode(QLineEdit.EchoMode.Password)
        return field

    def _choice(self, name: str, options: tuple[tuple[bool, str], ...]) -> list[Chip]:
        chips = [Chip(words, key=f"Alt+{number}", focusable=False) for number, (_value, words) in enumerate(options, 1)]
        for (value, _words), chip in zip(options, chips, strict=True):
            chip.setObjectName(f"{name}.{value}")
            chip.clicked.connect(lambda _checked=False, value=value: self.changed.emit(name, value))
        self._choices[name] = chips
        return chips

    def _connect(self) -> None:
        self.ask.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.search.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.search.clicked.connect(self.finder_asked)
        for button, signal in ((self.on, self.went_on), (self.back, self.went_back), (self.ask, self.printer_asked)):
            button.clicked.connect(signal)
        self.choose_file.clicked.connect(self._choose_file)
        self._trouble.alone.clicked.connect(self.alone)
        keys: dict[str, Callable[[], object]] = {
            "Alt+Left": self.went_back.emit,
            "Ctrl+T": self.printer_asked.emit,
            "Alt+P": self.search.click,
            "Ctrl+O": self._choose_file,
            "Alt+1": lambda: self._press(0),
            "Alt+2": lambda: self._press(1),
            "Alt+A": self._trouble.alone.click,
        }
        for key, act in keys.items():
            shortcut = QShortcut(QKeySequence(key), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _press(self, number: int) -> None:
        for chips in self._choices.values():
            if chips[number].isVisible():
                chips[number].click()

    def _shown(self) -> list[Field]:
        page = self._pages.currentWidget()
        return [
            field
            for field in self.fields.values()
            if page is not None and page.isAncestorOf(field) and field.isVisible()
        ]

    def _advance(self, field: Field) -> None:
        shown = self._shown()
        place = shown.index(field)
        if place + 1 < len(shown):
            shown[place + 1].entry.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.went_on.emit()

    def _retreat(self, field: Field) -> None:
        shown = self._shown()
        place = shown.index(field)
        if place:
            shown[place - 1].entry.setFocus(Qt.FocusReason.BacktabFocusReason)
        else:
            self.went_back.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Enter also where a page has no field to write in."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.went_on.emit()
        else:
            super().keyPressEvent(event)

    def render(self, state: SetUpState) -> None:  # type: ignore[override]
        """Show a state; the hands go to the first field that is wrong, or to the page's first."""
        before, self._state = self._state, state
        self._render_words(state)
        self._render_form(state)
        self._render_busy(state)
        self._pages.setCurrentIndex(state.step)
        turned = before is None or before.step is not state.step
        wrong = [name for name in self.fields if name in state.problems]
        if wrong and (turned or not before or before.problems != state.problems) and self._is_new(before, wrong[0]):
            self.fields[wrong[0]].entry.setFocus(Qt.FocusReason.OtherFocusReason)
        elif turned or (before is not None and _kinds(before) != _kinds(state)):
            self._first_focus()

    def _is_new(self, before: SetUpState | None, name: str) -> bool:
        return before is None or name not in before.problems

    def _render_words(self, state: SetUpState) -> None:
        titles = {
            Step.OFFICE: (_("Which centre is it?"), _("The district code begins every receive number.")),
            Step.COUNTER: (_("Which counter is it?"), _("With the server the number comes from there.")),
            Step.PRINTER: (_("Where are receipts printed?"), _("It can be changed at any time in the settings.")),
            Step.OPERATOR: (_("Who begins?"), _("The first person is the administrator and lets the others in.")),
        }
        title, about = titles[state.step]
        self._title.setText(title)
        self._about.set_text(about)
        for step, line in self._steps.items():
            line.show_place(step - state.step)
        self.on.setText(_("Begin") if state.step is Step.OPERATOR else _("Go on"))
        self.on.updateGeometry()
        self.back.setVisible(state.step is not Step.OFFICE)

    def _render_form(self, state: SetUpState) -> None:
        form = state.form
        for name, field in self.fields.items():
            field.show_text(getattr(form, name))
            field.show_problem(state.problems.get(name, ""))
        for name, chips in self._choices.items():
            chosen = getattr(form, name)
            chips[0].setChecked(chosen)
            chips[1].setChecked(not chosen)
        _show_row(self.fields["counter"], shown=form.alone)
        for name in ("server", "enrolment"):
            _show_row(self.fields[name], shown=not form.alone)
        _show_row(self.fields["printer_url"], shown=form.printer)
        self.ask.setVisible(form.printer)
        self.search.setVisible(form.printer)
        self._district.setText(state.district_name)
        self._printer.say(state.printer_said, state.printer_tone)
        _show_rules(self._rules, state.rules)

    def _render_busy(self, state: SetUpState) -> None:
        for button in (self.on, self.back, self.ask, self.choose_file):
            button.setEnabled(not state.busy)
        self._trouble.show_state(state)

    def _first_focus(self) -> None:
        shown = self._shown()
        if not self.isVisible():
            return
        if shown:
            empty = [field for field in shown if not field.text]
            (empty or shown)[0].entry.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.on.setFocus(Qt.FocusReason.OtherFocusReason)

    def lay_over(self, page: QWidget) -> None:
        """Show a page over this one, until `take_away`."""
        self._over = page
        page.setParent(self)
        page.setGeometry(self.rect())
        page.show()
        page.raise_()

    def take_away(self) -> None:
        """Take the page away; the hands go back to the address."""
        if self._over is not None:
            self._over.hide()
            self._over = None
            self.fields["printer_url"].entry.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._over is not None:
            self._over.setGeometry(self.rect())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._first_focus()

    def _choose_file(self) -> None:
        if not self.choose_file.isEnabled():
            return
        path, _filter = QFileDialog.getOpenFileName(self, _("Read a set-up file"), "", "*.toml")
        if path:
            self.file_chosen.emit(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _one_file(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _one_file(event.mimeData())
        if path:
            event.acceptProposedAction()
            self.file_chosen.emit(path)


def _kinds(state: SetUpState) -> tuple[bool, bool]:
    return state.form.alone, state.form.printer


def _one_file(dropped: QMimeData) -> str:
    urls = dropped.urls()
    return urls[0].toLocalFile() if len(urls) == 1 and urls[0].isLocalFile() else ""


def _show_row(field: Field, *, shown: bool) -> None:
    row = field.parentWidget()
    if isinstance(row, _Row):
        row.setVisible(shown)


def _show_rules(column: QVBoxLayout, rules: tuple[PasswordRule, ...]) -> None:
    while (item := column.takeAt(0)) is not None:
        if (old := item.widget()) is not None:
            old.deleteLater()
    for rule in rules:
        column.addWidget(_RuleLine(rule))


class _Page(QWidget):
    """Rows under each other, the label left of its field."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        ring = theme.px(4)
        self._column.setContentsMargins(0, ring, ring, ring)
        self._column.setSpacing(theme.px(11))
        self._column.addStretch(1)

    def row(self, field: Field, beside: QWidget | None = None, *, width: int = 0) -> None:
        self._put(_Row(field, beside, width))

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
            row.addWidget(widget, 1 if isinstance(widget, _Said) else 0, Qt.AlignmentFlag.AlignTop)
        if not any(isinstance(widget, _Said) for widget in widgets):
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


class _Row(QWidget):
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


class _StepLine(QWidget):
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


class _RuleLine(QWidget):
    """A rule of the password: kept or not yet."""

    def __init__(self, rule: PasswordRule) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(IconLabel("check" if rule.kept else "dots", "ok" if rule.kept else "mute", 17))
        row.addWidget(Label(rule.text, "caption", "ok" if rule.kept else "ink2", strong=rule.kept), 1)


class _Said(QWidget):
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


class _Trouble(SideCard):
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
