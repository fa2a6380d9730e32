"""The registration screen: my day, the sheet one writes on, what the program knows.

Dumb: `render(state)` is the way in; signals say what the person did.
"""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from kiosk.i18n import _
from kiosk.ui import theme
from kiosk.ui.register.band import FootBar, SavedBand, SavedStrip
from kiosk.ui.register.choices import people_head, person_choices, service_choices, services_head
from kiosk.ui.register.rail import Rail
from kiosk.ui.register.sheet import Sheet
from kiosk.ui.register.side import Side
from kiosk.ui.register.state import RegisterState
from kiosk.ui.widgets import Ground, TypeAhead, enter_hint


class RegisterView(QWidget):
    """Signals: as the presenter's slots `on_…` take them."""

    edited = Signal(str, str)
    left = Signal(str)
    channel_chosen = Signal(str)
    service_taken = Signal(object)
    person_taken = Signal(object)
    paper_chosen = Signal(str, str)
    submitted = Signal(bool)
    undo_asked = Signal()
    preview_dots = Signal(int)
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen.register")
        self.state = RegisterState()
        self._last = "service"
        self.rail, self.side = Rail(), Side()
        self.sheet = Sheet()
        self._foot, self.band, self._strip = FootBar(), SavedBand(), SavedStrip()
        self._under = QStackedWidget()
        self._services = TypeAhead(self, "services")
        self.people_lists = {name: TypeAhead(self, f"people.{name}") for name in ("mobile", "name")}
        self._build()
        self._connect()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(self._middle(), 1)
        row.addWidget(self.side)
        right = self.sheet.right_edge
        self._services.belong_to(self.sheet.fields["service"].box)
        for name, people in self.people_lists.items():
            people.belong_to(self.sheet.fields[name].box, right)

    def _middle(self) -> QWidget:
        holder = Ground("sheet")
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.area = QScrollArea()
        self.area.setProperty("bare", "true")
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(self.sheet)
        bar = self.area.verticalScrollBar()
        bar.rangeChanged.connect(lambda _least, most: self.sheet.leave_room(bar.sizeHint().width() if most else 0))
        column.addWidget(self.area, 1)
        for part in (self._foot, self.band):
            self._under.addWidget(part)
        column.addWidget(self._strip)
        column.addWidget(self._under)
        self._show_foot(self._foot)
        return holder

    def _show_foot(self, part: QWidget) -> None:
        self._under.setCurrentWidget(part)
        self._under.setFixedHeight(part.sizeHint().height() if part is self.band else theme.px(70))

    def _connect(self) -> None:
        sheet = self.sheet
        sheet.edited.connect(self.edited)
        sheet.left.connect(self.left)
        sheet.left.connect(self._on_left)
        sheet.channel_chosen.connect(self.channel_chosen)
        sheet.service_taken.connect(self.service_taken)
        sheet.paper_chosen.connect(self.paper_chosen)
        sheet.undo_asked.connect(self.undo_asked)
        sheet.arrived.connect(self._reveal)
        sheet.follow_with(self._foot.save)
        self._foot.save_asked.connect(lambda: self.submitted.emit(True))
        self._services.taken.connect(self.service_taken)
        for people in self.people_lists.values():
            people.taken.connect(self.person_taken)
            people.dismissed.connect(self.dismissed)
        self._services.dismissed.connect(self.dismissed)

    def _on_left(self, name: str) -> None:
        self._last = name

    def _reveal(self, widget: QWidget) -> None:
        QTimer.singleShot(0, self, partial(self._scroll_to, widget))

    def _scroll_to(self, widget: QWidget) -> None:
        self.area.ensureWidgetVisible(widget, 0, theme.px(28))
        self.area.horizontalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        roomy = self.width() >= theme.px(1500)
        self.rail.setFixedWidth(theme.px(250 if roomy else 208))
        self.side.setFixedWidth(theme.px(400 if roomy else 336))
        self.sheet.set_roomy(roomy)
        self.side.set_roomy(roomy)
        self._foot.set_roomy(roomy)
        for ahead in (self._services, *self.people_lists.values()):
            ahead.set_roomy(roomy)
        super().resizeEvent(event)
        QTimer.singleShot(0, self, lambda: self.preview_dots.emit(self.side.preview.dots()))

    def focus(self, name: str) -> None:
        """Put the cursor into a field; `first_problem` and `after_person` are places, too."""
        self.sheet.focus(name, self.state)

    def take_focus(self) -> None:
        """Put the cursor where it was; into the service when nothing is begun."""
        if self.isAncestorOf(QApplication.focusWidget() or self):
            return
        before = self._last if self._last in self.sheet.fields else "service"
        self.sheet.focus(before if not self.state.form.blank else "service", self.state)

    def render(self, state: RegisterState) -> None:  # type: ignore[override]
        """Show the state."""
        self.state = state
        self.sheet.render(state)
        self.rail.render(state.day, state.saved.receive_number if state.saved else "")
        self.side.render(state)
        self._foot.render(kept=state.kept, blank=state.form.blank, saving=state.saving)
        small = state.service is not None
        self.band.render(state.saved)
        self._strip.render(state.saved if small else None)
        self._show_foot(self.band if state.saved is not None and not small else self._foot)
        services = service_choices(state.services, state.form.service_typed)
        self._services.offer(services, services_head(len(services)))
        self._offer_people(state)

    def _offer_people(self, state: RegisterState) -> None:
        rows = person_choices(state.people, state.people_for)
        for name, people in self.people_lists.items():
            mine = rows if self.sheet.fields[name].entry.hasFocus() else []
            people.offer(mine, people_head(len(mine)), enter_hint(_("if new, just go on")))
