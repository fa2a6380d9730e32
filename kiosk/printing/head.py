"""The print head of the virtual printer: commands become pages, pages become files."""

from dataclasses import dataclass
from pathlib import Path

from kiosk.printing.commands import Command, Cut, Initialise, Paper, Typed
from kiosk.printing.dots import Raster
from kiosk.printing.png import png


@dataclass(frozen=True, slots=True)
class Page:
    """What came out up to a cut: the picture, the bytes that made it, and what was typed, not drawn."""

    number: int
    raster: Raster
    data: bytes
    typed: bytes = b""


class Head:
    """Prints on paper `width_dots` wide; keeps each page in `out` as `0001.bin` and `0001.png`."""

    def __init__(self, width_dots: int, out: Path | None) -> None:
        self._out = out
        self._paper = Paper(width_dots)
        self._data = bytearray()
        self._typed = bytearray()
        self._number = last_number(out)

    @property
    def rows(self) -> int:
        """Rows printed since the last cut."""
        return len(self._paper.rows) * 8 // self._paper.width_dots

    def take(self, command: Command, data: bytes) -> Page | None:
        """Print a command that came as `data`; return the page when it was a cut."""
        if isinstance(command, Initialise) and not self.rows:
            self._data.clear()
        self._data += data
        if isinstance(command, Typed):
            self._typed += command.data
        if isinstance(command, Cut):
            return self._tear()
        self._paper.put(command)
        return None

    def _tear(self) -> Page:
        self._number += 1
        page = Page(self._number, self._paper.tear(), bytes(self._data), bytes(self._typed))
        self._data.clear()
        self._typed.clear()
        return page

    def keep(self, page: Page) -> Path | None:
        """Write a page's files, each complete or not there; return the picture's path."""
        if self._out is None:
            return None
        for ending, data in (("bin", page.data), ("png", png(page.raster))):
            path = self._out / f"{page.number:04d}.{ending}"
            fresh = path.with_suffix(f".{ending}.new")
            fresh.write_bytes(data)
            fresh.replace(path)
        return path


def last_number(out: Path | None) -> int:
    """Return the number of the last page in a folder, so that none is written over."""
    if out is None or not out.is_dir():
        return 0
    return max((int(path.stem) for path in out.glob("[0-9]*.png") if path.stem.isdigit()), default=0)
