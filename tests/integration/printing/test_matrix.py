"""Promise 16, fault by fault, on a network line and on a serial one: *printed* only with evidence.

Every row says what the printer does and what may be said of the slip.  A slip that came out whole may
be not known; one that did not may never be printed, and failed only if no byte of it left.
"""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

import pytest

from kiosk.printing.channels import SerialChannel, SocketChannel
from kiosk.printing.device import LineDevice, Patience, PrintResult
from kiosk.printing.dots import Raster
from kiosk.printing.escpos import encode
from kiosk.printing.profiles import WIDE
from kiosk.printing.raster import calm
from kiosk.printing.virtual import Faults, VirtualPrinter
from kiosk.printing.wire import Wire

HASTY = Patience(connect=2.0, first=0.3, known=0.3, probe=0.1, each=0.3, silent=0.2, reserve=0.8)
PATIENT = Patience(connect=5.0, first=5.0, known=5.0, probe=1.0, each=5.0, silent=1.0, reserve=0.8)
"""For printers that answer: a busy machine must not make them silent.  None of it is ever waited for."""
ROWS = 900
SLIP = Raster(576, ROWS, b"".join(bytes((row % 251, 0x33)).rjust(70, b"\x80") + b"\0\0" for row in range(ROWS)))
SLOW = {"rows_per_s": 5000.0, "buffer_bytes": 1024}
LINES = ("network", "serial")


def line_to(printer: VirtualPrinter, kind: str, patience: Patience = PATIENT) -> LineDevice:
    if kind == "serial":
        port = printer.url.removeprefix("serial:").partition("?")[0]
        return LineDevice(lambda _wait_s: SerialChannel(port, 4_000_000, "none"), patience)
    return LineDevice(partial(SocketChannel, "127.0.0.1", int(printer.url.rpartition(":")[2])), patience)


def slip() -> Iterator[bytes]:
    return encode(SLIP, WIDE)


def in_background(work: Callable[[], PrintResult]) -> Callable[[], PrintResult]:
    found: list[PrintResult] = []
    thread = threading.Thread(target=lambda: found.append(work()))
    thread.start()

    def result() -> PrintResult:
        thread.join(30)
        return found[0]

    return result


def whole(printer: VirtualPrinter) -> list[bool]:
    return [page.raster == SLIP for page in printer.pages]


@dataclass(frozen=True)
class Fault:
    """A printer in trouble: as it starts, and what becomes of it once some rows are printed."""

    outcome: str
    reasons: tuple[str, ...]
    states: dict[str, str] = field(default_factory=dict)
    later: tuple[str, str] | None = None
    faults: Faults = field(default_factory=Faults)
    only: str = ""
    quiet: bool = False

    @property
    def within_s(self) -> float:
        return 1.2 if (self.faults.gone_after or 0) > 100 else 2.5

    def __post_init__(self) -> None:
        faults = self.faults
        mute = faults.silent or faults.stall_after is not None or faults.gone_after is not None
        object.__setattr__(self, "quiet", mute or self.states.get("power") == "off")


