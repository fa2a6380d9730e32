"""Ways to a printer that an office owns: USB, serial, device files, spoolers."""

import stat
import sys
from pathlib import Path

import pytest

from kiosk.errors import Refused, Unavailable
from kiosk.printing.channels import FileChannel
from kiosk.printing.device import LineDevice, PrintResult, SpoolDevice, open_printer
from kiosk.printing.dots import Raster
from kiosk.printing.escpos import decode, encode
from kiosk.printing.profiles import WIDE
from kiosk.printing.spoolers import cups_print, cups_state, list_cups, windows_print
from kiosk.printing.usb import UsbChannel, UsbName, list_usb
from kiosk.printing.virtual import Faults, VirtualPrinter
from tests.harness.usb_bus import PRODUCT, SERIAL, VENDOR, Bus
from tests.integration.printing.test_matrix import HASTY, PATIENT

PICTURE = Raster(576, 300, bytes(range(1, 73)) * 300)
NAME = UsbName(VENDOR, PRODUCT)


def slip():
    return encode(PICTURE, WIDE)


def bus_of(printer: VirtualPrinter, **options: bool) -> Bus:
    return Bus(int(printer.url.rpartition(":")[2]), **options)


def usb_device(bus: Bus, name: UsbName = NAME, patience=PATIENT) -> LineDevice:
    return LineDevice(lambda _wait_s: UsbChannel(name, bus), patience)


# ------------------------------------------------------------------------------------ USB


def test_a_usb_printer_is_found_by_what_it_is():
    (found,) = list_usb(Bus())
    assert str(found.name) == f"usb:04b8:0e15:{SERIAL}"
    assert found.title == "EPSON TM-T20II"
    assert list_usb(Bus(printer=False)) == []


def test_usb_prints_with_evidence_and_gives_the_device_back():
    with VirtualPrinter() as printer:
        bus = bus_of(printer)
        assert usb_device(bus, UsbName(VENDOR, PRODUCT, SERIAL)).send(slip()) == PrintResult("printed", "", True)
        assert printer.wait_pages(1)[0].raster == PICTURE
        assert bus.driver_active
        assert bus.resets == 0


def test_usb_says_why_it_does_not_print():
    with VirtualPrinter(states={"paper": "out"}) as printer:
        assert usb_device(bus_of(printer)).send(slip()) == PrintResult("failed", "printer.paper_out")


def test_a_usb_printer_that_is_pulled_out_is_not_known():
    with VirtualPrinter(faults=Faults(reset_after=15_000)) as printer:
        assert usb_device(bus_of(printer)).send(slip()) == PrintResult("not_known", "printer.closed", True)


def test_a_usb_printer_without_a_way_back_is_for_the_operator_to_confirm():
    with VirtualPrinter() as printer:
        said = usb_device(bus_of(printer, two_way=False), patience=HASTY).send(slip(), deadline_s=5)
        assert said == PrintResult("not_known", "printer.silent", True)
        assert printer.wait_pages(1)[0].raster == PICTURE


@pytest.mark.parametrize(
    ("bus", "name", "reason"),
    [
        (Bus(fails=13), NAME, "printer.no_access"),
        (Bus(fails=16), NAME, "printer.busy"),
        (Bus(printer=False), NAME, "printer.not_a_printer"),
        (Bus(), UsbName(1, 2), "printer.absent"),
        (Bus(), UsbName(VENDOR, PRODUCT, "another"), "printer.absent"),
    ],
)
def test_a_usb_printer_that_cannot_be_opened_is_failed(bus, name, reason):
    assert usb_device(bus, name).send(slip()) == PrintResult("failed", reason)


# ------------------------------------------------------------------------------------ device files


def test_a_device_file_is_a_printer_and_asked(tmp_path: Path):
    with VirtualPrinter(terminal=True) as printer:
        name = printer.url.removeprefix("serial:").partition("?")[0]
        there = open_printer(f"file:{name}")
        assert there.send(slip()).outcome == "printed"
        assert printer.wait_pages(1)[0].raster == PICTURE
        printer.set("cover", "open")
        assert there.state().reason == "printer.cover_open"


def test_a_device_that_is_not_there_is_failed():
    with pytest.raises(Unavailable) as caught:
        FileChannel("/dev/no-such-printer")
    assert caught.value.reason == "printer.absent"


