"""The right side: what the program knows. Promise, warning, receipt; after saving what to hand over and say."""

import operator
from datetime import date

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFont, QImage, QKeyEvent, QPainter, QPaintEvent, QPolygon
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from kiosk import i18n
from kiosk.domain.application import Channel
from kiosk.domain.clock import DHAKA, unstamp
from kiosk.i18n import _, ngettext
from kiosk.ui import theme
from kiosk.ui.register import knowledge
from kiosk.ui.register.day_sum import SumCard
from kiosk.ui.register.knowledge import scaled
from kiosk.ui.register.state import Duplicate, Promised, RegisterState, Saved
from kiosk.ui.widgets import Button, Facts, Ground, Label, Paragraph, Pressable, Rule, SideCard

RIM = 6
"""White beside the printed area, as on paper."""


class ReceiptPreview(QLabel):
    """The printer's own raster, scaled to the width, torn off where the room ends."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("receipt.preview")
        self.setAccessibleName(_("The receipt as it will be"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._image: QImage | None = None
        self._scaled: QImage | None = None

    def show_image(self, image: QImage | None) -> None:
        """Show another raster."""
        if image is not self._image:
            self._image, self._scaled = image, None
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._image is None:
            return
        painter = QPainter(self)
        paper = self._fitted(painter.device().devicePixelRatio())
        tooth = theme.px(8)
        tall = min(round(paper.height() / paper.devicePixelRatio()) + tooth, self.height() - tooth)
        painter.fillRect(QRect(0, 0, self.width(), tall), Qt.GlobalColor.white)
        painter.setClipRect(0, 0, self.width(), tall)
        painter.drawImage(QPoint(theme.px(RIM), theme.px(4)), paper)
        painter.setClipping(False)
        self._tear(painter, tall, tooth)

    def _fitted(self, ratio: float) -> QImage:
        assert self._image is not None  # noqa: S101 - painted only then
        width = self.dots(ratio)
        if self._scaled is None or self._scaled.width() != width:
            self._scaled = scaled(self._image, width)
            self._scaled.setDevicePixelRatio(ratio)
        return self._scaled

    def dots(self, ratio: float = 0.0) -> int:
        """Return how many dots of the screen the paper is wide."""
        return round((self.width() - theme.px(2 * RIM)) * (ratio or self.devicePixelRatioF()))

    def _tear(self, painter: QPainter, top: int, tooth: int) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.GlobalColor.white)
        for x in range(0, self.width(), tooth):
            painter.drawPolygon(
                QPolygon([QPoint(x, top), QPoint(x + tooth, top), QPoint(x + tooth // 2, top + tooth // 2 + 2)])
            )


class SumButton(Pressable):
    """Shows how the date comes about; F1 does, too, while it has the focus.  Signals: `clicked()`."""

    halo_radius = 4

    def __init__(self) -> None:
        super().__init__(_("see the sum"), key="Alt+T")
        self.setObjectName("button.sum")

    def _style(self) -> QFont:
        return theme.font("caption")

    def _padding(self) -> int:
        return theme.px(2)

    def _tall(self) -> int:
        return theme.px(26)

    def _gap(self) -> int:
        return theme.px(6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        self._paint_content(QPainter(self), "accent" if self._hover or self.hasFocus() else "ink2")

    def event(self, event: QEvent) -> bool:
        """Keep F1 for the date, before the sheet of keys has it."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_F1:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.click()
                return True
        return super().event(event)


