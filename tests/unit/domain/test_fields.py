from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.application import Kind
from kiosk.domain.catalogue import Condition, Option, Paper, Service, ServiceField
from kiosk.domain.catalogue_files import FieldType
from kiosk.domain.fields import (
    check_field,
    check_order,
    kept_of,
    matching_options,
    shotok,
    shown,
    shown_fields,
    shown_papers,
    split_mouza,
    typed_of,
)
from kiosk.errors import Refused
from kiosk.refusals import SENTENCES
from tests.harness.values import BAD, GOOD

OPTIONS = (Option("cs", "সিএস", "CS", ("সি.এস.",)), Option("sa", "এসএ", "SA"), Option("post", "ডাকে", "By post"))
TYPES = get_args(FieldType)


def field(type_="text", **more) -> ServiceField:
    more.setdefault("options", OPTIONS if type_ == "choice" else ())
    return ServiceField("x", "ঘর", "Field", type_, **more)


def code(asked: ServiceField, text: str, rule=check_field) -> str:
    with pytest.raises(Refused) as raised:
        rule(asked, text)
    (problem,) = raised.value.problems
    assert problem.field == "fields.x"
    return problem.code


def test_every_type_meets_good_and_bad_values():
    assert set(GOOD) | {"choice"} == set(BAD) == set(TYPES)


@pytest.mark.parametrize(
    ("type_", "typed", "kept"), [(type_, *pair) for type_, pairs in GOOD.items() for pair in pairs.items()]
)
def test_a_good_value_has_one_spelling(type_, typed, kept):
    asked = field(type_)
    assert check_field(asked, typed) == kept
    assert check_field(asked, kept) == kept


@pytest.mark.parametrize(
    ("type_", "text", "refusal"), [(type_, *pair) for type_, pairs in BAD.items() for pair in pairs.items()]
)
def test_a_bad_value_is_refused_by_its_code(type_, text, refusal):
    assert code(field(type_), text) == refusal
    assert refusal in SENTENCES


@given(st.sampled_from(TYPES), st.text(max_size=40), st.booleans(), st.booleans())
def test_whatever_is_typed_is_kept_for_good_or_refused_by_name(type_, text, several, open_):
    asked, codes = field(type_, several=several, open=open_), set()
    try:
        kept = check_field(asked, text)
    except Refused as refused:
        codes = {problem.code for problem in refused.problems}
    else:
        assert check_field(asked, kept) == kept
    assert codes <= set(SENTENCES)


DIGITS = st.text("0123456789০১২৩৪৫৬৭৮৯/-., কখএওABacre শতকঅ", max_size=20)


@given(st.sampled_from(TYPES), DIGITS, st.booleans())
def test_numbers_with_all_their_trimmings_are_kept_for_good(type_, text, several):
    asked = field(type_, several=several)
    try:
        kept = check_field(asked, text)
    except Refused:
        return
    assert check_field(asked, kept) == kept


@given(st.sampled_from(TYPES), DIGITS)
def test_what_was_typed_comes_back_into_the_form(type_, typed):
    asked = field(type_, several=True)
    try:
        kept = kept_of(asked, typed)
    except Refused:
        return
    assert kept_of(asked, typed_of(asked, kept)) == kept
    assert check_field(asked, kept) == kept


# ------------------------------------------------------------------------------ single types


def test_several_numbers_stand_only_where_several_are_asked():
    several = field("number_text", several=True)
    assert check_field(several, "১২/৩, ১৫ক ও ১৬; ১৭ ১৮") == "12/3, 15ক, 16, 17, 18"
    assert code(field("number_text"), "১২, ১৩") == "number_text.form"


def test_a_count_keeps_its_bounds_and_its_unit():
    copies = field("quantity", least=0, most=99, unit_bn="বান্ডিল", unit_en="bundles")
    assert [check_field(copies, text) for text in ("০", "৯৯ বান্ডিল", "3 bundles")] == ["0", "99", "3"]
    assert code(copies, "১০০") == "quantity.range"
    assert code(copies, "২ গরু") == "quantity.form"


def test_an_area_without_a_unit_is_acres_only_where_the_field_says_so():
    acres = field("land_area", unit_en="acre", least=0)
    assert check_field(acres, "০.৩৩") == "0.33 acre"
    assert check_field(acres, "০") == "0 acre"
    assert check_field(acres, "৩৩ শতক") == "0.33 acre"


