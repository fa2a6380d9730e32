"""Reading what other programs send to printers."""

import pytest

from kiosk.printing.commands import (
    Ask,
    Command,
    Cut,
    Feed,
    Image,
    Initialise,
    Parser,
    Set,
    Skipped,
    Typed,
    commands,
    pages,
)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\x1b@", [Initialise()]),
        (b"\x1bd\x02", [Feed(60)]),
        (b"\x1b3\x10\x1bd\x02\n", [Skipped(b"\x1b3\x10"), Feed(16), Feed(8)]),
        (b"\x1bJ\x08", [Feed(4)]),
        (b"\x1dP\xcb\xcb\x1bJ\x09\x1b@\x1bJ\x08", [Set(b"\x1dP\xcb\xcb"), Feed(9), Initialise(), Feed(4)]),
        (b"\x1dVB\x03\x1dV\x00\x1bi", [Cut(), Cut(), Cut()]),
        (b"\x1dr\x01\x1dI\x42\x1da\xff", [Ask("r", 1), Ask("I", 0x42), Ask("a", 255)]),
        (b"????\n", [Typed(b"????"), Feed(30)]),
        (b"\x1ba\x01\x1bt\x10\x1d!\x11", [Set(b"\x1ba\x01"), Skipped(b"\x1bt\x10"), Skipped(b"\x1d!\x11")]),
        (b"\x1d(k\x03\x001A2A", [Set(b"\x1d(k\x03\x001A2"), Typed(b"A")]),
        (b"\x1b*\x21\x02\x00abcdefA", [Skipped(b"\x1b*\x21\x02\x00abcdef"), Typed(b"A")]),
        (
            b"\x10\x04\x01\x10\x14\x01\x00\x01\0",
            [Skipped(b"\x10\x04\x01"), Skipped(b"\x10\x14\x01\0\x01"), Skipped(b"\0")],
        ),
    ],
)
def test_each_command_is_known(data: bytes, expected: list[Command]):
    assert list(commands(data)) == expected


def test_an_image_may_come_in_pieces():
    parser, buffer = Parser(), bytearray()
    found = []
    for byte in b"\x1dv0\0\x02\0\x03\0abcdef\x1b@":
        buffer.append(byte)
        while command := parser.take(buffer):
            found.append(command)
    assert found == [Image(2, b""), Image(2, b"ab"), Image(2, b"cd"), Image(2, b"ef"), Initialise()]


def test_nothing_in_a_picture_is_a_command():
    hidden = b"\x1bp\0\x19\xfa\x1b@\x1dV\0"
    data = b"\x1dv0\0" + bytes((len(hidden), 0, 1, 0)) + hidden
    assert [command for command in commands(data) if not isinstance(command, Image)] == []


def test_a_feed_shows_as_white_only_between_pictures():
    row = b"\x1dv0\0\x01\0\x01\0\xff"
    first, second = pages(b"\x1bJ\x04" + row + b"\x1bJ\x06" + row + b"\x1bd\x04\x1dV\0" + row, 16)
    assert first.rows == b"\0\0" * 2 + b"\xff\0" + b"\0\0" * 3 + b"\xff\0"
    assert second.rows == b"\xff\0"


def test_a_picture_wider_than_the_paper_is_cut_off_at_its_edge():
    (page,) = pages(b"\x1dv0\0\x03\0\x01\0abc", 16)
    assert page.rows == b"ab"
