"""Slips that are not receipts → blocks: where to go, letters, fees, copies handed over, the day closed.  No drawing here."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from kiosk import i18n
from kiosk.domain.catalogue import DayType
from kiosk.domain.slips import (
    ChallanLine,
    DayClose,
    FeeDemand,
    FeePart,
    FeeReceipt,
    HandOver,
    PostalAcknowledgement,
    Slip,
    StampLine,
    WhereToGo,
    Words,
)
from kiosk.printing.blocks import (
    Align,
    Amount,
    Block,
    Box,
    Floor,
    Joined,
    Mark,
    Note,
    Page,
    Rule,
    Sign,
    Size,
    Text,
    Tick,
    rows_of,
)
from kiosk.printing.form import USUAL, Form, sized
from kiosk.printing.layout import in_fours, place
from kiosk.printing.profiles import Profile
from kiosk.printing.sheet import Sheet

_CENTRE = Align.CENTRE
_HUGE_ROOM = 4
"""Letters of a room's name that surely stand on one line in the largest type."""


def lay_out_slip(slip: Slip, profile: Profile, form: Form = USUAL, ordinal: int = 0) -> Page:
    """Return a slip as blocks, in the form's language and size; `ordinal` n > 0 marks the nth copy."""
    paper = sized(profile, form.size)
    return Page(paper, tuple(_LAYOUTS[type(slip)](Sheet(slip.head, paper, form, ordinal), slip)))


# ------------------------------------------------------------------------------------ where to go


def _where_to_go(sheet: Sheet, slip: WhereToGo) -> list[Block]:
    _ = sheet.say
    blocks = [*sheet.top(small=True), *sheet.title(_("Where to go")), *_destination(sheet, slip)]
    blocks += rows_of(
        [
            (_("Matter"), sheet.words(slip.work), True),
            (_("Time"), _days(sheet, slip.days, slip.day_type), False),
            (_("Fee"), _fee(sheet, slip), False),
        ]
    )
    if slip.papers:
        blocks += [Rule(dashed=True), Text(_("Take with you"), bold=True)]
        blocks += [Tick(Mark.EMPTY, sheet.words(paper)) for paper in slip.papers]
    if slip.submit:
        blocks += [Rule(dashed=True), *(Text(sheet.words(line)) for line in slip.submit)]
    if sheet.form.ask:
        blocks += [
            Rule(dashed=True),
            Text(_("Where to ask"), bold=True),
            *(Text(line) for line in sheet.form.ask),
        ]
    return [*blocks, Rule(), Joined((_.moment(slip.head.at), _("This slip costs nothing"))), *sheet.end()]


def _destination(sheet: Sheet, slip: WhereToGo) -> list[Block]:
    """Return the room, large, and how to get there; another office where this one does not do it."""
    _ = sheet.say
    if slip.elsewhere:
        told = (Text(sheet.words(slip.elsewhere), Size.BOXED, bold=True, align=_CENTRE),)
        return [Text(_("This office does not do it. Please go to"), align=_CENTRE), Box(told), sheet.gap]
    floor, branch = sheet.words(slip.floor), sheet.words(slip.branch)
    found: list[Block] = []
    if slip.room:
        size = Size.HUGE if len(slip.room) <= _HUGE_ROOM else Size.BOXED
        found.append(
            Text(_.digits(slip.room), size, bold=True, align=_CENTRE, spacing_em=0.03 if size is Size.HUGE else 0)
        )
    if floor:
        found += sheet.title(floor)
    if branch:
        found += [Text(branch, align=_CENTRE)] if slip.room else sheet.title(branch)
    if slip.plan and slip.room in (*slip.plan.above, *slip.plan.below):
        found += [sheet.gap, _floor(sheet, slip)]
    return [*found, sheet.gap]


