import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from kiosk.domain.application import (
    Agent,
    Applicant,
    ApplicationDraft,
    Attachment,
    Channel,
    Identity,
    IdType,
    Kind,
    Mail,
    PaperState,
    Place,
    Post,
)
from kiosk.domain.catalogue import Catalogue, Paper, Service, ServiceField
from kiosk.domain.intake import (
    MAX_LINE,
    accept,
    check_date,
    check_email,
    check_identity,
    check_mobile,
    draft_schema,
    parse_draft,
)
from kiosk.errors import Refused
from kiosk.refusals import SENTENCES

COPY = Service(
    "khatian_copy",
    "খতিয়ানের নকল",
    "Copy of khatian",
    Kind.COPY,
    "রেকর্ডরুম",
    "Record Room",
    papers=(Paper("court_fee_stamp", "কোর্ট ফি"), Paper("form", "ফরম", required=True)),
    fields=(
        ServiceField("khatian_no", "খতিয়ান নং", "Khatian no.", required=True),
        ServiceField("purpose", "উদ্দেশ্য", "Purpose"),
    ),
)
PETITION = Service("petition", "আবেদন", "Petition", Kind.CITIZEN, "সাধারণ", "General")
LETTER = Service("letter", "পত্র", "Letter", Kind.OFFICIAL, "সাধারণ", "General")
STOPPED = Service("jalmahal", "জলমহাল", "Jalmahal", Kind.CITIZEN, "রাজস্ব", "Revenue", stop_bn="অনলাইনে", stop_en="online")
CATALOGUE = Catalogue("1", {service.code: service for service in (COPY, PETITION, LETTER, STOPPED)})
TODAY = date(2026, 11, 23)


def petition(**fields) -> ApplicationDraft:
    person = {name: fields.pop(name) for name in list(fields) if name in Applicant.__struct_fields__}
    return ApplicationDraft(
        fields.pop("service", "petition"), applicants=(Applicant(**{"name": "রহিম", **person}),), **fields
    )


def problems(draft: ApplicationDraft, today=TODAY) -> dict[str, str]:
    with pytest.raises(Refused) as caught:
        accept(draft, CATALOGUE, today)
    found = {problem.field: problem.code for problem in caught.value.problems}
    assert len(found) == len(caught.value.problems)
    return found


# ------------------------------------------------------------------------------ one field


@pytest.mark.parametrize(
    "typed",
    [
        "01700000146",
        "০১৭০০০০০১৪৬",
        "01700-000146",
        "+880 1700-000146",
        "8801700000146",
        "০১৭০০ ০০০১৪৬",
        "+৮৮০১৭০০০০০১৪৬",
        "01700‑000146",
    ],
)
def test_a_mobile_is_stored_in_one_form(typed):
    assert check_mobile(typed) == "+8801700000146"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "0170000014",
        "017000001466",
        "01200000146",
        "1700000146",
        "01700000146, 01700000147",
        "٠١٧٠٠٠٠٠١٤٦",
        "01700000146\n",
        "০০৮৮০১৭০০০০০১৪৬",
        "+8801700000146a",
        "+88001700000146",
    ],
)
def test_other_mobiles_are_refused(typed):
    with pytest.raises(Refused, match=r"phone\.form"):
        check_mobile(typed)


@pytest.mark.parametrize("operator", "3456789")
def test_every_operator_prefix(operator):
    assert check_mobile(f"01{operator}00000146") == f"+8801{operator}00000146"


@pytest.mark.parametrize(
    ("id_type", "typed", "stored"),
    [
        ("nid", "১২৩ ৪৫৬ ৭৮৯০", "1234567890"),
        ("nid", "7912345678901", "7912345678901"),
        ("nid", "19807912345678901", "19807912345678901"),
        ("birth_registration", "1979-09-121-66-100145", "19790912166100145"),
        ("passport", "a01234567", "A01234567"),
        ("passport", "BX0123456", "BX0123456"),
    ],
)
def test_document_numbers(id_type, typed, stored):
    assert check_identity(id_type, typed) == Identity(IdType(id_type), stored)


