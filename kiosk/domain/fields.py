"""The extra fields of services: each has a type, and each type its rule.

A value has two forms.  *Kept* is what a draft, an event and `kiosk register --file` hold: one
spelling, ASCII digits, and the rule leaves it as it is.  *Typed* is what stands in a form.  They
differ for amounts alone: kept as whole poisha, typed as taka.

| type | kept as |
|---|---|
| `text`, `name`, `mouza`, `place` | one line of text; a name has a letter |
| `number_text` | numbers with their suffixes: `12/3`, `15ka, 16` |
| `reference`, `licence_no`, `challan_no`, `case_no`, `memo_no` | text with a digit in it |
| `jl_no`, `ward`, `quantity`, `account_no` | digits |
| `land_area` | decimal acres: `0.33 acre` |
| `decimal` | a decimal number |
| `measure` | a number and its unit: `50 লিটার` |
| `date`, `year`, `bangla_year` | `2026-11-23`, `2026` or `2025-2026`, `1433` |
| `amount` | whole poisha |
| `choice` | the code of an option; with `open`, any text |
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, partial
from typing import TYPE_CHECKING

from kiosk.domain.bangla import clean_line, fold_digits, search_key
from kiosk.domain.catalogue import Option, Paper, ServiceField
from kiosk.domain.checks import check_date
from kiosk.domain.money import taka
from kiosk.errors import Problem, Refused

if TYPE_CHECKING:
    from decimal import Decimal

    from kiosk.domain.catalogue import Service

LIMIT = 300
"""Letters that fit into any field."""
ACRE = "acre"
SHOTOK_IN_ACRE = 100


def check_field(field: ServiceField, text: str) -> str:
    """Return a kept value in its one spelling.

    Raises Refused with the stable code of the rule, its field `fields.<code>`.
    """
    return _judged(field, text, _KEPT.get(field.type, _line))


def kept_of(field: ServiceField, typed: str) -> str:
    """Return the kept form of what a person typed; "" for nothing.  Raises Refused as `check_field` does."""
    return _judged(field, typed, _typed_amount if field.type == "amount" else _KEPT.get(field.type, _line))


def _judged(field: ServiceField, text: str, rule: "_Rule") -> str:
    at = f"fields.{field.code}"
    line = clean_line(text, at, limit=LIMIT)
    if not line:
        return ""
    try:
        return rule(field, line)
    except Refused as refused:
        raise Refused(*(Problem(at, p.code, p.params) for p in refused.problems)) from refused


# ------------------------------------------------------------------------------ the rules

_Rule = Callable[[ServiceField, str], str]
_YEARS, _BANGLA_YEARS = range(1200, 2101), range(1200, 1601)
_MOST = 999_999
_LONGEST_REFERENCE = 100
_pattern = cache(re.compile)  # at the first field that is judged: a window opens without them
_SUFFIXED = (
    r"[0-9]{1,9}(?:[A-Za-z\u0985-\u09b9\u09dc-\u09df][A-Za-z\u0980-\u09e3]{0,11})?"
    r"(?:[/-][0-9A-Za-z\u0980-\u09e3]{1,12}){0,5}"
)
_BETWEEN = r"\s*[,;،।]\s*|\s+(?:ও|এবং|and|&)\s+|\s+(?=[0-9])"
_REFERENCE = r"[^\W_](?:[\w .,/()#:;&+*'\u0981-\u09fe\u200c\u200d-])*"
_NUMBER = r"([0-9]{1,9}(?:\.[0-9]{1,4})?)\s*(.*)"
_TRAIL = r"([0-9]+)\s*(\D*)"


def _line(_field: ServiceField, line: str) -> str:
    """A value without a letter is a number, and numbers are kept in ASCII."""
    return line if any(c.isalpha() for c in line) else fold_digits(line)


def _lettered(field: ServiceField, line: str) -> str:
    if not any(c.isalpha() for c in line):
        raise Refused.because(f"{field.type}.form")
    return line


def _number_text(field: ServiceField, line: str) -> str:
    joined = re.sub(r"\s*([/-])\s*", r"\1", fold_digits(line))
    joined = re.sub(r"(?<=[0-9]) (?=[A-Za-z\u0995-\u09b9]\b)", "", joined)
    parts = [part for part in _pattern(_BETWEEN).split(joined.strip(" ,;")) if part]
    if not all(_pattern(_SUFFIXED).fullmatch(part) for part in parts) or (len(parts) > 1 and not field.several):
        raise Refused.because("number_text.form")
    return ", ".join(parts)


def _reference(field: ServiceField, line: str) -> str:
    folded = fold_digits(line)
    if (
        not _pattern(_REFERENCE).fullmatch(folded)
        or not any(c.isdigit() for c in folded)
        or len(folded) > _LONGEST_REFERENCE
        or _repeats(folded)
    ):
        raise Refused.because(f"{field.type}.form")
    return folded


def _repeats(text: str) -> bool:
    """A key that stuck, rather than a number."""
    return bool(re.search(r"([^0-9\s])\1{4}", text))


def _digits(field: ServiceField, line: str, shape: str) -> str:
    folded = fold_digits(line)
    found = re.fullmatch(shape, folded)
    if not found:
        raise Refused.because(f"{field.type}.form")
    return found[1]


_JL = r"(?:জে\.? ?এল\.?|J\.? ?L\.?)?(?: ?(?:নং|no\.?))?[ .:-]*0*([1-9][0-9]{0,3})"
_WARD = r"(?:ওয়ার্ড|ward)?(?: ?(?:নং|no\.?))?[ .:-]*0*([1-9][0-9]?)(?: ?(?:নং|no\.?))?(?: ?(?:ওয়ার্ড|ward))?"


def _account(field: ServiceField, line: str) -> str:
    return _digits(field, re.sub(r"(?<=\S)[ -](?=\S)", "", line), r"([0-9]{5,20})")


def _quantity(field: ServiceField, line: str) -> str:
    number, unit = _split(field, line, _TRAIL)
    if unit and search_key(unit) not in _counting(field):
        raise Refused.because("quantity.form")
    least, most = 1 if field.least is None else field.least, field.most or _MOST
    if len(number) > len(str(_MOST)) + 1 or not least <= int(number) <= most:
        raise Refused.because("quantity.range", least=least, most=most)
    return str(int(number))


def _counting(field: ServiceField) -> set[str]:
    """Words that may follow a count: pieces, copies, people, and the field's own unit."""
    return {search_key(word) for word in ("টি", "টা", "খানা", "জন", "কপি", "copy", "copies", field.unit_bn, field.unit_en)}


