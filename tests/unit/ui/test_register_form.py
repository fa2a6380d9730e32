import pytest

from kiosk.desk.catalogue import load_catalogue
from kiosk.domain.application import Channel, IdType
from kiosk.ui.register.as_typed import group_mobile
from kiosk.ui.register.drafting import draft_of, identity_of
from kiosk.ui.register.form import Form, field_of, read_kept, write_kept

SERVICES = load_catalogue().services
KHATIAN, LETTER = SERVICES["khatian_copy_normal"], SERVICES["central_letter_receipt"]


def form(**texts: str) -> Form:
    return Form(service="khatian_copy_normal", service_typed="খতিয়ান", texts=texts)


def test_latin_name_goes_where_latin_names_go():
    person = draft_of(form(name="Abdul Karim"), KHATIAN).applicants[0]
    assert (person.name, person.name_latin) == ("", "Abdul Karim")


def test_bangla_name_with_latin_in_it_stays_bangla():
    person = draft_of(form(name="মো. করিম (Md)"), KHATIAN).applicants[0]
    assert person.name == "মো. করিম (Md)"


def test_memo_only_of_an_official_paper():
    texts = {"name": "ক", "memo_no": "০৫.১০", "memo_date": "২৩-১১-২০২৬", "sender_office": "ভূমি অফিস"}
    assert draft_of(form(**texts), KHATIAN).memo_no == ""
    assert draft_of(form(**texts), LETTER).memo_no == "০৫.১০"


def test_extra_fields_under_their_own_names_and_empty_ones_left_out():
    draft = draft_of(form(**{"name": "ক", "x.mouza": "সয়না", "x.dag_no": " ", "birth_date": "১৯৮০-০২-২৯"}), KHATIAN)
    assert draft.fields == {"mouza": "সয়না"}
    assert draft.applicants[0].birth_date == "১৯৮০-০২-২৯"


def test_channel_and_papers_travel():
    draft = draft_of(Form(channel="post", service="x", papers={"court_fee_stamp": "given"}), KHATIAN)
    assert draft.channel is Channel.POST
    assert draft.papers == {"court_fee_stamp": "given"}


@pytest.mark.parametrize(("kind", "found"), [("", IdType.NID), ("nid", IdType.NID), ("passport", IdType.PASSPORT)])
def test_the_document_is_chosen_never_guessed(kind, found):
    identity = identity_of("A01234567", kind)
    assert identity is not None
    assert identity.type == found


def test_no_document_is_none():
    assert identity_of("  ") is None


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("applicants[0].mobile", "mobile"),
        ("applicants[0].id.number", "id"),
        ("applicants[0]", "name"),
        ("applicants", "name"),
        ("fields.khatian_no", "x.khatian_no"),
        ("papers.stamp", "paper.stamp"),
        ("memo_no", "memo_no"),
        ("service", "service"),
        ("", ""),
    ],
)
def test_each_path_has_its_field(path, name):
    assert field_of(path) == name


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("01700", "01700"),
        ("017000", "01700-0"),
        ("০১৭০০০", "০১৭০০-০"),
        ("8801700", "8801700"),
        ("01700-00a", "01700-00a"),
    ],
)
def test_mobile_is_grouped_as_typed(typed, shown):
    assert group_mobile(typed) == shown


def test_kept_form_comes_back_whole():
    kept = Form("post", "s", "সেবা", {"name": "ক"}, {"p": "seen"}, {"name": "ক"})
    found = read_kept(write_kept(kept, closed=True))
    assert found is not None
    assert (found.form, found.closed) == (kept, True)


def test_what_another_version_wrote_is_no_form():
    assert read_kept(b'{"form": 7}') is None


def test_filled_until_changed():
    filled = Form().with_filled({"name": "করিম", "address": ""})
    assert filled.is_filled("name")
    assert not filled.is_filled("address")
    assert not filled.with_text("name", "রহিম").is_filled("name")


def test_blank_until_something_is_typed():
    assert Form(channel="post", texts={"name": ""}).blank
    assert not Form(texts={"name": "ক"}).blank
    assert not Form(service_typed="খ").blank


def test_the_day_that_the_program_wrote_for_a_letter_is_nothing_that_could_be_lost():
    letter = Form(channel="post").with_filled({"post.arrived_on": "24-11-2026"})
    assert letter.blank
    assert not letter.with_text("post.arrived_on", "23-11-2026").blank
    assert not letter.with_text("post.registered_no", "RL1").blank
