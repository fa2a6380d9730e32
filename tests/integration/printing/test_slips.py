"""Slips on paper: whole, inside the margins, dot for dot what the printer gets."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from kiosk.domain.slips import FloorPlan, StampLine, Words
from kiosk.printing.app import ensure_gui
from kiosk.printing.blocks import Amount, Floor, Page, Sign
from kiosk.printing.dots import Raster
from kiosk.printing.escpos import decode
from kiosk.printing.form import Form
from kiosk.printing.profiles import NARROW, WIDE, Profile
from kiosk.printing.raster import draw_page
from kiosk.printing.slip import page_bytes
from kiosk.printing.slips import lay_out_slip
from kiosk.printing.status import questions
from tests.unit.printing.samples import HARD
from tests.unit.printing.slip_samples import DAY, FEES, HANDED, HEAD, POSTAL, SLIPS, WHERE_TO_GO

_LONG_NAME = f"{HARD} {'ক্ষ্মী' * 40} {'Wolfeschlegelsteinhausen' * 4}"
_LONG = Words(_LONG_NAME, "Wolfeschlegelsteinhausen" * 6)
LONG = {
    "long where-to-go": structs.replace(
        WHERE_TO_GO, work=_LONG, floor=_LONG, branch=_LONG, papers=(_LONG,) * 2, submit=(_LONG,), fee_note=_LONG
    ),
    "long room": structs.replace(WHERE_TO_GO, room=_LONG_NAME, plan=FloorPlan((_LONG_NAME, "2"), ("3",), 1)),
    "long elsewhere": structs.replace(WHERE_TO_GO, elsewhere=_LONG),
    "long letter": structs.replace(
        POSTAL, name=_LONG_NAME, subject=_LONG_NAME, registered_no="9" * 80, missing=(_LONG,)
    ),
    "long fees": structs.replace(
        FEES, name=_LONG_NAME, stamps=(StampLine(10**14, 10**9, "9" * 200),), qr=POSTAL.qr * 2
    ),
    "long hand-over": structs.replace(HANDED, what=_LONG, taken_by=_LONG_NAME, relation=_LONG, identity="9" * 70),
    "long day": structs.replace(
        DAY, left=(_LONG_NAME,) * 2, shift=_LONG_NAME, head=structs.replace(HEAD, operator=_LONG_NAME)
    ),
}


@pytest.fixture(autouse=True, scope="module")
def _gui():
    ensure_gui()


def rows(picture: Raster) -> list[bytes]:
    stride = picture.width_dots // 8
    return [picture.rows[at : at + stride] for at in range(0, len(picture.rows), stride)]


def in_margins(picture: Raster) -> bool:
    return not any(row[0] or row[-1] for row in rows(picture))


@pytest.mark.parametrize("slip", [*SLIPS.values(), *LONG.values()], ids=[*SLIPS, *LONG])
@pytest.mark.parametrize("paper", [WIDE, NARROW], ids=lambda paper: paper.name)
@pytest.mark.parametrize("form", [Form(), Form(language="both", size="large")], ids=["usual", "both, large"])
def test_everything_stands_between_the_margins_and_comes_back_dot_for_dot(slip, paper: Profile, form: Form):
    page = lay_out_slip(slip, paper, form, ordinal=1)
    picture = draw_page(page)
    data = b"".join(page_bytes(page))
    assert in_margins(picture)
    assert decode(data, paper.width_dots) == picture
    assert list(questions(data)) == []


@given(st.lists(st.sampled_from([*HARD.split(), "শাহানা", "Abc", "৯" * 30, "x" * 70]), min_size=1, max_size=12))
@settings(max_examples=25, deadline=None)
def test_any_name_wraps_and_none_of_it_is_lost(words):
    name = " ".join(words)
    for paper in (WIDE, NARROW):
        short = draw_page(lay_out_slip(structs.replace(HANDED, name="ক"), paper))
        whole = draw_page(lay_out_slip(structs.replace(HANDED, name=name), paper))
        assert in_margins(whole)
        assert whole.height >= short.height


@pytest.mark.parametrize("paper", [WIDE, NARROW], ids=lambda paper: paper.name)
@pytest.mark.parametrize(
    "block",
    [
        Amount("মোট", "১,২৪১ টাকা", bold=True),
        Amount("মোট " * 40, "৯" * 90),
        Sign(("গ্রহণকারীর টিপসই", "প্রদানকারীর সই"), thumb=True),
        Sign((_LONG_NAME, "ক")),
    ],
    ids=["sum", "long sum", "thumb", "long names"],
)
def test_nothing_of_a_figure_is_cut_at_its_upper_or_lower_edge(block, paper):
    from kiosk.printing.blocks import Space

    alone = draw_page(Page(paper, (block,)))
    roomy = draw_page(Page(paper, (Space(20), block, Space(20))))
    assert sum(row.count(0) != len(row) for row in rows(alone)) == sum(row.count(0) != len(row) for row in rows(roomy))
    assert in_margins(alone)


@pytest.mark.parametrize("paper", [WIDE, NARROW], ids=lambda paper: paper.name)
@pytest.mark.parametrize("above", [True, False])
@pytest.mark.parametrize("place", range(6))
def test_the_shown_room_is_the_black_one(paper, above, place):
    """The chosen room's cell is mostly black; its neighbours are mostly white."""
    picture = draw_page(Page(paper, (Floor(6, 6, 2, above, place, "205", "সিঁড়ি"),)))
    column = place if place < 2 else place + 2
    y = picture.height // 6 if above else picture.height * 5 // 6
    dark = [_darkness(picture, paper, cell, y) for cell in range(8)]
    assert dark.index(max(dark)) == column
    assert max(dark) > 0.5 > sorted(dark)[-2]


def _darkness(picture: Raster, paper: Profile, cell: int, y: int) -> float:
    """Return how black a short line through the upper part of a cell is."""
    left = paper.margin + paper.inner * cell // 8 + 6
    right = paper.margin + paper.inner * (cell + 1) // 8 - 2
    row = rows(picture)[y - picture.height // 12]
    return sum(row[x // 8] >> (7 - x % 8) & 1 for x in range(left, right)) / (right - left)


def test_a_floor_with_too_many_rooms_for_the_paper_is_left_out():
    assert draw_page(Page(NARROW, (Floor(40, 40, 2, True, 3, "205", "সিঁড়ি"),))).height == 0
