"""What stands on a receipt, and in which words."""

from collections.abc import Iterator

import pytest
from msgspec import structs

from kiosk.domain.receipt import Receipt
from kiosk.printing.blocks import Align, Block, Box, Code, Joined, Mark, Note, Row, Size, Text, Tick
from kiosk.printing.layout import lay_out
from kiosk.printing.profiles import NARROW, WIDE
from tests.unit.printing.samples import COPY

EN = structs.replace(COPY, language="en")


def blocks(receipt: Receipt, profile=WIDE) -> tuple[Block, ...]:
    return lay_out(receipt, profile).blocks


def texts(receipt: Receipt, profile=WIDE) -> Iterator[str]:
    for block in blocks(receipt, profile):
        match block:
            case Text(text=text):
                yield text
            case Joined(parts=parts):
                yield from parts
            case Box(lines=lines) | Note(lines=lines) | Code(lines=lines):
                yield from (line.text for line in lines)
            case Row(label=label, value=value):
                yield f"{label}: {value}"
            case Tick(text=text, word=word):
                yield f"{text}: {word}"


def boxes(receipt: Receipt) -> list[Box]:
    return [block for block in blocks(receipt) if isinstance(block, Box)]


def test_the_number_stands_in_two_huge_lines_in_the_receipts_digits_and_once_in_ascii():
    huge = [block.text for block in blocks(COPY) if isinstance(block, Text) and block.size is Size.NUMBER]
    assert huge == ["৭৯-২৬-০১-", "০০০৪১৭-৭"]
    assert "7926010004177" in texts(COPY)
    assert "79-26-01-" in texts(EN)


def test_a_copy_service_says_when_the_copy_is_ready_others_when_it_will_be_disposed_of():
    assert [line.text for line in boxes(EN)[0].lines] == [
        "You get the copy on",
        "07 December 2026",
        "Monday, 10 working days",
    ]
    assert boxes(structs.replace(EN, kind="citizen"))[0].lines[0].text == "Likely date of disposal"


@pytest.mark.parametrize(
    ("day_type", "days", "words"),
    [("working", 1, "1 working day"), ("calendar", 3, "3 days"), ("unknown", 7, "7 days")],
)
def test_how_days_were_counted(day_type, days, words):
    receipt = structs.replace(EN, day_type=day_type, days=days)
    assert boxes(receipt)[0].lines[2].text == f"Monday, {words}"


def test_without_a_date_it_promises_none():
    lines = boxes(structs.replace(EN, promised_on=None))[0].lines
    assert [line.text for line in lines] == ["The date is not fixed,", "you will be told"]


def test_a_day_that_has_moved_is_told_with_the_one_before():
    moved = structs.replace(EN, days=None, moved=True, moved_from="2026-11-30")
    told = ["The date has moved", "Before: 30 November"]
    assert [line.text for line in boxes(moved)[0].lines][1:] == ["07 December 2026", "Monday", *told]
    nobody_knows = structs.replace(moved, moved_from="")
    assert [line.text for line in boxes(nobody_knows)[0].lines][3:] == told[:1]


def test_rows_say_what_is_known_and_share_one_label_column():
    rows = [block for block in blocks(structs.replace(EN, guardian="")) if isinstance(block, Row)]
    assert [row.label for row in rows] == ["Name", "Service", "Subject", "Court fee", "Goes to"]
    assert {row.labels for row in rows} == {("Name", "Service", "Subject", "Court fee", "Goes to")}
    assert rows[-1].value == "রেকর্ডরুম, room\u00a0104"


def test_papers_are_given_seen_or_missing_and_a_missing_one_is_asked_for():
    ticks = [block for block in blocks(EN) if isinstance(block, Tick)]
    assert [(tick.mark, tick.word, tick.bold) for tick in ticks] == [
        (Mark.FULL, "given", False),
        (Mark.HALF, "original seen", False),
        (Mark.EMPTY, "missing", True),
    ]
    assert any(isinstance(block, Note) for block in blocks(EN))
    complete = structs.replace(EN, papers=EN.papers[:2])
    assert not any(isinstance(block, Note) for block in blocks(complete))


def test_a_copy_says_so_first_with_its_ordinal_time_and_maker():
    copy = structs.replace(EN, copy_ordinal=2, copied_at="2026-11-23T05:02:00.000Z", copied_by="Shahana")
    first = boxes(copy)[0]
    assert first.filled
    assert [line.text for line in first.lines] == ["COPY No. 2", "23 November 2026, 11:02 · Shahana"]
    assert not any(box.filled for box in boxes(EN))


def test_practice_says_so_at_both_ends():
    filled = [box for box in boxes(structs.replace(EN, practice=True)) if box.filled]
    assert [box.lines[0].text for box in filled] == ["PRACTICE", "PRACTICE"]


def test_the_secret_stands_in_groups_for_those_who_type_it():
    assert "Code 4821\u00a00953\u00a07712\u00a03" in texts(EN)
    assert not any("Code" in text for text in texts(structs.replace(EN, secret="")))


def test_a_counter_without_a_website_does_not_speak_of_one():
    alone = structs.replace(EN, qr="7926010004177.4821095377123")
    assert "Show this receipt at the counter." in texts(alone)


def test_the_foot_names_time_counter_and_operator():
    joined = next(block for block in blocks(EN) if isinstance(block, Joined))
    assert joined.parts == ("23 November 2026, 10:45", "Counter 01, শাহানা")


def test_narrow_paper_centres_the_words_below_the_code():
    code = next(block for block in blocks(EN, NARROW) if isinstance(block, Code))
    assert {line.align for line in code.lines} == {Align.CENTRE}


def test_a_bangla_receipt_is_bangla_throughout():
    latin = {text for text in texts(COPY) if any("a" <= letter.lower() <= "z" for letter in text.replace("QR", ""))}
    assert not latin
