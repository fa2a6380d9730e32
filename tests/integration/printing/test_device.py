"""What became of a receipt: printed, failed or not known, against real sockets."""

import contextlib
import http.server
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

import pytest

from kiosk.errors import Refused
from kiosk.printing.device import DEADLINE_S, Patience, PrintResult, TcpDevice, open_printer
from kiosk.printing.dots import Raster
from kiosk.printing.escpos import decode, encode
from kiosk.printing.profiles import WIDE
from kiosk.printing.status import PrinterState
from kiosk.printing.virtual import Faults, VirtualPrinter

HASTY = Patience(connect=2.0, first=1.2, known=1.2, probe=0.3, each=1.0, silent=0.5, reserve=2.0)
SLIP = Raster(576, 900, b"".join(bytes((row % 251, 0x33)).rjust(70, b"\x80") + b"\0\0" for row in range(900)))


def port_of(printer: VirtualPrinter) -> int:
    return int(printer.url.rpartition(":")[2])


def device(printer: VirtualPrinter) -> TcpDevice:
    return TcpDevice("127.0.0.1", port_of(printer), HASTY)


def slip(height: int = 900) -> Iterator[bytes]:
    return encode(Raster(576, height, SLIP.rows[: height * 72]), WIDE)


def in_background(work: Callable[[], PrintResult]) -> Callable[[], PrintResult]:
    found: list[PrintResult] = []
    thread = threading.Thread(target=lambda: found.append(work()))
    thread.start()

    def result() -> PrintResult:
        thread.join(20)
        return found[0]

    return result