PAPER_OUT, COVER = "printer.paper_out", "printer.cover_open"
STALLED, CLOSED, SILENT = "printer.stalled", "printer.closed", "printer.silent"
STRANGE = "printer.not_a_printer"
MATRIX = {
    "well": Fault("printed", ("",)),
    "paper near its end": Fault("printed", ("",), {"paper": "near-end"}),
    "paper nears its end meanwhile": Fault("printed", ("",), later=("paper", "near-end")),
    "paper out": Fault("failed", (PAPER_OUT,), {"paper": "out"}),
    "cover open": Fault("failed", (COVER,), {"cover": "open"}),
    "power off, network": Fault("failed", ("printer.refused",), {"power": "off"}, only="network"),
    "power off, serial": Fault("not_known", (SILENT,), {"power": "off"}, only="serial"),
    "paper out meanwhile": Fault("not_known", (PAPER_OUT, STALLED), later=("paper", "out")),
    "cover opened meanwhile": Fault("not_known", (COVER, STALLED), later=("cover", "open")),
    "power cut meanwhile, network": Fault("not_known", (CLOSED,), later=("power", "off"), only="network"),
    "power cut meanwhile, serial": Fault(
        "not_known", ("printer.unconfirmed", STALLED), later=("power", "off"), only="serial"
    ),
    "cutter jams": Fault("not_known", ("printer.error", "printer.unconfirmed"), {"cutter": "jammed"}),
    "silent": Fault("not_known", (SILENT,), faults=Faults(silent=True)),
    "stalls before the slip": Fault(
        "not_known", (SILENT, STALLED, "printer.unconfirmed"), faults=Faults(stall_after=3)
    ),
    "stalls in the middle": Fault("not_known", (STALLED, "printer.unconfirmed"), faults=Faults(stall_after=20_000)),
    "garbage for an answer": Fault("failed", (STRANGE,), faults=Faults(garbage=b"\xf7\x9c")),
    "letters for an answer": Fault("failed", (STRANGE,), faults=Faults(garbage=b"OK\r\n")),
    "two answers in one": Fault("failed", (STRANGE,), faults=Faults(garbage=b"\x12\x12")),
    "gone before it is asked": Fault("not_known", (SILENT,), faults=Faults(gone_after=1)),
    "gone with the line half open": Fault("not_known", ("printer.unconfirmed",), faults=Faults(gone_after=20_000)),
    "gone at the last bytes": Fault("not_known", ("printer.unconfirmed",), faults=Faults(gone_after=62_000)),
    "an unasked status around every answer": Fault("printed", ("",), faults=Faults(status_back=True)),
    "unasked, and out of paper meanwhile": Fault(
        "not_known", (PAPER_OUT, STALLED), later=("paper", "out"), faults=Faults(status_back=True)
    ),
    "reset while asked": Fault("failed", (CLOSED,), faults=Faults(reset_after=2)),
}


@pytest.mark.parametrize("kind", LINES)
@pytest.mark.parametrize("name", MATRIX)
def test_what_is_said_of_a_slip(name, kind):
    fault = MATRIX[name]
    if fault.only not in {"", kind}:
        return
    options = SLOW if fault.later else {}
    with VirtualPrinter(states=fault.states, faults=fault.faults, terminal=kind == "serial", **options) as printer:
        there = line_to(printer, kind, HASTY if fault.quiet else PATIENT)
        ends_well = fault.outcome == "printed"
        result = in_background(partial(there.send, slip(), deadline_s=15.0 if ends_well else fault.within_s))
        if fault.later:
            printer.wait_rows(100)
            printer.set(*fault.later)
        said = result()
        assert said.outcome == fault.outcome, said
        assert said.reason in fault.reasons, said
        assert said.first_byte_sent == (fault.outcome != "failed")
        if fault.outcome == "printed":
            assert whole(printer) == [True]
        elif fault.outcome == "failed":
            assert whole(printer) == []


@pytest.mark.parametrize("kind", LINES)
@pytest.mark.parametrize("after", [1, 3, 12, 13, 14, 15, 16, 20, 100, 1000, 8_000, 20_000, 40_000, 61_000])
def test_a_line_that_breaks_at_any_byte_is_never_printed_and_failed_only_untouched(kind, after):
    with VirtualPrinter(faults=Faults(reset_after=after), terminal=kind == "serial") as printer:
        said = line_to(printer, kind).send(slip(), deadline_s=6.0)
    assert said.outcome == ("not_known" if said.first_byte_sent else "failed"), said
    assert said.reason in {CLOSED, "printer.unreachable"}
    assert said.first_byte_sent or after < {"network": 40, "serial": 10_100}[kind], said
    assert whole(printer) == []