def _floor(sheet: Sheet, slip: WhereToGo) -> Floor:
    plan = slip.plan
    assert plan is not None  # noqa: S101 - asked just before
    side, rooms = (True, plan.above) if slip.room in plan.above else (False, plan.below)
    return Floor(
        len(plan.above), len(plan.below), plan.stairs, side, rooms.index(slip.room),
        sheet.say.digits(slip.room), sheet.say.gettext("Stairs"),
    )  # fmt: skip


def _days(sheet: Sheet, days: int | None, day_type: str) -> str:
    _ = sheet.say
    if days is None:
        return ""
    if day_type == DayType.WORKING:
        return _.ngettext("{days} working day", "{days} working days", days, "days")
    return _.ngettext("{days} day", "{days} days", days, "days")


def _fee(sheet: Sheet, slip: WhereToGo) -> str:
    parts = [f"{sheet.fee_name(part.kind)} {sheet.money(part.poisha)}" for part in slip.fees]
    return ", ".join([*parts, *([sheet.words(slip.fee_note)] if slip.fee_note else [])])


# ------------------------------------------------------------------------------------ letters


def _postal(sheet: Sheet, slip: PostalAcknowledgement) -> list[Block]:
    _ = sheet.say
    blocks = [*sheet.top(), *sheet.title(_("Your letter has come")), *sheet.number(slip.receive_number)]
    blocks += rows_of(
        [
            (_("From"), ", ".join(part for part in (slip.name, slip.place) if part), True),
            (_("Service"), sheet.words(slip.service), True),
            (_("Subject"), slip.subject, False),
            (_("Posted"), _day(sheet, slip.posted_on), False),
            (_("Arrived"), _day(sheet, slip.arrived_on), False),
            (_("Registered No."), _.digits(slip.registered_no), False),
            (_("Goes to"), place(_, sheet.words(slip.branch), slip.room), False),
        ]
    )
    if slip.promised_on:
        day = date.fromisoformat(slip.promised_on)
        shown = [i18n.day(day, language, year=True) for language in _.languages]
        dates = (Text(line, Size.BOXED, bold=True, align=_CENTRE) for line in shown)
        blocks += [sheet.gap, Box((Text(_("Likely date of disposal"), align=_CENTRE), *dates)), sheet.gap]
    if slip.missing:
        told = Note((Text(_("Please send the missing papers by post."), bold=True),))
        blocks += [Rule(dashed=True), *(Tick(Mark.EMPTY, sheet.words(paper)) for paper in slip.missing), told]
    secret = _("Code {secret}", secret=in_fours(slip.secret)) if slip.secret else ""
    blocks += sheet.code(slip.qr, _the_way(sheet, slip.qr), secret, title=_("To know the news"))
    return [*blocks, *sheet.foot(_("Keep this slip; the number is your proof."))]


def _day(sheet: Sheet, day: str) -> str:
    return sheet.say.day(day, year=True) if day else ""


def _the_way(sheet: Sheet, qr: str) -> str:
    _ = sheet.say
    return _("Scan the QR with a telephone.") if "://" in qr else _("Show this slip at the counter.")


# ------------------------------------------------------------------------------------ fees


def _demand(sheet: Sheet, slip: FeeDemand) -> list[Block]:
    _ = sheet.say
    blocks = [*sheet.top(), *sheet.title(_("To be paid")), *sheet.number(slip.receive_number)]
    blocks += _who(sheet, slip.name, slip.service)
    blocks += [Rule(dashed=True), *sheet.sums(_named(sheet, slip.parts)), Rule(dashed=True)]
    until = date.fromisoformat(slip.by) if slip.by else None
    if until:
        told = _("Please pay by {day}.", day=until)
        blocks += [Box((Text(told, Size.BODY, bold=True, align=_CENTRE),)), sheet.gap]
    blocks += rows_of(
        [
            (_("Pay at"), sheet.words(slip.pay_at), False),
            (_("Challan code"), _.digits(slip.code), True),
            (_("Pages"), _.digits(slip.pages) if slip.pages else "", False),
            (_("Note"), slip.note, False),
        ]
    )
    blocks += sheet.code(slip.qr, _("Bring this slip with the stamps or the challan."))
    return [*blocks, *sheet.foot(_("No cash is taken at the counter."))]