@pytest.mark.parametrize(
    ("id_type", "typed", "code"),
    [
        ("nid", "123456789", "nid.form"),
        ("nid", "12345678901", "nid.form"),
        ("nid", "123456789O", "nid.form"),
        ("nid", "1234567890 1234567890", "nid.form"),
        ("birth_registration", "1234567890123456", "brn.form"),
        ("passport", "ABCDEFG", "passport.form"),
        ("passport", "A0123456789", "passport.form"),
        ("passport", "ক01234567", "passport.form"),
    ],
)
def test_wrong_document_numbers(id_type, typed, code):
    with pytest.raises(Refused) as caught:
        check_identity(id_type, typed)
    assert caught.value.problems[0].code == code


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("1980-02-29", "1980-02-29"),
        ("29-02-1980", "1980-02-29"),
        ("২৯-০২-১৯৮০", "1980-02-29"),
        ("১৯৮০-০২-২৯", "1980-02-29"),
        ("5/3/1990", "1990-03-05"),
        (" 05.03.1990 ", "1990-03-05"),
        ("5 3 1990", "1990-03-05"),
    ],
)
def test_dates(typed, stored):
    assert check_date(typed) == stored


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1981-02-29", "date.range"),
        ("31-04-2026", "date.range"),
        ("1899-12-31", "date.range"),
        ("2101-01-01", "date.range"),
        ("13-13-2026", "date.range"),
        ("0000-01-01", "date.range"),
        ("today", "date.form"),
        ("2026", "date.form"),
        ("23-11-26", "date.form"),
        ("2026-11-23T10:00", "date.form"),
        ("", "date.form"),
    ],
)
def test_wrong_dates(typed, code):
    with pytest.raises(Refused) as caught:
        check_date(typed)
    assert caught.value.problems[0].code == code


@pytest.mark.parametrize("typed", ["a@example.com", "a.b+c@mail.example.com"])
def test_email(typed):
    assert check_email(typed) == typed


def test_the_domain_of_an_email_is_small():
    assert check_email(" Rahim@Example.COM ") == "Rahim@example.com"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "a",
        "a@b",
        "@example.com",
        "a@example..com",
        "a@@example.com",
        "a b@example.com",
        "a@example.com,b@example.com",
        "a@example.com\nBcc: x@example.com",
        ".a@example.com",
        "রহিম@example.com",
        f"{'a' * 65}@example.com",
    ],
)
def test_wrong_email(typed):
    with pytest.raises(Refused, match=r"email\.form"):
        check_email(typed)


# ------------------------------------------------------------------------------ a whole draft


def test_what_was_typed_is_stored_in_normal_form():
    draft = petition(
        name="  রহিম\u00a0 উদ্দিন ",
        guardian="করিম",
        mobile="০১৭০০-০০০১৪৬",
        email="r@EXAMPLE.com",
        birth_date="২৯-০২-১৯৮০",
        id=Identity(IdType.NID, "১২৩৪৫৬৭৮৯০"),
        address="বাড়ি ১২, মঠবাড়িয়া",
        channel=Channel.POST,
    )
    accepted = accept(draft, CATALOGUE, TODAY)
    assert accepted == ApplicationDraft(
        "petition",
        Channel.POST,
        (
            Applicant(
                name="রহিম উদ্দিন",
                guardian="করিম",
                mobile="+8801700000146",
                email="r@example.com",
                birth_date="1980-02-29",
                id=Identity(IdType.NID, "1234567890"),
                address="বাড়ি ১২, মঠবাড়িয়া",
            ),
        ),
        subject="আবেদন",
    )
    assert accept(accepted, CATALOGUE, TODAY) == accepted


def test_a_latin_name_is_enough():
    assert accept(petition(name="", name_latin="Rahim"), CATALOGUE).applicants[0].shown_name == "Rahim"


@pytest.mark.parametrize("name", ["", "  ", "...", "12", "\u200d"])
def test_a_name_is_compulsory(name):
    assert problems(petition(name=name)) == {"applicants[0].name": "name.missing"}


def test_an_applicant_is_compulsory():
    assert problems(ApplicationDraft("petition")) == {"applicants": "applicant.missing"}


