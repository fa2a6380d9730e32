"""What all slips that are not receipts share: head, title, marks, number, code, sums, foot."""

from collections.abc import Iterable

from kiosk import i18n
from kiosk.domain.slips import SlipHead, Words
from kiosk.printing.blocks import Align, Amount, Block, Code, Joined, Rule, Size, Space, Text, banner
from kiosk.printing.form import Form
from kiosk.printing.layout import beside
from kiosk.printing.profiles import Profile
from kiosk.printing.tongue import BETWEEN, Tongue

_CENTRE = Align.CENTRE


class Sheet:
    """Makes the parts of a slip in the form's language, for one printer."""

    def __init__(self, head: SlipHead, profile: Profile, form: Form, ordinal: int) -> None:
        self.head, self.profile, self.form, self.ordinal = head, profile, form, ordinal
        self.say = Tongue(form.language)
        self.gap = Space(profile.gap)

    def words(self, words: Words) -> str:
        """Return a name in the slip's language."""
        return self.say.pick(words.bn, words.en)

    def top(self, *, small: bool = False) -> list[Block]:
        """Return what must be seen first, and whose slip it is; `small` where nobody files it."""
        _, marks = self.say, []
        if self.head.practice:
            marks.append(banner(_("PRACTICE"), _("This slip has no value.")))
        if self.ordinal and not small:
            marks.append(banner(_("COPY No. {ordinal}", ordinal=self.ordinal)))
        found: list[Block] = [Space(self.profile.top)]
        for mark in marks:
            found += [mark, self.gap]
        return [*found, *(self._small_office() if small else self._office()), Rule()]

    def _names(self) -> list[str]:
        names = {"bn": self.head.office_bn, "en": self.head.office_en or self.head.office_bn}
        return list(dict.fromkeys(names[language] for language in self.say.languages))

    def _small_office(self) -> list[Block]:
        return [Text(name, align=_CENTRE) for name in self._names() if name]

    def _office(self) -> list[Block]:
        name, *second = self._names()
        bangla = "bn" in self.say.languages or not self.head.office_en
        lines = [*second, self.head.office_line_bn if bangla else "", *self.form.head]
        below = (Text(line, align=_CENTRE) for line in lines if line)
        return [Text(name, Size.HEAD, bold=True, align=_CENTRE), *below]

    def title(self, title: str) -> list[Block]:
        """Return what kind of slip it is, each language on a line of its own."""
        return [Text(line, Size.HEAD, bold=True, align=_CENTRE) for line in title.split(BETWEEN)]

    def number(self, receive_number: str) -> list[Block]:
        """Return the receive number, large and on one line where the paper is wide."""
        _, shown = self.say, i18n.receive_number(receive_number, self.say.first)
        parts = (shown[:9], shown[9:]) if self.profile.narrow and self.form.size != "normal" else (shown,)
        large = (Text(part, Size.HEAD, bold=True, align=_CENTRE, spacing_em=0.02) for part in parts)
        return [Text(_("Receive number"), align=_CENTRE), *large, self.gap]

    def code(self, qr: str, *lines: str, title: str = "") -> list[Block]:
        """Return the QR code with words beside it, and a title above; nothing where there is none."""
        if not qr:
            return []
        align = beside(self.profile)
        above = [Text(title, bold=True, align=align)] if title else []
        return [Rule(dashed=True), *above, Code(qr, tuple(Text(line, align=align) for line in lines if line))]

    def foot(self, *lines: str) -> list[Block]:
        """Return when and by whom, then last lines, then the end."""
        _ = self.say
        counter = _("Counter {counter}", counter=f"{self.head.counter:02d}")
        where = ", ".join(part for part in (counter, self.head.operator) if part)
        last = (Text(line, align=_CENTRE) for line in (*lines, *self.form.foot) if line)
        return [Rule(), Joined((_.moment(self.head.at), where)), *last, *self.end()]

    def end(self) -> list[Block]:
        """Return the end of the paper, with its mark where the slip is for practice."""
        last = Space(self.profile.bottom)
        return [self.gap, banner(self.say("PRACTICE")), last] if self.head.practice else [last]

    def money(self, poisha: int) -> str:
        """Return an amount."""
        return self.say.money(poisha)

    def fee_name(self, kind: str) -> str:
        """Return what a part of a fee is called."""
        _ = self.say
        names = {
            "court_fee": _("Court fee"), "challan": _("Challan"), "vat": _("VAT"), "folio": _("Folio"),
            "form": _("Form"), "other": _("Other"),
        }  # fmt: skip
        return names.get(kind, kind)

    def sums(self, parts: Iterable[tuple[str, int]], total: int | None = None) -> list[Block]:
        """Return amounts below each other, and what they come to where there are several."""
        _, found = self.say, list(parts)
        lines: list[Block] = [Amount(name, self.money(poisha)) for name, poisha in found]
        whole = sum(poisha for _name, poisha in found) if total is None else total
        if len(found) > 1 or total is not None:
            lines += [Rule(), Amount(_("Total"), self.money(whole), bold=True)]
        return lines
