"""What was typed into a sheet → the follow-up that it means, and what is wrong with it by line."""

import re
from collections.abc import Callable
from typing import Any

from kiosk import i18n
from kiosk.domain.bangla import fold_digits
from kiosk.domain.checks import check_date
from kiosk.domain.follow_checks import MOST_FOLIOS, MOST_STAMPS
from kiosk.domain.followups import (
    FOLLOW_UPS,
    Challan,
    FeeDemanded,
    FeeReceived,
    FollowUp,
    Stamp,
)
from kiosk.domain.money import taka
from kiosk.errors import Problem, Refused
from kiosk.i18n import _
from kiosk.ui.follow.knowing import Known
from kiosk.ui.follow.sheets import MOST_ROWS, Values
from kiosk.ui.messages import problem_sentence

_ROW = re.compile(r"(stamps|challans)\[(\d+)\]\.(\w+)")
_WHOLE = {"stamps": "stamps[0].poisha", "challans": "challans[0].number", "identity": "identity", "act": ""}


class Reader:
    """Reads lines, and remembers what could not be read."""

    def __init__(self, values: Values) -> None:
        self._values = values
        self.problems: list[Problem] = []

    def text(self, name: str) -> str:
        """Return a line as it was typed."""
        return self._values.get(name, "")

    def money(self, name: str) -> int:
        """Return an amount of taka in poisha; 0 where nothing stands."""
        typed = re.sub(r"[,৳\s]|/-|/=", "", self.text(name))
        return int(self._try(name, lambda: taka(typed)) or 0) if typed else 0

    def number(self, name: str, most: int, otherwise: int = 0) -> int:
        """Return a whole number; `otherwise` where nothing stands."""
        typed = fold_digits(self.text(name)).strip()
        if not typed:
            return otherwise
        if typed.isascii() and typed.isdigit() and len(typed) < 10:
            return int(typed)
        self.problems.append(Problem(name, "quantity.range", {"least": 0, "most": most}))
        return otherwise

    def day(self, name: str) -> str:
        """Return a day as it is kept."""
        typed = self.text(name).strip()
        return str(self._try(name, lambda: check_date(typed)) or "") if typed else ""

    def _try(self, name: str, read: Callable[[], Any]) -> Any:
        try:
            return read()
        except Refused as refused:
            self.problems.append(Problem(name, refused.problems[0].code, refused.problems[0].params))
            return None

    def rows(self, group: str, *names: str) -> list[int]:
        """Return the rows of a group that say anything."""
        return [n for n in range(MOST_ROWS) if any(self.text(f"{group}[{n}].{name}").strip() for name in names)]


def body_of(act: str, number: str, values: Values) -> FollowUp:
    """Return the follow-up that a sheet says.  Raises Refused by line for what cannot be read."""
    reader = Reader(values)
    read = _READERS.get(act)
    more = read(reader) if read else {}
    if reader.problems:
        raise Refused(*reader.problems)
    return FOLLOW_UPS[act](receive_number=number, note=reader.text("note"), **more)


def by_line(refused: Refused, values: Values) -> dict[str, str]:
    """Return the first sentence for each line; what belongs to none under the empty name."""
    reader = Reader(values)
    used = {
        "stamps": reader.rows("stamps", "poisha", "count", "serials"),
        "challans": reader.rows("challans", "number", "poisha", "on"),
    }
    sentences: dict[str, str] = {}
    for problem in refused.problems:
        sentences.setdefault(_line(problem.field, used), problem_sentence(problem))
    return sentences


def _line(path: str, used: dict[str, list[int]]) -> str:
    if found := _ROW.match(path):
        rows, at = used[found[1]], int(found[2])
        return f"{found[1]}[{rows[at] if at < len(rows) else at}].{found[3]}"
    return _WHOLE.get(path, path)


def _demanded(reader: Reader) -> dict[str, Any]:
    folios = reader.number("folios", MOST_FOLIOS)
    base, each = reader.money("base_poisha"), reader.money("per_folio_poisha")
    return {
        "folios": folios,
        "base_poisha": base,
        "per_folio_poisha": each,
        "poisha": base + folios * each,
        "until": reader.day("until"),
    }


def _received(reader: Reader) -> dict[str, Any]:
    return {
        "stamps": tuple(_stamp(reader, f"stamps[{n}]") for n in reader.rows("stamps", "poisha", "count", "serials")),
        "challans": tuple(
            Challan(reader.text(f"{at}.number"), reader.money(f"{at}.poisha"), reader.day(f"{at}.on"))
            for at in (f"challans[{n}]" for n in reader.rows("challans", "number", "poisha", "on"))
        ),
    }


def serials_in(text: str) -> tuple[str, ...]:
    """Return the serial numbers in a line: parted by commas, semicolons or blanks."""
    return tuple(part for part in re.split(r"[,;\s।]+", text) if part)


def _stamp(reader: Reader, at: str) -> Stamp:
    serials = serials_in(reader.text(f"{at}.serials"))
    count = reader.number(f"{at}.count", MOST_STAMPS, max(len(serials), 1))
    return Stamp(reader.money(f"{at}.poisha"), count, serials)


def _texts(*names: str) -> Callable[[Reader], dict[str, Any]]:
    return lambda reader: {name: reader.text(name) for name in names}


_READERS: dict[str, Callable[[Reader], dict[str, Any]]] = {
    "paper.received": lambda reader: {"papers": tuple(filter(None, reader.text("papers").split(" ")))},
    "fee.demanded": _demanded,
    "fee.received": _received,
    "copy.ready": lambda reader: {"folios": reader.number("folios", MOST_FOLIOS)},
    "copy.handed_over": _texts("taken_by", "relation", "identity", "mark"),
    "copy.posted": lambda reader: {"registered_no": reader.text("registered_no"), "posted_on": reader.day("posted_on")},
    "copy.returned": _texts("reason", "registered_no"),
    "application.withdrawn": _texts("reason"),
    "slip.lost": _texts("fact"),
}


def told(act: str, known: Known, values: Values) -> str:
    """Return what the lines come to, while they are typed; empty where there is nothing to reckon."""
    if act not in {"fee.demanded", "fee.received"}:
        return ""
    try:
        body = body_of(act, known.number, values)
    except Refused:
        return ""
    if isinstance(body, FeeDemanded):
        sum_ = _("{base} + {folios} × {each} = *{sum}*")
        return sum_.format(
            base=i18n.money(body.base_poisha),
            folios=i18n.digits(body.folios),
            each=i18n.money(body.per_folio_poisha),
            sum=i18n.money(body.poisha),
        )
    return _handed_in(body, known) if isinstance(body, FeeReceived) else ""


def _handed_in(body: FeeReceived, known: Known) -> str:
    if not body.poisha:
        return ""
    said = _("Together *{sum}*.").format(sum=i18n.money(body.poisha))
    if known.stand.demanded is None:
        return said
    gap = body.poisha + known.stand.received - known.stand.demanded
    if not gap:
        return f"{said} " + _("That is what was asked for.")
    words = _("{gap} less than asked for.") if gap < 0 else _("{gap} more than asked for.")
    return f"{said} " + words.format(gap=i18n.money(abs(gap)))
