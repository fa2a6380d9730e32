"""The white sheet: the fields one writes into, in the order in which a visitor says things.

What is asked for comes from `plan`; a row whose fields stay the same stays the same widget, so that
nothing moves under the hands.
"""

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from kiosk.i18n import _
from kiosk.ui import theme
from kiosk.ui.register import inputs, knowledge, plan
from kiosk.ui.register.channels import ChannelRow
from kiosk.ui.register.form import SELF
from kiosk.ui.register.inputs import Input
from kiosk.ui.register.papers import PapersGrid
from kiosk.ui.register.plan import Asked
from kiosk.ui.register.quick_row import QuickRow
from kiosk.ui.register.rows import Row, flow, needed
from kiosk.ui.widgets import ChipsField, TypedField

if TYPE_CHECKING:
    from kiosk.ui.register.rows import RowLabel
    from kiosk.ui.register.state import RegisterState
    from kiosk.ui.widgets import PaperRow

Laid = tuple[Asked, ...]
_ANY = 16_777_215
"""No limit to a width, as Qt has it."""


class Sheet(QWidget):
    """Signals: what the person did, by field name; `made(str)` a field came into being."""

    edited = Signal(str, str)
    switched = Signal(str, str)
    left = Signal(str)
    arrived = Signal(QWidget)
    made = Signal(str)
    channel_chosen = Signal(str)
    service_taken = Signal(object)
    paper_chosen = Signal(str, str)
    paper_day_typed = Signal(str, str)
    undo_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, Input] = {}
        self._asked: dict[str, Asked] = {}
        self._labels: dict[str, RowLabel] = {}
        self._rows: dict[Laid, Row] = {}
        self._lines: list[Laid] = []
        self._last: QWidget | None = None
        self._roomy = self._moving = False
        self._narrow = 0
        self._taken = 0
        self._shown: RegisterState | None = None
        self._laid: tuple[object, ...] = ()
        self._told: dict[str, tuple[object, ...]] = {}
        self._column = QVBoxLayout(self)
        self._build()

    # ------------------------------------------------------------------ building

    def _build(self) -> None:
        self._channel_row = ChannelRow()
        self._channel_row.chosen.connect(self.channel_chosen)
        self._quick = QuickRow()
        self._quick.taken.connect(self.service_taken)
        self.papers_grid = PapersGrid()
        self.papers_grid.chosen.connect(self.paper_chosen)
        self.papers_grid.day_typed.connect(self.paper_day_typed)
        self.papers_grid.advanced.connect(self.advance)
        self.papers_grid.retreated.connect(self.retreat)
        self.papers_grid.arrived.connect(self.arrived)
        self._paper_row = Row(_("Papers"))
        self._paper_row.put(self.papers_grid, 1)
        self._paper_row.hide()
        self.set_roomy(False)
        self._stack([])

    def _stack(self, rows: Sequence[Row]) -> None:
        """Put rows under each other; those that stay are not touched."""
        while self._column.takeAt(0) is not None:
            pass
        for row in (self._channel_row, *rows[:1], self._quick, *rows[1:], self._paper_row):
            self._column.addWidget(row)
        self._column.addStretch(1)

    def set_roomy(self, roomy: bool) -> None:  # noqa: FBT001 - a switch
        """Take more air at the sides of a wide window."""
        self._roomy = roomy
        side = theme.px(36 if roomy else 20)
        self._column.setContentsMargins(side, theme.px(14), side - self._taken, theme.px(8))
        self._column.setSpacing(theme.px(13 if roomy else 9))

    def set_narrow(self, width: int) -> None:
        """Keep within `width` pixels, less than usual, where the window is enlarged; 0: as wide as usual."""
        if width != self._narrow:
            self._narrow = width
            self.papers_grid.set_columns(1 if width else 2)
            if self._shown is not None:
                self._lay(self._shown)
            self._channel_row.fit(self.room)

    def leave_room(self, taken: int) -> None:
        """Give a scroll bar so many pixels of the right margin, so that no field moves for it."""
        if taken != self._taken:
            self._taken = taken
            self.set_roomy(self._roomy)

    @property
    def room(self) -> int:
        """The pixels that a row has; the scroll bar takes none of them."""
        width = self._narrow or max(self.width() + self._taken, theme.px(782))
        return width - theme.px(72 if self._roomy else 40)

    @property
    def edge(self) -> QWidget:
        """What the lists reach to at the right."""
        return self._channel_row

    @property
    def papers(self) -> "dict[str, PaperRow]":
        """The rows of papers by their codes."""
        return self.papers_grid.rows

    # ------------------------------------------------------------------ what is asked for

    def _lay(self, state: "RegisterState") -> None:
        asks = (self.room, state.service, plan.asks(state.form))
        if asks == self._laid:
            return
        self._laid = asks
        lines: list[Laid] = []
        for group in plan.plan(state.form, state.service):
            flows = group.flows or needed(group.asked) > self.room
            lines += flow(group.asked, self.room) if flows else [group.asked]
        if lines == self._lines:
            return
        hands = self._hands()
        self._moving = True
        self._forget({one.name for line in lines for one in line})
        old, self._rows = self._rows, {}
        for line in lines:
            self._rows[line] = old.pop(line) if line in old else self._make_row(line)
        for row in old.values():
            row.hide()
            row.deleteLater()
        self._lines = lines
        self._stack([self._rows[line] for line in lines])
        self._chain()
        self._put_hands(hands)
        self._moving = False

    def _forget(self, wanted: set[str]) -> None:
        """Take away fields that nobody asks for any more."""
        for name in set(self.fields) - wanted:
            self._drop(name)

    def _drop(self, name: str) -> None:
        field = self.fields.pop(name)
        del self._asked[name]
        self._told.pop(name, None)
        field.hide()
        field.deleteLater()

    def _make_row(self, line: Laid) -> Row:
        row = Row(line[0].label)
        for place, asked in enumerate(line):
            field = self._field(asked)
            self._labels[asked.name] = row.put_label(asked.label) if place else row.label
            row.put(field, share := _share(asked, line))
            fixed = not share and asked.kind != plan.CHIPS
            field.setMaximumWidth(theme.px(asked.least) if fixed else _ANY)
            field.show()
        if not any(_share(asked, line) for asked in line):
            row.line.addStretch(1)
        return row

    def _field(self, asked: Asked) -> Input:
        if self._asked.get(asked.name) == asked:
            return self.fields[asked.name]
        if asked.name in self.fields:
            self._drop(asked.name)
        field = inputs.make(asked)
        self.fields[asked.name], self._asked[asked.name] = field, asked
        self._connect(asked, field)
        self.made.emit(asked.name)
        return field

    def _connect(self, asked: Asked, field: Input) -> None:
        name = asked.name
        field.edited.connect(partial(self._on_edited, name))
        field.left.connect(partial(self._on_left, name))
        field.arrived.connect(partial(self._on_arrived, name))
        field.advanced.connect(self.advance)
        field.retreated.connect(self.retreat)
        field.undo_asked.connect(self.undo_asked)
        if isinstance(field, TypedField) and asked.kind in {plan.MOBILE, plan.IDENTITY}:
            field.switched.connect(partial(self.switched.emit, name))

    # ------------------------------------------------------------------ what a person does

    def _on_edited(self, name: str, text: str) -> None:
        field, asked = self.fields[name], self._asked[name]
        if isinstance(field, TypedField):
            text = self._set_as_typed(asked, field, text)
            text = field.text if asked.kind == plan.AREA else text
        self.edited.emit(name, text)

    @staticmethod
    def _set_as_typed(asked: Asked, field: TypedField, text: str) -> str:
        rule, entry = inputs.AS_TYPED.get(asked.kind), field.entry
        if rule is None or entry.cursorPosition() != len(text) or (set_ := rule(text)) == text:
            return text
        entry.setText(set_)
        return set_

    def _on_left(self, name: str) -> None:
        if self._moving:
            return
        self._labels[name].set_bold(False)
        self.left.emit(name)

    def _on_arrived(self, name: str) -> None:
        if self._moving:
            return
        self._labels[name].set_bold(True)
        self.arrived.emit(self.fields[name])

    def switch(self, name: str) -> None:
        """Let the switch of a field go on, as a click on it would."""
        field = self.fields.get(name)
        if isinstance(field, TypedField) and field.switch is not None:
            field.go_round()

    # ------------------------------------------------------------------ moving

    def advance(self) -> None:
        """Go to the next field."""
        self.window().focusNextPrevChild(True)

    def retreat(self) -> None:
        """Go to the field before."""
        self.window().focusNextPrevChild(False)

    def focus(self, name: str, state: "RegisterState") -> None:
        """Put the cursor into a field; into the service where there is no such field."""
        if name == "first_problem":
            name = next((place for place in self.order if place in state.problems), "service")
        if name == "after_person":
            names = [place for line in self._lines for one in line if (place := one.name).startswith("x.")]
            name = next((place for place in (*names, "subject") if not state.form.text(place)), "subject")
        if name == "first_blank":
            names = [one.name for line in self._lines for one in line]
            name = next((place for place in names if not state.form.text(place)), "subject")
        target: QWidget | None = self.papers.get(name.removeprefix("paper."))
        if target is None and name in self.fields:
            target = _target(self.fields[name])
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def order(self) -> list[str]:
        """The names of all fields and papers, in the order of Tab."""
        return [*(one.name for line in self._lines for one in line), *(f"paper.{code}" for code in self.papers)]

    def name_of(self, widget: QWidget | None) -> str:
        """Return the name of the field that a widget belongs to; empty for none."""
        for name, field in self.fields.items():
            if widget is not None and (widget is field or field.isAncestorOf(widget)):
                return name
        return ""

    def _hands(self) -> tuple[str, int]:
        focus = QApplication.focusWidget()
        place = focus.cursorPosition() if isinstance(focus, QLineEdit) else 0
        return self.name_of(focus), place

    def _put_hands(self, hands: tuple[str, int]) -> None:
        """Put the focus back where a row was laid anew under it."""
        name, place = hands
        if name not in self.fields:
            return
        target = _target(self.fields[name])
        if not target.hasFocus():
            target.setFocus(Qt.FocusReason.OtherFocusReason)
            if isinstance(target, QLineEdit):
                target.setCursorPosition(place)
        self._labels[name].set_bold(True)

    def follow_with(self, last: QWidget) -> None:
        """Let this come after the last field."""
        self._last = last
        self._chain()

    def _chain(self) -> None:
        """Let Tab and Enter follow the order of the sheet."""
        places: list[QWidget] = []
        for line in self._lines:
            for one in line:
                field = self.fields[one.name]
                places += field.chips if isinstance(field, ChipsField) else [field.entry]
        places += list(self.papers.values())
        if self._last is not None:
            places.append(self._last)
        for before, after in pairwise(places):
            QWidget.setTabOrder(before, after)

    # ------------------------------------------------------------------ showing

    def render(self, state: "RegisterState") -> None:  # type: ignore[override]
        """Show the state; a key comes by here twice, so what stays the same is left alone."""
        before, self._shown = self._shown, state
        if before is None or before.form is not state.form or before.service is not state.service:
            self._channel_row.show_channel(state.form)
            self._lay(state)
        for name, field in self.fields.items():
            self._show(name, field, state)
        self._show_papers(state)
        self._quick.show_services(state.quick, self.room)
        self._quick.setVisible(bool(state.quick) and state.service is None)
        if before is None or before.service is not state.service:
            self._hint_subject(state)

    def _hint_subject(self, state: "RegisterState") -> None:
        subject = self.fields["subject"]
        if isinstance(subject, TypedField):
            subject.entry.setPlaceholderText(knowledge.name_of(state.service) if state.service else "")

    def _show(self, name: str, field: Input, state: "RegisterState") -> None:
        form, asked = state.form, self._asked[name]
        text = form.text(name)
        if field.text != text:
            field.show_text(text)
        told = (
            text, state.problems.get(name), form.filled.get(name), state.before.get(name),
            form.text(f"{name}_of"), form.text(f"{name}_type"), form.places.get(text.strip()),
        )  # fmt: skip
        if self._told.get(name) == told:
            return
        self._told[name] = told
        field.show_problem(state.problems.get(name, ""), filled=form.is_filled(name))
        if isinstance(field, ChipsField):
            return
        if asked.kind == plan.MOBILE:
            field.show_switch(form.text(f"{name}_of") or SELF)
        if asked.kind == plan.IDENTITY:
            field.show_switch(form.text(f"{name}_type"))
        notes = knowledge.place_notes(form.places.get(text.strip())) if asked.kind == plan.ADDRESS else None
        field.show_notes(inputs.notes(asked, text) if notes is None else notes)
        field.show_before(state.before.get(name, ""))

    def _show_papers(self, state: "RegisterState") -> None:
        form = state.form
        told = (state.service, plan.asks(form), form.papers, form.paper_dates, state.problems, state.paper_day)
        if self._told.get("papers") == told:
            return
        self._told["papers"] = told
        if self.papers_grid.show_papers(plan.asked_papers(state.form, state.service)):
            self._paper_row.setVisible(bool(self.papers))
            self._chain()
        for code, row in self.papers.items():
            day = state.form.paper_dates.get(code) or (state.paper_day if state.service else "")
            row.show_state(state.form.papers.get(code, ""), knowledge.short_iso(day))
            row.show_problem(state.problems.get(f"paper.{code}", ""))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._shown is not None and event.oldSize().width() != event.size().width():
            self._lay(self._shown)
            self._quick.fit(self.room)
        self._channel_row.fit(self.room)


def _share(asked: Asked, line: Laid) -> int:
    """Return how a field takes part in what room is left: the wide ones; without any, all but chips."""
    if asked.kind == plan.CHIPS or (not asked.wide and any(one.wide for one in line)):
        return 0
    return max(asked.least // 10, 1)


def _target(field: Input) -> QWidget:
    return field.target if isinstance(field, ChipsField) else field.entry
