"""Time and chance, handed in from outside so that tests and the simulator own them."""

import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

Clock = Callable[[], datetime]
"""Returns now, aware, in UTC."""

Rng = Callable[[int], bytes]
"""Returns so many random bytes."""

DHAKA = timezone(timedelta(hours=6), "Asia/Dhaka")
"""Bangladesh keeps one offset all year (since 2010), so no time-zone database is needed."""


def system_clock() -> datetime:
    """Return the computer's own idea of now."""
    return datetime.now(UTC)


def system_rng(size: int) -> bytes:
    """Return `size` bytes from the operating system."""
    return os.urandom(size)


def dhaka_day(at: datetime) -> date:
    """Return the calendar day in Bangladesh of an instant."""
    return at.astimezone(DHAKA).date()


def stamp(at: datetime) -> str:
    """Return an instant as text for records: UTC, milliseconds, `2026-11-23T04:45:07.123Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def unstamp(text: str) -> datetime:
    """Return the instant that `stamp` wrote."""
    return datetime.fromisoformat(text)


def uuid7(at: datetime, rng: Rng) -> str:
    """Return a time-ordered UUID.  Source: RFC 9562 section 5.7."""
    from uuid import UUID  # slow to import, and the first window needs none

    milliseconds = int(at.timestamp() * 1000)
    noise = int.from_bytes(rng(10), "big")
    value = (milliseconds & ((1 << 48) - 1)) << 80
    value |= 0x7 << 76 | (noise >> 68 & 0xFFF) << 64
    value |= 0b10 << 62 | noise & ((1 << 62) - 1)
    return str(UUID(int=value))
