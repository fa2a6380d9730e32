"""The guidance directory: facts put together, found by any everyday word, never guessed."""

import pytest

from kiosk.desk.catalogue import load_catalogue
from kiosk.desk.guidance import delivered, read_guidance
from kiosk.domain.guidance import Directory, Entry, known_code, one_letter_off, settled
from kiosk.domain.slips import FeePart, FloorPlan, Words
from kiosk.errors import Refused

CATALOGUE = load_catalogue()
DELIVERED = Directory(CATALOGUE, delivered(CATALOGUE))


def with_entries(*entries: Entry) -> Directory:
    return Directory(CATALOGUE, entries)


def test_every_service_has_its_guide_and_takes_its_facts_from_the_catalogue():
    for service in CATALOGUE.services.values():
        guide = DELIVERED.guides[f"service.{service.code}"]
        assert guide.name == Words(service.name_bn, service.name_en)
        assert (guide.days, guide.day_type) == (service.days, service.day_type)
        assert [paper.bn for paper in guide.papers] == [paper.name_bn for paper in service.papers]
    khas = DELIVERED.guides["service.khas_agri_settlement"]
    assert khas.fees == (FeePart("court_fee", 2000), FeePart("challan", 24100))


def test_what_nobody_confirmed_is_absent():
    bare = with_entries().guides["service.khas_nonagri_private"]
    assert (bare.room, bare.floor, bare.officer, bare.hours, bare.days) == ("", Words(), Words(), Words(), None)
    assert not any(guide.room for guide in DELIVERED.guides.values()), "no room of this office is confirmed"


def test_a_fact_is_the_services_else_its_branchs_else_the_offices():
    office = Entry("office", hours=Words("৯টা–৫টা"), complain=Words("বাক্স"))
    branch = Entry("branch.record_room", room="১০১", hours=Words("৯টা–১২টা"))
    own = Entry("service.khatian_copy_normal", room="১০২")
    directory = with_entries(office, branch, own)
    copy, slip, khas = (
        directory.guides[f"service.{code}"]
        for code in ("khatian_copy_normal", "information_slip", "khas_agri_settlement")
    )
    assert (copy.room, copy.hours.bn, copy.complain.bn) == ("১০২", "৯টা–১২টা", "বাক্স")
    assert slip.room == "১০১"
    assert (khas.room, khas.hours.bn) == ("", "৯টা–৫টা")


FLOOR = {"above": ("201", "202", "205"), "below": ("203", "", "207"), "stairs": 2}


def test_a_floor_is_its_own_else_its_branchs_else_the_offices_where_it_has_the_room():
    office = Entry("office", **FLOOR)
    branch = Entry("branch.record_room", room="২০৫")
    own = Entry("service.khatian_copy_normal", room="207", above=("207",))
    directory = with_entries(office, branch, own)
    of = {code: directory.guides[f"service.{code}"].plan for code in ("khatian_copy_normal", "information_slip")}
    assert of["khatian_copy_normal"] == FloorPlan(("207",))
    assert of["information_slip"] == FloorPlan(("201", "202", "২০৫"), ("203", "", "207"), 2), "named as on the door"
    assert directory.guides["service.khas_agri_settlement"].plan is None, "no room, no way"
    assert with_entries(office, Entry("branch.record_room", room="301")).guides["service.information_slip"].plan is None
    assert not any(guide.plan for guide in DELIVERED.guides.values())


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"above": ("1",) * 13}, "above", "guidance.rooms"),
        ({"below": ("1",) * 13}, "below", "guidance.rooms"),
        ({"above": ("1", "2"), "stairs": 3}, "stairs", "guidance.stairs"),
        ({"stairs": 1}, "stairs", "guidance.stairs"),
        ({"above": ("1\u202e",)}, "above", "text.invisible"),
    ],
)
def test_a_floor_that_cannot_be_is_refused_at_its_field(fields, field, code):
    with pytest.raises(Refused) as refused:
        settled(Entry("branch.record_room", **fields), CATALOGUE)
    assert [(one.field, one.code) for one in refused.value.problems] == [(field, code)]


def test_a_room_without_a_number_keeps_its_place():
    assert settled(Entry("office", **FLOOR), CATALOGUE).below == ("203", "", "207")


def test_what_is_done_elsewhere_has_neither_our_hours_nor_our_officer():
    away = DELIVERED.guides["question.passport"]
    assert away.stop
    assert (away.hours, away.officer, away.room, away.pay) == (Words(), Words(), "", Words())


