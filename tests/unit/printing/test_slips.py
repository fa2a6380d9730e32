"""What stands on slips that are no receipts, and in which words."""

import pytest
from msgspec import structs

from kiosk.domain.slips import DAY_COUNTS, Count, FeePart, FloorPlan, decode_slip, encode_slip, number_of, slip_kind
from kiosk.printing.blocks import Amount, Box, Code, Floor, Joined, Note, Row, Sign, Size, Text, Tick
from kiosk.printing.form import Form
from kiosk.printing.profiles import NARROW, WIDE
from kiosk.printing.slips import lay_out_slip
from tests.unit.printing.slip_samples import (
    DAY,
    DEMAND,
    ELSEWHERE,
    FEES,
    HANDED,
    NUMBER,
    QR,
    SLIPS,
    THUMB,
    WHERE_TO_GO,
)

EN = Form(language="en")


def blocks(slip, form=EN, profile=WIDE, ordinal=0):
    return lay_out_slip(slip, profile, form, ordinal).blocks


def texts(slip, form=EN, ordinal=0):
    found = []
    for block in blocks(slip, form, ordinal=ordinal):
        match block:
            case Text(text=text):
                found.append(text)
            case Joined(parts=parts):
                found += parts
            case Box(lines=lines) | Note(lines=lines) | Code(lines=lines):
                found += [line.text for line in lines]
            case Row(label=label, value=value) | Amount(label=label, value=value):
                found.append(f"{label}: {value}")
            case Tick(text=text):
                found.append(text)
            case Sign(labels=labels):
                found += labels
            case _:
                pass
    return found


def kinds(slip, kind):
    return [block for block in blocks(slip) if isinstance(block, kind)]


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS.keys())
def test_a_slip_is_kept_and_comes_back_as_it_was(slip):
    assert decode_slip(encode_slip(slip)) == slip


def test_kinds_and_numbers_are_known():
    assert [slip_kind(slip) for slip in (WHERE_TO_GO, FEES)] == ["where_to_go", "fee_receipt"]
    assert [number_of(slip) for slip in (WHERE_TO_GO, FEES, DAY)] == ["", NUMBER, ""]


@pytest.mark.parametrize("slip", [slip for slip in SLIPS.values() if number_of(slip)], ids=slip_kind)
@pytest.mark.parametrize("language", ["bn", "en", "both"])
def test_a_slip_about_an_application_shows_its_whole_number_and_its_code(slip, language):
    form = Form(language=language)
    large = "".join(block.text for block in blocks(slip, form) if isinstance(block, Text) and block.size is Size.HEAD)
    assert {"bn": "৭৯-২৬-০১-০০০৪১৭-৭", "en": "79-26-01-000417-7"}[form.language.replace("both", "bn")] in large
    assert [block.content for block in blocks(slip, form) if isinstance(block, Code)] == [QR] * bool(slip.qr)


def test_large_type_on_narrow_paper_breaks_the_number_where_people_do():
    form = Form(language="en", size="large")
    large = [block.text for block in blocks(FEES, form, NARROW) if isinstance(block, Text)]
    assert [text for text in large if text.startswith(("79", "0004"))] == ["79-26-01-", "000417-7"]


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS.keys())
def test_a_practice_slip_says_so_first_and_last(slip):
    practised = structs.replace(slip, head=structs.replace(slip.head, practice=True))
    boxes = [block.lines[0].text for block in blocks(practised) if isinstance(block, Box) and block.filled]
    assert boxes == ["PRACTICE", "PRACTICE"]
    assert not [block for block in blocks(slip) if isinstance(block, Box) and block.filled]


def test_a_copy_says_so_but_where_to_go_is_no_document():
    assert "COPY No. 2" in texts(FEES, ordinal=2)
    assert texts(WHERE_TO_GO, ordinal=2) == texts(WHERE_TO_GO)


def test_the_room_stands_huge_and_is_marked_on_its_floor():
    assert [block.text for block in kinds(WHERE_TO_GO, Text) if block.size is Size.HUGE] == ["205"]
    (floor,) = kinds(WHERE_TO_GO, Floor)
    assert (floor.rooms_above, floor.rooms_below, floor.above, floor.place, floor.room) == (4, 4, True, 2, "205")


def test_a_room_that_its_plan_does_not_know_has_no_plan_and_a_long_name_is_smaller():
    lost = structs.replace(WHERE_TO_GO, room="Record room", plan=FloorPlan(("201",)))
    assert not kinds(lost, Floor)
    assert not [block for block in kinds(lost, Text) if block.size is Size.HUGE]
    assert "Record room" in texts(lost)


def test_what_this_office_does_not_do_names_who_does():
    assert "Upazila land office, Nazirpur" in texts(ELSEWHERE)
    assert "This office does not do it. Please go to" in texts(ELSEWHERE)


def test_a_fee_slip_lists_stamps_and_challans_and_that_no_cash_was_taken():
    said = texts(FEES)
    assert {"10 taka × 2: 20 taka", "4 taka × 3: 12 taka", "No. T-118: 241 taka"} <= set(said)
    assert {"Total: 273 taka", "Still to pay: 7 taka", "No cash was taken."} <= set(said)
    assert not [line for line in texts(structs.replace(FEES, demanded_poisha=27300)) if "Still" in line]


def test_a_demand_adds_up():
    assert {"Court fee: 20 taka", "Folio: 12 taka", "Total: 36.80 taka"} <= set(texts(DEMAND))
    one = texts(structs.replace(DEMAND, parts=(FeePart("court_fee", 2000),)))
    assert not [line for line in one if line.startswith("Total")]


def test_who_took_a_copy_signs_or_puts_a_thumb():
    assert [(sign.labels[0], sign.thumb) for sign in kinds(HANDED, Sign)] == [("Signature of the taker", False)]
    assert [(sign.labels[0], sign.thumb) for sign in kinds(THUMB, Sign)] == [("Thumb of the taker", True)]
    assert {"Taken by: মোসা. রহিমা খাতুন", "Relation: Wife"} <= set(texts(HANDED))
    assert "Relation: The applicant" in texts(THUMB)


def test_every_count_of_a_day_has_words():
    day = structs.replace(DAY, counts=tuple(Count(what, 3) for what in DAY_COUNTS))
    labels = [block.label for block in blocks(day) if isinstance(block, Amount)][: len(DAY_COUNTS)]
    assert len(set(labels)) == len(DAY_COUNTS)
    assert not set(labels) & set(DAY_COUNTS)


def test_the_last_mark_is_whole_and_in_fours():
    marks = [text for text in texts(DAY) if text[4::5] == "   " and len(text) == 19]
    assert "".join(marks).replace(" ", "") == DAY.journal_head
