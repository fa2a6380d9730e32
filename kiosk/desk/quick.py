"""The services that this counter takes most at this hour: what its quick keys mean."""

from collections import Counter
from datetime import UTC

from kiosk.desk.context import Desk
from kiosk.domain.clock import DHAKA

MOST = 9
_LATEST = 2_000
"""So many of the latest applications tell: some weeks of a busy counter, and read in a moment."""
_LEAST = 3
"""A service that came more seldom than this is not learned yet."""
_NEAR_HOURS = 1
_HOURS_WEIGHT = 3

_TAKEN = """
SELECT service, (CAST(substr(received_at, 12, 2) AS INTEGER) + ?) % 24 AS hour, count(*)
FROM (SELECT service, received_at FROM application WHERE seq IS NOT NULL ORDER BY id DESC LIMIT ?)
GROUP BY service, hour
"""


def frequent_services(desk: Desk, most: int = MOST) -> tuple[str, ...]:
    """Return codes of services that may be taken here now, those taken most often altogether first.

    Which ones depends on the hour; their order does not, so that a key keeps its meaning over the day
    as long as its service is among them.  A new counter knows none.
    """
    now = desk.clock().astimezone(DHAKA)
    east = (now.hour - now.astimezone(UTC).hour) % 24
    with desk.store.read() as unit:
        rows = unit.all(_TAKEN, east, _LATEST)
    return _chosen([(code, hour, count) for code, hour, count in rows if _is_taken(desk, code)], now.hour, most)


def _is_taken(desk: Desk, code: str) -> bool:
    service = desk.catalogue.services.get(code)
    return service is not None and not service.stop_bn


def _chosen(taken: list[tuple[str, int, int]], hour: int, most: int) -> tuple[str, ...]:
    altogether: Counter[str] = Counter()
    weight: Counter[str] = Counter()
    for code, at, count in taken:
        altogether[code] += count
        weight[code] += count * (_HOURS_WEIGHT if _is_near(at, hour) else 1)
    known = [code for code in weight if altogether[code] >= _LEAST]
    best = sorted(known, key=lambda code: (-weight[code], code))[:most]
    return tuple(sorted(best, key=lambda code: (-altogether[code], code)))


def _is_near(hour: int, other: int) -> bool:
    apart = abs(hour - other)
    return min(apart, 24 - apart) <= _NEAR_HOURS
