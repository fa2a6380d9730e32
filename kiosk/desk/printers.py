"""The printers that a paper may move to: the counter's own, those used before, those that are plugged in."""

from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from kiosk.desk.context import Desk

FILE = "printers-used.txt"
MOST = 4
"""So many that were used before are remembered."""


class KnownPrinter(NamedTuple):
    """An address, and what people call it: the device's own name, or empty."""

    url: str
    title: str


def known_printers(desk: Desk) -> tuple[KnownPrinter, ...]:
    """Return where a paper may go, the counter's own printer first.  Takes some seconds at worst; off the window's thread."""
    from kiosk.printing.spoolers import list_cups
    from kiosk.printing.usb import list_usb

    found = [KnownPrinter(url, "") for url in (desk.settings.printer_url, *_used(desk.home)) if url != "none:"]
    found += [KnownPrinter(str(one.name), one.title) for one in list_usb()]
    found += [KnownPrinter(f"cups:{queue}", queue) for queue in list_cups()]
    titles = {one.url: one.title for one in reversed(found) if one.title}
    return tuple(KnownPrinter(url, titles.get(url, "")) for url in dict.fromkeys(one.url for one in found))


def remember_printer(desk: Desk, url: str) -> None:
    """Offer this printer the next time, too; a file is none."""
    if url.startswith(("file:", "none:")) or ":" not in url or url == desk.settings.printer_url:
        return
    urls = list(dict.fromkeys([url, *_used(desk.home)]))[:MOST]
    with suppress(OSError):  # only a convenience
        (desk.home / FILE).write_text("".join(f"{one}\n" for one in urls), "utf-8")


def _used(home: Path) -> list[str]:
    try:
        return (home / FILE).read_text("utf-8").split("\n")[:-1][:MOST]
    except (OSError, UnicodeDecodeError):
        return []