@contextlib.contextmanager
def stranger(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """Something else on the port: `talk` gets the connection."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            with contextlib.suppress(OSError):
                connection, _address = listener.accept()
                with connection:
                    connection.settimeout(5)
                    talk(connection)

        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1]
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        thread.join(10)


def hear_out(connection: socket.socket) -> bytes:
    heard = b""
    with contextlib.suppress(OSError):
        while data := connection.recv(65536):
            heard += data
    return heard


# ------------------------------------------------------------------------------------ printed


def test_printed_needs_the_answer_behind_the_last_byte():
    with VirtualPrinter() as printer:
        assert device(printer).send(slip()) == PrintResult("printed", first_byte_sent=True)
        (page,) = printer.wait_pages(1)
    assert page.raster == SLIP
    assert decode(page.data) == SLIP
    assert not page.typed


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("paper", "out", "printer.paper_out"),
        ("cover", "open", "printer.cover_open"),
        ("power", "off", "printer.refused"),
    ],
)
def test_a_printer_that_cannot_is_not_sent_a_byte_and_prints_later(name, value, reason):
    with VirtualPrinter(states={name: value}) as printer:
        there = device(printer)
        assert there.send(slip()) == PrintResult("failed", reason)
        assert there.state().reason == reason
        printer.set(name, {"paper": "in", "cover": "shut", "power": "on"}[name])
        assert there.send(slip()).outcome == "printed"
        assert len(printer.wait_pages(1)) == 1


def test_paper_near_its_end_still_prints():
    with VirtualPrinter(states={"paper": "near-end"}) as printer:
        assert device(printer).state() == PrinterState(online=True, paper="near_end")
        assert device(printer).send(slip()).outcome == "printed"


def test_two_senders_share_one_printer_slip_by_slip():
    with VirtualPrinter(rows_per_s=9000) as printer:
        results = [in_background(lambda: device(printer).send(slip())) for _sender in range(3)]
        assert [result().outcome for result in results] == ["printed"] * 3
        assert [page.raster for page in printer.wait_pages(3)] == [SLIP] * 3


def test_a_slow_printer_with_a_small_buffer_prints_all():
    with VirtualPrinter(rows_per_s=3000, buffer_bytes=1024) as printer:
        assert device(printer).send(slip()).outcome == "printed"
        assert printer.wait_pages(1)[0].raster == SLIP


# ------------------------------------------------------------------------------------ not known


def test_paper_that_runs_out_in_the_middle_is_not_known_and_named():
    with VirtualPrinter(rows_per_s=4000, buffer_bytes=1024) as printer:
        result = in_background(lambda: device(printer).send(slip(), deadline_s=4.0))
        printer.wait_rows(200)
        printer.set("paper", "out")
        assert result() == PrintResult("not_known", "printer.paper_out", first_byte_sent=True)
        assert printer.pages == []


def test_paper_that_comes_back_in_time_ends_well():
    with VirtualPrinter(rows_per_s=4000, buffer_bytes=1024) as printer:
        result = in_background(lambda: device(printer).send(slip()))
        printer.wait_rows(200)
        printer.set("paper", "out")
        printer.set("paper", "in")
        assert result().outcome == "printed"
        assert printer.wait_pages(1)[0].raster == SLIP


def test_a_printer_switched_off_in_the_middle_is_not_known():
    with VirtualPrinter(rows_per_s=4000, buffer_bytes=1024) as printer:
        result = in_background(lambda: device(printer).send(slip()))
        printer.wait_rows(200)
        printer.set("power", "off")
        assert result() == PrintResult("not_known", "printer.closed", first_byte_sent=True)


@pytest.mark.parametrize("after", [13, 100, 5_000, 60_000])
def test_a_line_reset_at_any_byte_of_the_slip_is_not_known(after):
    with VirtualPrinter(faults=Faults(reset_after=after)) as printer:
        assert device(printer).send(slip()) == PrintResult("not_known", "printer.closed", first_byte_sent=True)


def test_a_line_reset_while_asking_is_failed():
    with VirtualPrinter(faults=Faults(reset_after=3)) as printer:
        assert device(printer).send(slip()) == PrintResult("failed", "printer.closed")


def test_a_printer_that_never_answers_leaves_it_to_the_operator():
    with VirtualPrinter(faults=Faults(silent=True)) as printer:
        assert device(printer).state() == PrinterState(online=True, reason="printer.silent")
        assert device(printer).send(slip()) == PrintResult("not_known", "printer.silent", first_byte_sent=True)
        assert printer.wait_pages(1)[0].raster == SLIP


def test_a_printer_that_answered_before_and_is_mute_now_gets_nothing():
    with VirtualPrinter() as printer:
        there = device(printer)
        assert there.state().ready
        port = port_of(printer)
    with socket.create_server(("127.0.0.1", port)):
        assert there.send(slip()) == PrintResult("failed", "printer.no_answer")


def test_a_printer_that_stops_reading_is_not_known_within_the_deadline():
    with VirtualPrinter(faults=Faults(stall_after=500)) as printer:
        before = monotonic()
        result = device(printer).send(slip(), deadline_s=3.0)
        assert result.outcome == "not_known"
        assert result.first_byte_sent
        assert monotonic() - before < DEADLINE_S


def test_an_answer_that_comes_before_the_work_is_done_does_not_convince():
    def talk(connection: socket.socket) -> None:
        """Answers like a network card in front of a printer that has no paper."""
        while data := connection.recv(65536):
            for number in range(1, 5):
                if bytes((0x10, 4, number)) in data:
                    connection.sendall(bytes((0x12 | (0x60 if number == 4 and asked else 0),)))
            if b"\x1dr\x01" in data:
                asked.append(True)
                connection.sendall(b"\x0f")

    asked: list[bool] = []
    with stranger(talk) as port:
        result = TcpDevice("127.0.0.1", port, HASTY).send(slip(10))
    assert result == PrintResult("not_known", "printer.paper_out", first_byte_sent=True)


# ------------------------------------------------------------------------------------ not a printer


@pytest.mark.parametrize(
    "banner", [b"SSH-2.0-OpenSSH_9\r\n", b"220 mail.example.gov.bd ESMTP\r\n", b"\xff\xfd\x01", b"+PONG\r\n"]
)
def test_something_that_greets_is_not_sent_a_byte(banner):
    heard: list[bytes] = []

    def talk(connection: socket.socket) -> None:
        connection.sendall(banner)
        heard.append(hear_out(connection))

    with stranger(talk) as port:
        assert TcpDevice("127.0.0.1", port, HASTY).send(slip()) == PrintResult("failed", "printer.not_a_printer")
    assert b"\x1b@" not in heard[0]


class Quiet(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_words: object) -> None:
        pass


def test_a_web_server_is_not_sent_a_byte():
    with http.server.HTTPServer(("127.0.0.1", 0), Quiet) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        result = TcpDevice("127.0.0.1", server.server_port, HASTY).send(slip())
        server.shutdown()
        thread.join(10)
    assert result == PrintResult("failed", "printer.not_a_printer")


def test_the_question_for_line_readers_is_nothing_to_a_printer():
    with VirtualPrinter(faults=Faults(silent=True)) as printer:
        device(printer).state()
        device(printer).send(slip(20))
        (page,) = printer.wait_pages(1)
    assert not page.typed
    assert page.raster == Raster(576, 20, SLIP.rows[: 20 * 72])


def test_nobody_there():
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    assert TcpDevice("127.0.0.1", port, HASTY).send(slip()) == PrintResult("failed", "printer.refused")


def test_a_name_that_nobody_knows():
    there = TcpDevice("no-such-host.invalid", 9100, HASTY)
    assert there.send(slip()) == PrintResult("failed", "printer.unreachable")


# ------------------------------------------------------------------------------------ while drawing


def broken_after(chunks: int) -> Iterator[bytes]:
    yield from (b"\x1b@\x1dv0\0\x01\0\x01\0\xff" for _chunk in range(chunks))
    raise ZeroDivisionError


def test_a_slip_that_cannot_be_drawn_raises_when_nothing_was_sent():
    with VirtualPrinter() as printer, pytest.raises(ZeroDivisionError):
        device(printer).send(broken_after(0))


def test_a_slip_that_breaks_off_while_being_drawn_is_not_known():
    with VirtualPrinter() as printer:
        assert device(printer).send(broken_after(1)) == PrintResult(
            "not_known", "printer.undrawn", first_byte_sent=True
        )


# ------------------------------------------------------------------------------------ addresses, files


def test_no_printer_draws_nothing_and_owes_nothing():
    assert open_printer("none:").send(broken_after(0)) == PrintResult("none")
    assert open_printer("none:").state().ready


@pytest.mark.parametrize(
    "url", ["", "tcp:", "tcp://", "file:", "http://x", "tcp://x:port", "tcp://x:99999", "9100", "tcp://x/y", "usb:"]
)
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(Refused) as refused:
        open_printer(url)
    assert refused.value.problems[0].code == "printer.url"


def test_one_address_is_one_printer():
    assert open_printer("tcp://127.0.0.1:9100") is open_printer("tcp://127.0.0.1:9100")


@pytest.mark.parametrize("form", ["file:{}", "file://{}"])
def test_a_file_is_a_roll_of_paper(tmp_path: Path, form):
    path = tmp_path / "slip.bin"
    there = open_printer(form.format(path))
    assert there.state().ready
    assert there.send(slip()) == PrintResult("printed", first_byte_sent=True)
    assert decode(path.read_bytes()) == SLIP
    there.send(slip())
    assert path.read_bytes() == b"".join(slip()) * 2
    open_printer(form.format(path), fresh=True).send(slip())
    assert decode(path.read_bytes()) == SLIP


def test_a_file_that_cannot_be_written_is_failed_and_as_it_was(tmp_path: Path):
    assert open_printer(f"file:{tmp_path}").send(slip()) == PrintResult("failed", "printer.file")
    assert open_printer(f"file:{tmp_path / 'no' / 'folder'}").send(slip()).outcome == "failed"
    assert not open_printer(f"file:{tmp_path / 'no' / 'folder'}").state().ready


def test_a_full_disk_is_failed():
    assert open_printer("file:/dev/full").send(slip()) == PrintResult("failed", "printer.file")