def _who(sheet: Sheet, name: str, service: Words) -> list[Block]:
    _ = sheet.say
    return list(rows_of([(_("Name"), name, True), (_("Service"), sheet.words(service), False)]))


def _named(sheet: Sheet, parts: Iterable[FeePart]) -> list[tuple[str, int]]:
    return [(sheet.fee_name(part.kind), part.poisha) for part in parts]


def _fee_receipt(sheet: Sheet, slip: FeeReceipt) -> list[Block]:
    _ = sheet.say
    blocks = [*sheet.top(), *sheet.title(_("Court-fee receipt")), *sheet.number(slip.receive_number)]
    blocks += [*_who(sheet, slip.name, slip.service), Rule(dashed=True)]
    if slip.stamps:
        blocks += [Text(_("Stamps"), bold=True), *_each(sheet, slip.stamps, _stamp)]
    if slip.challans:
        blocks += [Text(_("Challans"), bold=True), *_each(sheet, slip.challans, _challan)]
    total = slip.sum_poisha if slip.total_poisha is None else slip.total_poisha
    blocks += [Rule(), Amount(_("Total"), sheet.money(total), bold=True)]
    left = (slip.demanded_poisha or 0) - total
    if left > 0:
        blocks += [Amount(_("Still to pay"), sheet.money(left), bold=True)]
    blocks += [sheet.gap, Box((Text(_("No cash was taken."), bold=True, align=_CENTRE),))]
    blocks += sheet.code(slip.qr, _the_way(sheet, slip.qr))
    return [*blocks, *sheet.foot()]


def _each(sheet: Sheet, lines: Iterable[Any], shown: Callable[[Sheet, Any], list[Block]]) -> list[Block]:
    return [block for line in lines for block in shown(sheet, line)]


def _stamp(sheet: Sheet, line: StampLine) -> list[Block]:
    _ = sheet.say
    name = f"{sheet.money(line.poisha)} × {_.digits(line.count)}"
    numbers = [Text(_("No. {numbers}", numbers=line.serials))] if line.serials else []
    return [Amount(name, sheet.money(line.poisha * line.count)), *numbers]


def _challan(sheet: Sheet, line: ChallanLine) -> list[Block]:
    _ = sheet.say
    parts = [_day(sheet, line.on), line.bank, f"{_.gettext('Challan code')} {_.digits(line.code)}" if line.code else ""]
    below = ", ".join(part for part in parts if part)
    first = Amount(_("No. {numbers}", numbers=line.number), sheet.money(line.poisha))
    return [first, *([Text(below)] if below else [])]


# ------------------------------------------------------------------------------------ handed over


def _hand_over(sheet: Sheet, slip: HandOver) -> list[Block]:
    _ = sheet.say
    blocks = [*sheet.top(), *sheet.title(_("Hand-over slip")), *sheet.number(slip.receive_number)]
    relation = sheet.words(slip.relation) or (_("The applicant") if slip.taken_by == slip.name else "")
    blocks += rows_of(
        [
            (_("Given"), sheet.words(slip.what), True),
            (_("Copies"), _.digits(slip.copies) if slip.copies else "", False),
            (_("Pages"), _.digits(slip.pages) if slip.pages else "", False),
            (_("Service"), sheet.words(slip.service), False),
            (_("Applicant"), slip.name, False),
            (_("Taken by"), slip.taken_by, True),
            (_("Relation"), relation, False),
            (_("Identity"), _.digits(slip.identity), False),
            (_("Mobile"), _.digits(slip.mobile), False),
        ]
    )
    taker = _("Thumb of the taker") if slip.thumb else _("Signature of the taker")
    blocks += [sheet.gap, Text(_("I have received what is written here."))]
    blocks += [Sign((taker, _("Signature of the giver")), thumb=slip.thumb)]
    blocks += sheet.code(slip.qr, _the_way(sheet, slip.qr))
    return [*blocks, *sheet.foot(_("No cash is taken at the counter."))]