def test_every_problem_is_told_at_once():
    bad = Applicant(
        name="a\x07", mobile="1", email="x", birth_date="2027-01-01", id=Identity(IdType.NID, "1"), address="x\u202e"
    )
    draft = ApplicationDraft(
        "khatian_copy",
        applicants=(Applicant(name="রহিম"), bad),
        subject="x" * 301,
        fields={"unknown": "1", "purpose": "a\nb"},
        papers={"unknown": PaperState.GIVEN},
        memo_no="1",
    )
    assert problems(draft) == {
        "applicants[1].name": "text.control",
        "applicants[1].mobile": "phone.form",
        "applicants[1].email": "email.form",
        "applicants[1].birth_date": "date.range",
        "applicants[1].id.number": "nid.form",
        "applicants[1].address": "text.invisible",
        "subject": "text.long",
        "fields.unknown": "field.unknown",
        "fields.purpose": "text.control",
        "fields.khatian_no": "field.required",
        "papers.unknown": "paper.unknown",
        "papers.form": "paper.required",
        "memo_no": "memo.citizen",
    }


def test_text_of_an_old_font_is_not_a_name():
    assert problems(petition(name="Avãyj Kwig")) == {"applicants[0].name": "text.bijoy"}


@pytest.mark.parametrize(
    ("service", "code"), [("", "service.missing"), ("nowhere", "service.unknown"), ("jalmahal", "service.elsewhere")]
)
def test_the_service_must_be_given_here(service, code):
    assert problems(petition(service=service)) == {"service": code}


def test_a_service_given_elsewhere_says_where():
    with pytest.raises(Refused) as caught:
        accept(petition(service="jalmahal"), CATALOGUE)
    assert caught.value.problems[0].params == {"where_bn": "অনলাইনে", "where_en": "online"}


def test_an_official_letter_holds_its_memo():
    missing = {"memo_no": "memo.missing", "memo_date": "memo_date.missing", "sender_office": "sender.missing"}
    assert problems(petition(service="letter")) == missing
    letter = petition(
        service="letter", memo_no="৫৬.০৪.০৯০০-২০০", memo_date="২৩-১১-২০২৬", sender_office="উপজেলা ভূমি অফিস"
    )
    accepted = accept(letter, CATALOGUE, TODAY)
    assert (accepted.memo_no, accepted.memo_date) == ("56.04.0900-200", "2026-11-23")


@pytest.mark.parametrize("service", ["petition", "khatian_copy"])
@pytest.mark.parametrize("field", ["memo_no", "memo_date", "sender_office"])
def test_only_an_official_letter_may(service, field):
    assert problems(petition(service=service, **{field: "2026-11-23"}))[field] == "memo.citizen"


def test_numbers_in_fields_are_ascii_and_words_stay():
    draft = petition(
        service="khatian_copy", fields={"khatian_no": "১২/৩", "purpose": "মামলা ১২"}, papers={"form": PaperState.SEEN}
    )
    assert accept(draft, CATALOGUE).fields == {"khatian_no": "12/3", "purpose": "মামলা ১২"}


def test_empty_fields_are_left_out():
    draft = petition(
        service="khatian_copy", fields={"khatian_no": "1", "purpose": " "}, papers={"form": PaperState.GIVEN}
    )
    assert accept(draft, CATALOGUE).fields == {"khatian_no": "1"}


def test_a_required_paper_may_not_be_missing():
    draft = petition(service="khatian_copy", fields={"khatian_no": "1"}, papers={"form": PaperState.MISSING})
    assert problems(draft) == {"papers.form": "paper.required"}


def test_a_birth_to_come_is_refused_unless_the_clock_is_plainly_wrong():
    tomorrow = petition(birth_date="2026-11-24")
    assert problems(tomorrow) == {"applicants[0].birth_date": "date.range"}
    assert accept(tomorrow, CATALOGUE, date(1970, 1, 1)).applicants[0].birth_date == "2026-11-24"
    assert accept(petition(birth_date="2026-11-23"), CATALOGUE, TODAY).applicants[0].birth_date == "2026-11-23"


