from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.clock import dhaka_day, stamp, unstamp, uuid7

INSTANTS = st.datetimes(datetime(1970, 1, 2), datetime(2199, 1, 1), timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 12, 31, 17, 59, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 18, 0, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2026, 6, 1, 0, 0, tzinfo=timezone(timedelta(hours=6))), date(2026, 6, 1)),
    ],
)
def test_days_are_dhaka_days(at, day):
    assert dhaka_day(at) == day


def test_a_stamp_is_utc_with_milliseconds():
    assert (
        stamp(datetime(2026, 11, 23, 10, 45, 7, 123_999, tzinfo=timezone(timedelta(hours=6))))
        == "2026-11-23T04:45:07.123Z"
    )


@given(INSTANTS)
def test_a_stamp_is_read_back(at):
    back = unstamp(stamp(at))
    assert timedelta(0) <= at - back < timedelta(milliseconds=1)
    assert stamp(back) == stamp(at)


@given(INSTANTS, INSTANTS)
def test_stamps_sort_like_their_instants(one, other):
    assert (stamp(one) <= stamp(other)) or one > other


@given(INSTANTS, st.binary(min_size=10, max_size=10))
def test_uuid7(at, noise):
    made = UUID(uuid7(at, lambda size: noise[:size]))
    assert made.version == 7
    assert made.variant == "specified in RFC 4122"
    assert made.int >> 80 == int(at.timestamp() * 1000)


def test_uuid7_uses_all_its_noise():
    at = datetime(2026, 11, 23, tzinfo=UTC)
    ones = UUID(uuid7(at, lambda size: b"\xff" * size)).int
    zeros = UUID(uuid7(at, lambda size: b"\x00" * size)).int
    assert (ones ^ zeros).bit_count() == 74
