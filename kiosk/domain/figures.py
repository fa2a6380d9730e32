"""The figures of counter and centre: each is defined once, in words; what is counted from rows alone is here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


def _(message: str) -> str:
    """Mark a message for the catalogue; it is translated when it is shown."""
    return message


DEFINITIONS: dict[str, tuple[str, str]] = {
    "received": (
        _("Applications received"),
        _("Applications whose day of receipt is this day, the void ones left out."),
    ),
    "visits": (_("Helpdesk visits"), _("Visits that this counter's helpdesk logged on this day.")),
    "closed": (
        _("Closed on the day"),
        _("Applications of which nothing was left to do on this day: decided, handed over, posted, withdrawn."),
    ),
    "on_time": (_("Of them in time"), _("Closed not later than the promised day; without a promised day all count.")),
    "pending": (
        _("Pending applications"),
        _("Applications received until this day of which something is left to do now."),
    ),
    "overdue": (_("Past their day"), _("Pending applications whose promised day is over.")),
    "hours": (
        _("Applications by the hour"),
        _("Received on this day, by the hour of the counter's clock and by channel."),
    ),
    "services": (_("What was asked for"), _("Received on this day, by service, the most frequent first.")),
    "kinds": (_("Kinds"), _("Received on this day: citizen, official, copy.")),
    "ageing": (
        _("How long with the branches"),
        _("Pending applications by the branch that has them and the days since receipt; the day of receipt is day 0."),
    ),
}
"""Each figure's name and what it counts."""

AGES = (7, 15, 30)
"""Ageing is told as up to 7, 15, 30 days and beyond."""


@dataclass(frozen=True, slots=True)
class BranchAge:
    """Pending applications of a branch: how many in each step of `AGES`, the last beyond all."""

    branch: str
    counts: tuple[int, int, int, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts)


OF_THE_CENTRE: dict[str, tuple[str, str]] = {
    **{name: DEFINITIONS[name] for name in ("received", "closed", "on_time", "pending", "overdue", "ageing")},
    "trend": (_("The last 30 days"), _("Received and closed on each of the last 30 days, today included.")),
    "oldest": (_("The oldest ten"), _("Pending applications with the earliest day of receipt.")),
}
"""What the centre counts: the counter's figures in the same words, over the whole office, and its own."""

TREND_DAYS, OLDEST = 30, 10


def first_days(day: date) -> tuple[str, ...]:
    """Return the first days of each step of ageing: older than 7, 15, 30 days is before them."""
    return tuple((day - timedelta(days=age)).isoformat() for age in AGES)


def ageing(counted: Iterable[tuple[str, int, int]]) -> tuple[BranchAge, ...]:
    """Return the branches, the fullest first, from (branch, step of `AGES`, count)."""
    counts: dict[str, list[int]] = {}
    for branch, age, count in counted:
        counts.setdefault(branch, [0, 0, 0, 0])[age] += count
    rows = [BranchAge(branch, (one[0], one[1], one[2], one[3])) for branch, one in counts.items()]
    return tuple(sorted(rows, key=lambda row: (-row.total, row.branch)))
