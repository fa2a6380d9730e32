"""ESC/POS read back: bytes → commands → paper.  What the virtual printer and the tests understand.

Distances count in motion units: half a dot until GS P sets another, as on many real printers.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from kiosk.printing.dots import Raster, placed
from kiosk.printing.qr import Modules, symbol

REAL_TIME = 0x10
_LINE_SPACING = 30


@dataclass(frozen=True, slots=True)
class Initialise:
    """ESC @."""


@dataclass(frozen=True, slots=True)
class Image:
    """Whole rows of a raster image (GS v 0), `stride` bytes each, `left` dots from the edge."""

    stride: int
    rows: bytes
    left: int = 0


@dataclass(frozen=True, slots=True)
class Symbol:
    """A QR code that the printer draws itself, `dots` a module, centred or at the left edge."""

    content: bytes
    level: str
    dots: int
    centred: bool


@dataclass(frozen=True, slots=True)
class Set:
    """Motion units, a position on the line, an alignment, what a QR code is to be: it shows in what follows."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Feed:
    """Paper moved on by so many rows."""

    rows: int


@dataclass(frozen=True, slots=True)
class Typed:
    """Bytes to be printed in the printer's own letters; nothing of ours."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    """The end of a page."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question answered in its turn: `r` (status), `I` (who are you), `a` (tell me changes)."""

    kind: str
    number: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that leaves no mark here."""

    data: bytes


Command = Initialise | Image | Symbol | Feed | Typed | Cut | Ask | Set | Skipped


class NotPrinterData(ValueError):
    """Bytes that no receipt of ours holds, or that end in the middle of a command."""


# Lengths of commands that only set something: first byte, second byte → bytes in all.
_ESC = {
    **dict.fromkeys(b"!-EGMRtV{ =%?r", 3),
    **dict.fromkeys(b"2<iLS", 2),
    **dict.fromkeys(b"\\cDTW", 4),
    ord("p"): 5,
}
_GS = {**dict.fromkeys(b"!BbHhwfT/:", 3), **dict.fromkeys(b"LW$\\", 4)}
_DLE_LENGTH = {0x04: 3, 0x05: 3, 0x14: 5}


@dataclass(slots=True)
class Parser:
    """Takes one command at a time from the front of a growing buffer."""

    line_spacing: int = _LINE_SPACING
    dpi: int = 203
    _stride: int = 0
    _rows_left: int = 0
    _left: int = 0
    _image_left: int = 0
    _centred: bool = False
    _units: tuple[int, int] = (0, 0)
    _qr: dict[int, bytes] = field(default_factory=dict)

    @property
    def at_rest(self) -> bool:
        """Whether no image is half read."""
        return not self._rows_left

    def take(self, buffer: bytearray, most_rows: int = 1 << 16) -> Command | None:
        """Return the next command and remove it from the buffer; None when it is not complete yet."""
        if self._rows_left:
            return self._image_rows(buffer, most_rows)
        if not buffer:
            return None
        first = buffer[0]
        if first == 0x1B:
            return self._escape(buffer)
        if first == 0x1D:
            return self._group(buffer)
        if first == REAL_TIME:
            return self._skip(buffer, _DLE_LENGTH.get(buffer[1], 2)) if len(buffer) > 1 else None
        return self._plain(buffer)

    def _plain(self, buffer: bytearray) -> Command:
        if buffer[0] == 0x0A:
            del buffer[0]
            return Feed(self.line_spacing)
        if buffer[0] < 0x20:
            return self._skip(buffer, 1) or Skipped(b"")
        end = next((at for at, byte in enumerate(buffer) if byte < 0x20), len(buffer))
        return Typed(_cut(buffer, end))

    def _escape(self, buffer: bytearray) -> Command | None:
        if len(buffer) < 2:
            return None
        second = buffer[1]
        if second == ord("@"):
            self.line_spacing, self._units, self._left, self._centred = _LINE_SPACING, (0, 0), 0, False
            del buffer[:2]
            return Initialise()
        if second in b"im":
            del buffer[:2]
            return Cut()
        act = _ESCAPES.get(second)
        return act(self, buffer) if act else self._skip(buffer, _ESC.get(second, 2))

    def _feed(self, buffer: bytearray) -> Command | None:
        if len(buffer) < 3:
            return None
        _esc, kind, amount = _cut(buffer, 3)
        if kind == ord("3"):
            self.line_spacing = self._dots(amount, 1)
            return Skipped(bytes((0x1B, kind, amount)))
        return Feed(amount * self.line_spacing if kind == ord("d") else self._dots(amount, 1))

    def _dots(self, amount: int, axis: int) -> int:
        """Return a distance across (0) or along (1) the paper."""
        return amount * self.dpi // (self._units[axis] or 2 * self.dpi)

    def _place(self, buffer: bytearray) -> Command | None:
        length = 4 if buffer[1] == ord("$") else 3
        if len(buffer) < length:
            return None
        data = _cut(buffer, length)
        if length == 4:
            self._left = self._dots(data[2] | data[3] << 8, 0)
        else:
            self._centred = data[2] in (1, 49)
        return Set(data)

    def _columns(self, buffer: bytearray) -> Command | None:
        if len(buffer) < 5:
            return None
        columns = buffer[3] | buffer[4] << 8
        return self._skip(buffer, 5 + columns * (3 if buffer[2] >= 32 else 1))

    def _group(self, buffer: bytearray) -> Command | None:
        if len(buffer) < 3:
            return None
        second, third = buffer[1], buffer[2]
        if second == ord("V"):
            return self._cut_paper(buffer, 4 if third in b"ABab" else 3)
        if second in b"rIa":
            del buffer[:3]
            return Ask(chr(second), third)
        act = _GROUPS.get(second)
        return act(self, buffer) if act else self._skip(buffer, _GS.get(second, 2))

    def _measure(self, buffer: bytearray) -> Command | None:
        if len(buffer) < 4:
            return None
        data = _cut(buffer, 4)
        self._units = (data[2], data[3])
        return Set(data)

    def _code(self, buffer: bytearray) -> Command | None:
        """GS ( k for QR: what it is to be is kept until it is printed."""
        length = 5 + (buffer[3] | buffer[4] << 8) if len(buffer) > 4 else 5
        if len(buffer) < length:
            return None
        data = _cut(buffer, length)
        if data[2:3] != b"k" or data[5:6] != b"1":
            return Skipped(data)
        function, value = data[6], data[7:]
        if function != ord("Q"):
            self._qr[function] = value
            return Set(data)
        level = "lmqh"[self._qr.get(ord("E"), b"0")[0] - ord("0")]
        return Symbol(self._qr.get(ord("P"), b"0")[1:], level, self._qr.get(ord("C"), b"\3")[0], self._centred)

    def _cut_paper(self, buffer: bytearray, length: int) -> Command | None:
        if len(buffer) < length:
            return None
        del buffer[:length]
        return Cut()

    def _image(self, buffer: bytearray) -> Command | None:
        if len(buffer) < 8:
            return None
        head = _cut(buffer, 8)
        self._stride = head[4] | head[5] << 8
        self._rows_left = (head[6] | head[7] << 8) if self._stride else 0
        left, self._left = self._left, 0
        self._image_left = left
        return Image(self._stride, b"", left)

    def _image_rows(self, buffer: bytearray, most_rows: int) -> Command | None:
        rows = min(self._rows_left, len(buffer) // self._stride, most_rows)
        if not rows:
            return None
        self._rows_left -= rows
        return Image(self._stride, _cut(buffer, rows * self._stride), self._image_left)

    def _skip(self, buffer: bytearray, length: int) -> Command | None:
        return Skipped(_cut(buffer, length)) if len(buffer) >= length else None


_Act = Callable[[Parser, bytearray], Command | None]
_ESCAPES: dict[int, _Act] = {
    **dict.fromkeys(b"dJ3", Parser._feed),  # noqa: SLF001 - its own table
    **dict.fromkeys(b"$a", Parser._place),  # noqa: SLF001
    ord("*"): Parser._columns,  # noqa: SLF001
}
_GROUPS: dict[int, _Act] = {
    ord("v"): Parser._image,  # noqa: SLF001
    ord("P"): Parser._measure,  # noqa: SLF001
    ord("("): Parser._code,  # noqa: SLF001
}


def _cut(buffer: bytearray, length: int) -> bytes:
    found = bytes(buffer[:length])
    del buffer[:length]
    return found


@dataclass(slots=True)
class Paper:
    """The paper under the head.  Feeds show as white only when something follows on the same page."""

    width_dots: int
    rows: bytearray = field(default_factory=bytearray)
    _fed: int = 0

    def put(self, command: Command) -> None:
        """Print a command; commands that leave no mark are ignored."""
        if isinstance(command, Feed):
            self._fed += command.rows
        elif isinstance(command, Image) and command.rows:
            self._print(command.rows, command.stride, command.left)
        elif isinstance(command, Symbol):
            self._draw(symbol(command.content, command.level, command.dots), centred=command.centred)

    def _print(self, rows: bytes, stride: int, left: int) -> None:
        self.rows += bytes(self._fed * (self.width_dots // 8))
        self._fed = 0
        self.rows += placed(rows, stride, left, self.width_dots)

    def _draw(self, code: Modules | None, *, centred: bool) -> None:
        """Draw a QR code; one that cannot be, or is wider than the paper, printers leave out."""
        if code and code.width <= self.width_dots:
            left = (self.width_dots - code.width) // 2 if centred else 0
            self._print(code.enlarged(), -(-code.width // 8), left)

    def tear(self) -> Raster:
        """Return what is printed, and start afresh."""
        found = Raster(self.width_dots, len(self.rows) * 8 // self.width_dots, bytes(self.rows))
        self.rows.clear()
        self._fed = 0
        return found


def commands(data: bytes) -> Iterator[Command]:
    """Yield every command of a complete stream.  Raises NotPrinterData where it ends too soon."""
    buffer, parser = bytearray(data), Parser()
    while command := parser.take(buffer):
        yield command
    if buffer or not parser.at_rest:
        raise NotPrinterData(f"{len(buffer)} bytes left over in the middle of a command")


def pages(data: bytes, width_dots: int, accept: Callable[[Command], bool] = lambda _command: True) -> Iterator[Raster]:
    """Yield the page of each cut.  Raises NotPrinterData at a command that is not accepted."""
    paper = Paper(width_dots)
    for command in commands(data):
        if not accept(command):
            raise NotPrinterData(f"unexpected {command!r}")
        if isinstance(command, Cut):
            yield paper.tear()
        paper.put(command)
    if paper.rows:
        yield paper.tear()
