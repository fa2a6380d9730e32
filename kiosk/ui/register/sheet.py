"""The white sheet: the fields one writes into, in the order in which a visitor says things."""

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QGridLayout, QVBoxLayout, QWidget

from kiosk import i18n
from kiosk.domain.application import Kind
from kiosk.i18n import _
from kiosk.ui import theme
from kiosk.ui.register import knowledge
from kiosk.ui.register.form import CHANNELS, EXTRA, OFFICIAL, group_mobile
from kiosk.ui.register.rows import Row, Stack, flow
from kiosk.ui.register.state import RegisterState
from kiosk.ui.widgets import BANGLA, DIGITS, Chip, Field, PaperRow, paint

if TYPE_CHECKING:
    from kiosk.domain.catalogue import Paper, Service, ServiceField

_DIGIT_FIELDS = frozenset({"jl_no", "khatian_no", "dag_no", "copies_count", "mobile", "nid"})


def channel_name(channel: str) -> str:
    """Return how an application came in, as the chip says it."""
    return {
        "walk_in": _("In person"),
        "post": _("Post"),
        "email": _("E-mail"),
        "portal": _("Portal"),
        "phone": _("Phone"),
    }[channel]


def paper_name(paper: "Paper") -> str:
    """Return a paper's name in the window's language."""
    return (paper.name_en or paper.name_bn) if i18n.language() == "en" else paper.name_bn


def _is_wide(paper: "Paper") -> bool:
    """Tell whether a paper takes a whole row; those come last, so that no row stays half empty."""
    return paint.width_of(paper_name(paper), theme.font()) > theme.px(205)


