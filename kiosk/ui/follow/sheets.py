"""The sheets as data: what each act asks for, filled in where something is known."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kiosk import i18n
from kiosk.i18n import _
from kiosk.ui.follow.knowing import Known
from kiosk.ui.follow.names import act_words, fact_words

Values = Mapping[str, str]
MOST_ROWS = 9


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is asked for.

    `kind` is `text|number|money|day|chips|many`; of `chips` one of `options` (code, words), of `many` several.
    Lines of one `row` stand side by side; `wide` is their share of it.  `serials` are as many as the line named so says.
    """

    name: str
    label: str
    kind: str = "text"
    options: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    row: str = ""
    wide: int = 1
    serials: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """An act's sheet: its lines, what Ctrl+Enter does in words, what is worth knowing before."""

    act: str
    title: str
    lines: tuple[Line, ...]
    save: str
    lead: str = ""


def sheet_of(act: str, known: Known, values: Values) -> Sheet:
    """Return the sheet of an act, with a row more where the last one is begun."""
    lines, lead = _MAKERS.get(act, _nothing)(known, values)
    note = Line("note", _("Note"), hint=_("if something is to be remembered"))
    save = {
        "copy.requested": _("Write down and print the template"),
        "slip.lost": _("Compare and print a copy"),
        "application.withdrawn": _("Take the application back"),
    }.get(act, _("Write down"))
    return Sheet(act, act_words(act)[0], (*lines, note), save, lead)


def first_values(act: str, known: Known) -> dict[str, str]:
    """Return what a sheet says when it opens."""
    folios = i18n.digits(known.folios) if known.folios else ""
    return {
        "paper.received": {"papers": known.papers[0][0] if known.missing == 1 else "", "note": known.asked},
        "fee.demanded": {
            "folios": folios,
            "base_poisha": _taka(known.base_poisha),
            "per_folio_poisha": _taka(known.per_folio_poisha),
            "until": known.until,
        },
        "copy.ready": {"folios": folios},
        "copy.handed_over": {"mark": "signature"},
        "copy.posted": {"posted_on": known.today},
        "slip.lost": {"fact": known.facts[0] if known.facts else ""},
    }.get(act, {})


def _taka(poisha: int) -> str:
    whole, rest = divmod(poisha, 100)
    return i18n.digits(f"{whole}.{rest:02d}" if rest else whole) if poisha else ""


_Made = tuple[tuple[Line, ...], str]


def _nothing(_known: Known, _values: Values) -> _Made:
    return (), ""


def _papers(known: Known, _values: Values) -> _Made:
    lead = _("These are waited for.") if known.missing else _("No paper is waited for. Write in the note what came.")
    if known.asked:
        lead = _asked_words(known)
    return (Line("papers", _("Which paper"), "many", known.papers),) if known.papers else (), lead


def _asked_words(known: Known) -> str:
    """Return what the officer asked for; the asterisks of a note would make bold."""
    what = known.asked.replace("*", "")
    if not known.asked_until:
        return _("An officer asked for: *{what}*").format(what=what)
    return _("An officer asked for: *{what}*, by {day}").format(what=what, day=known.asked_until)


def _demanded(known: Known, _values: Values) -> _Made:
    lines = (
        Line("folios", _("Folios"), "number", hint=i18n.digits(8)),
        Line("base_poisha", _("Application fee"), "money", hint=i18n.digits(20)),
        Line("per_folio_poisha", _("For each folio"), "money", hint=i18n.digits(6)),
        Line("until", _("Last day"), "day", hint=i18n.digits("23-12-2026")),
    )
    if not known.rated:
        return lines, _("The office has written no rates. Type them.")
    return lines, _("Urgent rates.") if known.urgent else ""


def rows_begun(values: Values, group: str) -> int:
    """Return how many rows of a group something was typed into, and one more to type into."""
    begun = [
        n for n in range(MOST_ROWS) if any(values.get(name) for name in values if name.startswith(f"{group}[{n}]."))
    ]
    return min((begun[-1] + 2) if begun else 1, MOST_ROWS)


