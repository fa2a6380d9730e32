"""The door that follow-ups come through: text in normal form, codes, days and money that can be.

One set of rules, at the counter for what was typed, at the centre for what was sent.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from msgspec import structs

from kiosk.domain.bangla import clean_note, fold_digits
from kiosk.domain.checks import LAST_DAY, check_date
from kiosk.domain.findings import Findings
from kiosk.domain.followups import (
    Challan,
    CopyHandedOver,
    CopyPosted,
    CopyReady,
    CopyReturned,
    FeeDemanded,
    FeeReceived,
    FollowUp,
    PaperReceived,
    SlipLost,
    Stamp,
    Withdrawn,
)
from kiosk.errors import Refused

IDENTITIES = ("nid", "birth_registration", "passport", "slip", "known")
"""What was seen of somebody who takes a copy."""
MARKS = ("signature", "thumb")
FACTS = ("mobile", "identity", "guardian", "birth_date")
"""What proves a person besides the name when a slip is lost."""

MOST_POISHA = 10**11
MOST_FOLIOS = 100_000
MOST_STAMPS = 10_000
_NOTE, _NAME, _RELATION, _NUMBER, _SERIAL = 1000, 200, 100, 60, 40
_CODE = re.compile(r"[a-z0-9_]{1,100}")


def accept_follow_up(body: FollowUp, today: date | None = None) -> FollowUp:
    """Return a follow-up in normal form.  Raises Refused with everything that is wrong with it.

    `today` is the Dhaka day of a counter, before which nothing is asked for and after which nothing
    happened; the centre does not know whose clock was right.  The number, and whether the act fits
    the application, are judged elsewhere.
    """
    found = Findings()
    note = found.check("note", body.note, lambda text: clean_note(text, "note", limit=_NOTE))
    rule = _RULES.get(type(body))
    values = rule(body, found, today) if rule else {}
    if found.problems:
        raise Refused(*found.problems)
    return structs.replace(body, note=note, **values)


def _papers(body: PaperReceived, found: Findings, _today: date | None) -> dict[str, Any]:
    for code in body.papers:
        _check_code(code, "papers", found)
    if not body.papers and not body.note.strip():
        found.add("papers", "paper.nothing")
    return {"papers": tuple(dict.fromkeys(body.papers))}


def _demanded(body: FeeDemanded, found: Findings, today: date | None) -> dict[str, Any]:
    parts = {name: getattr(body, name) for name in ("poisha", "base_poisha", "per_folio_poisha")}
    for name, poisha in parts.items():
        _check_amount(name, poisha, found)
    if not 0 <= body.folios <= MOST_FOLIOS:
        found.add("folios", "quantity.range", least=0, most=MOST_FOLIOS)
    if body.poisha != body.base_poisha + body.folios * body.per_folio_poisha:
        found.add("poisha", "fee.sum")
    elif body.poisha == 0:
        found.add("poisha", "fee.nothing")
    until = _day("until", body.until, found)
    if until and today and until < today.isoformat():
        found.add("until", "day.past")
    return {"until": until}


def _received(body: FeeReceived, found: Findings, today: date | None) -> dict[str, Any]:
    stamps = tuple(_stamp(one, f"stamps[{at}]", found) for at, one in enumerate(body.stamps))
    challans = tuple(_challan(one, f"challans[{at}]", found, today) for at, one in enumerate(body.challans))
    if body.poisha == 0:
        found.add("stamps", "fee.nothing")
    serials = [serial for one in stamps for serial in one.serials]
    numbers = [one.number for one in challans if one.number]
    for field, names in (("stamps", serials), ("challans", numbers)):
        if len(set(names)) != len(names):
            found.add(field, "stamp.twice")
    return {"stamps": stamps, "challans": challans}


def _stamp(stamp: Stamp, at: str, found: Findings) -> Stamp:
    _check_amount(f"{at}.poisha", stamp.poisha, found, least=1)
    if not 1 <= stamp.count <= MOST_STAMPS:
        found.add(f"{at}.count", "quantity.range", least=1, most=MOST_STAMPS)
    typed = (found.line(f"{at}.serials[{place}]", fold_digits(one), _SERIAL) for place, one in enumerate(stamp.serials))
    serials = tuple(serial for serial in typed if serial)
    if len(serials) > stamp.count:
        found.add(f"{at}.serials", "stamp.serials")
    return structs.replace(stamp, serials=serials)


def _challan(challan: Challan, at: str, found: Findings, today: date | None) -> Challan:
    _check_amount(f"{at}.poisha", challan.poisha, found, least=1)
    number = found.line(f"{at}.number", fold_digits(challan.number), _NUMBER)
    if not challan.number.strip():
        found.add(f"{at}.number", "challan_no.form")
    return structs.replace(challan, number=number, on=_day(f"{at}.on", challan.on, found, today))


def _ready(body: CopyReady, found: Findings, _today: date | None) -> dict[str, Any]:
    if not 0 <= body.folios <= MOST_FOLIOS:
        found.add("folios", "quantity.range", least=0, most=MOST_FOLIOS)
    return {}


def _handed_over(body: CopyHandedOver, found: Findings, _today: date | None) -> dict[str, Any]:
    taken_by = found.line("taken_by", body.taken_by, _NAME)
    relation = found.line("relation", body.relation, _RELATION)
    if taken_by and not relation:
        found.add("relation", "relation.missing")
    for field, value, known in (("identity", body.identity, IDENTITIES), ("mark", body.mark, MARKS)):
        if value not in known:
            found.add(field, f"{field}.unknown")
    return {"taken_by": taken_by, "relation": relation}


def _posted(body: CopyPosted, found: Findings, today: date | None) -> dict[str, Any]:
    number = found.line("registered_no", fold_digits(body.registered_no), _NUMBER)
    return {"registered_no": number, "posted_on": _day("posted_on", body.posted_on, found, today)}


def _returned(body: CopyReturned, found: Findings, _today: date | None) -> dict[str, Any]:
    _check_code(body.reason, "reason", found)
    return {"registered_no": found.line("registered_no", fold_digits(body.registered_no), _NUMBER)}


def _withdrawn(body: Withdrawn, found: Findings, _today: date | None) -> dict[str, Any]:
    if body.reason:
        _check_code(body.reason, "reason", found)
    return {}


def _lost(body: SlipLost, found: Findings, _today: date | None) -> dict[str, Any]:
    if body.fact not in FACTS:
        found.add("fact", "fact.unknown")
    return {}


def _check_amount(field: str, poisha: int, found: Findings, least: int = 0) -> None:
    if not least <= poisha <= MOST_POISHA:
        found.add(field, "money.form")


def _check_code(code: str, field: str, found: Findings) -> None:
    if not _CODE.fullmatch(code):
        found.add(field, "reason.missing" if field == "reason" and not code else f"{field.removesuffix('s')}.unknown")


def _day(field: str, typed: str, found: Findings, latest: date | None = None) -> str:
    return str(found.check(field, typed, lambda text: check_date(text, latest=latest or LAST_DAY)))


_RULES: dict[type[FollowUp], Callable[[Any, Findings, date | None], dict[str, Any]]] = {
    PaperReceived: _papers,
    FeeDemanded: _demanded,
    FeeReceived: _received,
    CopyReady: _ready,
    CopyHandedOver: _handed_over,
    CopyPosted: _posted,
    CopyReturned: _returned,
    Withdrawn: _withdrawn,
    SlipLost: _lost,
}
