"""The catalogue and the calendar as they are shipped."""

import re
import unicodedata
from datetime import date
from typing import Any

import msgspec
import pytest

from kiosk import resources
from kiosk.desk.catalogue import (
    believed,
    compile_catalogue,
    load_calendar,
    load_catalogue,
    older_catalogues,
    read_catalogue,
)
from kiosk.desk.places import load_places
from kiosk.domain.application import Kind
from kiosk.domain.bangla import clean_line
from kiosk.domain.catalogue import DayType, match_services
from kiosk.domain.fields import kept_of, shown_papers
from kiosk.domain.places import parse_address
from kiosk.errors import Refused
from tests.harness.values import good_value

CATALOGUE = load_catalogue()
SERVICES = CATALOGUE.services.values()


def texts() -> dict[str, str]:
    names = resources.names("catalogue", ".toml") + resources.names("catalogue/shared", ".toml")
    return {name.removeprefix("catalogue/").removesuffix(".toml"): resources.read_text(name) for name in names}


def test_the_compiled_catalogue_is_fresh():
    shipped = resources.read_bytes("catalogue/compiled.json")
    assert shipped == compile_catalogue(), "edited the catalogue? run installer/services.py"


def test_compiled_and_read_are_the_same():
    assert read_catalogue(texts()) == CATALOGUE


def test_an_edit_is_never_answered_from_the_compiled_file():
    compiled, edited = resources.read_bytes("catalogue/compiled.json"), texts()
    assert believed(compiled, edited) == CATALOGUE
    edited["copy"] = edited["copy"].replace("court_fee_poisha = 2000", "court_fee_poisha = 2100", 1)
    assert believed(compiled, edited) is None
    assert read_catalogue(edited).services["khatian_copy_normal"].fees.court_fee_poisha == 2100
    assert believed(b"", texts()) is None


def test_every_known_service_is_there():
    assert len(CATALOGUE.services) == 109
    assert {service.kind for service in SERVICES} == set(Kind)


def test_a_copy_of_a_khatian():
    service = CATALOGUE.service("khatian_copy_normal")
    assert (service.kind, service.branch, service.days, service.day_type) == (
        Kind.COPY,
        "record_room",
        10,
        DayType.WORKING,
    )
    assert (service.fees.court_fee_poisha, service.fees.challan_poisha) == (2000, None)
    assert [paper.code for paper in service.papers] == ["application", "court_fee_stamp", "return_envelope"]
    assert service.papers[1].name_bn == "কোর্ট ফি স্ট্যাম্প"


@pytest.mark.parametrize(
    ("code", "court_fee", "challan", "days", "day_type"),
    [
        ("mouza_map_copy", 1000, 35_000, None, "unknown"),
        ("arms_licence_gun_renew", None, None, 0, "working"),
        ("central_letter_receipt", None, 0, 2, "unknown"),
        ("khas_agri_settlement", 2000, 24_100, 90, "unknown"),
        ("acid_licence_commercial", None, 25_000_000, 60, "unknown"),
    ],
)
def test_what_is_unknown_stays_unknown_and_nothing_is_invented(code, court_fee, challan, days, day_type):
    service = CATALOGUE.service(code)
    assert (service.fees.court_fee_poisha, service.fees.challan_poisha) == (court_fee, challan)
    assert (service.days, service.day_type) == (days, day_type)
    assert (service.fees.vat_poisha, service.fees.folio_poisha) == (None, None)


def test_jalmahal_is_guided_only():
    stopped = {service.code for service in SERVICES if service.stop_bn}
    assert stopped == {"jalmahal_over20", "jalmahal_upto20"}
    assert CATALOGUE.service("jalmahal_upto20").fees.challan_poisha == 50_000


def test_no_service_asks_twice_for_what_every_application_has():
    top = {"subject", "mobile", "nid", "brn", "passport_no", "birth_date", "memo_no", "memo_date", "sender_office"}
    assert not [service.code for service in SERVICES if top & {field.code for field in service.fields}]


def test_nothing_is_compulsory_yet():
    assert not [s.code for s in SERVICES if any(p.required for p in s.papers) or any(f.required for f in s.fields)]


