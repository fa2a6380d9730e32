"""The test page of a printer: edges, letters, sizes, codes; numbered, so that one can say which part is wrong."""

from kiosk import i18n
from kiosk.printing.blocks import (
    Align,
    Bars,
    Block,
    Box,
    Code,
    Edges,
    Joined,
    Mark,
    Page,
    Row,
    Rule,
    Size,
    Space,
    Text,
    Tick,
    banner,
)
from kiosk.printing.profiles import Profile
from kiosk.printing.tongue import Tongue

CONJUNCTS = "ক্ষ্ম ন্ধ্রূ ঞ্ঝৃ র্থিঁ ষ্ট্র কী স্ত্রী র‍্যাব জ্ঞান"
DIGITS = "7926010004177"
_CENTRE = Align.CENTRE


def lay_out_test(profile: Profile, *, office: str, printer: str, at: str, language: str = "bn") -> Page:
    """Return the test page for a printer; `printer` is its address, `at` UTC text."""
    _ = Tongue(language)
    number = 0

    def part(words: str) -> Text:
        nonlocal number
        number += 1
        return Text(f"{_.digits(number)}. {words}", bold=True)

    blocks: tuple[Block, ...] = (
        Space(profile.top),
        banner(_("PRINTER TEST"), _("This slip has no value.")),
        Space(profile.gap),
        *([Text(office, align=_CENTRE)] if office else []),
        Rule(),
        part(_("Edges: both thick lines are seen")),
        Edges(),
        part(_("Letters: none is a box or a question mark")),
        Text(CONJUNCTS),
        Text(CONJUNCTS, bold=True),
        Text(_("Large"), Size.HEAD, bold=True, align=_CENTRE),
        Text(i18n.receive_number(DIGITS, _.first)[9:], Size.NUMBER, bold=True, align=_CENTRE, spacing_em=0.02),
        Box((Text(CONJUNCTS, align=_CENTRE),)),
        Space(profile.gap),
        Row(_("Name"), CONJUNCTS, (_("Name"),)),
        Tick(Mark.HALF, CONJUNCTS, _.gettext("given")),
        Rule(dashed=True),
        part(_("Codes: a telephone reads the QR")),
        Code(DIGITS, (Text(_("The telephone shows {digits}.", digits=DIGITS)),)),
        Bars(DIGITS),
        Text(DIGITS, align=_CENTRE, spacing_em=0.06),
        Rule(),
        part(_("End: the paper is cut below this line")),
        Joined((_.moment(at), profile.name)),
        Text(printer, align=_CENTRE),
        Space(profile.bottom),
    )
    return Page(profile, blocks)