# ------------------------------------------------------------------------------------ the day


def _day_close(sheet: Sheet, slip: DayClose) -> list[Block]:
    _ = sheet.say
    blocks = [*sheet.top(), *sheet.title(_("The day is closed")), *_the_day(sheet, slip)]
    counts = _count_names(sheet)
    blocks += [
        Amount(counts.get(one.what, one.what), _.digits(one.count), bold=one.what == "registered")
        for one in slip.counts
    ]
    if slip.first_number:
        blocks += [Rule(dashed=True), *_first_and_last(sheet, slip)]
    if slip.fees or slip.stamps:
        blocks += [Rule(dashed=True), *sheet.sums(_named(sheet, slip.fees))]
        blocks += [Amount(_("Stamps"), _.digits(slip.stamps))] if slip.stamps else []
    if slip.left:
        blocks += [Rule(dashed=True), Text(_("Handed on unfinished"), bold=True)]
        blocks += [Tick(Mark.EMPTY, _.digits(line)) for line in slip.left]
    blocks += [Rule(dashed=True), *_journal(sheet, slip)]
    signs = (_("Counter assistant"), _("Supervisor"))
    return [*blocks, Sign(signs), *sheet.foot(_("No cash is taken at the counter."))]


def _the_day(sheet: Sheet, slip: DayClose) -> list[Block]:
    day = date.fromisoformat(slip.day)
    languages = sheet.say.languages
    shown = [f"{i18n.weekday(day, language)}, {i18n.day(day, language, year=True)}" for language in languages]
    found = [Text(line, bold=True, align=_CENTRE) for line in (*shown, slip.shift) if line]
    return [*found, sheet.gap]


def _first_and_last(sheet: Sheet, slip: DayClose) -> list[Block]:
    _ = sheet.say
    numbers = ((_("First number"), slip.first_number), (_("Last number"), slip.last_number))
    return [Amount(label, i18n.receive_number(number, _.first)) for label, number in numbers if number]


def _journal(sheet: Sheet, slip: DayClose) -> list[Block]:
    _ = sheet.say
    if not slip.journal_head:
        return []
    found: list[Block] = [Amount(_("Journal, events"), _.digits(slip.journal_events))]
    if slip.matches is not None:
        told = _("Counter and centre have the same.") if slip.matches else _("The centre has not confirmed it yet.")
        found.append(Text(told, bold=True))
    found.append(Text(_("Last mark")))
    found += [Text(line, align=_CENTRE) for line in _in_lines(slip.journal_head)]
    return found


def _in_lines(mark: str) -> list[str]:
    """Return a hash in fours, sixteen letters a line, to be compared by eye."""
    fours = [mark[at : at + 4] for at in range(0, len(mark), 4)]
    return [" ".join(fours[at : at + 4]) for at in range(0, len(fours), 4)]


def _count_names(sheet: Sheet) -> dict[str, str]:
    _ = sheet.say
    return {
        "walk_in": _("Walk-in"), "post": _("Post"), "email": _("E-mail"), "portal": _("Portal"), "udc": _("Digital centre"),
        "registered": _("Applications in all"), "corrected": _("Corrected"), "voided": _("Cancelled"),
        "scans": _("Pages scanned"), "copies_printed": _("Receipt copies printed"), "handed_over": _("Copies handed over"),
        "visits": _("Helpdesk visitors"), "unanswered": _("Questions without answer"), "callbacks": _("To be called back"),
        "owed": _("Receipts owed"), "repair": _("Need repair"), "waiting": _("Not sent yet"), "parked": _("Laid aside"),
    }  # fmt: skip


_LAYOUTS: dict[type, Callable[[Sheet, Any], list[Block]]] = {
    WhereToGo: _where_to_go,
    PostalAcknowledgement: _postal,
    FeeDemand: _demand,
    FeeReceipt: _fee_receipt,
    HandOver: _hand_over,
    DayClose: _day_close,
}