@given(
    st.builds(
        ApplicationDraft,
        st.sampled_from(["petition", "letter", "khatian_copy", "x"]),
        applicants=st.lists(
            st.builds(Applicant, st.text(), st.text(), mobile=st.text(), birth_date=st.text()), max_size=2
        ).map(tuple),
        subject=st.text(),
        fields=st.dictionaries(st.text(), st.text(), max_size=2),
        memo_no=st.text(),
    ),
)
def test_a_draft_is_accepted_for_good_or_refused_by_name(draft):
    codes = ["accepted"]
    try:
        accepted = accept(draft, CATALOGUE, TODAY)
    except Refused as refused:
        codes = [problem.code for problem in refused.problems]
    else:
        assert accept(accepted, CATALOGUE, TODAY) == accepted
    assert all(codes)
    assert set(codes) <= {*SENTENCES, "accepted"}


# ------------------------------------------------------------------------------ agents, letters, mails, places


def test_an_agent_files_for_others():
    agent = Agent(name="সালমা", mobile="০১৮১২৩৪৫৬৭৮", relation="স্ত্রী")
    accepted = accept(structs.replace(petition(), agent=agent), CATALOGUE)
    assert accepted.agent == Agent(name="সালমা", mobile="+8801812345678", relation="স্ত্রী")
    assert accept(structs.replace(petition(), agent=Agent()), CATALOGUE).agent is None
    assert problems(structs.replace(petition(), agent=Agent(mobile="12"))) == {
        "agent.name": "name.missing",
        "agent.mobile": "phone.form",
    }


def test_a_letter_says_how_it_came():
    post = Post("কাউখালী", "২০-১১-২০২৬", "22-11-2026", "rl 123 456 789 bd", return_envelope=True)
    letter = structs.replace(petition(), channel=Channel.POST, post=post)
    assert accept(letter, CATALOGUE).post == Post(
        "কাউখালী", "2026-11-20", "2026-11-22", "RL123456789BD", return_envelope=True
    )
    assert accept(letter, CATALOGUE).arrived_on == "2026-11-22"
    assert accept(structs.replace(letter, post=Post()), CATALOGUE).post is None


@pytest.mark.parametrize(
    ("post", "expected"),
    [
        (Post(posted_on="23-11-2026", arrived_on="22-11-2026"), {"post.arrived_on": "date.order"}),
        (Post(registered_no="হারিয়েছে"), {"post.registered_no": "registered.form"}),
        (Post(arrived_on="কাল"), {"post.arrived_on": "date.form"}),
    ],
)
def test_a_letter_that_cannot_be_is_refused(post, expected):
    assert problems(structs.replace(petition(), channel=Channel.POST, post=post)) == expected


def test_what_a_channel_knows_belongs_to_that_channel():
    assert problems(structs.replace(petition(), post=Post("কাউখালী"))) == {"post": "post.channel"}
    mail = Mail(sender="a@example.com", arrived_at="2026-11-22T04:00:00.000Z")
    assert problems(structs.replace(petition(), mail=mail)) == {"mail": "mail.channel"}


def test_a_mail_keeps_its_arrival_and_its_files():
    files = (Attachment("কাগজ.pdf", "application/pdf", 13, "a" * 64),)
    mail = Mail("a@example.com", "পর্চা", "2026-11-22T10:00:00+06:00", "1@x", files)
    accepted = accept(structs.replace(petition(), channel=Channel.EMAIL, mail=mail), CATALOGUE)
    assert accepted.mail == structs.replace(mail, arrived_at="2026-11-22T04:00:00.000Z")
    assert accepted.arrived_on == "2026-11-22"
    late = structs.replace(mail, arrived_at="গতকাল", attachments=(Attachment("x", size=-1),))
    assert problems(structs.replace(petition(), channel=Channel.EMAIL, mail=late)) == {
        "mail.arrived_at": "date.form",
        "mail.attachments[0]": "wire.form",
    }


def test_a_place_is_kept_in_its_parts():
    place = Place("পিরোজপুর", "কাউখালী", "সয়না রঘুনাথপুর", "৩", "কাউখালী", "৮৫১০")
    (person,) = accept(petition(place=place), CATALOGUE).applicants
    assert (person.place.ward, person.place.post_code) == ("3", "8510")
    assert accept(petition(place=Place()), CATALOGUE).applicants[0].place is None
    wrong = Place(ward="শূন্য", post_code="85")
    assert problems(petition(place=wrong)) == {
        "applicants[0].place.ward": "ward.form",
        "applicants[0].place.post_code": "post_code.form",
    }


