import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.application import Kind
from kiosk.domain.catalogue import (
    Branch,
    Catalogue,
    DayType,
    Fees,
    Paper,
    Service,
    ServiceField,
    match_services,
)
from kiosk.domain.catalogue_files import Shared, parse_services, parse_shared
from kiosk.errors import Refused

SHARED = Shared(
    {"record_room": Branch("record_room", "রেকর্ডরুম", "Record Room", "১০৪")},
    {"form": Paper("form", "ফরম", "Form"), "stamp": Paper("stamp", "কোর্ট ফি", "Stamp")},
    {"khatian_no": ServiceField("khatian_no", "খতিয়ান নং", "Khatian no.")},
)
FILE = """\
# copies
words = ["নকল", "nokol"]

[khatian]
name_bn = "খতিয়ানের নকল"
name_en = "Copy of khatian"
kind = "copy"
branch = "record_room"
court_fee_poisha = 2000
challan_poisha = 0
days = 10
day_type = "working"
papers = [
    "form",
    "stamp",
]
required_papers = ["form"]
fields = ["khatian_no"]
words = ["porcha"]

[map]
name_bn = "ম্যাপ"
name_en = "Map"
kind = "copy"
branch = "record_room"
"""


def fault(text: str) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        parse_services(text, "copy.toml", SHARED)
    [problem] = caught.value.problems
    assert problem.code == "catalogue.form"
    assert problem.field == f"{problem.params['file']}:{problem.params['line']}"
    return problem.field, problem.params["detail"]


def test_a_file_becomes_services():
    khatian, map_ = parse_services(FILE, "copy.toml", SHARED)
    assert khatian == Service(
        "khatian",
        "খতিয়ানের নকল",
        "Copy of khatian",
        Kind.COPY,
        "রেকর্ডরুম",
        "Record Room",
        fees=Fees(court_fee_poisha=2000, challan_poisha=0),
        papers=(Paper("form", "ফরম", "Form", required=True), Paper("stamp", "কোর্ট ফি", "Stamp")),
        fields=(ServiceField("khatian_no", "খতিয়ান নং", "Khatian no."),),
        days=10,
        day_type=DayType.WORKING,
        room="১০৪",
        short_bn="খতিয়ানের নকল",
        words=("porcha", "নকল", "nokol"),
        branch="record_room",
    )
    assert (map_.days, map_.day_type, map_.fees) == (None, DayType.UNKNOWN, Fees())


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("[khatian]", "[khatian", 4),
        ('kind = "copy"', 'kind = "kopy"', 7),
        ('kind = "copy"\n', "", 4),
        ('"record_room"', '"recordroom"', 8),
        ("2000", "-2000", 9),
        ("2000", "20.5", 9),
        ("days = 10", 'days = "10"', 11),
        ('day_type = "working"', 'day_type = "sometimes"', 12),
        ('"stamp",', '"stmap",', 15),
        ('required_papers = ["form"]', 'required_papers = ["nid"]', 17),
        ('fields = ["khatian_no"]', 'fields = ["khatian"]', 18),
        ('fields = ["khatian_no"]', 'feilds = ["khatian_no"]', 18),
        ('words = ["porcha"]', 'words = "porcha"', 19),
        ('words = ["নকল", "nokol"]', 'words = "নকল"', 2),
        ('name_bn = "ম্যাপ"', 'name_bn = ""', 22),
        ('name_bn = "ম্যাপ"', 'name_bn = "ম্যাপ', 22),
        ("[map]", "[khatian]", 21),
    ],
)
def test_a_slip_in_a_file_names_its_line(old, new, line):
    assert old in FILE
    assert fault(FILE.replace(old, new, 1)) == (f"copy.toml:{line}", fault(FILE.replace(old, new, 1))[1])


def test_a_slip_says_what_is_wrong():
    assert fault(FILE.replace('"stamp",', '"stmap",'))[1] == "khatian: papers: there is no 'stmap'"


def test_shared_tables():
    texts = {
        "branches": 'general = { name_bn = "সাধারণ", name_en = "General" }',
        "papers": '\nnid = { name_bn = "জাতীয় পরিচয়পত্র" }',
        "fields": 'mouza = { name_bn = "মৌজা", name_en = "Mouza" }',
    }
    shared = parse_shared(texts)
    assert shared.branches == {"general": Branch("general", "সাধারণ", "General")}
    assert shared.papers == {"nid": Paper("nid", "জাতীয় পরিচয়পত্র")}
    assert shared.fields == {"mouza": ServiceField("mouza", "মৌজা", "Mouza")}
    with pytest.raises(Refused, match=r"shared/papers\.toml:2"):
        parse_shared({**texts, "papers": "\nnid = { name_en = 'NID' }"})


def test_an_unknown_service_is_refused():
    with pytest.raises(Refused, match=r"service\.unknown"):
        Catalogue("1", {}).service("x")


# ------------------------------------------------------------------------------ finding


def _service(code: str, name_bn: str, name_en: str, *words: str) -> Service:
    return Service(code, name_bn, name_en, Kind.CITIZEN, "ক", "A", words=words)


FOUND_BY = Catalogue(
    "1",
    {
        service.code: service
        for service in (
            _service("khatian_copy", "খতিয়ান (পর্চা) নকল", "Copy of khatian", "porcha", "জমির কাগজ"),
            _service("map_copy", "মৌজা ম্যাপের নকল", "Copy of mouza map", "noksha"),
            _service("arms_renew", "বন্দুকের লাইসেন্স নবায়ন", "Gun licence renewal", "অস্ত্র"),
            _service("kiln", "ইটভাটার লাইসেন্স", "Brick kiln licence", "vata"),
            _service("khas", "কৃষি খাস জমি বন্দোবস্ত", "Khas land"),
        )
    },
)


def codes(typed: str, limit: int = 7) -> list[str]:
    return [service.code for service in match_services(FOUND_BY, typed, limit)]


@pytest.mark.parametrize(
    "typed",
    [
        "porcha",
        "পর্চা",
        "por",
        "প",
        "khotian",
        "খতিয়ান",
        "খতিআন",
        "jomir kagoj",
        "KHATIAN",
        "khatian_copy",
        "copy khatian",
    ],
)
def test_the_copy_is_found_first(typed):
    assert codes(typed)[0] == "khatian_copy"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ostro", ["arms_renew"]),
        ("bonduk nobayon", ["arms_renew"]),
        ("bhata", ["kiln"]),
        ("itvata", ["kiln"]),
        ("লাইসেন্স", ["arms_renew", "kiln"]),
        ("khas jomi", ["khas"]),
        ("নকল", ["khatian_copy", "map_copy"]),
        ("porcha bonduk", []),
        ("", []),
        ("  ", []),
        ("...", []),
    ],
)
def test_every_typed_word_must_fit(typed, expected):
    assert codes(typed) == expected


def test_each_further_letter_only_narrows():
    word = "bondukerlaisens"
    sizes = [len(codes(word[:n])) for n in range(1, 7)]
    assert sizes == sorted(sizes, reverse=True)


def test_no_more_than_asked_for():
    assert len(codes("k", limit=2)) == 2


@given(st.text())
def test_any_typing_is_answered(typed):
    assert len(codes(typed)) <= 7
