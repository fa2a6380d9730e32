"""The office's documents out of a real store, read back by pdfium."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pypdfium2
import pytest
from msgspec.structs import replace as with_

from kiosk.desk.documents import (
    ANSWER,
    BUNDLES,
    DOCUMENTS,
    HEAP,
    Order,
    read_layout,
    save_document,
    titles,
    write_document,
)
from kiosk.desk.follow_ups import follow_up
from kiosk.desk.log_visit import VisitDraft, log_visit
from kiosk.desk.register import register_application
from kiosk.domain.application import Applicant, ApplicationDraft, Channel, PaperState
from kiosk.domain.followups import Challan, CopyHandedOver, CopyPosted, CopyReady, FeeReceived, Stamp
from kiosk.domain.workflow import Step
from kiosk.errors import Refused, Unavailable
from kiosk.i18n import ascii_digits, receive_number
from kiosk.store.standing import apply_step
from tests.harness.counter import OPERATOR, draft, register

DAY = date(2026, 11, 23)
NO_SUM = 'bn = "x"\nsum = "name"\n[[columns]]\nbn = "y"\nvalue = "name"\n'
BRANCH = "revenue_sa"


def order(kind, **changes):
    return replace(Order(kind, DAY, DAY, operator=OPERATOR), **changes)


def text_of(desk, kind, **changes):
    out = BytesIO()
    written = write_document(desk, order(kind, **changes), out)
    document = pypdfium2.PdfDocument(out.getvalue())
    text = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
    document.close()
    assert written is not None
    return text, written


def number(done, language="bn"):
    return receive_number(done.application.receive_number, language)


def take(desk, service="general_petition", number=0, **fields):
    given = with_(draft(number), service=service, **fields)
    return register_application(desk, given, operator=OPERATOR, via="cli", print_receipt=False)


@pytest.mark.parametrize("language", ["bn", "en"])
@pytest.mark.parametrize("kind", DOCUMENTS)
def test_every_document_says_what_it_is_in_both_languages(desk, kind, language):
    register(desk)
    take(desk, channel=Channel.POST)
    text, written = text_of(desk, kind, language=language)
    assert written.pages >= 1
    assert desk.settings.office_name_bn in text
    layout = read_layout(desk, kind)
    for column in layout.columns:
        assert column.in_(language) in text
    if not layout.blocks and not layout.before:
        assert titles(language)[kind] in text


def test_the_days_asked_for_and_no_others_are_in_it(desk, watch):
    before = register(desk, 1)
    watch.forward(days=1)
    on_the_day = register(desk, 2)
    watch.forward(days=1)
    after = register(desk, 3)
    day = date(2026, 11, 24)
    text, written = text_of(desk, "receive_register", first=day, last=day)
    assert number(on_the_day) in text
    assert number(before) not in text
    assert number(after) not in text
    assert written.rows == 1
    assert text_of(desk, "receive_register", last=date(2026, 11, 25))[1].rows == 3


def test_a_letters_sender_memo_and_date_stand_in_their_columns(desk):
    official = next(s.code for s in desk.catalogue.services.values() if s.kind == "official" and not s.stop_bn)
    memo = {"memo_no": "০৫.৪৪.৭৯০০.০০১.০২.০০৭.২৬", "memo_date": "2026-11-20"}
    take(desk, official, sender_office="উপজেলা ভূমি অফিস, নেছারাবাদ", **memo)
    text, _written = text_of(desk, "receive_register")
    assert "উপজেলা ভূমি অফিস, নেছারাবাদ" in text
    assert "০৫.৪৪.৭৯০০.০০১.০২.০০৭.২৬" in text
    assert "২০-১১-২০২৬" in text


def test_copies_go_to_the_record_room_all_else_to_the_dc(desk):
    copy, petition = register(desk, 1), take(desk, number=2)
    forwarding, _ = text_of(desk, "forwarding_sheet")
    assert number(petition) in forwarding
    assert number(copy) not in forwarding
    copies, _ = text_of(desk, "copy_register")
    assert number(copy) in copies
    assert number(petition) not in copies
    despatch, _ = text_of(desk, "despatch_register")
    assert "জেলা প্রশাসক" in despatch
    assert "রেকর্ডরুম" in despatch


def test_a_forwarding_known_from_the_centre_is_filled_in(desk):
    done = take(desk)
    step = Step("forwarded", "2026-11-24T05:00:00.000Z", branch=BRANCH)
    with desk.store.write() as unit:
        apply_step(unit, done.application.receive_number, step)
    text, _written = text_of(desk, "despatch_register")
    assert "২৪-১১-২০২৬" in text
    assert desk.catalogue.branches[BRANCH].name_bn in text


def test_court_fees_are_added_up_without_what_is_void(desk):
    numbers = [register(desk, n).application.receive_number for n in range(3)]
    take(desk, number=9)
    fee = desk.catalogue.services["khatian_copy_normal"].fees.court_fee_poisha // 100
    with desk.store.write() as unit:
        apply_step(unit, numbers[0], Step("void", "2026-11-23T06:00:00.000Z"))
    text, written = text_of(desk, "court_fee_ledger")
    assert written.rows == 3
    assert f"মোট {2 * fee} টাকা" in ascii_digits(text)
    assert "বাতিল" in text


def test_what_was_handed_in_is_added_up_of_each_service_and_of_all(desk, watch):
    copies = [register(desk, n).application.receive_number for n in range(3)]
    service = next(
        one for one in desk.catalogue.services.values()
        if one.fees.court_fee_poisha and one.code != "khatian_copy_normal" and not one.stop_bn
    )  # fmt: skip
    other = take(desk, service.code, number=7).application.receive_number
    for number, stamps, challans in (
        (copies[0], (Stamp(2000, 2),), ()),
        (copies[1], (Stamp(1000, 1),), (Challan("77", 30000),)),
        (copies[2], (Stamp(50000, 1),), ()),
        (other, (Stamp(500, 3),), ()),
    ):
        watch.forward(minutes=1)
        follow_up(desk, FeeReceived(number, stamps=stamps, challans=challans), operator=OPERATOR, via="cli")
    with desk.store.write() as unit:
        apply_step(unit, copies[2], Step("void", "2026-11-23T09:00:00.000Z"))
    last = ascii_digits(text_of(desk, "court_fee_ledger")[0]).partition("কাউন্টার সহকারী")[0]
    copy, fee = desk.catalogue.services["khatian_copy_normal"], service.fees.court_fee_poisha // 100
    ours = 2 * copy.fees.court_fee_poisha // 100
    assert f"{copy.short_bn} {ours} টাকা 50 টাকা চালান 300 টাকা" in last
    assert f"{service.short_bn} {fee} টাকা 15 টাকা" in last
    assert last.rstrip().endswith(f"মোট {ours + fee} টাকা 65 টাকা চালান 300 টাকা")


def test_the_copy_register_tells_on_which_day_a_copy_went_out(desk, watch):
    by_hand, by_post, elsewhere = (register(desk, n).application.receive_number for n in range(3))
    watch.forward(days=1)
    for number in (by_hand, by_post):
        watch.forward(minutes=1)
        follow_up(desk, CopyReady(number, folios=2), operator=OPERATOR, via="cli")
    watch.forward(days=1)
    follow_up(
        desk, CopyHandedOver(by_hand, taken_by="হাকিম শেখ", relation="পিতা", identity="nid"), operator=OPERATOR, via="cli"
    )
    follow_up(desk, CopyPosted(by_post, "", "RL123456781BD", "2026-11-24"), operator=OPERATOR, via="cli")
    with desk.store.write() as unit:
        apply_step(unit, elsewhere, Step("copy_handed_over", "2026-11-27T05:00:00.000Z", counter="02"))
    text, _written = text_of(desk, "copy_register")
    assert "২৫-১১-২০২৬ হাকিম শেখ" in text
    assert "ডাকে ২৪-১১-২০২৬" in text
    assert "২৭-১১-২০২৬" in text


def test_stamps_are_told_as_they_were_handed_in(desk):
    register_application(
        desk, with_(draft(), papers={"court_fee_stamp": PaperState.MISSING}), operator=OPERATOR, via="cli",
        print_receipt=False,
    )  # fmt: skip
    assert "বাকি" in text_of(desk, "court_fee_ledger")[0]


def test_visits_are_in_the_helpdesks_register(desk):
    log_visit(desk, VisitDraft("told", "khatian_copy_normal", "কোন কক্ষে", "হালিমা বেগম"), operator=OPERATOR, via="cli")
    text, written = text_of(desk, "helpdesk_register")
    assert written.rows == 1
    assert "হালিমা বেগম" in text
    assert "কোন কক্ষে" in text


def test_letters_and_labels_are_for_what_came_by_post(desk):
    at_the_counter, by_post = register(desk, 1), take(desk, number=2, channel=Channel.POST)
    for kind in ("acknowledgement", "envelope_label"):
        text, written = text_of(desk, kind)
        assert written.rows == 1
        assert number(by_post) in text
        assert number(at_the_counter) not in text
        assert "পিতা/স্বামী: রহিম শেখ" in text


def test_a_template_shows_the_fields_of_its_kind_of_record(desk):
    done = take(desk, "khatian_copy_normal", fields={"khatian_no": "118", "delivery_mode": "by_hand"})
    text, _written = text_of(desk, "copy_application")
    assert "খতিয়ান নং ১১৮" in text
    (mode,) = (field for field in done.service.fields if field.code == "delivery_mode")
    assert f"{mode.name_bn} {mode.options[0].name_bn}" in text
    assert "নকলকারী" in text
    assert done.application.secret not in ascii_digits(text)


def test_one_application_is_asked_for_by_its_number(desk):
    register(desk, 1)
    second = register(desk, 2)
    text, written = text_of(desk, "copy_application", number=second.application.receive_number)
    assert written == (1, 1)
    assert number(second) in text
    with pytest.raises(Refused) as refused:
        text_of(desk, "copy_application", number="7926010009996")
    assert refused.value.problems[0].code in {"number.unknown", "number.check"}


def test_more_rows_than_are_held_at_a_time_come_in_order(desk):
    seen = []
    for n in range(260):
        register(desk, n, print_receipt=False)

    def go_on(done, total):
        seen.append((done, total))
        return True

    out = BytesIO()
    written = write_document(desk, order("receive_register"), out, go_on)
    assert written.rows == 260
    assert seen == [(0, 260), (250, 260), (260, 260)]
    document = pypdfium2.PdfDocument(out.getvalue())
    text = ascii_digits(" ".join(page.get_textpage().get_text_range() for page in document))
    serials = [int(word.split("-")[3]) for word in text.split() if word.startswith("79-26-01-")]
    assert serials == list(range(1, 261))


def test_what_is_stopped_leaves_nothing_behind(desk, tmp_path):
    register(desk)
    place = tmp_path / "papers"
    place.mkdir()
    assert save_document(desk, order("receive_register"), place / "r.pdf", lambda _done, _total: False) is None
    assert list(place.iterdir()) == []


def test_a_file_is_complete_or_as_it_was(desk, tmp_path):
    register(desk)
    file = tmp_path / "r.pdf"
    file.write_bytes(b"before")
    with pytest.raises(Refused):
        save_document(desk, order("receive_register", last=date(2026, 11, 1)), file)
    assert file.read_bytes() == b"before"
    save_document(desk, order("receive_register"), file)
    assert file.read_bytes().startswith(b"%PDF-")
    assert sorted(path.name for path in tmp_path.glob("*r.pdf*")) == ["r.pdf"]
    with pytest.raises(Unavailable) as unavailable:
        save_document(desk, order("receive_register"), tmp_path / "nowhere" / "r.pdf")
    assert unavailable.value.reason == "file.write"


def test_an_office_may_lay_its_registers_out(desk):
    register(desk)
    folder = desk.home / "documents"
    folder.mkdir()
    own = folder / "receive_register.toml"
    own.write_text('bn = "আমাদের রেজিস্টার"\n[[columns]]\nbn = "নম্বরখানা"\nvalue = "receive_number"\n', "utf-8")
    assert "নম্বরখানা" in text_of(desk, "receive_register")[0]
    for wrong in ('bn = "x"\n[[columns]]\nbn = "y"\nvalue = "secret"\n', "bn = ", NO_SUM):
        own.write_text(wrong, "utf-8")
        with pytest.raises(Refused) as refused:
            text_of(desk, "receive_register")
        assert refused.value.problems[0].code == "document.form"
        assert refused.value.problems[0].params["file"] == "receive_register.toml"


def test_a_document_nobody_knows_is_refused(desk):
    with pytest.raises(Refused) as refused:
        text_of(desk, "../../settings")
    assert refused.value.problems[0].code == "document.unknown"


def test_who_has_no_name_in_bangla_and_who_comes_with_others(desk):
    people = (Applicant(name_latin="Rahim Sheikh", address="Kaukhali"), Applicant(name="হালিমা"), Applicant(name="করিম"))
    register_application(
        desk, ApplicationDraft(service="general_petition", applicants=people), operator=OPERATOR, via="cli",
        print_receipt=False,
    )  # fmt: skip
    assert "Rahim Sheikh ও আরও ২ জন" in text_of(desk, "receive_register")[0]


def test_a_heap_is_one_document_of_register_answers_and_labels(desk):
    for place in range(2):
        take(desk, number=place, channel=Channel.POST)
    _text, written = text_of(desk, HEAP)
    parts = [text_of(desk, kind)[1] for kind in BUNDLES[HEAP]]
    assert written == (sum(part.pages for part in parts), 2)


def test_one_letters_answer_and_envelope_are_one_document(desk):
    others, ours = (take(desk, number=place, channel=Channel.POST) for place in range(2))
    text, written = text_of(desk, ANSWER, number=ours.application.receive_number)
    assert written == (2, 1)
    assert "প্রাপ্তিস্বীকার" in text
    assert "পিতা/স্বামী: রহিম শেখ" in text
    assert text.count(number(ours)) == 2
    assert number(others) not in text


def test_a_register_and_a_letter_tell_the_day_promised_now(desk):
    done = take(desk, "khatian_copy_normal", channel=Channel.POST)
    moved = Step("date_moved", "2026-11-24T05:00:00.000Z", until="2026-12-22")
    with desk.store.write() as unit:
        apply_step(unit, done.application.receive_number, moved)
    assert "২২-১২-২০২৬" in text_of(desk, "copy_register")[0]
    assert "২২ ডিসেম্বর ২০২৬" in text_of(desk, "acknowledgement")[0]
