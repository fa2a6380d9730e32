"""The registration screen: my day, the sheet one writes on, what the program knows.

Dumb: `render(state)` is the way in; signals say what the person did.
"""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kiosk.i18n import _
from kiosk.ui import theme
from kiosk.ui.frame import follow
from kiosk.ui.register.band import FootBar, SavedBand, SavedStrip
from kiosk.ui.register.choices import (
    people_head,
    person_choices,
    place_choices,
    places_head,
    service_choices,
    services_head,
)
from kiosk.ui.register.drawers import RAIL_FROM, SIDE_FROM, Drawer, KnownStrip
from kiosk.ui.register.rail import Rail
from kiosk.ui.register.reasons import ReasonBar
from kiosk.ui.register.sheet import Sheet
from kiosk.ui.register.side import Side
from kiosk.ui.register.state import RegisterState
from kiosk.ui.register.words import OwnWords
from kiosk.ui.scans.strip import ScanStrip
from kiosk.ui.scans.wiring import can_take
from kiosk.ui.widgets import ChoiceField, Ground, TypeAhead, TypedField, enter_hint
from kiosk.ui.widgets.scrolled import scrolled

MOST_MAIL_BYTES = 40 * 1024 * 1024


class RegisterView(QWidget):
    """Signals: as the presenter's slots `on_…` take them; `mail_refused()` a file that is no e-mail."""

    edited = Signal(str, str)
    switched = Signal(str, str)
    left = Signal(str)
    channel_chosen = Signal(str)
    service_taken = Signal(object)
    person_taken = Signal(object)
    place_taken = Signal(object)
    paper_chosen = Signal(str, str)
    paper_day_typed = Signal(str, str)
    submitted = Signal(bool)
    parked = Signal()
    fetched = Signal(int)
    reason_chosen = Signal(str)
    reason_left = Signal()
    reissued = Signal()
    look_asked = Signal()
    sum_asked = Signal()
    undo_asked = Signal()
    repeated = Signal(str)
    mail_dropped = Signal(bytes)
    pages_dropped = Signal(object)
    dismissed = Signal()
    waiting_left = Signal()
    preview_dots = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen.register")
        self.setAcceptDrops(True)
        self.state = RegisterState()
        self._last = "service"
        self._choice: ChoiceField | None = None
        self.rail, self.side = Rail(), Side()
        self.sheet = Sheet()
        self._foot, self.band, self._strip, self.reasons = FootBar(), SavedBand(), SavedStrip(), ReasonBar()
        self._under = QStackedWidget()
        self._brief = KnownStrip()
        self._brief.hide()
        self._services = TypeAhead(self, "services")
        self.people_lists = {name: TypeAhead(self, f"people.{name}") for name in ("mobile", "id", "name")}
        self._places, self._options = TypeAhead(self, "places"), TypeAhead(self, "options")
        self.words = OwnWords(self)
        self._build()
        self._connect()
        self.render(self.state)

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._middle(), 1)
        self.my_day = Drawer(self.rail, self, row, Qt.AlignmentFlag.AlignLeft)
        self.known = Drawer(self.side, self, row, Qt.AlignmentFlag.AlignRight)

    def _middle(self) -> QWidget:
        holder = self._ground = Ground("sheet")
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.area = scrolled(self.sheet)
        bar = self.area.verticalScrollBar()
        bar.rangeChanged.connect(lambda _least, _most: follow(QApplication.focusWidget()))
        bar.rangeChanged.connect(lambda _least, most: self.sheet.leave_room(bar.sizeHint().width() if most else 0))
        column.addWidget(self.area, 1)
        for part in (self._foot, self.band, self.reasons):
            self._under.addWidget(part)
        column.addWidget(self._strip)
        column.addWidget(self._brief)
        column.addWidget(self._under)
        self._show_foot(self._foot)
        return holder

    def _show_foot(self, part: QWidget) -> None:
        self._under.setCurrentWidget(part)
        self._under.setFixedHeight(theme.px(70) if part is self._foot else part.sizeHint().height())

    def _connect(self) -> None:
        sheet = self.sheet
        for name in ("edited", "switched", "left", "channel_chosen", "service_taken", "paper_chosen",
                     "paper_day_typed", "undo_asked"):  # fmt: skip
            getattr(sheet, name).connect(getattr(self, name))
        sheet.left.connect(self._on_left)
        sheet.arrived.connect(self._on_arrived)
        sheet.made.connect(self._on_made)
        sheet.follow_with(self._foot.save)
        self._foot.save_asked.connect(lambda: self.submitted.emit(True))
        self._foot.park_asked.connect(self.parked)
        self._services.taken.connect(self.service_taken)
        self._places.taken.connect(self.place_taken)
        self._options.taken.connect(self._on_option)
        for people in self.people_lists.values():
            people.taken.connect(self.person_taken)
        for ahead in (self._services, self._places, *self.people_lists.values()):
            ahead.dismissed.connect(self.dismissed)
        self.rail.parked.taken.connect(self.fetched)
        self.rail.parked.left.connect(self.take_focus)
        self.rail.parked.unused.connect(partial(self.my_day.show, False))
        self.reasons.chosen.connect(self.reason_chosen)
        self.reasons.left.connect(self.reason_left)
        self.reasons.reissued.connect(self.reissued)
        self.side.look.connect(self.look_asked)
        self.side.not_known.shown.connect(lambda: self._brief.render(self.state, self.side.not_known.number))
        self.side.sum_asked.connect(self.sum_asked)

    # ------------------------------------------------------------------ fields come and go

    def _on_made(self, name: str) -> None:
        """Give a field that came into being the list that helps with it."""
        field = self.sheet.fields[name]
        if not isinstance(field, TypedField):
            return
        if name == "service":
            self._services.belong_to(field.box)
        elif name == "address":
            self._places.belong_to(field.box)
        elif name in self.people_lists:
            self.people_lists[name].belong_to(field.box, self.sheet.edge)
        self.words.serve(name, field, self.people_lists.get(name))

    def _on_left(self, name: str) -> None:
        self._last = name
        self._choice = None

    def _on_arrived(self, widget: QWidget) -> None:
        if isinstance(widget, ChoiceField):
            self._choice = widget
            widget.use_list(self._options)
        QTimer.singleShot(0, self, partial(self._scroll_to, widget))

    def _on_option(self, code: str) -> None:
        if self._choice is not None:
            self._choice.take(code)
            self.sheet.advance()

    def _scroll_to(self, widget: QWidget) -> None:
        if widget.parent() is not None:
            self.area.ensureWidgetVisible(widget, 0, theme.px(28))
            self.area.horizontalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        roomy = self.width() >= theme.px(1500)
        self.my_day.stand(self.width() >= theme.px(RAIL_FROM))
        self.known.stand(self.width() >= theme.px(SIDE_FROM))
        self._brief.setVisible(not self.known.beside)
        middle = self._middle_width(roomy=roomy)
        self.sheet.set_narrow(middle if middle < theme.px(782) else 0)
        self._foot.set_narrow(self.width() < theme.px(782))
        self.rail.setFixedWidth(theme.px(250 if roomy else 208))
        self.side.setFixedWidth(theme.px(400 if roomy else 336))
        self.sheet.set_roomy(roomy)
        self.side.set_roomy(roomy)
        self._foot.set_roomy(roomy)
        self._foot.fit(middle)
        for ahead in (self._services, self._places, self._options, self.words.list, *self.people_lists.values()):
            ahead.set_roomy(roomy)
        super().resizeEvent(event)
        QTimer.singleShot(0, self, lambda: self.preview_dots.emit(self.side.preview.dots()))

    def _middle_width(self, *, roomy: bool) -> int:
        rail = theme.px(250 if roomy else 208) if self.my_day.beside else 0
        side = theme.px(400 if roomy else 336) if self.known.beside else 0
        return self.width() - rail - side

    # ------------------------------------------------------------------ the cursor

    def focus(self, name: str) -> None:
        """Put the cursor into a field; `first_problem`, `after_person`, `reason`, `parked`, `back` are places, too."""
        if name == "reason":
            self.reasons.take_focus()
        elif name == "parked":
            self.my_day.show(True)
            self.rail.parked.enter()
        elif name == "back":
            self.sheet.focus(self._last if self._last in self.sheet.fields else "service", self.state)
        else:
            self.sheet.focus(name, self.state)

    def take_focus(self) -> None:
        """Put the cursor where it was; into the service when nothing is begun."""
        focus = QApplication.focusWidget()
        aside = focus is self.rail.parked or self.side.isAncestorOf(focus or self)
        aside = aside or (focus is self._foot.save and self.state.form.blank)  # there by chance: it is the last field
        if not aside and self.isAncestorOf(focus or self):
            return
        before = self._last if self._last in self.sheet.fields else "service"
        self.sheet.focus(before if not self.state.form.blank else "service", self.state)

    def return_to(self, name: str) -> None:
        """Take the field in which a window of another look left off."""
        self._last = name or self._last

    def repeat(self) -> None:
        """Ask for the field in use as it was in the last application."""
        if name := self.sheet.name_of(QApplication.focusWidget()):
            self.repeated.emit(name)

    def look_beside(self) -> None:
        """Bring what the program knows, where it had to give way; a second time puts it away."""
        self.known.show(not self.known.open)

    def put_away(self) -> bool:
        """Put away what lies over the form, or end a wait for its pages; tell whether there was something."""
        if self.state.awaiting:
            self.waiting_left.emit()
            return True
        lay = self.known.open
        self.known.show(False)
        return lay

    def switch(self, kind: str) -> None:
        """Let the switch of the person in use go on: `id` the kind of document, `mobile` whose it is."""
        used = self.sheet.name_of(QApplication.focusWidget()) or self._last
        person = used.rpartition(".")[0]
        self.sheet.switch(f"{person}.{kind}" if person.startswith("p") else kind)

    # ------------------------------------------------------------------ e-mails

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if can_take(event.mimeData()) or any(
            url.toLocalFile().lower().endswith(".eml") for url in event.mimeData().urls()
        ):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if can_take(event.mimeData()):
            self.pages_dropped.emit(event.mimeData())
            event.acceptProposedAction()
            return
        for url in event.mimeData().urls():
            self.open_mail(url.toLocalFile())
            event.acceptProposedAction()
            return

    @property
    def scans(self) -> ScanStrip:
        """The strip of pages in the foot."""
        return self._foot.scans

    def ask_mail(self) -> None:
        """Ask for the file of an e-mail."""
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self, _("Open an e-mail"), "", _("E-mails") + " (*.eml)")
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog, QApplication.platformName() == "offscreen")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setObjectName("mail.dialog")
        dialog.fileSelected.connect(self.open_mail)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def open_mail(self, path: str) -> None:
        """Hand over an e-mail's bytes; one too large is cut at the desk's limit and refused there."""
        with Path(path).open("rb") as file:
            self.mail_dropped.emit(file.read(MOST_MAIL_BYTES + 1))

    # ------------------------------------------------------------------ showing

    def render(self, state: RegisterState) -> None:  # type: ignore[override]
        """Show the state; what is the same value as before is left alone, for each key comes by here."""
        before, self.state = self.state, state
        first = before is state
        self.sheet.render(state)
        if first or before.day is not state.day or before.saved is not state.saved:
            self.rail.render(state.day, state.saved.receive_number if state.saved else "")
        if first or before.parked is not state.parked:
            self.rail.show_parked(state.parked)
        self.side.render(state)
        self._brief.render(state, self.side.not_known.number)
        if state.sum and not before.sum:
            self.known.show(True)
        self._foot.render(state)
        self._render_foot(state)
        services = service_choices(state.services, state.form.service_typed)
        self._services.offer(services, services_head(len(services)) if services else "")
        self._offer_people(state)
        places = place_choices(state.places, state.form.text("address"))
        self._places.offer(places, places_head(len(places)) if places else "")

    def _render_foot(self, state: RegisterState) -> None:
        writing = state.service is not None or not state.form.blank or state.asking is not None
        self.band.render(state.saved)
        self._strip.render(state.saved if writing else None)
        self.reasons.render(state.asking, self._ground.width())
        if state.asking is not None:
            self._show_foot(self.reasons)
        else:
            self._show_foot(self.band if state.saved is not None and not writing else self._foot)

    def _offer_people(self, state: RegisterState) -> None:
        rows = person_choices(state.people, state.people_for) if state.people else []
        for name, people in self.people_lists.items():
            if not (rows or people.rows or people.isVisible()):
                continue
            field = self.sheet.fields.get(name)
            mine = rows if isinstance(field, TypedField) and field.entry.hasFocus() else []
            if not mine:
                people.offer((), "", [])
                continue
            people.offer(mine, people_head(len(mine)), enter_hint(_("if new, just go on")))
            self.words.close()
