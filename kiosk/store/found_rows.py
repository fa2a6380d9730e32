"""The rows of `counter.db` behind what a search finds: by ids of the index, by receive numbers."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from kiosk.domain.application import Visit
from kiosk.store.fresh import read_visit

if TYPE_CHECKING:
    from kiosk.store.session import Unit

COLUMNS = "id, receive_number, name, service, state, received_on, body"
_LAST = "\U0010ffff"


def applications(unit: "Unit", ids: Sequence[int]) -> list[Sequence[Any]]:
    """Return the rows (`COLUMNS`) of ids, the latest first."""
    marks = ",".join("?" * len(ids))
    return unit.all(f"SELECT {COLUMNS} FROM application WHERE id IN ({marks}) ORDER BY id DESC", *ids)  # noqa: S608


def with_serial(unit: "Unit", series: Iterable[str], serial: str, limit: int) -> list[int]:
    """Return the ids of the applications with this serial (and check digit), whatever year and counter."""
    found: list[int] = []
    for beginning in series:
        found += numbered(unit, beginning + serial, limit)
    return found


def numbered(unit: "Unit", beginning: str, limit: int) -> list[int]:
    """Return the ids of receive numbers that begin like this, the highest first."""
    rows = unit.all(
        "SELECT id FROM application WHERE receive_number >= ?1 AND receive_number < ?1 || ?2"
        " ORDER BY receive_number DESC LIMIT ?3",
        beginning,
        _LAST,
        limit,
    )
    return [rowid for (rowid,) in rows]


def visits(unit: "Unit", seqs: Sequence[int]) -> list[Visit]:
    """Return the visits of these events, the latest first."""
    marks = ",".join("?" * len(seqs))
    rows = unit.all(f"SELECT record FROM event WHERE seq IN ({marks}) ORDER BY seq DESC", *seqs)  # noqa: S608
    return [read_visit(record).body.visit for (record,) in rows]
