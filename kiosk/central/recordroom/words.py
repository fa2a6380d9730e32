"""What the record room's pages say, in the reader's language."""

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk import i18n
from kiosk.central.efile.words import Speaker
from kiosk.central.recordroom.copies import Copy
from kiosk.domain.record_room import SIGNATURES, next_name
from kiosk.domain.workflow import PREPARING, WAITING_FEE


def _(message: str) -> str:
    """Mark a message for the catalogue."""
    return message


BOX_NAMES = {
    "search": _("To be found"),
    "fee": _("Fee awaited"),
    "writing": _("Being written"),
    "ready": _("Ready"),
    "today": _("Last day today"),
    "overdue": _("Overdue"),
    "settled": _("Settled"),
}
SIGNATURE_NAMES = {
    "copy_prepared": _("Copyist"),
    "copy_checked": _("Checked by"),
    "copy_compared": _("Compared by"),
    "copy_approved": _("Approved by"),
}
SIGN_NAMES = {
    "copy_prepared": _("I wrote the copy"),
    "copy_checked": _("I checked it"),
    "copy_compared": _("I compared it"),
    "copy_approved": _("I approve it"),
}
TOLD = {
    "record_found": _("The record is found."),
    "record_not_found": _("Settled: the record was not found."),
    "record_elsewhere": _("The applicant reads where the record is."),
    "fee_demanded": _("The counter asks for the fee."),
    "copy_ready": _("The copy is ready; the counter hands it over."),
    "copy_posted": _("The copy is sent."),
    **dict.fromkeys(SIGNATURES, _("Signed.")),
}


@dataclass(frozen=True, slots=True)
class Name:
    """One of the four names; `look` is `done|next|later`."""

    role: str
    who: str
    when: str
    look: str


@dataclass(frozen=True, slots=True)
class Fee:
    """How the court fee stands: what the last demand asked for, its folios and last day, what came since."""

    asked: str
    folios: str
    until: str
    came: str
    is_due: bool


def names_of(speaker: Speaker, copy: Copy) -> Iterator[Name]:
    """Yield the four names, given or wanted."""
    wanted = next_name(copy.names) if copy.file.state == PREPARING else ""
    for act in SIGNATURES:
        login = copy.names.get(act, "")
        person = copy.file.person(login)
        line = next((one for one in reversed(copy.file.lines) if one.kind == act), None) if login else None
        look = "done" if login else "next" if act == wanted else "later"
        when = speaker.moment(line.at) if line else ""
        yield Name(speaker._(SIGNATURE_NAMES[act]), person.name if person else login, when, look)


def fee_of(speaker: Speaker, copy: Copy) -> Fee | None:
    """Return how the fee stands; None while nobody asked for any."""
    asked, came = None, 0
    for step in copy.file.steps:
        if step.kind == "fee_demanded":
            asked, came = step, 0
        elif step.kind == "fee_received":
            came += step.poisha
    if asked is None:
        return None
    language = speaker.language
    return Fee(
        i18n.money(asked.poisha, language),
        speaker.counted("{count} folio", "{count} folios", asked.count) if asked.count else "",
        speaker._("by {day}").format(day=speaker.day(asked.until)) if asked.until else "",
        i18n.money(came, language) if came else "",
        copy.file.state == WAITING_FEE,
    )