def _split(field: ServiceField, line: str, shape: str) -> tuple[str, str]:
    found = _pattern(shape).fullmatch(fold_digits(line))
    if not found:
        raise Refused.because(f"{field.type}.form")
    return found[1], found[2].strip()


def _decimal(field: ServiceField, line: str) -> str:
    number, unit = _split(field, line, _NUMBER)
    if unit and search_key(unit) not in {search_key(field.unit_bn), search_key(field.unit_en)}:
        raise Refused.because("decimal.form")
    return _plain(_at_least(field, _exact(number), "decimal.form"))


def _at_least(field: ServiceField, number: "Decimal", code: str) -> "Decimal":
    """Nothing at all is an answer only where the catalogue says so."""
    if number == 0 and field.least != 0:
        raise Refused.because(code)
    return number


def _exact(number: str) -> "Decimal":
    from decimal import Decimal  # not before an area or a measure is written

    return Decimal(number)


def _plain(number: "Decimal") -> str:
    return f"{number.normalize():f}"


@cache
def _area_units() -> dict[str, int]:
    """Return how many of each unit make an acre, by the unit's search key."""
    shotok = ("শতক", "শতাংশ", "ডেসিমেল", "ডেসিমাল", "ডেসিম্যাল", "shotok", "shotangsho", "shatak", "decimal", "dec.")
    acre = ("একর", "acre", "acres", "ac.", "ekor")
    return {search_key(word): SHOTOK_IN_ACRE for word in shotok} | {search_key(word): 1 for word in acre}


