"""Supervisors change the guidance directory; every change is kept and can be taken back."""

import msgspec
import pytest

from kiosk.desk.guidance import (
    change_guidance,
    directory,
    guidance_history,
    known_directory,
    restore_guidance,
)
from kiosk.desk.operators import add_operator
from kiosk.domain.events import GuidanceChanged, read_body, read_record
from kiosk.domain.guidance import Entry
from kiosk.domain.slips import Words
from kiosk.errors import Refused
from tests.harness.counter import OPERATOR

ROOM = Entry("branch.record_room", room="১০১", officer=Words("রেকর্ডরুমের ভারপ্রাপ্ত কর্মকর্তা"))


def change(desk, entry):
    return change_guidance(desk, entry, operator=OPERATOR, via="window")


def code_of(raised):
    return raised.value.problems[0].code


def test_a_change_holds_at_once_for_all_that_the_branch_does(desk):
    kept = change(desk, ROOM)
    assert kept.version == 1
    assert directory(desk).guides["service.khatian_copy_normal"].room == "১০১"


def test_a_change_is_an_event_with_the_whole_entry_and_its_base(desk):
    change(desk, ROOM)
    with desk.store.read() as unit:
        (record,) = unit.one("SELECT record FROM event ORDER BY seq DESC LIMIT 1")
    body = read_body(read_record(record))
    assert isinstance(body, GuidanceChanged)
    assert (body.entry.room, body.entry.version, body.base) == ("১০১", 1, 0)


def test_two_who_looked_at_the_same_entry_do_not_overwrite_each_other(desk, watch):
    change(desk, ROOM)
    watch.forward(minutes=1)
    with pytest.raises(Refused) as raised:
        change(desk, msgspec.structs.replace(ROOM, room="১০৯"))
    assert code_of(raised) == "guidance.base"


def test_history_is_kept_and_can_be_restored(desk, watch):
    first = change(desk, ROOM)
    watch.forward(minutes=1)
    change(desk, msgspec.structs.replace(first, room="১০৯"))
    watch.forward(minutes=1)
    again = restore_guidance(desk, ROOM.code, 1, operator=OPERATOR, via="window")
    assert (again.room, again.version) == ("১০১", 3)
    watch.forward(minutes=1)
    restore_guidance(desk, ROOM.code, 0, operator=OPERATOR, via="window")
    assert directory(desk).entry(ROOM.code).room == ""
    history = guidance_history(desk, ROOM.code)
    assert [one.entry.room for one in history] == ["", "১০১", "১০৯", "১০১", ""]
    assert [one.operator for one in history] == [OPERATOR] * 4 + [""]


def test_a_new_question_is_found_by_its_words(desk):
    change(desk, Entry("question.tube_well", name=Words("নলকূপ"), branch="general", words=("টিউবওয়েল", "tubewell")))
    assert directory(desk).find("tiubwel")[0].code == "question.tube_well"


def test_nothing_changed_is_no_change(desk):
    entry = directory(desk).entry("branch.record_room")
    with pytest.raises(Refused) as raised:
        change(desk, entry)
    assert code_of(raised) == "guidance.nothing"


def test_an_operator_may_look_but_not_change(desk):
    add_operator(desk, login="rina", name_bn="রিনা", role="operator", password="a long enough passphrase", by=OPERATOR)
    with pytest.raises(Refused) as raised:
        change_guidance(desk, ROOM, operator="rina", via="window")
    assert code_of(raised) == "right.role"


def test_the_directory_is_made_again_only_after_a_change(desk):
    known = known_directory(desk)
    assert known_directory(desk, known) is known
    change(desk, ROOM)
    assert known_directory(desk, known) is not known
