"""Receipt → blocks: what stands on a receipt, in which order, in which words.  No drawing here."""

from collections.abc import Callable
from datetime import date

from kiosk import i18n
from kiosk.domain.catalogue import DayType
from kiosk.domain.clock import dhaka_day, unstamp
from kiosk.domain.receipt import Receipt, ReceiptPaper
from kiosk.printing.blocks import (
    Align,
    Bars,
    Block,
    Box,
    Code,
    Joined,
    Mark,
    Note,
    Page,
    Rule,
    Size,
    Space,
    Text,
    Tick,
    banner,
    rows_of,
)
from kiosk.printing.form import USUAL, Form, sized
from kiosk.printing.profiles import Profile
from kiosk.printing.tongue import Tongue

NUMBER_SPACING_EM = 0.02
_CENTRE = Align.CENTRE
_NO_BREAK = "\u00a0"


def lay_out(receipt: Receipt, profile: Profile, form: Form = USUAL) -> Page:
    """Return the receipt as blocks, in the receipt's language."""
    paper = sized(profile, form.size)
    return Page(paper, _Slip(receipt, paper, form).blocks())


class _Slip:
    """The parts of a receipt."""

    def __init__(self, receipt: Receipt, profile: Profile, form: Form) -> None:
        self.receipt = receipt
        self.profile = profile
        self.form = form
        self.say = Tongue(receipt.language)

    def blocks(self) -> tuple[Block, ...]:
        parts: dict[str, Callable[[], list[Block]]] = {
            "head": self.head, "number": self.number, "promise": self.promise, "rows": self.rows,
            "papers": self.papers, "news": self.news, "ask": self.ask, "foot": self.foot,
        }  # fmt: skip
        wanted = [self.marks, *(parts[name] for name in self.form.order), self.end]
        return tuple(block for part in wanted for block in part())

    def marks(self) -> list[Block]:
        """What must be seen first: a cancelled application, a copy, a correction, a practice slip."""
        _, receipt = self.say, self.receipt
        found: list[Box] = []
        if receipt.practice:
            found.append(banner(_("PRACTICE"), _("This slip has no value.")))
        if receipt.void:
            found.append(banner(_("CANCELLED"), _("This application is cancelled.")))
        if receipt.corrected:
            found.append(banner(_("CORRECTED RECEIPT"), _("This replaces the earlier receipt.")))
        if receipt.copy_ordinal:
            found.append(self._copy())
        gap = Space(self.profile.gap)
        return [Space(self.profile.top), *(block for box in found for block in (box, gap))]

    def _copy(self) -> Box:
        _, receipt = self.say, self.receipt
        made = [_.moment(receipt.copied_at)] if receipt.copied_at else []
        made += [receipt.copied_by] if receipt.copied_by else []
        title = _("COPY No. {ordinal}", ordinal=receipt.copy_ordinal)
        return banner(title, *(made if self.profile.narrow else [" · ".join(made)]))

    def head(self) -> list[Block]:
        receipt, say = self.receipt, self.say
        names = {"bn": receipt.office_bn, "en": receipt.office_en or receipt.office_bn}
        name, *second = dict.fromkeys(names[language] for language in say.languages)
        lines = [
            *second,
            receipt.office_line_bn if "bn" in say.languages or not receipt.office_en else "",
            *self.form.head,
        ]
        below = (Text(line, align=_CENTRE) for line in lines if line)
        return [Text(name, Size.HEAD, bold=True, align=_CENTRE), *below, Rule()]

    def number(self) -> list[Block]:
        _ = self.say
        number = i18n.receive_number(self.receipt.receive_number, self.say.first)
        bars = [Bars(self.receipt.receive_number)] if self.form.barcode else []
        return [
            Text(_("Receive number"), align=_CENTRE),
            *(
                Text(part, Size.NUMBER, bold=True, align=_CENTRE, spacing_em=NUMBER_SPACING_EM)
                for part in _halves(number)
            ),
            *bars,
            Text(self.receipt.receive_number, align=_CENTRE, spacing_em=0.06),
            Space(self.profile.gap),
        ]

    def promise(self) -> list[Block]:
        return [Box(tuple(self._promise())), Space(self.profile.gap)]

    def _promise(self) -> list[Text]:
        _ = self.say
        if self.receipt.promised_on is None:
            text = _("The date is not fixed,\nyou will be told")
            return [Text(line, Size.BOXED, bold=True, align=_CENTRE) for line in text.splitlines()]
        day = date.fromisoformat(self.receipt.promised_on)
        caption = _("You get the copy on") if self.receipt.kind == "copy" else _("Likely date of disposal")
        dates = [i18n.day(day, language, year=True) for language in _.languages]
        weekday = " / ".join(i18n.weekday(day, language) for language in _.languages)
        return [
            Text(caption, align=_CENTRE),
            *(Text(shown, Size.BOXED, bold=True, align=_CENTRE) for shown in dates),
            Text(", ".join([weekday, *self._days()]), align=_CENTRE),
            *self._moved(),
        ]

    def _moved(self) -> list[Text]:
        """Tell that the day is not the one on an earlier paper."""
        _, receipt = self.say, self.receipt
        if not receipt.moved:
            return []
        told = [_("The date has moved")]
        if receipt.moved_from:
            told.append(_("Before: {day}", day=date.fromisoformat(receipt.moved_from)))
        return [Text(line, bold=True, align=_CENTRE) for line in told]

    def _days(self) -> list[str]:
        _, days = self.say, self.receipt.days
        if days is None:
            return []
        if self.receipt.day_type == DayType.WORKING:
            return [_.ngettext("{days} working day", "{days} working days", days, "days")]
        return [_.ngettext("{days} day", "{days} days", days, "days")]

    def rows(self) -> list[Block]:
        _, receipt = self.say, self.receipt
        found: dict[str, list[tuple[str, str, bool]]] = {
            "name": [(_("Name"), _.pick(receipt.name, receipt.name_latin), True)],
            "guardian": [(_("Guardian"), receipt.guardian, False)],
            "service": [(_("Service"), _.pick(receipt.service, receipt.service_en), True)],
            "subject": [(_("Subject"), receipt.subject, False)],
            "arrived": [(_("Arrived"), self._arrived(), False)],
            "fees": self._fees(),
            "place": [(_("Goes to"), self._place(), False)],
        }
        return list(rows_of([row for name in self.form.rows for row in found[name]]))

    def _fees(self) -> list[tuple[str, str, bool]]:
        """Return each part of the fee that somebody confirmed."""
        _, receipt = self.say, self.receipt
        return [
            (_("Court fee"), _.money(receipt.court_fee_poisha), False),
            (_("Challan"), _.money(receipt.challan_poisha), False),
            (_("VAT"), _.money(receipt.vat_poisha), False),
            (_("Folio"), _.money(receipt.folio_poisha), False),
        ]

    def _arrived(self) -> str:
        """Return the day on which a letter or mail came, where it was not taken in on the same day."""
        came = self.receipt.arrived_on
        if not came or came == dhaka_day(unstamp(self.receipt.received_at)).isoformat():
            return ""
        return self.say.day(came, year=True)

    def _place(self) -> str:
        return place(self.say, self.say.pick(self.receipt.branch, self.receipt.branch_en), self.receipt.room)

    def papers(self) -> list[Block]:
        if not self.receipt.papers:
            return []
        blocks: list[Block] = [Rule(dashed=True), *(self._tick(paper) for paper in self.receipt.papers)]
        if any(paper.state == "missing" for paper in self.receipt.papers):
            blocks.append(self._missing())
        return blocks

    def _tick(self, paper: ReceiptPaper) -> Tick:
        _ = self.say
        until = self._by(paper.until) if len(self._last_days()) > 1 else ""
        mark, word = {
            "given": (Mark.FULL, _.gettext("given")),
            "seen": (Mark.HALF, _.gettext("original seen")),
        }.get(paper.state, (Mark.EMPTY, _.gettext("missing")))
        return Tick(mark, paper.name, until or word, bold=mark is Mark.EMPTY)

    def _missing(self) -> Note:
        _, days = self.say, self._last_days()
        if len(days) == 1:
            told = _("Please bring the missing papers by {day}.", day=date.fromisoformat(days[0]))
        else:
            told = _("Please bring the missing papers soon.")
        return Note((Text(told, bold=True), Text(_("Bring this receipt with you."))))

    def _last_days(self) -> list[str]:
        """Return the different last days of missing papers."""
        return sorted({paper.until for paper in self.receipt.papers if paper.state == "missing" and paper.until})

    def _by(self, day: str) -> str:
        _ = self.say
        return _.gettext("by {day}").format(day=self.say.day(day)) if day else ""

    def news(self) -> list[Block]:
        align = beside(self.profile)
        title = Text(self.say("To know the news"), bold=True, align=align)
        return [Rule(dashed=True), title, Code(self.receipt.qr, tuple(self._ways(align)))]

    def _ways(self, align: Align) -> list[Text]:
        _ = self.say
        online = "://" in self.receipt.qr
        way = (
            _("Scan the QR, or write this number and the last 4 digits of the mobile on the website.")
            if online
            else _("Show this receipt at the counter.")
        )
        lines = [Text(way, align=align)]
        if self.receipt.secret:
            lines.append(Text(_("Code {secret}", secret=in_fours(self.receipt.secret)), bold=True, align=align))
        return lines

    def ask(self) -> list[Block]:
        if not self.form.ask:
            return []
        _, lines = self.say, (Text(line) for line in self.form.ask)
        return [Rule(dashed=True), Text(_("Where to ask"), bold=True), *lines]

    def foot(self) -> list[Block]:
        _ = self.say
        counter = _("Counter {counter}", counter=f"{self.receipt.counter:02d}")
        where = ", ".join(part for part in (counter, self.receipt.operator) if part)
        return [
            Rule(),
            Joined((_.moment(self.receipt.received_at), where)),
            Text(_("No cash is taken at the counter."), align=_CENTRE),
            *(Text(line, align=_CENTRE) for line in self.form.foot),
        ]

    def end(self) -> list[Block]:
        _, last = self.say, Space(self.profile.bottom)
        if not self.receipt.practice:
            return [last]
        return [Space(self.profile.gap), banner(_("PRACTICE")), last]


def beside(profile: Profile) -> Align:
    """Return how words about a code stand: left where they are beside it, else centred with it."""
    return Align.CENTRE if profile.narrow or profile.draws_qr else Align.LEFT


def place(say: Tongue, branch: str, room: str) -> str:
    """Return branch and room, as far as they are known."""
    _, number = say, say.digits(room)
    known = _.gettext("room {room}").format(room=number) if number[:1].isdigit() else number
    return ", ".join(part for part in (branch, known.replace(" ", _NO_BREAK)) if part)


def _halves(number: str) -> tuple[str, str]:
    """Split `79-26-01-000417-7` after the counter."""
    return number[:9], number[9:]


def in_fours(secret: str) -> str:
    """Return a secret in groups that stay on one line."""
    plain = secret.replace("-", "").replace(" ", "")
    return _NO_BREAK.join(plain[at : at + 4] for at in range(0, len(plain), 4))
