"""A printer's address, in settings and commands.

`tcp://host:port` · `usb:VID:PID[:serial]` · `serial:/dev/ttyS0?baud=38400&flow=rtscts` · `cups:QUEUE` ·
`windows:QUEUE` · `file:PATH` (a device file is a printer, any other a roll of paper) · `none:`
"""

import re
import stat
from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from kiosk.errors import Refused
from kiosk.printing.channels import Channel, FileChannel, SerialChannel
from kiosk.printing.device import Device, FileDevice, LineDevice, Nothing, SpoolDevice, TcpDevice
from kiosk.printing.status import PrinterState

PORT = 9100
BAUDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200)
FLOWS = ("none", "rtscts", "dsrdtr", "xonxoff")
_BAUD, _FLOW = 38400, "dsrdtr"
_MEMORY = 1  # the major number of /dev/null and its like on Linux
_QUEUE = re.compile(r"[^\W_][\w.@+ -]{0,126}")


def open_address(url: str, *, fresh: bool = False) -> Device:
    """Return the printer of an address; `fresh` begins a file anew.  Raises Refused `printer.url`."""
    if url == "none:":
        return Nothing()
    if url.startswith("file:"):
        return _file(url.removeprefix("file:").removeprefix("//"), fresh=fresh)
    return _kept(url)


def _file(path: str, *, fresh: bool) -> Device:
    if not path:
        raise _no_address()
    return _kept(f"file:{path}") if _is_device(path) else FileDevice(Path(path), fresh=fresh)


def _is_device(path: str) -> bool:
    """Tell whether a path names a device that may be a printer; the system's own null, full and zero are files."""
    try:
        found = Path(path).stat()
    except (OSError, ValueError):
        return False
    return stat.S_ISCHR(found.st_mode) and found.st_rdev >> 8 & 0xFFF != _MEMORY


@lru_cache(maxsize=16)  # one object a printer: it remembers whether this printer ever answers
def _kept(url: str) -> Device:
    kind, _colon, rest = url.partition(":")
    opener = _OPENERS.get(kind)
    if opener is None or not rest:
        raise _no_address()
    try:
        return opener(url)
    except ValueError as error:
        raise _no_address() from error


def _no_address() -> Refused:
    return Refused.because("printer.url", "printer.url")


def _tcp(url: str) -> Device:
    parts = urlsplit(url)
    host, port = parts.hostname, parts.port or PORT
    if not host or parts.path not in ("", "/") or parts.username or parts.query:
        raise ValueError(url)
    return TcpDevice(host, port)


def _usb(url: str) -> Device:
    from kiosk.printing.usb import UsbChannel, UsbName

    vendor, product, *serial = url.split(":", 3)[1:]
    if not all(re.fullmatch(r"[0-9a-fA-F]{1,4}", part) for part in (vendor, product)):
        raise ValueError(url)
    name = UsbName(int(vendor, 16), int(product, 16), serial[0] if serial else "")

    def connect(_wait_s: float) -> Channel:
        return UsbChannel(name)

    return LineDevice(connect)


def _serial(url: str) -> Device:
    port, _mark, query = url.removeprefix("serial:").partition("?")
    given = {key: values[-1] for key, values in parse_qs(query, strict_parsing=bool(query)).items()}
    baud, flow = int(given.pop("baud", _BAUD)), given.pop("flow", _FLOW)
    if given or not port or baud not in BAUDS or flow not in FLOWS:
        raise ValueError(url)

    def connect(_wait_s: float) -> Channel:
        return SerialChannel(port, baud, flow)

    return LineDevice(connect)


def _device_file(url: str) -> Device:
    path = url.removeprefix("file:")

    def connect(_wait_s: float) -> Channel:
        return FileChannel(path)

    return LineDevice(connect)


def _queue(url: str) -> str:
    queue = url.partition(":")[2].removeprefix("//")
    if not _QUEUE.fullmatch(queue):  # it becomes an argument
        raise ValueError(url)
    return queue


def _cups(url: str) -> Device:
    from kiosk.printing.spoolers import cups_print, cups_state

    queue = _queue(url)
    return SpoolDevice(partial(cups_print, queue), partial(cups_state, queue))


def _windows(url: str) -> Device:
    from kiosk.printing.spoolers import windows_print

    queue = _queue(url)

    def hand_over(data: bytes, _within_s: float) -> None:
        windows_print(queue, [data])

    return SpoolDevice(hand_over, lambda: PrinterState(online=True, reason="printer.silent"))


_OPENERS: dict[str, Callable[[str], Device]] = {
    "tcp": _tcp,
    "usb": _usb,
    "serial": _serial,
    "cups": _cups,
    "windows": _windows,
    "file": _device_file,
}