_AREA_PART = r"\s*([0-9]{1,9}(?:\.[0-9]{1,6})?)\s*([^\W0-9_](?:[^\W0-9_]|[\u0981-\u09fe.])*)?"


def _land_area(field: ServiceField, line: str) -> str:
    """One unit or both, the greater first: `১ একর ২৫ শতক` is 1.25 acre."""
    folded, at, acres = fold_digits(line), 0, _exact("0")
    while at < len(folded):
        found = _pattern(_AREA_PART).match(folded, at)
        if not found:
            raise Refused.because("area.form")
        acres += _acres(field, found[1], found[2] or "")
        at = found.end()
    return f"{_plain(_at_least(field, acres, 'area.form'))} {ACRE}"


def _acres(field: ServiceField, number: str, unit: str) -> "Decimal":
    if not unit and field.unit_en != ACRE:
        raise Refused.because("area.unit")
    parts = _area_units().get(search_key(unit), 0) if unit else 1
    if not parts:
        raise Refused.because("area.unit")
    return _exact(number) / parts


def _measure(_field: ServiceField, line: str) -> str:
    folded = fold_digits(line)
    if not any(c.isdigit() for c in folded):
        raise Refused.because("measure.form")
    return folded


def _date(_field: ServiceField, line: str) -> str:
    return check_date(line)


def _year(_field: ServiceField, line: str) -> str:
    found = re.fullmatch(r"([0-9]{4})(?: ?[-/–] ?([0-9]{2}|[0-9]{4}))?", re.sub(" ?সন$| ?সাল$", "", fold_digits(line)))
    if not found:
        raise Refused.because("year.form")
    first, last = int(found[1]), found[2]
    if first not in _YEARS or (last and int(last) not in {first + 1, (first + 1) % 100}):
        raise Refused.because("year.range")
    return f"{first}-{first + 1}" if last else str(first)


def _bangla_year(_field: ServiceField, line: str) -> str:
    found = re.fullmatch(r"([0-9]{4})(?: ?(?:বাংলা|সন|সাল|বঙ্গাব্দ|বাং\.?|BS))*", fold_digits(line))
    if not found:
        raise Refused.because("bangla_year.form")
    if int(found[1]) not in _BANGLA_YEARS:
        raise Refused.because("bangla_year.range")
    return found[1]


def _kept_amount(_field: ServiceField, line: str) -> str:
    folded = fold_digits(line)
    if not re.fullmatch(r"[0-9]{1,14}", folded):
        raise Refused.because("money.form")
    return str(int(folded))


def _typed_amount(_field: ServiceField, line: str) -> str:
    return str(taka(re.sub(r"[,৳]|/-|/=|টাকা|taka|tk\.?", "", line, flags=re.IGNORECASE)))


def _choice(field: ServiceField, line: str) -> str:
    found = _chosen(field, line)
    if found:
        return found.code
    if not field.open:
        offered = " · ".join(option.name_bn for option in field.options[:6])
        raise Refused.because("choice.unknown", offered=offered)
    return _line(field, line)


def _chosen(field: ServiceField, line: str) -> Option | None:
    exact = next((option for option in field.options if option.code == line), None)
    key = search_key(line)
    return exact or next((option for option in field.options if key and key in _keys(option)), None)


@cache
def _keys(option: Option) -> frozenset[str]:
    names = (option.name_bn, option.name_en, *option.words)
    return frozenset(key for name in names if (key := search_key(name)))


_KEPT: dict[str, _Rule] = {
    "text": _line,
    "name": _lettered,
    "mouza": _lettered,
    "place": _lettered,
    "number_text": _number_text,
    "reference": _reference,
    "licence_no": _reference,
    "challan_no": _reference,
    "case_no": _reference,
    "memo_no": _reference,
    "jl_no": partial(_digits, shape=_JL),
    "ward": partial(_digits, shape=_WARD),
    "quantity": _quantity,
    "account_no": _account,
    "land_area": _land_area,
    "decimal": _decimal,
    "measure": _measure,
    "date": _date,
    "year": _year,
    "bangla_year": _bangla_year,
    "amount": _kept_amount,
    "choice": _choice,
}

