"""Days to come as people say them; a Tuesday."""

from datetime import date

import pytest

from kiosk.domain.coming_days import coming_day
from kiosk.errors import Refused

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("আজ", "2026-11-24"),
        ("কাল", "2026-11-25"),
        ("আগামীকাল", "2026-11-25"),
        ("kal", "2026-11-25"),
        ("পরশু", "2026-11-26"),
        ("আগামী রবিবার", "2026-11-29"),
        ("রোববার", "2026-11-29"),
        ("next sunday", "2026-11-29"),
        ("মঙ্গলবার", "2026-12-01"),
        ("আগামী সপ্তাহ", "2026-11-29"),
        ("৩ দিন পর", "2026-11-27"),
        ("in 3 days", "2026-11-27"),
        ("২৫", "2026-11-25"),
        ("20", "2026-12-20"),
        ("৩১", "2026-12-31"),
        ("25/11", "2026-11-25"),
        ("২৫ নভেম্বর", "2026-11-25"),
        ("১ জানুয়ারি", "2027-01-01"),
        ("২৫-১১-২০২৬", "2026-11-25"),
        ("2026-12-01", "2026-12-01"),
    ],
)
def test_a_day_to_come_is_understood(typed: str, meant: str) -> None:
    assert coming_day(typed, TODAY).isoformat() == meant


@pytest.mark.parametrize("typed", ["", "গতকাল", "23-11-2026", "৩২", "abc", "31/2", "2031-01-01", "৩ মাস পর", "0"])
def test_what_is_no_day_to_come_is_asked_again(typed: str) -> None:
    with pytest.raises(Refused, match=r"callback\.day"):
        coming_day(typed, TODAY)
