"""The first start: left the steps, right one page at a time, calm and without a mouse."""

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from kiosk.i18n import _
from kiosk.ui import theme
from kiosk.ui.setup.form import Rule as PasswordRule
from kiosk.ui.setup.form import Step
from kiosk.ui.setup.parts import Page, Row, RuleLine, Said, StepLine, Trouble
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
    Label,
    Paragraph,
    Rule,
)
from kiosk.ui.widgets.keys import Act, bind_keys

SHEET = 720
LABEL = 128


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
        self._steps = {step: StepLine(step) for step in Step}
        self._title = Label("", "page", strong=True)
        self._about = Paragraph("", "small", "ink2")
        self._pages = QStackedWidget()
        self._trouble = Trouble()
        self._district = Label("", "small", "accent", strong=True)
        self._printer = Said()
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
        page = Page()
        page.row(self._field("district", _("District code"), DIGITS, _("for example 79")), self._district, width=150)
        page.row(self._field("office", _("Name of the centre"), BANGLA))
        return page

    def _counter_page(self) -> QWidget:
        page = Page()
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
        page = Page()
        page.chips(self._choice("printer", ((True, _("A printer")), (False, _("No printer now")))))
        page.row(self._field("printer_url", _("Address"), LATIN, "tcp://192.0.2.10:9100"))
        page.line(self.search, self.ask)
        page.line(self._printer)
        return page

    def _operator_page(self) -> QWidget:
        page = Page()
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
        keys: dict[str, Act] = {
            "Alt+Left": self.went_back.emit,
            "Ctrl+T": self.printer_asked.emit,
            "Alt+P": self.search.click,
            "Ctrl+O": self._choose_file,
            "Alt+1": lambda: self._press(0),
            "Alt+2": lambda: self._press(1),
            "Alt+A": self._trouble.alone.click,
        }
        bind_keys(self, keys)

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
    if isinstance(row, Row):
        row.setVisible(shown)


def _show_rules(column: QVBoxLayout, rules: tuple[PasswordRule, ...]) -> None:
    while (item := column.takeAt(0)) is not None:
        if (old := item.widget()) is not None:
            old.deleteLater()
    for rule in rules:
        column.addWidget(RuleLine(rule))
