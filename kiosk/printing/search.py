"""Which printers are here: USB, CUPS queues, device files, serial ports, one network address that somebody names.

Each place is asked on a thread of its own and given up after a while; a place that hangs costs
that place alone.
"""

import logging
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from queue import Empty, SimpleQueue
from time import monotonic

from kiosk.errors import KioskError
from kiosk.printing.profiles import NARROW, WIDE, names

_log = logging.getLogger(__name__)

USB, CUPS, FILE, SERIAL, NETWORK = "usb", "cups", "file", "serial", "network"
PLACES = (USB, CUPS, FILE, SERIAL, NETWORK)
WITHIN_S = 8.0


@dataclass(frozen=True, slots=True)
class Found:
    """A printer that may be used: its address, what it calls itself, the profile that its model has (empty: not known).

    `reason` is a code of what it answered when it was asked at once (network), empty when all is well.
    """

    url: str
    title: str
    place: str
    profile: str = ""
    reason: str = ""


Source = Callable[[], list[Found]]
Told = Callable[[str, tuple[Found, ...]], None]


def find_printers(
    address: str = "",
    *,
    told: Told | None = None,
    within_s: float = WITHIN_S,
    sources: Mapping[str, Source] | None = None,
) -> tuple[Found, ...]:
    """Return what is found, in the order of `PLACES`, within so many seconds.

    `told` hears of each place as it is done, from this thread.  `sources` are the places to ask.
    """
    asked = dict(sources if sources is not None else _sources(address))
    answers: SimpleQueue[tuple[str, tuple[Found, ...]]] = SimpleQueue()
    for place, source in asked.items():
        threading.Thread(target=_ask, args=(place, source, answers), name=f"search-{place}", daemon=True).start()
    found: dict[str, tuple[Found, ...]] = {}
    ends = monotonic() + within_s
    while len(found) < len(asked):
        try:
            place, printers = answers.get(timeout=max(ends - monotonic(), 0.001))
        except Empty:
            break
        found[place] = printers
        if told:
            told(place, printers)
    return tuple(one for place in asked for one in found.get(place, ()))


def _ask(place: str, source: Source, answers: "SimpleQueue[tuple[str, tuple[Found, ...]]]") -> None:
    try:
        printers = tuple(source())
    except Exception:  # noqa: BLE001 - one place's trouble is not the others'
        _log.warning("search %s", place, exc_info=True)
        printers = ()
    answers.put((place, printers))


def _sources(address: str) -> dict[str, Source]:
    places: dict[str, Source] = {USB: _usb, CUPS: _cups, FILE: _files, SERIAL: _serial}
    if address.strip():
        places[NETWORK] = partial(_network, address.strip())
    return places


def _usb() -> list[Found]:
    from kiosk.printing.usb import list_usb

    return [Found(str(one.name), one.title, USB, known_model(one.title)) for one in list_usb()]


def _cups() -> list[Found]:
    from kiosk.printing.spoolers import list_cups

    return [Found(f"cups:{queue}", queue, CUPS, known_model(queue)) for queue in list_cups()]


def _files() -> list[Found]:
    return [Found(f"file:{path}", path.name, FILE) for path in sorted(Path("/dev/usb").glob("lp*"))]


def _serial() -> list[Found]:
    from serial.tools.list_ports import comports

    ports = sorted(comports(), key=lambda port: (port.hwid in {"", "n/a"}, port.device))
    return [Found(f"serial:{port.device}", _port_title(port), SERIAL, known_model(_port_title(port))) for port in ports]


def _port_title(port: object) -> str:
    device, words = str(getattr(port, "device", "")), str(getattr(port, "description", ""))
    return device if words in {"", "n/a", device} else f"{words}, {device}"


def _network(address: str) -> list[Found]:
    """Return the printer of an address as it answers; one that is not there with its reason."""
    from kiosk.printing.device import open_printer

    url = network_url(address)
    try:
        state = open_printer(url).state()
    except KioskError:
        return []
    return [Found(url, url.removeprefix("tcp://"), NETWORK, reason=state.reason)]


def network_url(address: str) -> str:
    """Return what somebody wrote as an address of a network printer."""
    host = address.removeprefix("tcp://").strip("/ ")
    return f"tcp://{host}" if re.search(r":\d+$", host) else f"tcp://{host}:9100"


def known_model(title: str) -> str:
    """Return the profile of the model that a title names; empty where none is known."""
    plain = _plain(title)
    return next((name for key, name in _models() if key in plain), "")


@cache
def _models() -> tuple[tuple[str, str], ...]:
    """Return the known models, longer names first: a TM-T20III is no TM-T20II."""
    models = {_plain(name): name for name in names() if name not in {WIDE.name, NARROW.name}}
    return tuple(sorted(((key, name) for key, name in models.items() if len(key) > 4), key=lambda pair: -len(pair[0])))


def _plain(text: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", text.upper())
