"""What one counter's supervisor writes into the directory, the other counters of the office tell their visitors."""

import msgspec

from kiosk.desk.guidance import change_guidance, directory, guidance_history
from kiosk.desk.synchronise import synchronise
from kiosk.domain.guidance import Entry
from tests.harness.world import OPERATOR, enrolled_home, opened

ROOM = Entry("branch.record_room", room="১০১")


def test_a_changed_entry_reaches_the_office(tmp_path, lasting_centre, counter):
    here, there = (
        enrolled_home(tmp_path / name, lasting_centre, number) for name, number in (("a", counter), ("b", counter + 40))
    )
    with opened(here) as one, opened(there) as other:
        first = change_guidance(one, ROOM, operator=OPERATOR, via="window")
        change_guidance(one, replace_room(first, "১০৫"), operator=OPERATOR, via="window")
        assert synchronise(one).refused == 0
        assert directory(other).entry(ROOM.code).room == ""
        synchronise(other)
        assert directory(other).guides["service.khatian_copy_normal"].room == "১০৫"
        assert guidance_history(other, ROOM.code)[0].counter == counter
        assert [change.entry for change in guidance_history(other, ROOM.code)] == [
            change.entry for change in guidance_history(one, ROOM.code)
        ]
        synchronise(one)
        assert len(guidance_history(one, ROOM.code)) == 3, "nobody hears their own words twice"


def replace_room(entry: Entry, room: str) -> Entry:
    return msgspec.structs.replace(entry, room=room)
