"""QR codes as rows of modules."""

from dataclasses import dataclass

QUIET = 4
"""Empty modules that readers want on each side."""

_MASK = 3
"""Readers read the mask from the code; trying all eight would take most of a receipt's time."""


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


def modules(content: str, width: int) -> Modules | None:
    """Return the code in the largest modules that fit `width` dots; None where nothing fits.

    Six or five dots a module at error level M, else at L; smaller only where those do not fit.
    """
    for level, sizes in (("m", (6, 5)), ("l", (6, 5, 4, 3))):
        matrix = _matrix(content, level)
        for dots in sizes:
            if matrix and len(matrix) * dots <= width:
                return _packed(matrix, dots)
    return None


def _matrix(content: str, level: str) -> tuple[bytearray, ...]:
    import segno  # a sample receipt brings it in, after the window is there

    try:
        return tuple(segno.make_qr(content, error=level, mask=_MASK, boost_error=False).matrix)
    except segno.DataOverflowError:
        return ()


def _packed(matrix: tuple[bytearray, ...], dots: int) -> Modules:
    size = len(matrix)
    stride = -(-size // 8)
    pad = stride * 8 - size
    digits = bytes.maketrans(b"\0\1", b"01")
    rows = b"".join((int(bytes(row).translate(digits), 2) << pad).to_bytes(stride, "big") for row in matrix)
    return Modules(size, dots, stride, rows)