def test_a_service_that_stops_here_names_only_where_to_go():
    away = DELIVERED.guides["service.jalmahal_over20"]
    assert away.stop
    assert (away.branch, away.room, away.hours, away.officer) == (Words(), "", Words(), Words())


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("খাস জমি", "service.khas_agri_settlement"),
        ("khas jomi", "service.khas_agri_settlement"),
        ("নামজারি", "question.mutation"),
        ("nomjari", "question.mutation"),
        ("গনশুনানী", "service.public_hearing"),
        ("gonosunani", "service.public_hearing"),
        ("jonmo nibondhon", "service.birth_death_correction"),
        ("পরচা", "service.khatian_copy_normal"),
        ("porcha", "service.khatian_copy_normal"),
        ("khajna", "question.land_tax"),
        ("passpotr", "question.passport"),  # a letter is missing
        ("rti", "service.rti_request"),
        ("আমি পাসপোর্ট কোথায় করব", "question.passport"),  # most words say nothing
        ("nalish", "service.grs_complaint"),
        ("পুকুর", "service.jalmahal_upto20"),
    ],
)
def test_any_everyday_word_finds_it(typed, code):
    assert code in [guide.code for guide in DELIVERED.find(typed, 2)]


def test_the_other_sense_stands_below():
    codes = [guide.code for guide in DELIVERED.find("জন্ম নিবন্ধন", 4)]
    assert {"service.birth_death_correction", "question.birth_new"} <= set(codes)


def test_nothing_is_found_for_nothing_and_for_nonsense():
    assert DELIVERED.find("  ") == ()
    assert DELIVERED.find("xqzw") == ()


@pytest.mark.parametrize(
    ("asked", "known", "near"),
    [
        ("pasport", "pasprt", True),
        ("pasprt", "pasport", True),
        ("pasbort", "pasport", True),
        ("pasbo", "pasport", True),  # typed so far
        ("kasbort", "pasport", False),
        ("pxsbxrt", "pasport", False),
    ],
)
def test_one_letter_may_be_wrong_but_not_the_first_nor_two(asked, known, near):
    assert one_letter_off(asked, known) is near


@pytest.mark.parametrize(
    ("name", "text", "where"),
    [
        ("questions", "[x]\nname_en = 'X'\n", "questions.toml:1"),
        ("questions", "[x]\nname_bn = 'ক'\nbranch = 'nowhere'\n", "questions.toml:3"),
        ("questions", "[x]\nname_bn = 'ক'\npapers_bn = ['a']\npapers_en = ['a', 'b']\n", "questions.toml:4"),
        ("services", "\n[no_such_service]\nroom = '1'\n", "services.toml:2"),
        ("branches", "[record_room]\nrooms = '1'\n", "branches.toml:2"),
        ("office", "[house]\n", "office.toml:1"),
        ("office", "[office]\nhours_bn = \n", "office.toml:2"),
    ],
)
def test_a_fault_in_a_file_names_file_and_line(name, text, where):
    with pytest.raises(Refused) as refused:
        read_guidance({name: text}, CATALOGUE)
    assert where in refused.value.problems[0].field


def test_what_supervisors_write_goes_through_the_door():
    entry = Entry("question.well", name=Words("  নলকূপ  "), room="২০৫ ", papers=(Words(" আবেদন "), Words()))
    kept = settled(entry, CATALOGUE)
    assert (kept.name.bn, kept.room, kept.papers) == ("নলকূপ", "২০৫", (Words("আবেদন"),))
    wrong = Entry("question.well", branch="nowhere", room="২\u202e০")
    with pytest.raises(Refused) as refused:
        settled(wrong, CATALOGUE)
    assert {problem.code for problem in refused.value.problems} == {
        "guidance.branch",
        "guidance.name",
        "text.invisible",
    }


def test_only_known_things_have_entries():
    assert known_code("office", CATALOGUE)
    assert known_code("question.a_new_one", CATALOGUE)
    assert not known_code("service.none", CATALOGUE)
    assert not known_code("question.কূপ", CATALOGUE)
    assert not known_code("person.karim", CATALOGUE)


def test_no_entry_names_a_person():
    for guide in DELIVERED.guides.values():
        assert not any(title in guide.officer.bn for title in ("জনাব", "মোঃ", "মো.", "বেগম"))