def _received(known: Known, values: Values) -> _Made:
    lines = []
    for n in range(rows_begun(values, "stamps")):
        at = f"stamps[{n}]"
        lines += [
            Line(f"{at}.poisha", _("Stamp of") if not n else "", "money", hint=_("taka"), row=at, wide=3),
            Line(f"{at}.count", _("How many"), "number", hint=_("pieces"), row=at, wide=2),
            Line(f"{at}.serials", _("Serial numbers"), "number", hint=_("serials: scan or type"), row=at, wide=6,
                 serials=f"{at}.count"),
        ]  # fmt: skip
    for n in range(rows_begun(values, "challans")):
        at = f"challans[{n}]"
        lines += [
            Line(f"{at}.number", _("Challan no.") if not n else "", "number", hint=_("number"), row=at, wide=5),
            Line(f"{at}.poisha", _("Amount"), "money", hint=_("taka"), row=at, wide=3),
            Line(f"{at}.on", _("Day"), "day", hint=_("day of the seal"), row=at, wide=3),
        ]
    return tuple(lines), _stand(known)


def _stand(known: Known) -> str:
    if known.stand.demanded is None:
        return _("Nobody has asked for a court fee.")
    said = _("Asked for *{asked}*, handed in {received}, still due *{due}*.")
    stand = known.stand
    return said.format(
        asked=i18n.money(stand.demanded or 0), received=i18n.money(stand.received), due=i18n.money(stand.due)
    )


def _ready(_known: Known, _values: Values) -> _Made:
    return (Line("folios", _("Folios"), "number", hint=i18n.digits(8)),), ""


def _handed_over(known: Known, _values: Values) -> _Made:
    seen = (
        ("nid", _("National ID")),
        ("birth_registration", _("Birth registration")),
        ("passport", _("Passport")),
        ("slip", _("The slip")),
        ("known", _("Known to the office")),
    )
    lines = (
        Line("identity", _("What you saw"), "chips", seen),
        Line("mark", _("Signs with"), "chips", (("signature", _("Signature")), ("thumb", _("Thumb mark")))),
        Line("taken_by", _("Who took it"), hint=_("{name}, unless somebody else").format(name=known.name)),
        Line("relation", _("Relation"), hint=_("son, wife, lawyer …")),
    )
    return lines, _stand(known) if known.stand.due else ""


def _posted(_known: Known, _values: Values) -> _Made:
    number = Line("registered_no", _("Registered no."), "number", hint=_("scan it from the letter"))
    return (number, Line("posted_on", _("Posted on"), "day")), ""


def _returned(known: Known, _values: Values) -> _Made:
    number = Line("registered_no", _("Registered no."), "number", hint=_("scan it from the letter"))
    return (Line("reason", _("Why"), "chips", known.reasons["returned"]), number), ""


def _withdrawn(known: Known, _values: Values) -> _Made:
    return (Line("reason", _("Why"), "chips", known.reasons["withdrawn"]),), ""


def _lost(known: Known, values: Values) -> _Made:
    if not known.facts:
        return (), _("The application tells nothing that could be compared. Ask the supervisor.")
    facts = tuple((fact, fact_words(fact)[0]) for fact in known.facts)
    example = fact_words(values.get("fact") or known.facts[0])[1]
    proof = Line("proof", _("What the person says"), hint=i18n.digits(example))
    lead = _("Besides the name one more fact must be right. It is compared and kept nowhere.")
    return (Line("fact", _("Which fact"), "chips", facts), proof), lead


_MAKERS: dict[str, Callable[[Known, Values], _Made]] = {
    "paper.received": _papers,
    "fee.demanded": _demanded,
    "fee.received": _received,
    "copy.ready": _ready,
    "copy.handed_over": _handed_over,
    "copy.posted": _posted,
    "copy.returned": _returned,
    "application.withdrawn": _withdrawn,
    "slip.lost": _lost,
}