@pytest.mark.parametrize("held", [2, 3])
@pytest.mark.parametrize("kind", LINES)
def test_answers_that_wait_for_each_other_are_told_apart(kind, held):
    """A printer that holds answers back looks silent at first; late ones harm nothing."""
    with VirtualPrinter(faults=Faults(merged=held), terminal=kind == "serial") as printer:
        said = line_to(printer, kind, HASTY).send(slip(), deadline_s=4.0)
        printer.wait_pages(1)
        assert said.outcome in {"printed", "not_known"}, said
        assert whole(printer) == [True]


@pytest.mark.parametrize("kind", LINES)
def test_after_a_slip_that_broke_off_the_next_is_whole(kind):
    """Half a picture lies in the printer; what follows must not be taken for its rest."""
    with VirtualPrinter(terminal=kind == "serial", **SLOW) as printer:
        there = line_to(printer, kind)
        first = in_background(partial(there.send, slip(), deadline_s=2.0))
        printer.wait_rows(100)
        printer.set("paper", "out")
        assert first().outcome == "not_known"
        printer.set("paper", "in")
        assert there.send(slip(), deadline_s=15.0).outcome == "printed"
        last = printer.wait_pages(1)[-1].raster
    assert last.rows.endswith(SLIP.rows)


# What printers obey wherever it stands, and what would cut, ring, reset or answer if it were read as a command.
COMMANDS = b"".join((
    b"\x10\x04\x01", b"\x10\x04\x04", b"\x10\x05\x02", b"\x10\x14\x01\x00\x05", b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08",
    b"\x1b@", b"\x1bp\x00\x19\xfa", b"\x1dVB\x00", b"\x1dr\x01", b"\x1da\xff", b"\x1b=\x00", b"\x12T",
))  # fmt: skip


@pytest.mark.parametrize("kind", LINES)
def test_command_bytes_in_a_picture_are_dots(kind):
    """Nothing is cut, rung or reset by them; the few that printers obey even there get a dot more."""
    picture = Raster(576, 300, calm(COMMANDS.ljust(72, b"\xa5") * 300))
    with VirtualPrinter(terminal=kind == "serial") as printer:
        assert line_to(printer, kind).send(encode(picture, WIDE)).outcome == "printed"
        assert [page.raster for page in printer.pages] == [picture]


def test_an_answer_that_a_picture_provokes_is_no_evidence():
    picture = Raster(576, 300, COMMANDS.ljust(72, b"\xa5") * 300)
    with VirtualPrinter() as printer:
        assert line_to(printer, "network").send(encode(picture, WIDE)).outcome == "not_known"


def test_two_counters_share_one_network_printer_slip_by_slip():
    with VirtualPrinter(rows_per_s=9000) as printer:
        results = [
            in_background(partial(line_to(printer, "network").send, slip()))
            for _counter in range(2)
            for _slip in range(3)
        ]
        assert [result().outcome for result in results] == ["printed"] * 6
        printer.wait_pages(6)
        assert whole(printer) == [True] * 6


def test_two_programs_do_not_speak_on_one_cable():
    with VirtualPrinter(terminal=True, rows_per_s=3000) as printer:
        first = in_background(partial(line_to(printer, "serial").send, slip()))
        printer.wait_rows(50)
        assert line_to(printer, "serial").send(slip()) == PrintResult("failed", "printer.busy")
        assert first().outcome == "printed"


def test_a_verdict_that_asks_for_less_would_be_caught():
    """The matrix can fail: a device that takes *sent* for *printed* is wrong about a cut line."""

    class Believer(LineDevice):
        def _judge(self, wire: Wire, last: float, *, silent: bool) -> PrintResult:
            return PrintResult("printed", first_byte_sent=True)

    with VirtualPrinter(faults=Faults(stall_after=20_000)) as printer:
        port = int(printer.url.rpartition(":")[2])
        said = Believer(partial(SocketChannel, "127.0.0.1", port), HASTY).send(slip(), deadline_s=4.0)
        assert said.outcome == "printed"
        assert whole(printer) == []