# ------------------------------------------------------------------------------ in and out of a form


def typed_of(field: ServiceField, kept: str) -> str:
    """Return what stands in a form for a kept value; `kept_of` brings it back."""
    if field.type == "amount" and kept.isdecimal():
        whole, part = divmod(int(kept), 100)
        return f"{whole}.{part:02d}" if part else str(whole)
    if field.type == "choice":
        return next((option.name_bn for option in field.options if option.code == kept), kept)
    return kept


def shown(field: ServiceField, kept: str, language: str = "bn") -> str:
    """Return a kept value as people read it: an option's name, an area in both units, an amount in taka."""
    from kiosk import i18n

    if field.type == "amount" and kept.isdecimal():
        return i18n.money(int(kept), language)
    if field.type == "choice":
        found = next((option for option in field.options if option.code == kept), None)
        return (found.name_en if language == "en" and found.name_en else found.name_bn) if found else kept
    if field.type == "date" and kept:
        return i18n.day(date.fromisoformat(kept), language, year=True)
    if field.type == "land_area" and kept.endswith(f" {ACRE}"):
        words = i18n.translator(language).gettext("{acre} acre ({shotok} shotok)")
        return i18n.digits(words.format(acre=kept.removesuffix(f" {ACRE}"), shotok=shotok(kept)), language)
    unit = field.unit_en if language == "en" else field.unit_bn
    return i18n.digits(f"{kept} {unit}" if unit and kept else kept, language)


def shotok(area: str) -> str:
    """Return a kept area in shotok (a hundredth of an acre), as a decimal number."""
    return _plain(_exact(area.removesuffix(f" {ACRE}")) * SHOTOK_IN_ACRE)


def shown_fields(service: "Service", values: Mapping[str, str]) -> tuple[ServiceField, ...]:
    """Return the fields that are asked, given what is known so far; defaults count as known."""
    known = _known(service, values)
    return tuple(field for field in service.fields if field.shown_if is None or field.shown_if.holds(known))


def shown_papers(service: "Service", values: Mapping[str, str]) -> tuple[Paper, ...]:
    """Return the papers that are asked for, given what is known so far."""
    known = _known(service, values)
    return tuple(paper for paper in service.papers if paper.shown_if is None or paper.shown_if.holds(known))


def _known(service: "Service", values: Mapping[str, str]) -> dict[str, str]:
    """Return the values that conditions look at; a choice may still stand there in its own words."""
    known = {field.code: field.default for field in service.fields if field.default}
    for field in service.fields:
        value = values.get(field.code, "").strip()
        if value:
            option = _chosen(field, value) if field.type == "choice" else None
            known[field.code] = option.code if option else value
    return known


def check_order(service: "Service", kept: Mapping[str, str]) -> list[Problem]:
    """Return a problem for each day or year that comes before the one it should follow."""
    return [
        Problem(f"fields.{field.code}", "date.order")
        for field in service.fields
        if field.after and "" < kept.get(field.code, "") < kept.get(field.after, "")
    ]


def matching_options(field: ServiceField, typed: str) -> tuple[Option, ...]:
    """Return the options that what is typed may mean, by code or any name; all for nothing typed."""
    words = search_key(typed).split()
    if not words:
        return field.options if not typed.strip() else ()
    return tuple(option for option in field.options if _begins(option, words))


def _begins(option: Option, words: list[str]) -> bool:
    known = [word for key in (*_keys(option), search_key(option.code)) for word in key.split()]
    return all(any(one.startswith(word) for one in known) for word in words)


_WITH_JL = rf"(?i:(.*?[^\W0-9_].*?)[ ,(]+{_JL}[ )]*)"


def split_mouza(typed: str) -> tuple[str, str]:
    """Return mouza and JL number out of `সয়না (জে.এল. ১২)` or `সয়না ১২`; the number is "" where none stands."""
    line = clean_line(typed, "fields.mouza", limit=LIMIT)
    found = _pattern(_WITH_JL).fullmatch(fold_digits(line))
    return (found[1].strip(" ,("), found[2]) if found else (line, "")
