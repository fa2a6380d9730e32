"""An A4 page being drawn: text and hairlines at places in points, the foot, then away with it."""

from dataclasses import dataclass

from kiosk.i18n import digits
from kiosk.printing.documents.pdf import TOTAL, Pdf
from kiosk.printing.documents.setting import Line, Setter

A4 = (595.28, 841.89)
LEFT, RIGHT, TOP, BOTTOM = 40.0, 30.0, 30.0, 46.0
"""Margins in points; the left one is bound."""

LEADING = 1.46
"""Height of a line in em: room for র্থিঁ above and ঞ্ঝৃ below."""
BASELINE = 1.02
"""From the top of a line to its baseline, in em."""

INK, LINE = "0.106 0.114 0.141", "0.506 0.482 0.424"
SHORT_HEAD = 9.0 * LEADING + 4
"""Height of the head on the further pages."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands on every page, in words: `above` and `office` are the head, `foot` says when and by whom.

    `page` names a page, `{n}` its number; the number of pages follows.  `nothing` is said where there are no rows.
    """

    above: tuple[str, ...]
    office: str
    title: str
    span: str
    foot: str
    page: str
    language: str
    nothing: str = ""


class Sheet:
    """Draws pages; `y` is how far down the present one is filled."""

    def __init__(self, pdf: Pdf, furniture: Furniture, *, landscape: bool) -> None:
        self.pdf, self.furniture = pdf, furniture
        self.size = (A4[1], A4[0]) if landscape else A4
        self.left, self.right = LEFT, self.size[0] - RIGHT
        self.bottom = BOTTOM
        self.y = self.size[1] - TOP
        self.code: list[str] = []
        self._setters: dict[tuple[float, bool], Setter] = {}

    @property
    def width(self) -> float:
        """Points between the margins."""
        return self.right - self.left

    @property
    def room_of_page(self) -> float:
        """Points from the top margin to the foot."""
        return self.size[1] - TOP - BOTTOM

    def setter(self, size: float, *, bold: bool = False) -> Setter:
        """Return the setter of a size."""
        key = (round(size, 1), bold)
        if key not in self._setters:
            self._setters[key] = Setter(self.pdf.faces, key[0], bold=bold)
        return self._setters[key]

    def put(self, setter: Setter, line: Line, x: float, y: float, align: str = "left", width: float = 0.0) -> None:
        """Show a line with its baseline at y, aligned in a width from x on."""
        free = {"left": 0.0, "center": (width - line.width) / 2, "right": width - line.width}[align]
        self.code.append(setter.shown(line, x + free, y))

    def say(self, text: str, x: float, y: float, size: float, *, bold: bool = False, align: str = "left") -> float:
        """Show text on one line, from x on, up to x or around it; return its width."""
        setter = self.setter(size, bold=bold)
        line = setter.line(text)
        self.put(setter, line, x, y, align)
        return line.width

    def rule(
        self, x0: float, x1: float, y: float, *, width: float = 0.4, colour: str = LINE, dots: bool = False
    ) -> None:
        """Draw a line across."""
        dash = "[0.6 1.8] 0 d " if dots else ""
        self.code.append(f"q {dash}{colour} RG {width:g} w {x0:.2f} {y:.2f} m {x1:.2f} {y:.2f} l S Q\n")

    def head(self) -> None:
        """Draw the office's head in full: the first page of a register, and letters."""
        for text in self.furniture.above:
            self._centred(text, 10, bold=False)
        self._centred(self.furniture.office, 14, bold=True)

    def title(self) -> None:
        """Draw what the document is, and of which days."""
        self.y -= 3
        self._centred(self.furniture.title, 12.5, bold=True)
        if self.furniture.span:
            self._centred(self.furniture.span, 9.5, bold=False)
        self.y -= 5

    def short_head(self) -> None:
        """Draw the head of the further pages: office, title and days on one line."""
        size = 9.0
        base = self.y - BASELINE * size
        self.say(self.furniture.office, self.left, base, size, bold=True)
        rest = " · ".join(filter(None, (self.furniture.title, self.furniture.span)))
        self.say(rest, self.right, base, size, align="right")
        self.y -= SHORT_HEAD

    def nothing(self) -> None:
        """Say that there are no rows."""
        self.y -= 6
        self._centred(self.furniture.nothing, 10, bold=False)

    def _centred(self, text: str, size: float, *, bold: bool) -> None:
        setter = self.setter(size, bold=bold)
        for line in setter.wrap(text, self.width):
            self.put(setter, line, self.left, self.y - BASELINE * size, "center", self.width)
            self.y -= LEADING * size

    def finish(self, *, counted: bool = True) -> None:
        """Draw the foot and let the page go; letters to many people are not `counted` as one document."""
        size, y = 8.0, BOTTOM - 22
        self.rule(self.left, self.right, BOTTOM - 10)
        self.say(self.furniture.foot, self.left, y, size)
        if counted:
            self._count(y, size)
        self.away()

    def _count(self, y: float, size: float) -> None:
        counted = self.furniture.page.replace("{n}", self._digits(self.pdf.pages + 1)) + " /"
        place = self.right - 26
        self.say(counted, place, y, size, align="right")
        self.code.append(f"q 1 0 0 1 {place + 3:.2f} {y:.2f} cm /{TOTAL} Do Q\n")

    def away(self) -> None:
        """Let the page go as it is, without a foot."""
        self.pdf.add_page(f"{INK} rg\n{''.join(self.code)}", self.size)
        self.code = []
        self.y = self.size[1] - TOP

    def close(self) -> int:
        """Tell every page how many there are; return it."""
        setter = self.setter(8.0)
        self.pdf.close(f"{INK} rg\n" + setter.shown(setter.line(self._digits(self.pdf.pages)), 0, 0))
        return self.pdf.pages

    def _digits(self, number: int) -> str:
        return digits(number, self.furniture.language)
