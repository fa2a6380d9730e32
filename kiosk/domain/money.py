"""Money is whole poisha; a hundred make a taka."""

POISHA_PER_TAKA = 100


def taka(amount: int | float | str) -> int:
    """Return an amount of taka as poisha, exactly, e.g. `taka("0.25") == 25`."""
    whole, _, part = str(amount).partition(".")
    return int(whole) * POISHA_PER_TAKA + int((part + "00")[:2])
