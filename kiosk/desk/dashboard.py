"""The day in figures: each is defined once, in words, and counted from the narrow index alone.

The counter knows its office's applications as far as it was told of them, so what it counts of
other counters is as fresh as the last news.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from kiosk.desk.context import Desk
from kiosk.domain.application import Channel, Kind
from kiosk.domain.clock import DHAKA, unstamp
from kiosk.domain.figures import BranchAge, ageing, first_days
from kiosk.domain.workflow import VOID


@dataclass(frozen=True, slots=True)
class Picture:
    """What `DEFINITIONS` define, for a Dhaka day.

    `hours` are counts by channel code for each hour that has any; `services` and `kinds` go by
    code, the most frequent first; `week_before` is `received` of the same weekday before.
    """

    day: date
    made_at: datetime
    received: int = 0
    week_before: int = 0
    visits: int = 0
    closed: int = 0
    on_time: int = 0
    pending: int = 0
    overdue: int = 0
    overdue_branches: int = 0
    hours: tuple[tuple[int, dict[str, int]], ...] = ()
    services: tuple[tuple[str, int], ...] = ()
    kinds: tuple[tuple[str, int], ...] = ()
    ageing: tuple[BranchAge, ...] = ()


def picture_of(desk: Desk, day: date) -> Picture:
    """Return the figures of a day; those of what is pending are of now."""
    on, week_before = day.isoformat(), (day - timedelta(days=7)).isoformat()
    with desk.store.read() as unit:
        received = unit.all(
            "SELECT service, channel, received_at FROM application WHERE received_on = ? AND state <> ?", on, VOID
        )
        (before,) = unit.one(
            "SELECT count(*) FROM application WHERE received_on = ? AND state <> ?", week_before, VOID
        ) or (0,)
        (visits,) = unit.one("SELECT count(*) FROM visit WHERE day = ?", on) or (0,)
        closed, on_time = unit.one(CLOSED, on, VOID) or (0, 0)
        pending = unit.all(_PENDING, *first_days(day), on, on)
    ages = _ageing(desk, pending)
    late = Counter[str]()
    for service, branch, over, _age, count in pending:
        late[_branch(desk, service, branch)] += count * over
    return Picture(
        day=day,
        made_at=desk.clock(),
        received=len(received),
        week_before=before,
        visits=visits,
        closed=closed,
        on_time=on_time,
        pending=sum(row[4] for row in pending),
        overdue=late.total(),
        overdue_branches=sum(count > 0 for count in late.values()),
        hours=_hours(received),
        services=tuple(Counter(row[0] for row in received).most_common()),
        kinds=_kinds(desk, received),
        ageing=ages,
    )


# The index holds only what is closed, and is taken only by a question that says so.
CLOSED = (
    "SELECT count(*), coalesce(sum(promised_on = '' OR closed_on <= promised_on), 0) FROM application"
    " WHERE closed_on = ? AND closed_on <> '' AND state <> ?"
)
# Grouped first as the index is ordered, which sorts nothing; few groups are left to be grouped again.
_PENDING = (
    "SELECT service, branch, promised_on <> '' AND promised_on < ?4 AS over,"
    " (received_on < ?1) + (received_on < ?2) + (received_on < ?3) AS age, sum(alike) FROM"
    " (SELECT service, branch, received_on, promised_on, count(*) AS alike FROM application"
    " WHERE closed_on = '' AND received_on <= ?5 GROUP BY service, branch, received_on, promised_on)"
    " GROUP BY 1, 2, 3, 4"
)


def _hours(received: Iterable[Any]) -> tuple[tuple[int, dict[str, int]], ...]:
    hours: dict[int, Counter[str]] = {}
    for _service, channel, at in received:
        hour = unstamp(at).astimezone(DHAKA).hour
        hours.setdefault(hour, Counter())[channel] += 1
    return tuple(
        (hour, {channel: hours[hour][channel] for channel in Channel if hours[hour][channel]}) for hour in sorted(hours)
    )


def _kinds(desk: Desk, received: Iterable[Any]) -> tuple[tuple[str, int], ...]:
    known = desk.catalogue.services
    counts = Counter(str(known[row[0]].kind) if row[0] in known else str(Kind.CITIZEN) for row in received)
    return tuple((str(kind), counts[str(kind)]) for kind in Kind)


def _branch(desk: Desk, service: str, branch: str) -> str:
    """Return who has it: where it was sent, else the branch that the catalogue names."""
    if branch:
        return branch
    found = desk.catalogue.services.get(service)
    return found.branch if found else ""


def _ageing(desk: Desk, pending: Iterable[Any]) -> tuple[BranchAge, ...]:
    return ageing((_branch(desk, service, branch), age, count) for service, branch, _over, age, count in pending)
