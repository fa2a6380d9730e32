"""Waiting and repair (F9): the table, and the chosen row explained in three parts."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kiosk import i18n
from kiosk.i18n import _, ascii_digits
from kiosk.ui import theme
from kiosk.ui.tray.places import MOST, PlacesCard
from kiosk.ui.tray.sheets import DayCard, PagesSheet
from kiosk.ui.tray.state import Detail, Line, Part, TrayState
from kiosk.ui.widgets import Button, Chip, EmptyState, FlowRow, Ground, IconLabel, Label, Paragraph, Run, SideCard
from kiosk.ui.widgets.keys import Act, bind_keys
from kiosk.ui.widgets.sheet_table import Cell, SheetTable

SIDE = 392


class TrayView(QWidget):
    """Signals: `part_chosen(str)`, `chosen(int)` a row, `confirmed(bool)` the paper came out or not,
    `print_asked()`, `places_asked()`, `places_left()`, `moved(str)` to an address or a file, `send_asked()`,
    `opened()` Enter, `called(str)` what became of a call, `day_typed(str)`, `day_kept()`, `day_left()` of another
    call, `pages_asked()`, `page_stepped(int)`, `pages_left()`, `left()` Esc, `shown()`, `hidden()`.
    """  # noqa: D205 - the signals are the first line

    part_chosen = Signal(str)
    chosen = Signal(int)
    confirmed = Signal(bool)
    print_asked = Signal()
    places_asked = Signal()
    places_left = Signal()
    moved = Signal(str)
    send_asked = Signal()
    opened = Signal()
    called = Signal(str)
    day_typed = Signal(str)
    day_kept = Signal()
    day_left = Signal()
    pages_asked = Signal()
    page_stepped = Signal(int)
    pages_left = Signal()
    left = Signal()
    shown = Signal()
    hidden = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tray")
        self.setAccessibleName(_("Waiting and repair"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        names = (
            _("All"),
            _("Mine to do"),
            _("Goes by itself"),
            _("Receipts owed"),
            _("Calls"),
            _("Web, e-mail"),
        )
        self._names = dict(zip(Part, names, strict=True))
        self.chips = {part: Chip(words, key=str(place)) for place, (part, words) in enumerate(self._names.items(), 1)}
        self.table = SheetTable((_("State"), _("Number"), _("Who, what"), _("Reason"), _("How long")), wide=2)
        self.table.setAccessibleName(_("Waiting and repair"))
        self.send = Button(_("Send now"), key="Ctrl+R", icon="send", small=True)
        self._middle = QStackedWidget()
        self.detail = _DetailCards()
        self.pages = PagesSheet(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._sheet(), 1)
        row.addWidget(self.detail)
        self._connect()

    def _sheet(self) -> Ground:
        sheet = Ground("sheet")
        column = QVBoxLayout(sheet)
        column.setContentsMargins(theme.px(20), theme.px(14), theme.px(20), theme.px(14))
        column.setSpacing(theme.px(8))
        head = FlowRow()
        for chip in self.chips.values():
            head.add(chip)
        column.addWidget(head)
        hint = [Run(_("New application") + " ", "ink2", "caption"), Run("F2", key=True)]
        self._middle.addWidget(self.table)
        self._middle.addWidget(EmptyState("checks", _("Everything is settled"), hint))
        column.addWidget(self._middle, 1)
        words = _("Nothing is lost. All of it is on this computer; what is settled leaves the list by itself.")
        self._problem = Paragraph("", "small", "bad")
        self._problem.hide()
        column.addWidget(self._problem)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(12))
        foot.addWidget(Label(words, "caption", "ink2", wrap=True), 1)
        foot.addWidget(self.send)
        column.addLayout(foot)
        return sheet

    def _connect(self) -> None:
        self.table.chosen.connect(self.chosen)
        self.table.pressed_enter.connect(self.opened)
        self.detail.open_.clicked.connect(self.opened)
        self.detail.called.connect(self.called)
        self.detail.day.typed.connect(self.day_typed)
        self.detail.day.wanted.connect(self.day_kept)
        self.detail.day.left.connect(self.day_left)
        self.detail.pages.clicked.connect(self.pages_asked)
        self.pages.stepped.connect(self.page_stepped)
        self.pages.closed.connect(self.pages_left)
        self.send.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.send.clicked.connect(self.send_asked)
        self.detail.confirmed.connect(self.confirmed)
        self.detail.print_asked.connect(self.print_asked)
        self.detail.places_asked.connect(self.places_asked)
        self.detail.places.left.connect(self.places_left)
        self.detail.places.wanted.connect(self.moved)
        for part, chip in self.chips.items():
            chip.clicked.connect(lambda _checked=False, part=part: self.part_chosen.emit(part.value))
        acts: dict[str, Act] = {
            "Ctrl+R": self.send_asked,
            "Alt+Y": self.detail.yes.click,
            "Alt+N": self.detail.no.click,
            "Alt+P": self.places_asked,
            "Alt+D": self.detail.calls["done"].click,
            "Alt+T": self.detail.calls["again"].click,
            "Alt+L": self.detail.pages.click,
            "Alt+X": self.detail.calls["not_reached"].click,
        }
        bind_keys(self, acts | {f"Alt+{n}": partial(self.detail.places.choose, n) for n in range(1, MOST + 1)})

    def render(self, state: TrayState) -> None:  # type: ignore[override]
        """Show a state."""
        for (part, chip), count in zip(self.chips.items(), state.counts, strict=True):
            chip.setText(f"{self._names[part]} {i18n.digits(count)}")
            chip.updateGeometry()
            chip.setChecked(part is state.part)
        self.table.show_rows([_cells(line) for line in state.lines], state.chosen)
        if self._middle.currentIndex() != int(not state.lines):
            self._middle.setCurrentIndex(int(not state.lines))
            self._take_focus()
        self._problem.set_text(state.problem)
        self._problem.setVisible(bool(state.problem))
        self.detail.show_detail(state.detail, busy=state.busy)
        was_open = self.detail.places.isVisible() or self.detail.day.isVisible()
        self.detail.places.show_places(state.places)
        self.detail.day.show_day(state.asked_day, state.day_words, state.day_problem)
        if was_open and state.places is None and state.asked_day is None:
            self._take_focus()
        self.pages.show_pages(state.web)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = ascii_digits(event.text())
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in {Qt.Key.Key_Y, Qt.Key.Key_N} and not event.modifiers():
            (self.detail.yes if event.key() == Qt.Key.Key_Y else self.detail.no).click()
        elif number.isascii() and number.isdigit() and 0 < int(number) <= len(Part):
            self.part_chosen.emit(list(Part)[int(number) - 1].value)
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()
        self._take_focus()

    def _take_focus(self) -> None:
        """Let the keys be heard, also where there is no row."""
        if self.isVisible():
            (self if self._middle.currentIndex() else self.table).setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.hidden.emit()


def _cells(line: Line) -> tuple[Cell, ...]:
    return (
        Cell(line.state, icon=line.icon, tone=line.tone),
        Cell(line.number, bold=True),
        Cell(line.who),
        Cell(line.reason),
        Cell(line.age, right=True),
    )


class _DetailCards(Ground):
    """What happened, what is safe, what to do.  Signals: `confirmed(bool)`, `print_asked()`, `places_asked()`."""

    confirmed = Signal(bool)
    print_asked = Signal()
    places_asked = Signal()
    called = Signal(str)

    def __init__(self) -> None:
        super().__init__("paper", "l")
        self.setFixedWidth(theme.px(SIDE))
        self._shown: Detail | None = None
        self._happened: SideCard | None = None
        self.yes = Button(_("It came out"), key="Alt+Y", icon="check", small=True)
        self.no = Button(_("It did not"), key="Alt+N", icon="x", small=True)
        self.print_ = Button(_("Print"), key="F8", icon="printer", kind="primary", small=True)
        self.elsewhere = Button(_("At another printer"), key="Alt+P", small=True)
        self.open_ = Button("", key="Enter", kind="primary", small=True)
        self.calls = {
            "done": Button(_("Spoken with"), key="Alt+D", icon="check", small=True),
            "again": Button(_("Again on another day"), key="Alt+T", icon="phone", small=True),
            "not_reached": Button(_("Not reached, no more"), key="Alt+X", icon="x", small=True),
        }
        self.pages = Button(_("Look at the pages"), key="Alt+L", icon="files", small=True)
        self.places, self.day = PlacesCard(), DayCard()
        self._safe, self._safe_words = _card(_("What is safe"), "shield-check")
        self._to_do, self._to_do_words = _card(_("What to do"), "edit")
        self._to_do.column.addSpacing(theme.px(8))
        for button in (self.pages, self.open_, *self.calls.values(), self.yes, self.no, self.print_, self.elsewhere):
            self._to_do.column.addWidget(button)
            self._to_do.column.addSpacing(theme.px(6))
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._column = QVBoxLayout(self)
        margin = theme.px(16)
        self._column.setContentsMargins(margin, theme.px(14), margin, margin)
        self._column.setSpacing(theme.px(12))
        self._column.addWidget(self._safe)
        self._column.addWidget(self._to_do)
        self._column.addWidget(self.places)
        self._column.addWidget(self.day)
        self._column.addStretch(1)
        self.yes.clicked.connect(lambda: self.confirmed.emit(True))
        self.no.clicked.connect(lambda: self.confirmed.emit(False))
        for result, button in self.calls.items():
            button.clicked.connect(partial(self._on_called, result))
        self.print_.clicked.connect(self.print_asked)
        self.elsewhere.clicked.connect(self.places_asked)
        self._hide_all()

    def _on_called(self, result: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        if self._shown is not None and self._shown.calls:
            self.called.emit(result)

    def _hide_all(self) -> None:
        for card in (self._happened, self._safe, self._to_do):
            if card is not None:
                card.hide()

    def show_detail(self, detail: Detail | None, *, busy: bool) -> None:
        """Show the chosen row; none shows nothing."""
        for button in (self.yes, self.no):
            button.setEnabled(not busy and detail is not None and detail.asks)
        if detail == self._shown:
            return
        self._shown = detail
        if detail is None:
            self._hide_all()
            return
        self._replace_happened(detail)
        self._safe_words.set_text(detail.safe)
        self._to_do_words.set_text(detail.to_do)
        self.open_.setText(detail.opens)
        self.open_.setAccessibleName(detail.opens)
        self.open_.updateGeometry()
        self.open_.setVisible(bool(detail.opens) and not detail.prints)
        for button in self.calls.values():
            button.setVisible(detail.calls)
        self.pages.setVisible(detail.pages)
        self.yes.setVisible(detail.asks)
        self.no.setVisible(detail.asks)
        self.print_.setVisible(detail.prints)
        self.elsewhere.setVisible(detail.moves)
        self._safe.show()
        self._to_do.show()

    def _replace_happened(self, detail: Detail) -> None:
        if self._happened is not None:
            self._column.removeWidget(self._happened)
            self._happened.hide()
            self._happened.deleteLater()
        tone = detail.tone if detail.tone in {"bad", "warn"} else ""
        self._happened = SideCard(detail.title, "" if not tone else detail.icon, tone)
        if tone:
            self._happened.title.set_tone(tone)
        else:
            self._happened.column.itemAt(0).layout().insertWidget(0, IconLabel(detail.icon, "unk"))  # type: ignore[union-attr]
        self._happened.column.addWidget(Paragraph(detail.happened))
        self._column.insertWidget(0, self._happened)


def _card(title: str, icon: str) -> tuple[SideCard, Paragraph]:
    card, words = SideCard(title, icon), Paragraph("")
    card.column.addSpacing(theme.px(2))
    card.column.addWidget(words)
    return card, words
