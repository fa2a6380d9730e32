"""Figures in a reader's language: tiles, rows, days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kiosk import i18n
from kiosk.central.centre import Centre
from kiosk.central.figures.count import Figures, Old
from kiosk.domain.figures import OF_THE_CENTRE, BranchAge
from kiosk.domain.workflow import state_name


def _(message: str) -> str:
    """Mark a message for the catalogue."""
    return message


AGE_NAMES = (_("Up to 7 days"), _("8–15"), _("16–30"), _("Over 30"))


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure: its name, itself, what is beside it, what it counts; `is_bad` asks for attention."""

    name: str
    value: str
    beside: str
    meaning: str
    is_bad: bool = False


@dataclass(frozen=True, slots=True)
class OldRow:
    """A line of the oldest ten, in words; `number` is plain, for a link."""

    number: str
    shown: str
    what: str
    branch: str
    state: str
    since: str
    days: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells figures in one language."""

    centre: Centre
    language: str
    branches: dict[str, tuple[str, str]]

    def _(self, message: str) -> str:
        return i18n.translator(self.language).gettext(message)

    def number(self, count: int) -> str:
        """Return a count in the language's digits."""
        return i18n.digits(count, self.language)

    def branch(self, code: str) -> str:
        """Return a branch's name."""
        names = self.branches.get(code)
        if names is None:
            return code or self._("No branch yet")
        return names[0] if self.language == "bn" else names[1]

    def service(self, code: str) -> str:
        """Return a service's short name."""
        service = self.centre.catalogue.services.get(code)
        if service is None:
            return code
        return (service.short_bn or service.name_bn) if self.language == "bn" else service.name_en

    def day(self, day: date) -> str:
        """Return `সোমবার, ২৩ নভেম্বর ২০২৬`."""
        return f"{i18n.weekday(day, self.language)}, {i18n.day(day, self.language, year=True)}"

    def defined(self, name: str) -> tuple[str, str]:
        """Return a figure's name and what it counts."""
        title, words = OF_THE_CENTRE[name]
        return self._(title), self._(words)

    def tiles(self, figures: Figures) -> Sequence[Tile]:
        """Return the figures that lead the page."""
        share = self._("{count} in time").format(count=self.number(figures.on_time))
        return (
            self._tile("pending", figures.pending, ""),
            self._tile("overdue", figures.overdue, self.share(figures.overdue, figures.pending), is_bad=True),
            self._lately(figures),
            self._tile("received", figures.received, ""),
            self._tile("closed", figures.closed, share if figures.closed else ""),
        )

    def _tile(self, name: str, count: int, beside: str, *, is_bad: bool = False) -> Tile:
        title, words = self.defined(name)
        return Tile(title, self.number(count), beside, words, is_bad and count > 0)

    def _lately(self, figures: Figures) -> Tile:
        words = " ".join((self.defined("closed")[1], self.defined("on_time")[1]))
        closed, in_time = figures.closed_lately, figures.on_time_lately
        beside = self._("{part} of {all}, in 30 days").format(part=self.number(in_time), all=self.number(closed))
        value = self.share(in_time, closed) or "–"
        return Tile(self._("In time"), value, beside if closed else self._("nothing closed in 30 days"), words)

    def share(self, part: int, whole: int) -> str:
        """Return a part in whole per cent, rounded down; empty of nothing."""
        return i18n.digits(f"{100 * part // whole}%", self.language) if whole else ""

    def ages(self, row: BranchAge) -> tuple[str, ...]:
        """Return a branch's counts."""
        return tuple(self.number(count) for count in row.counts)

    def old(self, old: Old, today: date) -> OldRow:
        """Return a line of the oldest."""
        return OldRow(
            old.number,
            i18n.receive_number(old.number, self.language),
            self.service(old.service),
            self.branch(old.branch),
            self._(state_name(old.state)),
            i18n.numeric_day(old.received_on, self.language),
            self.number(old.days),
            old.promised_on is not None and old.promised_on < today,
        )
