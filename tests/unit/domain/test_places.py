import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.places import Places, parse_address, parse_district, suggest
from kiosk.errors import Refused

FILE = """
[district]
code = 98
name_bn = "নতুনপুর"
name_en = "Notunpur"

[post_offices]
9801 = { name_bn = "কাউখালী", name_en = "Kaukhali" }
9802 = { name_bn = "হাটখোলা", name_en = "Hatkhola" }

[upazilas.kawkhali]
name_bn = "কাউখালী"
name_en = "Kawkhali"
post = "9801"
unions.sayna = { name_bn = "সয়না রঘুনাথপুর", name_en = "Sayna Rogunathpur" }
unions.shialkathi = { name_bn = "শিয়ালকাঠী", name_en = "Shialkathi" }
unions.hat = { name_bn = "হাটখোলা", name_en = "Hatkhola", post = "9802" }

[upazilas.bhandaria]
name_bn = "ভান্ডারিয়া"
name_en = "Bhandaria"
unions.nodmulla = { name_bn = "নদমূলা শিয়ালকাঠী", name_en = "Nodmulla" }
unions.bhandaria = { name_bn = "ভান্ডারিয়া", name_en = "Bhandaria" }
"""
PLACES = Places((parse_district(FILE, "notunpur.toml"),))


def found(typed):
    match = parse_address(typed, PLACES)
    return (match.place.upazila, match.place.union, match.place.post_code, match.sure) if match else None


@pytest.mark.parametrize(
    "typed", ["কাউখালী সয়না", "সয়না, কাউখালী", "soyna kaukhali", "সয়না", "কাউখালি রঘুনাথপুর", "Kawkhali Sayna Rogunathpur"]
)
def test_an_address_is_understood_in_any_order_and_spelling(typed):
    assert found(typed) == ("কাউখালী", "সয়না রঘুনাথপুর", "9801", True)


def test_a_name_that_two_unions_have_needs_the_upazila():
    assert found("শিয়ালকাঠী") == ("কাউখালী", "শিয়ালকাঠী", "9801", False)
    assert found("শিয়ালকাঠি ভান্ডারিয়া") == ("ভান্ডারিয়া", "নদমূলা শিয়ালকাঠী", "", True)


def test_a_name_of_both_means_the_upazila_until_it_is_said_twice():
    assert found("ভাণ্ডারিয়া") == ("ভান্ডারিয়া", "", "", False)
    assert found("ভান্ডারিয়া, ভান্ডারিয়া") == ("ভান্ডারিয়া", "ভান্ডারিয়া", "", True)


def test_one_wrong_letter_in_a_long_word_is_forgiven():
    assert found("কাউখলী সয়না") == ("কাউখালী", "সয়না রঘুনাথপুর", "9801", True)
    assert found("হাটখোলো কাউখালী") == ("কাউখালী", "হাটখোলা", "9802", True)


def test_what_is_no_place_stays_and_a_ward_is_told():
    match = parse_address("গ্রাম আরামকাঠি, ৩ নং ওয়ার্ড, সয়না", PLACES)
    assert match is not None
    assert (match.rest, match.place.ward, match.place.union) == ("গ্রাম আরামকাঠি", "3", "সয়না রঘুনাথপুর")
    assert match.place.post_office == "কাউখালী"


@pytest.mark.parametrize("typed", ["", "ঢাকা", "৩ নং ওয়ার্ড", "   ,,, "])
def test_an_unknown_place_is_none(typed):
    assert parse_address(typed, PLACES) is None


def test_a_district_alone_fills_no_union():
    assert found("নতুনপুর") == ("", "", "", False)


def test_beginnings_suggest_unions():
    assert [place.union for place in suggest("কাউ সয়", PLACES)][:1] == ["সয়না রঘুনাথপুর"]
    assert [place.union for place in suggest("শিয়াল", PLACES)] == ["শিয়ালকাঠী", "নদমূলা শিয়ালকাঠী"]
    assert suggest("", PLACES) == suggest("ঢাকা", PLACES) == ()


@given(st.text(max_size=60))
def test_any_text_has_an_answer(typed):
    match = parse_address(typed, PLACES)
    assert match is None or match.place.district == "নতুনপুর"


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("[district", "line 1"),
        (FILE.replace('post = "9802"', 'post = "9809"'), "9809"),
        (FILE.replace("code = 98", 'code = "98"'), "district.code"),
    ],
)
def test_a_fault_in_the_file_is_named(text, detail):
    with pytest.raises(Refused) as raised:
        parse_district(text, "notunpur.toml")
    (problem,) = raised.value.problems
    assert problem.code == "catalogue.form"
    assert problem.params["file"] == "notunpur.toml"
    assert detail in f"line {problem.params['line']} {problem.params['detail']}"
