"""The printer made of software, as a printer and as a program."""

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from kiosk.errors import Refused
from kiosk.printing.dots import Raster
from kiosk.printing.escpos import decode, encode
from kiosk.printing.profiles import WIDE
from kiosk.printing.virtual import VirtualPrinter, serve

PICTURE = Raster(576, 3, b"\x80".ljust(72, b"\0") + b"\xff" * 72 + b"\x01".rjust(72, b"\0"))
SLIP = b"".join(encode(PICTURE, WIDE))


def connect(printer: VirtualPrinter) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", int(printer.url.rpartition(":")[2])), 5)
    connection.settimeout(5)
    return connection


def ask(connection: socket.socket, question: bytes, length: int = 1) -> bytes:
    connection.sendall(question)
    answer = b""
    while len(answer) < length:
        answer += connection.recv(length - len(answer))
    return answer


def test_each_cut_is_a_page_in_pictures_and_bytes(tmp_path: Path):
    shown: list[Path] = []
    with VirtualPrinter(out=tmp_path / "pages", on_page=shown.append) as printer, connect(printer) as line:
        line.sendall(SLIP + SLIP)
        pages = printer.wait_pages(2)
        ask(line, b"\x1dr\x01")
    assert [page.number for page in pages] == [1, 2]
    assert sorted(path.name for path in (tmp_path / "pages").iterdir()) == [
        "0001.bin",
        "0001.png",
        "0002.bin",
        "0002.png",
    ]
    assert decode((tmp_path / "pages/0002.bin").read_bytes()) == PICTURE
    seen = QImage(str(tmp_path / "pages/0001.png"))
    assert (seen.width(), seen.height()) == (576, 3)
    assert [seen.pixelColor(x, y).lightness() for x, y in ((0, 0), (1, 0), (5, 1), (575, 2))] == [0, 255, 0, 0]
    assert shown == [tmp_path / "pages/0001.png", tmp_path / "pages/0002.png"]


def test_no_page_is_written_over(tmp_path: Path):
    for _start in range(2):
        with VirtualPrinter(out=tmp_path) as printer, connect(printer) as line:
            line.sendall(SLIP)
            printer.wait_pages(1)
    assert sorted(path.name for path in tmp_path.glob("*.png")) == ["0001.png", "0002.png"]


def test_real_time_questions_are_answered_even_without_paper_and_in_pictures():
    with VirtualPrinter() as printer, connect(printer) as line:
        assert ask(line, b"\x10\x04\x01") == b"\x12"
        printer.set("paper", "out")
        assert ask(line, b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04", 4) == b"\x1a\x32\x12\x7e"
        printer.set("paper", "near-end")
        printer.set("cover", "open")
        assert ask(line, b"\x10\x04\x02\x10\x04\x04", 2) == b"\x16\x1e"
        assert ask(line, b"\x1dv0\0\x05\0\x01\0\x10\x04\x01\0\0") == b"\x1a"


def test_answers_in_turn_wait_for_the_paper():
    with VirtualPrinter() as printer, connect(printer) as line, connect(printer) as other:
        printer.set("paper", "out")
        line.sendall(SLIP + b"\x1dr\x01")
        assert ask(line, b"\x10\x04\x04") == b"\x7e"
        assert printer.pages == []
        assert ask(other, b"\x10\x04\x01") == b"\x1a"
        printer.set("paper", "in")
        assert line.recv(1) == b"\x00"
        assert len(printer.pages) == 1


def test_a_slip_whose_sender_left_is_printed_when_the_paper_is_back():
    with VirtualPrinter(states={"paper": "out"}) as printer:
        with connect(printer) as line:
            line.sendall(SLIP)
            ask(line, b"\x10\x04\x01")
        printer.set("paper", "in")
        assert printer.wait_pages(1)[0].raster == PICTURE


def test_it_tells_who_it_is_and_what_changes():
    with VirtualPrinter() as printer, connect(printer) as line:
        assert ask(line, b"\x1dI\x43", 15) == b"_KIOSK VIRTUAL\0"
        assert ask(line, b"\x1dI\x01") == b"\x20"
        assert ask(line, b"\x1da\x0f", 4) == b"\x10\0\0\0"


def test_slips_of_two_lines_do_not_mix():
    half = len(SLIP) - 20
    with VirtualPrinter() as printer, connect(printer) as first, connect(printer) as second:
        first.sendall(SLIP[:half])
        printer.wait_rows(1)
        second.sendall(SLIP)
        assert ask(second, b"\x10\x04\x01") == b"\x12"
        first.sendall(SLIP[half:])
        assert [page.raster for page in printer.wait_pages(2)] == [PICTURE, PICTURE]


def test_text_shows_up_as_typed():
    with VirtualPrinter() as printer, connect(printer) as line:
        line.sendall(b"\x1b@????\n\x1dVB\0")
        assert printer.wait_pages(1)[0].typed == b"????"


def test_switched_off_it_refuses_and_comes_back_on_its_port():
    with VirtualPrinter() as printer:
        url = printer.url
        printer.set("power", "off")
        with pytest.raises(ConnectionRefusedError):
            connect(printer)
        printer.set("power", "on")
        assert printer.url == url
        with connect(printer) as line:
            assert ask(line, b"\x10\x04\x01") == b"\x12"


def test_states_that_do_not_exist():
    with VirtualPrinter() as printer, pytest.raises(ValueError, match="paper=soaked"):
        printer.set("paper", "soaked")
    with pytest.raises(Refused) as refused:
        serve(0, Path("unused"), {"paper": "soaked"}, [], sys.stdout)
    assert refused.value.problems[0].code == "printer.state"


def test_a_taken_port_is_refused(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(Refused) as refused:
        serve(taken.getsockname()[1], tmp_path, {}, [], sys.stdout)
    assert refused.value.problems[0].code == "printer.port"


def test_as_a_program_it_answers_each_word_with_a_line(tmp_path: Path):
    script = (
        "import sys; from pathlib import Path; from kiosk.printing.virtual import serve\n"
        f"serve(0, Path({str(tmp_path)!r}), {{'paper': 'out'}}, sys.stdin, sys.stdout)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdin
        assert program.stdout
        ready = json.loads(program.stdout.readline())["ready"]
        assert ready.startswith("tcp://127.0.0.1:")
        answers = []
        for word in ("paper near-end", "cover open", "cover shut", "off", "on", "paper soaked", "paper in"):
            program.stdin.write(word + "\n")
            program.stdin.flush()
            answers.append(json.loads(program.stdout.readline()))
        assert [answer["ok"] for answer in answers] == [True, True, True, True, True, False, True]
        assert answers[3] == {"ok": True, "paper": "near-end", "cover": "shut", "power": "off"}
        program.stdin.close()  # the end of the words is not the end of the printer
        with socket.create_connection(("127.0.0.1", int(ready.rpartition(":")[2])), 5) as line:
            line.settimeout(5)
            line.sendall(SLIP + b"\x1dr\x01")
            assert line.recv(1) == b"\0"
        program.kill()
    assert (tmp_path / "0001.png").exists()
