"""What the program knows of the form in a few words: what warns, and where it comes from."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from kiosk import i18n
from kiosk.domain.application import Channel
from kiosk.domain.clock import DHAKA, unstamp
from kiosk.i18n import _, ngettext
from kiosk.ui import theme
from kiosk.ui.register.state import Duplicate, RegisterState
from kiosk.ui.widgets import Button, Paragraph, SideCard


class WordsCard(SideCard):
    """A card with a few lines of words under its title, or away.  `name` finds the words in tests and help."""

    def __init__(self, title: str, icon: str, tone: str = "", *, name: str = "") -> None:
        super().__init__(title, icon, tone)
        self._words = Paragraph("", "small")
        self._words.setObjectName(name)
        self.column.addWidget(self._words)

    def show_words(self, *lines: str) -> None:
        """Show these lines; without any, hide the card."""
        said = "\n".join(line for line in lines if line)
        self.setVisible(bool(said))
        if said:
            self._words.set_text(said)


class DuplicateCard(WordsCard):
    """The same application is running already."""

    def __init__(self) -> None:
        super().__init__(_("The same application is running"), "alert-triangle", "warn")
        self.look = Button(_("Look at it"), key="Alt+O", small=True)
        self.look.setObjectName("button.look")
        self.look.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = QHBoxLayout()
        row.setContentsMargins(0, theme.px(6), 0, 0)
        row.addWidget(Paragraph(_("To take it all the same, a reason is asked."), "caption"), 1)
        row.addSpacing(theme.px(8))
        row.addWidget(self.look)
        self.column.addLayout(row)

    def render(self, duplicate: Duplicate | None) -> None:  # type: ignore[override]
        """Show it; nothing hides the card."""
        if duplicate is None:
            self.show_words()
            return
        since = i18n.day(date.fromisoformat(duplicate.received_on)) if duplicate.received_on else ""
        what = _("{what}, since {day}").format(what=duplicate.what, day=since) if since else duplicate.what
        self.show_words(what, f"*{i18n.receive_number(duplicate.receive_number)}*")


class StopCard(WordsCard):
    """This service is not given here: where to go instead."""

    def __init__(self) -> None:
        super().__init__(_("Not at this counter"), "ban", "bad")

    def render(self, state: RegisterState) -> None:  # type: ignore[override]
        """Show where to send the visitor."""
        service = state.service
        self.show_words((service.stop_en if i18n.language() == "en" else service.stop_bn) if service else "")


class MailCard(WordsCard):
    """The e-mail of which this becomes an application: who sent it, about what, when, with which files."""

    def __init__(self) -> None:
        super().__init__(_("From an e-mail"), "mail", name="mail.words")

    def render(self, state: RegisterState) -> None:  # type: ignore[override]
        """Show the mail that the form holds."""
        mail = state.form.mail if state.form.channel == Channel.EMAIL else None
        if mail is None:
            self.show_words()
            return
        files = ngettext("{n} file", "{n} files", len(mail.attachments)).format(n=i18n.digits(len(mail.attachments)))
        arrived = unstamp(mail.arrived_at).astimezone(DHAKA) if mail.arrived_at else None
        when = f"{i18n.short_day(arrived.date())}, {i18n.clock_time(arrived)}" if arrived else ""
        self.show_words(f"*{mail.sender}*", mail.subject, " · ".join(part for part in (when, files) if part))


class WebCard(WordsCard):
    """That this came from the web: what the clerk has to look at, and how it goes back."""

    def __init__(self) -> None:
        super().__init__(_("From the web"), "world", name="web.words")

    def render(self, state: RegisterState) -> None:  # type: ignore[override]
        """Show the reference that the form holds."""
        if not state.form.portal_id:
            self.show_words()
            return
        from kiosk.domain.portal import grouped_reference

        shown = i18n.digits(grouped_reference(state.form.portal_id))
        told = _("Look at it and complete it. Ctrl+Enter gives it its number, Ctrl+Shift+W gives it back.")
        self.show_words(f"*{shown}*", told)


class CorrectingCard(WordsCard):
    """Which application is being corrected, and what of it is changed."""

    def __init__(self) -> None:
        super().__init__(_("A correction"), "edit", "warn", name="correcting.words")

    def render(self, state: RegisterState) -> None:  # type: ignore[override]
        """Show the number that stays, and how much differs."""
        number = state.form.corrects
        if not number:
            self.show_words()
            return
        count = len(state.before)
        changed = ngettext("{n} field changed", "{n} fields changed", count).format(n=i18n.digits(count))
        told = changed if count else _("nothing changed yet")
        self.show_words(f"*{i18n.receive_number(number)}*", _("The number stays."), told)
