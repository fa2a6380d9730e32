"""Receipt → blocks: what stands on a slip, in which order, in which words.  No drawing here.

Blocks are plain values that any slip may use; `kiosk.printing.raster` draws them.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from gettext import NullTranslations

from kiosk import i18n
from kiosk.domain.catalogue import DayType
from kiosk.domain.clock import DHAKA, dhaka_day, unstamp
from kiosk.domain.receipt import Receipt, ReceiptPaper
from kiosk.printing.profiles import Profile


class Size(StrEnum):
    """The three sizes of type on a slip; `boxed` is the head's, set a little tighter."""

    BODY = "body"
    HEAD = "head"
    NUMBER = "number"
    BOXED = "boxed"


class Align(StrEnum):
    """Where a line stands."""

    LEFT = "left"
    CENTRE = "centre"


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; wraps, breaking long words where it must.  `spacing_em` between letters."""

    text: str
    size: Size = Size.BODY
    bold: bool = False
    align: Align = Align.LEFT
    spacing_em: float = 0.0


@dataclass(frozen=True, slots=True)
class Joined:
    """Parts on one line, joined by ` · ` where they fit, else each on its own; centred."""

    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the slip."""

    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Space:
    """So many empty rows."""

    rows: int


@dataclass(frozen=True, slots=True)
class Box:
    """Paragraphs in a rounded frame, or white on black (`filled`)."""

    lines: tuple[Text, ...]
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A label and its value; all rows of a group name the group's `labels`, so that values align."""

    label: str
    value: str
    labels: tuple[str, ...]
    bold: bool = False


class Mark(StrEnum):
    """The little square before a line."""

    FULL = "full"
    HALF = "half"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Tick:
    """A line with a drawn square before it and a word at the right edge."""

    mark: Mark
    text: str
    word: str = ""
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Paragraphs beside a heavy bar."""

    lines: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code, with paragraphs beside it on wide paper and below it on narrow."""

    content: str
    lines: tuple[Text, ...]


Block = Text | Joined | Rule | Space | Box | Row | Tick | Note | Code


@dataclass(frozen=True, slots=True)
class Page:
    """A slip, ready to be drawn."""

    profile: Profile
    blocks: tuple[Block, ...]


NUMBER_SPACING_EM = 0.02
_CENTRE = Align.CENTRE
_NO_BREAK = "\u00a0"


def lay_out(receipt: Receipt, profile: Profile) -> Page:
    """Return the receipt as blocks, in the receipt's language."""
    return Page(profile, _Slip(receipt, profile).blocks())