def test_a_last_day_belongs_to_a_paper_that_is_missing():
    draft = petition(
        service="khatian_copy",
        fields={"khatian_no": "১২"},
        papers={"court_fee_stamp": PaperState.MISSING, "form": PaperState.GIVEN},
        paper_dates={"court_fee_stamp": "২৯-১১-২০২৬", "form": "29-11-2026"},
    )
    assert accept(draft, CATALOGUE).paper_dates == {"court_fee_stamp": "2026-11-29"}
    assert problems(structs.replace(draft, paper_dates={"x": "29-11-2026"})) == {"paper_dates.x": "paper.unknown"}


# ------------------------------------------------------------------------------ from JSON


def line(**changes) -> str:
    return json.dumps(
        {"service": "petition", "channel": "walk_in", "applicants": [{"name": "রহিম"}], **changes}, ensure_ascii=False
    )


def refusal(text) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        parse_draft(text)
    return caught.value.problems[0].field, caught.value.problems[0].code


def test_a_line_becomes_a_draft():
    draft = parse_draft(
        line(channel="post", papers={"form": "given"}, applicants=[{"name": "ক", "id": {"type": "nid", "number": "1"}}])
    )
    assert draft == ApplicationDraft(
        "petition",
        Channel.POST,
        (Applicant("ক", id=Identity(IdType.NID, "1")),),
        papers={"form": PaperState.GIVEN},
    )
    assert parse_draft(line().encode()) == parse_draft("\ufeff" + line()) == petition()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"unknown": 1}, "unknown"),
        ({"channel": "fax"}, "channel"),
        ({"applicants": [{"name": 1}]}, "applicants[0].name"),
        ({"applicants": [{"name": "ক"}, {"age": 1}]}, "applicants[1].age"),
        ({"applicants": [{"id": {"type": "x", "number": "1"}}]}, "applicants[0].id.type"),
        ({"applicants": [{}] * 101}, "applicants"),
        ({"fields": {"a": "1", "b": 2}}, "fields.b"),
        ({"papers": {"a": "given", "b": "lost"}}, "papers.b"),
        ({"papers": {"a": "given", "b": []}}, "papers.b"),
        ({"subject": None}, "subject"),
    ],
)
def test_a_malformed_line_names_its_field(changes, field):
    assert refusal(line(**changes)) == (field, "wire.form")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "{",
        '{"service":"a","service":"b","channel":"post"}',
        '{"service":"a","channel":"post","fields":{"x":"1","x":"2"}}',
        '{"service":NaN}',
        '{"service":-Infinity}',
        '{"service":"\\ud800","channel":"post"}',
        b'{"service":"\xff"}',
        "[" * 100_000,
        '{"a":' * 9 + "1" + "}" * 9,
        '{"service":' + "9" * 5000 + "}",
        "x" * (MAX_LINE + 1),
        '{"service":"a"} {"service":"b"}',
    ],
)
def test_what_is_not_safe_json_is_refused(text):
    assert refusal(text) == ("", "wire.form")


def test_brackets_inside_text_are_not_depth():
    assert parse_draft(line(subject='[[[[[[[[[[ \\" {{{{{')).subject.startswith("[")


def test_the_channel_must_be_said():
    assert refusal('{"service":"petition"}') == ("channel", "channel.missing")


def test_a_missing_service_is_told_in_the_words_of_the_counter():
    assert problems(parse_draft('{"channel":"post","applicants":[{"name":"ক"}]}')) == {"service": "service.missing"}


def test_the_schema_names_what_is_compulsory():
    schema = json.loads(json.dumps(draft_schema()))
    assert schema["$defs"]["ApplicationDraft"]["required"] == ["service", "channel", "applicants"]
    assert schema["$defs"]["Channel"]["enum"] == ["email", "phone", "portal", "post", "walk_in"]


@given(st.binary(max_size=200) | st.text(max_size=200))
def test_any_line_is_read_or_refused(text):
    codes = []
    try:
        parse_draft(text)
    except Refused as refused:
        codes = [problem.code for problem in refused.problems]
    assert set(codes) <= {"wire.form", "channel.missing"}