def test_codes_are_plain_and_names_are_clean():
    for service in SERVICES:
        named = [(service.code, service.name_bn, service.name_en)]
        named += [(paper.code, paper.name_bn, paper.name_en) for paper in service.papers]
        named += [(field.code, field.name_bn, field.name_en) for field in service.fields]
        assert len({code for code, _, _ in named}) == len(named)
        for code, name_bn, name_en in named:
            assert re.fullmatch(r"[a-z][a-z0-9_]*", code)
            assert name_bn == clean_line(name_bn, code)
            assert name_en.isascii()
        assert unicodedata.is_normalized("NFC", msgspec.json.encode(service).decode())


def test_short_names_fit_a_slip():
    assert not {s.code: s.short_bn for s in SERVICES if not 0 < len(s.short_bn) <= 34}
    assert len({service.short_bn for service in SERVICES}) == len(SERVICES)


def test_branches_are_all_used_and_all_there():
    assert {service.branch for service in SERVICES} == set(CATALOGUE.branches)


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.code)
def test_each_service_is_found_by_its_names(service):
    for typed in (service.name_bn, service.name_en, service.short_bn, service.code):
        assert match_services(CATALOGUE, typed)[0] == service


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("porcha", "khatian_copy_normal"),
        ("পর্চা", "khatian_copy_normal"),
        ("khatian", "khatian_copy_normal"),
        ("খতিয়ান", "khatian_copy_normal"),
        ("joruri porcha", "khatian_copy_urgent"),
        ("jabeda nokol", "case_record_copy"),
        ("namjari", "mutation_case_copy"),
        ("khas", "khas_agri_settlement"),
        ("খাস জমি", "khas_agri_settlement"),
        ("bonduk nobayon", "arms_licence_gun_renew"),
        ("itvata", "brick_kiln_new"),
        ("vata", "brick_kiln_new"),
        ("bhata nobayon", "brick_kiln_renew"),
        ("ইটভাটা নবায়ন", "brick_kiln_renew"),
        ("rod", "dealing_iron_new"),
        ("ডিলিং সিমেন্ট নবায়ন", "dealing_cement_renew"),
        ("cithi", "central_letter_receipt"),
        ("স্মারক", "central_letter_receipt"),
        ("egpp", "egpp_application"),
        ("৪০ দিন", "egpp_application"),
        ("gonoshunani", "public_hearing"),
        ("rti", "rti_request"),
        ("haat ijara", "haat_bazar_lease"),
        ("jolmohal", "jalmahal_over20"),
        ("sar dealer", "fertiliser_dealer"),
        ("hajj", "hajj_matter"),
        ("khotipuron", "la_compensation"),
    ],
)
def test_everyday_words_lead_to_the_service(typed, expected):
    assert match_services(CATALOGUE, typed)[0].code == expected


@pytest.mark.parametrize("typed", ["ostro", "ondro", "অস্ত্র"])
def test_arms_by_their_everyday_word(typed):
    assert all(service.code.startswith("arms_") for service in match_services(CATALOGUE, typed))


def test_one_letter_is_answered_and_no_more_than_seven():
    assert len(match_services(CATALOGUE, "k")) == 7


def test_a_service_in_two_files_is_refused():
    doubled = {**texts(), "zz": texts()["copy"]}
    with pytest.raises(Refused) as caught:
        read_catalogue(doubled)
    assert caught.value.problems[0].params["detail"] == "khatian_copy_normal is in two files"


def test_the_calendar_in_force():
    calendar = load_calendar()
    assert calendar.promise(10, DayType.WORKING, date(2026, 11, 23)) == date(2026, 12, 7)
    assert calendar.why_closed(date(2026, 12, 16)) == "holiday"
    assert calendar.why_closed(date(2027, 2, 21)) == "holiday"
    eid = calendar.holiday(date(2026, 3, 21))
    assert eid
    assert (eid.kind, eid.unconfirmed) == ("moon", True)
    assert len([day for day in calendar.holidays if day.year == 2026]) + len(calendar.yearly) == 17


