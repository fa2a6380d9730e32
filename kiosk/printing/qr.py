"""QR codes as rows of modules."""

from dataclasses import dataclass

from kiosk.printing.dots import Raster, placed
from kiosk.printing.qr_encode import encode

QUIET = 4
"""Empty modules that readers want on each side."""


@dataclass(frozen=True, slots=True)
class Modules:
    """A QR code: `size` rows of `stride` bytes, 1 is black; `dots` printed per module."""

    size: int
    dots: int
    stride: int
    rows: bytes

    @property
    def width(self) -> int:
        """Dots of one side, without the quiet zone."""
        return self.size * self.dots

    def enlarged(self) -> bytes:
        """Return the rows in dots, each module so many dots wide and high."""
        stride, size, dots = -(-self.width // 8), self.size, self.dots
        spread = {False: 0, True: (1 << dots) - 1}
        rows = []
        for at in range(0, len(self.rows), self.stride):
            value = int.from_bytes(self.rows[at : at + self.stride], "big") >> (8 * self.stride - size)
            line = 0
            for place in range(size - 1, -1, -1):
                line = line << dots | spread[bool(value >> place & 1)]
            rows.append((line << (8 * stride - self.width)).to_bytes(stride, "big") * dots)
        return b"".join(rows)


@dataclass(frozen=True, slots=True)
class Symbol:
    """A QR code that the printer draws itself, centred on paper `width_dots` wide."""

    content: str
    level: str
    dots: int
    width_dots: int

    def raster(self) -> Raster:
        """Return how it will look; the printer may choose another of the eight masks."""
        code = symbol(self.content, self.level, self.dots)
        if code is None:
            return Raster(self.width_dots, 0, b"")
        left = (self.width_dots - code.width) // 2
        rows = placed(code.enlarged(), -(-code.width // 8), left, self.width_dots)
        return Raster(self.width_dots, code.width, rows)


# What fits into a code of version 1, 2, … as bytes, which is the least that printers manage.
_BYTES = {
    "m": (14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450, 504, 560, 624, 666),
    "l": (17, 32, 53, 78, 106, 134, 154, 192, 230, 271, 321, 367, 425, 458, 520, 586, 644, 718, 792, 858),
}
_CHOICES = (("m", 6), ("m", 5), ("l", 6), ("l", 5), ("l", 4), ("l", 3))


def drawn_by_printer(content: str, width: int, width_dots: int) -> Symbol | None:
    """Return the code in the largest modules that surely fit `width` dots; None where nothing fits."""
    length = len(content.encode())
    for level, dots in _CHOICES:
        version = next((number for number, most in enumerate(_BYTES[level], 1) if length <= most), 0)
        if version and (17 + 4 * version) * dots <= width:
            return Symbol(content, level, dots, width_dots)
    return None


def symbol(content: str | bytes, level: str, dots: int) -> Modules | None:
    """Return a code with so many dots a module; None where nothing can hold the content."""
    grid = encode(content.encode() if isinstance(content, str) else content, level)
    return Modules(grid.size, dots, grid.stride, grid.rows) if grid else None


def modules(content: str, width: int) -> Modules | None:
    """Return the code in the largest modules that fit `width` dots; None where nothing fits.

    Six or five dots a module at error level M, else at L; smaller only where those do not fit.
    """
    for level, dots in _CHOICES:
        code = symbol(content, level, dots)
        if code and code.width <= width:
            return code
    return None