class PromiseCard(SideCard):
    """When they may come, large; how it was counted; fees; where it goes."""

    def __init__(self) -> None:
        super().__init__()
        self._title = Label("", "caption", "ink2")
        self._day = Paragraph("", "page")
        self._how = Paragraph("", "caption", "ink2")
        self._facts = Facts()
        self._day.setObjectName("promise.day")
        self.sum = SumButton()
        for part in (self._title, self._day):
            self.column.addWidget(part)
        counted = QHBoxLayout()
        counted.addWidget(self._how, 1)
        counted.addWidget(self.sum, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(counted)
        self.column.addSpacing(theme.px(6))
        self.column.addWidget(Rule())
        self.column.addSpacing(theme.px(6))
        self.column.addWidget(self._facts)

    def render(self, state: RegisterState) -> None:  # type: ignore[override]
        """Show the promise of the chosen service."""
        service, promised = state.service, state.promised
        here = service is not None and not service.stop_bn  # what is not taken is not promised either
        self.setVisible(here and promised is not None)
        if service is None or promised is None:
            return
        self._title.setText(promised.title)
        self._day.set_text(f"*{_day_words(promised)}*")
        self._how.set_text(promised.reckoning)
        self.sum.setVisible(promised.on is not None)
        where = [(_("Goes to"), knowledge.branch_of(service), False)]
        self._facts.show_facts([*knowledge.fee_facts(service.fees), *where])


def _day_words(promised: Promised) -> str:
    if promised.on is None:
        return _("Not set")
    weekday = i18n.weekday(promised.on) if i18n.language() == "bn" else i18n.short_weekday(promised.on)
    return f"{i18n.day(promised.on)}, {weekday}"


class DuplicateCard(SideCard):
    """The same application is running already."""

    def __init__(self) -> None:
        super().__init__(_("The same application is running"), "alert-triangle", "warn")
        self._words = Paragraph("", "small")
        self.look = Button(_("Look at it"), key="Alt+O", small=True)
        self.look.setObjectName("button.look")
        self.look.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.column.addWidget(self._words)
        row = QHBoxLayout()
        row.setContentsMargins(0, theme.px(6), 0, 0)
        row.addWidget(Paragraph(_("To take it all the same, a reason is asked."), "caption"), 1)
        row.addSpacing(theme.px(8))
        row.addWidget(self.look)
        self.column.addLayout(row)

    def render(self, duplicate: Duplicate | None) -> None:  # type: ignore[override]
        """Show it; nothing hides the card."""
        self.setVisible(duplicate is not None)
        if duplicate is not None:
            number = i18n.receive_number(duplicate.receive_number)
            since = i18n.day(date.fromisoformat(duplicate.received_on)) if duplicate.received_on else ""
            what = _("{what}, since {day}").format(what=duplicate.what, day=since) if since else duplicate.what
            self._words.set_text(f"{what}\n*{number}*".strip())


class StopCard(SideCard):
    """This service is not given here: where to go instead."""

    def __init__(self) -> None:
        super().__init__(_("Not at this counter"), "ban", "bad")
        self._words = Paragraph("", "small")
        self.column.addWidget(self._words)

    def render(self, state: RegisterState) -> None:  # type: ignore[override]
        """Show where to send the visitor."""
        service = state.service
        words = (service.stop_en if i18n.language() == "en" else service.stop_bn) if service else ""
        self.setVisible(bool(words))
        self._words.set_text(words)


class HandOverCards(QWidget):
    """After saving: what to hand over, what to say."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        self._give, self._give_words = SideCard(_("Hand over"), "receipt"), Paragraph("", "body")
        self._give.column.addWidget(self._give_words)
        self._tell, self._tell_words = SideCard(_("Tell them"), "hourglass", "warn"), Paragraph("", "body")
        self._tell.column.addWidget(self._tell_words)
        column.addWidget(self._give)
        column.addWidget(self._tell)

    def render(self, saved: Saved | None) -> None:  # type: ignore[override]
        """Show what belongs to a number that is shown."""
        self.setVisible(saved is not None)
        if saved is None:
            return
        self._give_words.set_text("\n".join(_to_give(saved)))
        tell = _to_tell(saved)
        self._tell_words.set_text("\n".join(tell))
        self._tell.setVisible(bool(tell))


def _to_give(saved: Saved) -> list[str]:
    receipt = {
        "printing": _("*Receipt* – ticked when the printer is done"),
        "printed": _("*Receipt* – printed ✓"),
        "failed": _("*Receipt* – not printed; F8 when the paper is in"),
        "not_known": _("*Receipt* – look whether the paper came out"),
        "none": _("*Number* – write it down for them"),
    }.get(saved.paper, "")
    return [receipt, *(_("*{paper}* – give it back").format(paper=paper) for paper in saved.seen)]


def _to_tell(saved: Saved) -> list[str]:
    told = [_("*{paper}* is still to be brought.").format(paper=paper) for paper in saved.missing]
    if saved.duplicate:
        number = i18n.receive_number(saved.duplicate)
        told.append(_("The same application is running: *{number}*").format(number=number))
    return told


class TodayCard(SideCard):
    """How many today."""

    def __init__(self) -> None:
        super().__init__(_("Mine today"), "chart-bar")
        self._facts = Facts()
        self.column.addWidget(self._facts)

    def render(self, state: RegisterState) -> None:  # type: ignore[override]
        """Show the counts of the day."""
        day = state.day
        applications, visits = (day.applications_count, day.visits_count) if day else (0, 0)
        count = _("{n} today").format(n=i18n.digits(applications))
        people = ngettext("{n} visitor", "{n} visitors", visits).format(n=i18n.digits(visits))
        self._facts.show_facts([(_("Applications"), count, True), (_("Helpdesk"), people, True)])


class NotKnownCard(SideCard):
    """A receipt of which nobody knows whether it came out: look at the paper, then say.

    Signals: `answered(bool)`; `shown()` another question, or none.
    """

    answered = Signal(bool)
    shown = Signal()

    def __init__(self) -> None:
        super().__init__(_("Did the receipt come out?"), "question-mark", "warn")
        self._words = Paragraph("", "small")
        self.column.addWidget(self._words)
        self.yes = Button(_("It did"), key="Alt+Y", small=True)
        self.no = Button(_("It did not"), key="Alt+N", small=True)
        self.yes.setObjectName("button.came_out")
        self.no.setObjectName("button.did_not")
        self.yes.clicked.connect(lambda: self.answered.emit(True))
        self.no.clicked.connect(lambda: self.answered.emit(False))
        row = QHBoxLayout()
        row.setContentsMargins(0, theme.px(8), 0, 0)
        row.setSpacing(theme.px(8))
        for button in (self.yes, self.no):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(button)
        row.addStretch(1)
        self.column.addLayout(row)
        self.number = ""
        self.hide()

    def render(self, number: str) -> None:  # type: ignore[override]
        """Ask about this number; an empty one hides the card."""
        self.number = number
        self.setVisible(bool(number))
        words = _("The number stands. Look at the paper, then choose.")
        self._words.set_text(f"*{i18n.receive_number(number)}*\n{words}" if number else "")
        self.shown.emit()


class MailCard(SideCard):
    """The e-mail of which this becomes an application: who sent it, about what, when, with which files."""

    def __init__(self) -> None:
        super().__init__(_("From an e-mail"), "mail")
        self._words = Paragraph("", "small")
        self._words.setObjectName("mail.words")
        self.column.addWidget(self._words)

    def render(self, state: RegisterState) -> None:  # type: ignore[override]
        """Show the mail that the form holds."""
        mail = state.form.mail if state.form.channel == Channel.EMAIL else None
        self.setVisible(mail is not None)
        if mail is None:
            return
        files = ngettext("{n} file", "{n} files", len(mail.attachments)).format(n=i18n.digits(len(mail.attachments)))
        arrived = unstamp(mail.arrived_at).astimezone(DHAKA) if mail.arrived_at else None
        when = f"{i18n.short_day(arrived.date())}, {i18n.clock_time(arrived)}" if arrived else ""
        facts = (f"*{mail.sender}*", mail.subject, " · ".join(part for part in (when, files) if part))
        self._words.set_text("\n".join(fact for fact in facts if fact))


class WebCard(SideCard):
    """That this came from the web: what the clerk has to look at, and how it goes back."""

    def __init__(self) -> None:
        super().__init__(_("From the web"), "world")
        self._words = Paragraph("", "small")
        self._words.setObjectName("web.words")
        self.column.addWidget(self._words)

    def render(self, state: RegisterState) -> None:  # type: ignore[override]
        """Show the reference that the form holds."""
        reference = state.form.portal_id
        self.setVisible(bool(reference))
        if reference:
            from kiosk.domain.portal import grouped_reference

            shown = i18n.digits(grouped_reference(reference))
            told = _("Look at it and complete it. Ctrl+Enter gives it its number, Ctrl+Shift+W gives it back.")
            self._words.set_text(f"*{shown}*\n{told}")


class CorrectingCard(SideCard):
    """Which application is being corrected, and what of it is changed."""

    def __init__(self) -> None:
        super().__init__(_("A correction"), "edit", "warn")
        self._words = Paragraph("", "small")
        self._words.setObjectName("correcting.words")
        self.column.addWidget(self._words)

    def render(self, state: RegisterState) -> None:  # type: ignore[override]
        """Show the number that stays, and how much differs."""
        number = state.form.corrects
        self.setVisible(bool(number))
        if not number:
            return
        count = len(state.before)
        changed = ngettext("{n} field changed", "{n} fields changed", count).format(n=i18n.digits(count))
        lines = (
            f"*{i18n.receive_number(number)}*",
            _("The number stays."),
            changed if count else _("nothing changed yet"),
        )
        self._words.set_text("\n".join(lines))


class Side(Ground):
    """The column; `render(state)`.  Signals: `look()` at the earlier application; `sum_asked()`."""

    look = Signal()
    sum_asked = Signal()

    def __init__(self) -> None:
        super().__init__("paper", "l")
        self.setFixedWidth(theme.px(336))
        self._told: tuple[object, ...] | None = None
        self.not_known = NotKnownCard()
        self._promise, self._stop, self._duplicate = PromiseCard(), StopCard(), DuplicateCard()
        self._hand_over, self._today = HandOverCards(), TodayCard()
        self.sum, self._mail, self._correcting = SumCard(), MailCard(), CorrectingCard()
        self._web = WebCard()
        self._promise.sum.clicked.connect(self.sum_asked)
        self._duplicate.look.clicked.connect(self.look)
        self.preview = ReceiptPreview()
        self._preview_head = self._heading()
        column = self._column = QVBoxLayout(self)
        self.set_roomy(False)
        cards = (self._correcting, self._stop, self._promise, self._duplicate, self._mail, self._web, self._hand_over)
        for part in (*cards, self.not_known, self._today):
            column.addWidget(part)
        column.addWidget(self.sum, 1)
        column.addWidget(self._preview_head)
        column.addWidget(self.preview, 1)
        column.addStretch(0)

    def set_roomy(self, roomy: bool) -> None:  # noqa: FBT001 - a switch
        """Take more air in a wide window."""
        side, top = (22, 18) if roomy else (16, 14)
        self._column.setContentsMargins(theme.px(side), theme.px(top), theme.px(side), 0)
        self._column.setSpacing(theme.px(16 if roomy else 12))

    def _heading(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Label(_("The receipt as it will be"), "caption", "ink2"), 1)
        self._width = Label("", "caption", "ink2")
        row.addWidget(self._width)
        return holder

    def render(self, state: RegisterState) -> None:  # type: ignore[override]
        """Show what is known now; a key that changes nothing of it leaves the cards alone."""
        told = (
            state.service, state.promised, state.duplicate, state.form.mail, state.form.portal_id, state.form.channel, state.form.corrects,
            state.before, state.sum, state.saved, state.day, state.receipt,
        )  # fmt: skip
        if self._told is not None and all(map(operator.is_, told, self._told)):
            return
        self._told = told
        writing = state.service is not None
        self._promise.render(state)
        self._stop.render(state)
        self._duplicate.render(state.duplicate)
        self._mail.render(state)
        self._web.render(state)
        self._correcting.render(state)
        self.sum.render(state.sum)
        self._hand_over.render(None if writing else state.saved)
        self._today.setVisible(not writing)
        self._today.render(state)
        shown = writing and not state.sum
        self._preview_head.setVisible(shown and state.receipt is not None)
        self.preview.setVisible(not state.sum)
        self.preview.show_image(state.receipt if shown else None)