def test_serial_addresses_say_speed_and_flow():
    with VirtualPrinter(terminal=True) as printer:
        port = printer.url.removeprefix("serial:").partition("?")[0]
        assert open_printer(f"serial:{port}?baud=115200&flow=none").send(slip()).outcome == "printed"
    assert open_printer("serial:/dev/no-such-line").send(slip()) == PrintResult("failed", "printer.absent")


@pytest.mark.parametrize(
    "url",
    [
        "usb:", "usb:04b8", "usb:04b8:xyz", "usb:12345:1", "serial:", "serial:/dev/x?baud=77", "serial:/dev/x?flow=up",
        "serial:/dev/x?speed=9600", "cups:", "cups:-o", "cups:a/b", "cups:a;b", "windows:", "fax:1",
    ],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(Refused) as refused:
        open_printer(url)
    assert refused.value.problems[0].code == "printer.url"


@pytest.mark.parametrize("url", ["usb:04b8:0e15", "usb:04b8:0e15:J4:Q", "cups:Counter_1", "windows:Receipt Printer"])
def test_an_address_that_is_one_is_taken(url):
    assert isinstance(open_printer(url), LineDevice | SpoolDevice)


# ------------------------------------------------------------------------------------ spoolers


def program(path: Path, lines: str) -> str:
    path.write_text(f"#!{sys.executable}\n{lines}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_cups_takes_the_bytes_as_they_are_and_nothing_more_is_known(tmp_path: Path):
    lp = program(
        tmp_path / "lp",
        f"import sys; open({str(tmp_path / 'job')!r}, 'wb').write(sys.stdin.buffer.read());"
        f" open({str(tmp_path / 'words')!r}, 'w').write(' '.join(sys.argv[1:]))",
    )
    there = SpoolDevice(lambda data, within_s: cups_print("Counter_1", data, within_s, lp), lambda: cups_state("x", lp))
    assert there.send(slip()) == PrintResult("not_known", "printer.spooled", True)
    assert decode((tmp_path / "job").read_bytes()) == PICTURE
    assert (tmp_path / "words").read_text() == "-d Counter_1 -o raw -t slip"


@pytest.mark.parametrize(
    ("lines", "outcome", "reason"),
    [
        ("import sys; sys.exit('lp: The printer or class does not exist.')", "failed", "printer.absent"),
        ("import sys; sys.exit('lp: Destination is not accepting jobs.')", "failed", "printer.queue"),
        ("import time; time.sleep(60)", "not_known", "printer.stalled"),
    ],
)
def test_cups_that_does_not_take_it(tmp_path: Path, lines, outcome, reason):
    lp = program(tmp_path / "lp", lines)
    there = SpoolDevice(lambda data, within_s: cups_print("q", data, within_s, lp), lambda: cups_state("q", lp))
    assert there.send(slip(), deadline_s=1.0) == PrintResult(outcome, reason, first_byte_sent=outcome == "not_known")


def test_without_cups_or_windows_it_is_said(tmp_path: Path):
    nowhere = str(tmp_path / "nothing")
    with pytest.raises(Unavailable) as caught:
        cups_print("q", b"", 1.0, nowhere)
    assert caught.value.reason == "printer.no_cups"
    assert cups_state("q", nowhere).reason == "printer.no_cups"
    assert list_cups(nowhere) == []
    if sys.platform != "win32":
        with pytest.raises(Unavailable) as caught:
            windows_print("q", [])
        assert caught.value.reason == "printer.no_windows"


def test_the_queues_and_how_they_are(tmp_path: Path):
    lines = (
        "import sys\nif sys.argv[1] == '-e': print('Counter_1\\nOffice')\n"
        "elif sys.argv[2] == 'Counter_1': print('printer Counter_1 is idle.  enabled since Mon')\n"
        "elif sys.argv[2] == 'Office': print('printer Office disabled since Mon -')\n"
        "else: sys.exit('lpstat: Invalid destination name in list \"x\": unknown')"
    )
    lpstat = program(tmp_path / "lpstat", lines)
    assert list_cups(lpstat) == ["Counter_1", "Office"]
    assert cups_state("Counter_1", lpstat).ready
    assert cups_state("Office", lpstat).reason == "printer.queue"
    assert cups_state("x", lpstat).reason == "printer.absent"


def test_the_udev_rule_names_the_printer_class():
    from kiosk import resources

    rule = resources.read_text("printers/70-kiosk-printer.rules")
    assert "*:0701*:*" in rule
