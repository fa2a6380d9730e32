import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.money import taka
from kiosk.errors import Refused


@pytest.mark.parametrize(
    ("amount", "poisha"),
    [
        ("20", 2000),
        (20, 2000),
        ("0.25", 25),
        ("0.5", 50),
        ("০.০৬", 6),
        (" ২০ ", 2000),
        ("0", 0),
        ("40000.00", 4_000_000),
    ],
)
def test_taka_are_exact_poisha(amount, poisha):
    assert taka(amount) == poisha


@pytest.mark.parametrize(
    "amount", ["", "-1", "-0.5", "1e3", "0.255", "1,000", "1.", ".5", "½", "NaN", "1 2", "1\n", "٢٠", "9" * 13]
)
def test_anything_else_is_refused(amount):
    with pytest.raises(Refused, match=r"money\.form"):
        taka(amount)


@given(st.integers(0, 10**12 - 1), st.integers(0, 99))
def test_nothing_is_rounded(whole, part):
    assert taka(f"{whole}.{part:02d}") == whole * 100 + part