def test_areas_are_exact():
    assert shotok("0.33 acre") == "33"
    assert check_field(field("land_area"), "0.1 শতক") == "0.001 acre"
    assert check_field(field("land_area"), "৩৩.৩৩ শতক") == "0.3333 acre"


@given(st.integers(1, 10**9))
def test_shotok_and_acres_are_the_same_land(hundredths):
    typed = f"{hundredths // 100}.{hundredths % 100:02d} শতক"
    kept = check_field(field("land_area"), typed)
    assert check_field(field("land_area"), f"{shotok(kept)} শতক") == kept


def test_an_amount_is_typed_in_taka_and_kept_in_poisha():
    money = field("amount")
    assert [kept_of(money, text) for text in ("২০০০", "২,৫০,০০০/-", "৳ 12.50", "২০ টাকা")] == [
        "200000",
        "25000000",
        "1250",
        "2000",
    ]
    assert [typed_of(money, kept) for kept in ("200000", "1250")] == ["2000", "12.50"]
    assert code(money, "-5", kept_of) == "money.form"


def test_a_choice_is_made_by_code_or_by_any_name():
    chosen = field("choice")
    assert {check_field(chosen, text) for text in ("cs", "সিএস", "CS", "সি এস", "সি.এস.")} == {"cs"}
    assert code(chosen, "আরএস") == "choice.unknown"
    assert check_field(field("choice", open=True), "আরএস") == "আরএস"


def test_what_is_typed_finds_the_options_that_it_may_mean():
    chosen = field("choice")
    assert matching_options(chosen, "") == OPTIONS
    assert [option.code for option in matching_options(chosen, "ডা")] == ["post"]
    assert [option.code for option in matching_options(chosen, "by p")] == ["post"]
    assert matching_options(chosen, "বরিশাল") == ()


def test_kept_values_are_shown_as_people_read_them():
    assert shown(field("amount"), "25000000") == "২,৫০,০০০ টাকা"
    assert shown(field("choice"), "post") == "ডাকে"
    assert shown(field("choice"), "post", "en") == "By post"
    assert shown(field("choice", open=True), "আরএস") == "আরএস"
    assert shown(field("land_area"), "0.33 acre", "en") == "0.33 acre (33 shotok)"
    assert shown(field("date"), "2026-11-23") == "২৩ নভেম্বর ২০২৬"
    assert shown(field("quantity", unit_bn="কপি"), "2") == "২ কপি"


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("সয়না ১২", ("সয়না", "12")),
        ("সয়না (জে.এল. ১২)", ("সয়না", "12")),
        ("উত্তর সয়না, JL no. 12", ("উত্তর সয়না", "12")),
        ("সয়না", ("সয়না", "")),
        ("১২", ("১২", "")),
    ],
)
def test_a_mouza_is_told_from_its_jl_number(typed, parts):
    assert split_mouza(typed) == parts


# ------------------------------------------------------------------------------ conditions and order

BY_POST = Condition("delivery", "post")
SERVICE = Service(
    "copy",
    "নকল",
    "Copy",
    Kind.COPY,
    "রেকর্ডরুম",
    "Record Room",
    papers=(Paper("form", "ফরম"), Paper("envelope", "খাম", shown_if=BY_POST)),
    fields=(
        ServiceField("delivery", "মাধ্যম", "Delivery", "choice", options=OPTIONS, default="cs"),
        ServiceField("address", "ঠিকানা", "Address", shown_if=BY_POST),
        ServiceField("start", "শুরু", "Start", "date"),
        ServiceField("end", "শেষ", "End", "date", after="start"),
    ),
)


@pytest.mark.parametrize(("values", "asked"), [({}, False), ({"delivery": "post"}, True), ({"delivery": "ডাকে"}, True)])
def test_a_field_and_a_paper_appear_when_another_field_says_so(values, asked):
    assert ("address" in [one.code for one in shown_fields(SERVICE, values)]) is asked
    assert ("envelope" in [one.code for one in shown_papers(SERVICE, values)]) is asked


def test_an_end_is_not_before_its_start():
    assert check_order(SERVICE, {"start": "2026-11-23", "end": "2026-11-23"}) == []
    assert check_order(SERVICE, {"end": "2026-11-22"}) == []
    (problem,) = check_order(SERVICE, {"start": "2026-11-23", "end": "2026-11-22"})
    assert (problem.field, problem.code) == ("fields.end", "date.order")
