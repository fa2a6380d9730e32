"""Floors as people write them."""

import pytest

from kiosk.domain.floors import line_of, plan_with, rooms_in
from kiosk.domain.slips import FloorPlan


@pytest.mark.parametrize(
    ("line", "rooms"),
    [
        ("", ()),
        ("201", ("201",)),
        (" ২০১,202 , -, Record room,", ("২০১", "202", "", "Record room")),
        ("1, –, —", ("1", "", "")),
    ],
)
def test_a_line_names_the_rooms_and_is_written_again(line, rooms):
    assert rooms_in(line) == rooms
    assert rooms_in(line_of(rooms)) == rooms


def test_a_plan_is_of_the_floor_that_has_the_room_in_whatever_digits():
    assert plan_with("২০৫", ("201", "205"), ("",), 1) == FloorPlan(("201", "২০৫"), ("",), 1)
    assert plan_with("Record Room", (), ("record room",), 0) == FloorPlan((), ("Record Room",))
    assert plan_with("301", ("201",), (), 0) is None
    assert plan_with("", ("",), (), 0) is None