class Sheet(QWidget):
    """Signals: what the person did, by field name."""

    edited = Signal(str, str)
    left = Signal(str)
    arrived = Signal(QWidget)
    channel_chosen = Signal(str)
    service_taken = Signal(object)
    paper_chosen = Signal(str, str)
    undo_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, Field] = {}
        self.papers: dict[str, PaperRow] = {}
        self._extra: tuple[str, ...] = ()
        self._paper_codes: tuple[str, ...] = ()
        self._service: Service | None = None
        self._last: QWidget | None = None
        self._known = self._roomy = False
        self._taken = 0
        self._fields = Stack()
        self._column = QVBoxLayout(self)
        self._build()

    # ------------------------------------------------------------------ building

    def _build(self) -> None:
        self._column.setSpacing(theme.px(9))
        self.set_roomy(False)
        self._add_row(self._channels())
        service = Row(_("Service"))
        service.add(self._field("service", _("Service"), hint=_("What do they want? e.g. porcha, khas land")))
        self._add_row(service)
        self._quick = Row(_("Often"), spacing=8)
        self._add_row(self._quick)
        self._memo = self._add_row(self._memo_row())
        self._sender = self._add_row(self._one("sender_office", _("From office")))
        self._add_row(self._person_row())
        self._add_row(self._two("name", _("Name"), "guardian", _("Guardian")))
        self._add_row(self._one("address", _("Address"), hint=_("Village, union or post office")))
        self._column.addWidget(self._fields)
        self._add_row(self._one("subject", _("Subject")))
        self._paper_row = Row(_("Papers"))
        self._paper_holder = QWidget()
        self._paper_row.put(self._paper_holder, 1)
        self._add_row(self._paper_row)
        self._column.addStretch(1)
        self.right_edge: QWidget = self.fields["subject"].box

    def set_roomy(self, roomy: bool) -> None:  # noqa: FBT001 - a switch
        """Take more air at the sides of a wide window."""
        self._roomy = roomy
        side = theme.px(36 if roomy else 20)
        self._column.setContentsMargins(side, theme.px(14), side - self._taken, theme.px(8))
        self._column.setSpacing(theme.px(13 if roomy else 9))
        self._fields.set_spacing(theme.px(13 if roomy else 9))

    def leave_room(self, taken: int) -> None:
        """Give a scroll bar so many pixels of the right margin, so that no field moves for it."""
        if taken != self._taken:
            self._taken = taken
            self.set_roomy(self._roomy)

    def _add_row(self, row: Row) -> Row:
        self._column.addWidget(row)
        return row

    def _channels(self) -> Row:
        row = Row(_("Came by"), spacing=8)
        self._chips: dict[str, Chip] = {}
        for place, channel in enumerate(CHANNELS, 1):
            chip = Chip(channel_name(channel), key=f"Alt+{place}" if place == 1 else str(place))
            chip.setObjectName(f"channel.{channel.value}")
            chip.clicked.connect(partial(self._on_chip, channel.value))
            self._chips[channel.value] = chip
            row.put(chip)
        row.line.addStretch(1)
        row.setFixedHeight(theme.px(44))
        return row

    def _on_chip(self, channel: str) -> None:
        self._chips[channel].setChecked(True)
        self.channel_chosen.emit(channel)

    def _one(self, name: str, label: str, *, hint: str = "") -> Row:
        row = Row(label)
        row.add(self._field(name, label, hint=hint))
        return row

    def _two(self, first: str, first_label: str, second: str, second_label: str) -> Row:
        row = self._one(first, first_label)
        row.add(self._field(second, second_label))
        return row

    def _memo_row(self) -> Row:
        row = self._one("memo_no", _("Memo no."))
        row.add(self._field("memo_date", _("Dated"), badge=DIGITS, hint=_("e.g. 23-11-2026")))
        return row

    def _person_row(self) -> Row:
        row = Row(_("Mobile"))
        row.add(self._field("mobile", _("Mobile"), badge=DIGITS, hint=_("11 digits")), 31)
        row.add(self._field("id", _("NID"), badge=DIGITS, hint=_("10, 13 or 17 digits")), 30)
        return row

    def _field(self, name: str, label: str, *, badge: str = BANGLA, hint: str = "") -> Field:
        field = Field(name, label, badge=badge, hint=hint)
        field.edited.connect(partial(self._on_edited, name))
        field.left.connect(partial(self.left.emit, name))
        field.arrived.connect(partial(self.arrived.emit, field))
        field.advanced.connect(self.advance)
        field.retreated.connect(self.retreat)
        field.undo_asked.connect(self.undo_asked)
        self.fields[name] = field
        return field

    def _on_edited(self, name: str, text: str) -> None:
        entry = self.fields[name].entry
        if name == "mobile" and entry.cursorPosition() == len(text) and (grouped := group_mobile(text)) != text:
            entry.setText(grouped)
            text = grouped
        self.edited.emit(name, text)

    # ------------------------------------------------------------------ moving

    def advance(self) -> None:
        """Go to the next field."""
        self.window().focusNextPrevChild(True)

    def retreat(self) -> None:
        """Go to the field before."""
        self.window().focusNextPrevChild(False)

    def focus(self, name: str, state: RegisterState) -> None:
        """Put the cursor into a field."""
        if name == "first_problem":
            name = next((place for place in self._order() if place in state.problems), "service")
        if name == "after_person":
            blank = (place for place in (*self._extra, "subject") if not state.form.text(place))
            name = next(blank, "subject")
        target: QWidget | None = self.papers.get(name.removeprefix("paper."))
        if target is None and name in self.fields:
            target = self.fields[name].entry
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _order(self) -> list[str]:
        head = ["service", *OFFICIAL, "mobile", "id", "name", "guardian", "address"]
        return [*head, *self._extra, "subject", *(f"paper.{code}" for code in self.papers)]

    # ------------------------------------------------------------------ showing

    def render(self, state: RegisterState) -> None:  # type: ignore[override]
        """Show the state."""
        for channel, chip in self._chips.items():
            chip.setChecked(channel == state.form.channel)
        self._render_service(state)
        for name, field in self.fields.items():
            field.show_text(state.form.text(name))
            field.show_problem(state.problems.get(name, ""), filled=state.form.is_filled(name))
        for code, row in self.papers.items():
            row.show_state(state.form.papers.get(code, ""))
        self._render_quick(state)

    def _render_service(self, state: RegisterState) -> None:
        if state.service is self._service and self._known:
            return
        self._known = True
        service = self._service = state.service
        official = service is not None and service.kind == Kind.OFFICIAL
        self._memo.setVisible(official)
        self._sender.setVisible(official)
        self._show_extra(tuple(service.fields) if service else ())
        self._show_papers(service)
        name = knowledge.name_of(service) if service else ""
        self.fields["subject"].entry.setPlaceholderText(name)
        self._chain()

    def follow_with(self, last: QWidget) -> None:
        """Let this come after the last field."""
        self._last = last
        self._chain()

    def _show_extra(self, asked: "tuple[ServiceField, ...]") -> None:
        for name in self._extra:
            del self.fields[name]
        self._extra = tuple(EXTRA + one.code for one in asked)
        made = [self._extra_field(one) for one in asked]
        self._fields.replace(flow(made, max(self.width(), theme.px(782)) - theme.px(40)))

    def _extra_field(self, asked: "ServiceField") -> Field:
        label = asked.name_en if i18n.language() == "en" else asked.name_bn
        badge = DIGITS if asked.code in _DIGIT_FIELDS or asked.code.endswith("_date") else ""
        return self._field(EXTRA + asked.code, label, badge=badge)

    def _show_papers(self, service: "Service | None") -> None:
        self._paper_holder.hide()
        self._paper_row.line.removeWidget(self._paper_holder)
        self._paper_holder.deleteLater()
        self._paper_holder = QWidget()
        grid = QGridLayout(self._paper_holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.px(8))
        self.papers = {}
        place = 0
        for paper in sorted(service.papers if service else (), key=_is_wide):
            row, wide = self._paper(paper), _is_wide(paper)
            place += place % 2 if wide else 0
            grid.addWidget(row, place // 2, place % 2, 1, 2 if wide else 1)
            place += 2 if wide else 1
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self._paper_row.put(self._paper_holder, 1)
        self._paper_row.setVisible(bool(self.papers))

    def _paper(self, paper: "Paper") -> PaperRow:
        row = PaperRow(paper.code, paper_name(paper))
        row.chosen.connect(self.paper_chosen)
        row.advanced.connect(self.advance)
        row.retreated.connect(self.retreat)
        row.arrived.connect(partial(self.arrived.emit, row))
        self.papers[paper.code] = row
        return row

    def _chain(self) -> None:
        """Let Tab and Enter follow the order of the sheet."""
        places: list[QWidget] = [self.fields[name].entry for name in self._order() if name in self.fields]
        places += list(self.papers.values())
        if self._last is not None:
            places.append(self._last)
        for before, after in pairwise(places):
            QWidget.setTabOrder(before, after)

    def _render_quick(self, state: RegisterState) -> None:
        if self._quick.line.count() <= 2:
            for place, service in enumerate(state.quick):
                chip = Chip(knowledge.quick_name(service), key=f"Ctrl+{place + 1}", quiet=True)
                chip.setObjectName(f"quick.{place + 1}")
                chip.clicked.connect(partial(self.service_taken.emit, service))
                self._quick.put(chip)
            self._quick.line.addStretch(0)
        self._quick.setVisible(bool(state.quick) and state.service is None)

    def focused(self) -> str:
        """Return the name of the field in use."""
        focus = QApplication.focusWidget()
        return focus.objectName() if focus is not None else ""
