"""Printers are found where they are, in bounded time, whatever one place does."""

import socket
import threading

import pytest

from kiosk.printing.dots import Raster
from kiosk.printing.escpos import decode
from kiosk.printing.profiles import NARROW, WIDE, profile
from kiosk.printing.raster import draw_page
from kiosk.printing.search import CUPS, NETWORK, SERIAL, USB, Found, find_printers, known_model, network_url
from kiosk.printing.slip import page_bytes
from kiosk.printing.trial import lay_out_test
from kiosk.printing.virtual import VirtualPrinter

PLUGGED = Found("usb:04b8:0e28", "EPSON TM-T20III", USB, "TM-T20III")
QUEUE = Found("cups:counter", "counter", CUPS)


def test_a_printer_on_the_network_is_found_by_its_address():
    with VirtualPrinter() as printer:
        found = find_printers(printer.url.removeprefix("tcp://"))
    assert [one for one in found if one.place == NETWORK] == [
        Found(printer.url, printer.url.removeprefix("tcp://"), NETWORK)
    ]


def test_an_address_without_a_printer_is_shown_with_its_reason():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        unused_tcp_port = free.getsockname()[1]
    found = find_printers(f"127.0.0.1:{unused_tcp_port}")
    assert [one.reason for one in found if one.place == NETWORK] == ["printer.refused"]


@pytest.mark.parametrize("address", ["tcp://", "a b", "x:y:z"])
def test_what_is_no_address_finds_nothing(address):
    assert not [one for one in find_printers(address) if one.place == NETWORK and not one.reason]


def test_places_are_told_as_they_answer_and_come_in_their_order():
    later = threading.Event()
    heard = []

    def told(place, printers):
        heard.append((place, printers))
        later.set()

    def waits():
        later.wait(10)
        return [PLUGGED]

    found = find_printers(told=told, sources={USB: waits, CUPS: lambda: [QUEUE]})
    assert heard == [(CUPS, (QUEUE,)), (USB, (PLUGGED,))]
    assert found == (PLUGGED, QUEUE)


def test_a_place_that_hangs_or_breaks_costs_itself_alone():
    hung = threading.Event()

    def hangs():
        hung.wait(30)
        return []

    def breaks():
        raise OSError("no such bus")

    try:
        found = find_printers(within_s=0.3, sources={USB: hangs, SERIAL: breaks, CUPS: lambda: [QUEUE]})
    finally:
        hung.set()
    assert found == (QUEUE,)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("EPSON TM-T20III Receipt", "TM-T20III"),
        ("epson tm-t20ii", "TM-T20II"),
        ("TM_T88V", "TM-T88V"),
        ("HP LaserJet 1020", ""),
        ("", ""),
    ],
)
def test_a_model_is_known_by_what_a_printer_calls_itself(title, name):
    assert known_model(title) == name


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("192.0.2.10", "tcp://192.0.2.10:9100"),
        ("tcp://192.0.2.10:9101", "tcp://192.0.2.10:9101"),
        (" printer ", "tcp://printer:9100"),
    ],
)
def test_an_address_is_taken_as_it_is_written(written, url):
    assert network_url(written.strip()) == url


def dots(picture: Raster, x: int) -> int:
    stride = picture.width_dots // 8
    return sum(picture.rows[y * stride + x // 8] >> (7 - x % 8) & 1 for y in range(picture.height))


@pytest.mark.parametrize("paper", [WIDE, NARROW, profile("TM-T20III")], ids=lambda paper: paper.name)
@pytest.mark.parametrize("language", ["bn", "en"])
def test_the_test_page_reaches_from_the_first_dot_to_the_last(paper, language):
    page = lay_out_test(
        paper, office="কার্যালয়", printer="usb:04b8:0e28", at="2026-11-23T04:45:00.000Z", language=language
    )
    picture = draw_page(page)
    assert dots(picture, 0) >= paper.body.line
    assert dots(picture, paper.width_dots - 1) >= paper.body.line
    if not paper.draws_qr:
        assert decode(b"".join(page_bytes(page)), paper.width_dots) == picture
