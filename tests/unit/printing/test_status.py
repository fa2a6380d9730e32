"""What printers say of themselves, said and understood."""

import itertools

import pytest

from kiosk.errors import Unavailable
from kiosk.printing.status import PrinterState, in_turn, questions, read_state, real_time
from kiosk.printing.wire import Replies


@pytest.mark.parametrize(("paper", "cover_open"), list(itertools.product(("ok", "near_end", "out"), (False, True))))
def test_a_state_survives_its_bytes(paper, cover_open):
    said = PrinterState(online=paper != "out" and not cover_open, paper=paper, cover_open=cover_open)
    heard = read_state({number: real_time(number, said)[0] for number in (1, 2, 3, 4)})
    assert (heard.online, heard.paper, heard.cover_open) == (said.online, said.paper, said.cover_open)
    assert heard.ready == said.online


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ({1: 0x12}, ""),
        ({1: 0x1A}, "printer.offline"),
        ({1: 0x1A, 2: 0x52}, "printer.error"),
        ({1: 0x1A, 3: 0x1A}, "printer.error"),
        ({1: 0x16, 2: 0x12, 3: 0x12, 4: 0x1E}, ""),
        ({1: 0x1A, 2: 0x36, 4: 0x72}, "printer.cover_open"),
    ],
)
def test_why_a_printer_would_not_print(answers, reason):
    assert read_state(answers).reason == reason


def test_questions_are_seen_wherever_they_stand():
    assert list(questions(b"ab\x10\x04\x01\x10\x04\x04\x10\x10\x04\x02\x10\x04\x07\x10\x04")) == [1, 4, 2]


def test_replies_are_told_apart_and_unasked_status_is_passed_over():
    replies = Replies()
    replies.asked += [1, 4]
    replies.status_asked = True
    replies.take(bytes((0x12, 0x14, 0x00, 0x0F, 0x00, 0x72, 0x11, 0x0C)))
    assert (replies.real_time, replies.status) == ({1: 0x12, 4: 0x72}, 0x0C)


@pytest.mark.parametrize(
    "banner", [b"SSH-2.0-OpenSSH", b"HTTP/1.1 400", b"220 mail.example", b"<!DOCTYPE", b"\x15\x03\x01\x00\x02", b"-ERR"]
)
def test_what_is_not_a_printer_gives_itself_away(banner):
    replies = Replies()
    replies.asked.append(1)
    with pytest.raises(Unavailable, match="not_a_printer"):
        replies.take(banner)


@pytest.mark.parametrize("kind", ["r", "I", "a"])
def test_answers_in_turn_are_no_real_time_answers(kind):
    answer = in_turn(kind, 1, PrinterState(online=True))
    assert all(byte & 0x93 != 0x12 for byte in answer)