# ------------------------------------------------------------------------------ fields, kinds, reasons, versions


def test_every_field_has_a_type_and_what_it_shows_and_takes_for_granted_is_right():
    typed = {field.code: field for service in SERVICES for field in service.fields}
    assert len(typed) == 158
    assert sum(field.type == "text" for field in typed.values()) < 40
    for field in typed.values():
        assert kept_of(field, good_value(field)), field.code
        if field.example_bn:
            assert kept_of(field, field.example_bn), field.code
        if field.default:
            assert kept_of(field, field.default) == field.default


def test_fields_that_another_one_follows_are_asked_by_the_same_service():
    for service in SERVICES:
        asked = {field.code for field in service.fields}
        assert {field.after for field in service.fields if field.after} <= asked
        assert {field.shown_if.field for field in service.fields if field.shown_if} <= asked


def test_kinds_ask_for_what_is_theirs():
    letters = {service.code for service in SERVICES if {"secrecy", "priority"} <= {f.code for f in service.fields}}
    assert letters == {service.code for service in SERVICES if service.kind is Kind.OFFICIAL}
    for service in SERVICES:
        if service.kind is Kind.COPY:
            assert {"copies_count", "delivery_mode", "urgency"} <= {field.code for field in service.fields}


def test_a_return_envelope_is_asked_for_by_post():
    service = CATALOGUE.service("khatian_copy_normal")
    for mode, asked in (("by_hand", False), ("by_post", True)):
        papers = [paper.code for paper in shown_papers(service, {"delivery_mode": mode})]
        assert ("return_envelope" in papers) is asked


def test_vat_is_fifteen_percent_of_what_is_known_and_folios_are_apart():
    with_vat = {service.code: service.fees for service in SERVICES if service.fees.vat_poisha is not None}
    assert all(
        fees.challan_poisha and (fees.vat_poisha or 0) * 100 == fees.challan_poisha * 15 for fees in with_vat.values()
    )
    assert len(with_vat) > 20
    assert CATALOGUE.service("case_record_copy").fees.folio_poisha == 600


def test_options_and_reasons_have_names_in_both_languages():
    options = [option for service in SERVICES for field in service.fields for option in field.options]
    named: list[Any] = [*options, *(reason for reasons in CATALOGUE.reasons.values() for reason in reasons)]
    assert set(CATALOGUE.reasons) == {"duplicate", "correct", "void", "returned", "withdrawn", "portal"}
    for one in named:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", one.code)
        assert one.name_bn == clean_line(one.name_bn, one.code)
        assert one.name_en.isascii()
        assert one.name_en


def test_options_of_one_choice_are_told_apart():
    for field in {field.code: field for service in SERVICES for field in service.fields}.values():
        assert [kept_of(field, option.name_bn) for option in field.options] == [one.code for one in field.options]
        assert [kept_of(field, option.name_en) for option in field.options] == [one.code for one in field.options]


def test_the_catalogues_of_before_are_kept():
    older = older_catalogues()
    assert CATALOGUE.version not in older
    assert len(older["2026.1"].services) == len(older["2026.2"].services) == 109
    assert {field.type for field in older["2026.1"].service("khatian_copy_normal").fields} == {"text"}


def test_every_union_of_the_district_is_understood():
    places = load_places(79)
    (pirojpur,) = [one for one in places.districts if one.district.code == 79]
    assert len(pirojpur.upazilas) == 7
    unions = [(upazila, union) for upazila in pirojpur.upazilas.values() for union in upazila.unions.values()]
    assert len(unions) == 54
    for upazila, union in unions:
        # Nesarabad is Swarupkathi in everybody's mouth: its union of that name is told by its centre.
        name = f"{union.name_bn} সদর" if union.name_bn == "স্বরুপকাঠী" else union.name_bn
        for typed in (f"{upazila.name_bn} {name}", f"{name}, {upazila.name_bn}"):
            match = parse_address(typed, places)
            assert match is not None
            assert (match.place.upazila, match.place.union, match.sure) == (upazila.name_bn, union.name_bn, True), typed