class _Slip:
    """The parts of a receipt."""

    def __init__(self, receipt: Receipt, profile: Profile) -> None:
        self.receipt = receipt
        self.profile = profile
        self.words: NullTranslations = i18n.translator(receipt.language)

    def blocks(self) -> tuple[Block, ...]:
        parts = (
            self.marks, self.head, self.number, self.promise, self.rows,
            self.papers, self.news, self.foot,
        )  # fmt: skip
        return tuple(block for part in parts for block in part())

    def marks(self) -> list[Block]:
        """What must be seen first: a cancelled application, a copy, a correction, a practice slip."""
        _ = self.words.gettext
        blocks: list[Block] = [Space(self.profile.top)]
        if self.receipt.practice:
            blocks += [self._banner(_("PRACTICE"), [_("This slip has no value.")]), Space(self.profile.gap)]
        if self.receipt.void:
            blocks += [self._banner(_("CANCELLED"), [_("This application is cancelled.")]), Space(self.profile.gap)]
        if self.receipt.corrected:
            blocks += [
                self._banner(_("CORRECTED RECEIPT"), [_("This replaces the earlier receipt.")]),
                Space(self.profile.gap),
            ]
        if self.receipt.copy_ordinal:
            blocks += [self._banner(*self._copy()), Space(self.profile.gap)]
        return blocks

    def _copy(self) -> tuple[str, list[str]]:
        _ = self.words.gettext
        ordinal = i18n.digits(self.receipt.copy_ordinal, self.receipt.language)
        made = [self._moment(self.receipt.copied_at)] if self.receipt.copied_at else []
        made += [self.receipt.copied_by] if self.receipt.copied_by else []
        return _("COPY No. {ordinal}").format(ordinal=ordinal), made if self.profile.narrow else [" · ".join(made)]

    def _banner(self, title: str, lines: list[str]) -> Box:
        below = (Text(line, bold=True, align=_CENTRE) for line in lines if line)
        return Box((Text(title, Size.BOXED, bold=True, align=_CENTRE), *below), filled=True)

    def head(self) -> list[Block]:
        blocks: list[Block] = [Text(self.receipt.office_bn, Size.HEAD, bold=True, align=_CENTRE)]
        if self.receipt.office_line_bn:
            blocks.append(Text(self.receipt.office_line_bn, align=_CENTRE))
        return [*blocks, Rule()]

    def number(self) -> list[Block]:
        _ = self.words.gettext
        number = i18n.receive_number(self.receipt.receive_number, self.receipt.language)
        return [
            Text(_("Receive number"), align=_CENTRE),
            *(
                Text(part, Size.NUMBER, bold=True, align=_CENTRE, spacing_em=NUMBER_SPACING_EM)
                for part in _halves(number)
            ),
            Text(self.receipt.receive_number, align=_CENTRE, spacing_em=0.06),
            Space(self.profile.gap),
        ]

    def promise(self) -> list[Block]:
        return [Box(tuple(self._promise())), Space(self.profile.gap)]

    def _promise(self) -> list[Text]:
        _ = self.words.gettext
        if self.receipt.promised_on is None:
            text = _("The date is not fixed,\nyou will be told")
            return [Text(line, Size.BOXED, bold=True, align=_CENTRE) for line in text.splitlines()]
        day = date.fromisoformat(self.receipt.promised_on)
        caption = _("You get the copy on") if self.receipt.kind == "copy" else _("Likely date of disposal")
        return [
            Text(caption, align=_CENTRE),
            Text(i18n.day(day, self.receipt.language, year=True), Size.BOXED, bold=True, align=_CENTRE),
            Text(", ".join([i18n.weekday(day, self.receipt.language), *self._days()]), align=_CENTRE),
        ]

    def _days(self) -> list[str]:
        if self.receipt.days is None:
            return []
        days = self.receipt.days
        if self.receipt.day_type == DayType.WORKING:
            message = self.words.ngettext("{days} working day", "{days} working days", days)
        else:
            message = self.words.ngettext("{days} day", "{days} days", days)
        return [message.format(days=i18n.digits(days, self.receipt.language))]

    def rows(self) -> list[Block]:
        _ = self.words.gettext
        receipt = self.receipt
        fee = receipt.court_fee_poisha
        found = [
            (_("Name"), receipt.name, True),
            (_("Guardian"), receipt.guardian, False),
            (_("Service"), receipt.service, True),
            (_("Subject"), receipt.subject, False),
            (_("Arrived"), self._arrived(), False),
            (_("Court fee"), "" if fee is None else i18n.money(fee, receipt.language), False),
            (_("Goes to"), self._place(), False),
        ]
        shown = [row for row in found if row[1]]
        labels = tuple(label for label, _value, _bold in shown)
        return [Row(label, value, labels, bold) for label, value, bold in shown]

    def _arrived(self) -> str:
        """Return the day on which a letter or mail came, where it was not taken in on the same day."""
        came = self.receipt.arrived_on
        if not came or came == dhaka_day(unstamp(self.receipt.received_at)).isoformat():
            return ""
        return i18n.day(date.fromisoformat(came), self.receipt.language, year=True)

    def _place(self) -> str:
        room = i18n.digits(self.receipt.room, self.receipt.language)
        known = self.words.gettext("room {room}").format(room=room) if room[:1].isdigit() else room
        return ", ".join(part for part in (self.receipt.branch, known.replace(" ", _NO_BREAK)) if part)

    def papers(self) -> list[Block]:
        if not self.receipt.papers:
            return []
        blocks: list[Block] = [Rule(dashed=True), *(self._tick(paper) for paper in self.receipt.papers)]
        if any(paper.state == "missing" for paper in self.receipt.papers):
            blocks.append(self._missing())
        return blocks

    def _tick(self, paper: ReceiptPaper) -> Tick:
        _ = self.words.gettext
        until = self._by(paper.until) if len(self._last_days()) > 1 else ""
        mark, word = {
            "given": (Mark.FULL, _("given")),
            "seen": (Mark.HALF, _("original seen")),
        }.get(paper.state, (Mark.EMPTY, _("missing")))
        return Tick(mark, paper.name, until or word, bold=mark is Mark.EMPTY)

    def _missing(self) -> Note:
        _ = self.words.gettext
        days = self._last_days()
        if len(days) == 1:
            day = i18n.day(date.fromisoformat(days[0]), self.receipt.language)
            told = _("Please bring the missing papers by {day}.").format(day=day)
        else:
            told = _("Please bring the missing papers soon.")
        return Note((Text(told, bold=True), Text(_("Bring this receipt with you."))))

    def _last_days(self) -> list[str]:
        """Return the different last days of missing papers."""
        return sorted({paper.until for paper in self.receipt.papers if paper.state == "missing" and paper.until})

    def _by(self, day: str) -> str:
        if not day:
            return ""
        shown = i18n.day(date.fromisoformat(day), self.receipt.language)
        return self.words.gettext("by {day}").format(day=shown)

    def news(self) -> list[Block]:
        return [Rule(dashed=True), Code(self.receipt.qr, tuple(self._ways()))]

    def _ways(self) -> list[Text]:
        _ = self.words.gettext
        align = _CENTRE if self.profile.narrow or self.profile.draws_qr else Align.LEFT
        online = "://" in self.receipt.qr
        way = (
            _("Scan the QR, or write this number and the last 4 digits of the mobile on the website.")
            if online
            else _("Show this receipt at the counter.")
        )
        lines = [Text(_("To know the news"), bold=True, align=align), Text(way, align=align)]
        if self.receipt.secret:
            secret = i18n.digits(_in_fours(self.receipt.secret), self.receipt.language)
            lines.append(Text(_("Code {secret}").format(secret=secret), bold=True, align=align))
        return lines

    def foot(self) -> list[Block]:
        _ = self.words.gettext
        counter = i18n.digits(f"{self.receipt.counter:02d}", self.receipt.language)
        place = ", ".join(
            part for part in (_("Counter {counter}").format(counter=counter), self.receipt.operator) if part
        )
        blocks: list[Block] = [
            Rule(),
            Joined((self._moment(self.receipt.received_at), place)),
            Text(_("No cash is taken at the counter."), align=_CENTRE),
        ]
        if self.receipt.practice:
            blocks += [Space(self.profile.gap), self._banner(_("PRACTICE"), [])]
        return [*blocks, Space(self.profile.bottom)]

    def _moment(self, stamp: str) -> str:
        at = unstamp(stamp).astimezone(DHAKA)
        language = self.receipt.language
        return f"{i18n.day(at.date(), language, year=True)}, {i18n.clock_time(at, language)}"


def _halves(number: str) -> tuple[str, str]:
    """Split `79-26-01-000417-7` after the counter."""
    return number[:9], number[9:]


def _in_fours(secret: str) -> str:
    plain = secret.replace("-", "").replace(" ", "")
    return _NO_BREAK.join(plain[at : at + 4] for at in range(0, len(plain), 4))
