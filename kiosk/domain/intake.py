"""The rules of the counter: from what was typed to what may be stored, all problems at once.

The same rules judge at the desk and again at the centre.  Field paths are those of the draft:
`applicants[0].mobile`, `fields.khatian_no`, `papers.court_fee_stamp`, `memo_no`.
"""

import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
from msgspec import structs

from kiosk.domain.application import Applicant, ApplicationDraft, Identity, IdType, Kind, PaperState
from kiosk.domain.bangla import clean_line, fold_digits, looks_like_bijoy
from kiosk.domain.catalogue import Catalogue, Service
from kiosk.errors import Problem, Refused

_GAPS = re.compile("[ \u00a0\u2002-\u200a\u202f\u2010-\u2015\u2212-]+")
_MOBILE = re.compile(r"(?:\+?880|0)(1[3-9][0-9]{8})")
_EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}",
)
_IDENTITY = {
    IdType.NID: ("nid.form", re.compile(r"[0-9]{10}|[0-9]{13}|[0-9]{17}")),
    IdType.BIRTH_REGISTRATION: ("brn.form", re.compile(r"[0-9]{17}")),
    IdType.PASSPORT: ("passport.form", re.compile(r"(?=(?:[A-Z]*[0-9]){4})[A-Z0-9]{6,9}")),
}
_ISO_DATE = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_OFFICE_DATE = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})")
_FIRST_DAY = date(1900, 1, 1)
_LAST_DAY = date(2100, 12, 31)
_BORN = date(2026, 1, 1)  # a clock that shows a day before the program's birth cannot judge birth dates

LIMITS = {
    "name": 120,
    "name_latin": 120,
    "guardian": 120,
    "mobile_of": 60,
    "address": 300,
    "subject": 300,
    "memo_no": 100,
    "sender_office": 200,
}
"""Letters that fit into each field; an extra field of a service takes 300."""
_FIELD_LIMIT = 300

# ------------------------------------------------------------------------------ one field


def check_mobile(text: str) -> str:
    """Return a mobile number as `+8801XXXXXXXXX`; digits of either script, spaces and hyphens.

    Raises Refused `phone.form`.
    """
    found = _MOBILE.fullmatch(_GAPS.sub("", fold_digits(text)))
    if not found:
        raise Refused.because("phone.form", "mobile")
    return f"+880{found[1]}"


def check_identity(id_type: IdType | str, number: str) -> Identity:
    """Return a document number in ASCII; what it is of must be said, its length cannot tell.

    Raises Refused `nid.form|brn.form|passport.form`.
    """
    id_type = IdType(id_type)
    code, shape = _IDENTITY[id_type]
    folded = _GAPS.sub("", fold_digits(number)).upper()
    if not shape.fullmatch(folded):
        raise Refused.because(code, "number")
    return Identity(id_type, folded)


def check_email(text: str) -> str:
    """Return an e-mail address, its domain in small letters.  Raises Refused `email.form`."""
    local, _, domain = text.strip(" ").rpartition("@")
    address = f"{local}@{domain.lower()}"
    if len(address) > 254 or len(local) > 64 or not _EMAIL.fullmatch(address):
        raise Refused.because("email.form", "email")
    return address


def check_date(text: str, *, latest: date = _LAST_DAY) -> str:
    """Return a date, written `2026-11-23` or `23-11-2026` in either script, as `2026-11-23`.

    Raises Refused `date.form`, and `date.range` for days that are not in the calendar, before
    1900 or after `latest`.
    """
    folded = _GAPS.sub("-", fold_digits(text.strip(" ")))
    iso, office = _ISO_DATE.fullmatch(folded), _OFFICE_DATE.fullmatch(folded)
    if not (iso or office):
        raise Refused.because("date.form", "date")
    parts = iso.groups() if iso else office.groups()[::-1] if office else ()
    try:
        day = date(*map(int, parts))
    except ValueError as error:
        raise Refused.because("date.range", "date") from error
    if not _FIRST_DAY <= day <= latest:
        raise Refused.because("date.range", "date")
    return day.isoformat()


# ------------------------------------------------------------------------------ a whole draft


class _Findings:
    """Problems gathered on the way, so that a person is told all of them at once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, field: str, code: str, **params: Any) -> None:
        self.problems.append(Problem(field, code, params))

    def check(self, field: str, value: str, rule: Callable[[str], Any], otherwise: Any = "") -> Any:
        """Return the value as its rule makes it, or `otherwise` with the problem noted; "" needs no rule."""
        if not value.strip(" "):
            return otherwise
        try:
            return rule(value)
        except Refused as refused:
            self.problems.extend(Problem(field, p.code, p.params) for p in refused.problems)
            return otherwise

    def line(self, field: str, value: str, limit: int) -> str:
        if not value.strip(" "):
            return ""
        try:
            return clean_line(value, field, limit=limit)
        except Refused as refused:
            self.problems.extend(refused.problems)
            return ""


def accept(draft: ApplicationDraft, catalogue: Catalogue, today: date | None = None) -> ApplicationDraft:
    """Return the draft in normal form: text through the door, ASCII digits, `+880…`, ISO dates.

    `today` (the Dhaka day) lets it refuse births that are still to come.  Raises Refused with
    all problems, each with its field path.
    """
    found = _Findings()
    service = _service(draft, catalogue, found)
    latest = today if today and today >= _BORN else _LAST_DAY
    memo = _memo(draft, service, found)
    accepted = structs.replace(
        draft,
        applicants=_applicants(draft.applicants, latest, found),
        subject=found.line("subject", draft.subject, LIMITS["subject"]) or (service.name_bn if service else ""),
        fields=_fields(draft.fields, service, found),
        papers=_papers(draft.papers, service, found),
        **memo,
    )
    if found.problems:
        raise Refused(*found.problems)
    return accepted


def _service(draft: ApplicationDraft, catalogue: Catalogue, found: _Findings) -> Service | None:
    if not draft.service.strip():
        found.add("service", "service.missing")
        return None
    service = catalogue.services.get(draft.service)
    if service is None:
        found.add("service", "service.unknown", service=draft.service[:80])
    elif service.stop_bn:
        found.add("service", "service.elsewhere", where_bn=service.stop_bn, where_en=service.stop_en)
    return service


def _applicants(people: tuple[Applicant, ...], latest: date, found: _Findings) -> tuple[Applicant, ...]:
    if not people:
        found.add("applicants", "applicant.missing")
    return tuple(_applicant(person, f"applicants[{n}]", latest, found) for n, person in enumerate(people))


def _applicant(person: Applicant, at: str, latest: date, found: _Findings) -> Applicant:
    text = {
        name: found.line(f"{at}.{name}", getattr(person, name), LIMITS[name])
        for name in ("name", "name_latin", "guardian", "mobile_of", "address")
    }
    _name(person, text, at, found)
    return Applicant(
        name=text["name"],
        name_latin=text["name_latin"],
        guardian=text["guardian"],
        mobile=found.check(f"{at}.mobile", person.mobile, check_mobile),
        mobile_of=text["mobile_of"] or "self",
        email=found.check(f"{at}.email", person.email, check_email),
        birth_date=found.check(f"{at}.birth_date", person.birth_date, lambda day: check_date(day, latest=latest)),
        id=_identity(person.id, at, found),
        address=text["address"],
    )


def _name(person: Applicant, text: dict[str, str], at: str, found: _Findings) -> None:
    typed = person.name + person.name_latin
    if looks_like_bijoy(text["name"]):
        found.add(f"{at}.name", "text.bijoy")
    elif not any(c.isalpha() for c in typed):
        found.add(f"{at}.name", "name.missing")


def _identity(identity: Identity | None, at: str, found: _Findings) -> Identity | None:
    if identity is None or not identity.number.strip():
        return None
    checked: Identity | None = found.check(
        f"{at}.id.number",
        identity.number,
        lambda number: check_identity(identity.type, number),
        None,
    )
    return checked


def _memo(draft: ApplicationDraft, service: Service | None, found: _Findings) -> dict[str, str]:
    """An official letter must hold its sender's number, a citizen's may not: they bring none."""
    memo = {
        "memo_no": fold_digits(found.line("memo_no", draft.memo_no, LIMITS["memo_no"])),
        "memo_date": found.check("memo_date", draft.memo_date, check_date),
        "sender_office": found.line("sender_office", draft.sender_office, LIMITS["sender_office"]),
    }
    if service is None:
        return memo
    missing = {"memo_no": "memo.missing", "memo_date": "memo_date.missing", "sender_office": "sender.missing"}
    for field, code in missing.items():
        typed = getattr(draft, field).strip()
        if service.kind is Kind.OFFICIAL and not typed:
            found.add(field, code)
        elif service.kind is not Kind.OFFICIAL and typed:
            found.add(field, "memo.citizen")
    return memo


def _fields(typed: dict[str, str], service: Service | None, found: _Findings) -> dict[str, str]:
    if service is None:
        return {}
    asked = {field.code: field for field in service.fields}
    clean = {}
    for code, value in typed.items():
        if code not in asked:
            found.add(f"fields.{code[:80]}", "field.unknown")
        elif text := found.line(f"fields.{code}", value, _FIELD_LIMIT):
            # A value without a letter is a number (12/3), and numbers are stored in ASCII.
            clean[code] = text if any(c.isalpha() for c in text) else fold_digits(text)
    for field in service.fields:
        if field.required and not typed.get(field.code, "").strip():
            found.add(f"fields.{field.code}", "field.required")
    return clean


def _papers(typed: dict[str, PaperState], service: Service | None, found: _Findings) -> dict[str, PaperState]:
    if service is None:
        return {}
    asked = {paper.code: paper for paper in service.papers}
    for code in typed.keys() - asked.keys():
        found.add(f"papers.{code[:80]}", "paper.unknown")
    for code, paper in asked.items():
        if paper.required and typed.get(code, PaperState.MISSING) is PaperState.MISSING:
            found.add(f"papers.{code}", "paper.required")
    return {code: typed[code] for code in asked if code in typed}


# ------------------------------------------------------------------------------ from JSON

MAX_LINE = 256 * 1024
"""Bytes that one draft may have."""
_MAX_DEPTH = 8
_STRINGS_AND_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]')
_AT = re.compile(r" - at `\$(?:\.)?(.*)`$")
_UNKNOWN = re.compile(r"unknown field `(.*?)`")


def parse_draft(line: bytes | str) -> ApplicationDraft:
    """Return the draft that one JSON line holds, not yet accepted.

    Raises Refused `wire.form` with the field: over-long, over-deep, duplicate keys, NaN, unknown
    keys, wrong types; `channel.missing`, because only the window may take walking in for granted.
    """
    data = line.encode("utf-8", "surrogatepass") if isinstance(line, str) else line
    if len(data) > MAX_LINE:
        raise _malformed(f"more than {MAX_LINE} bytes")
    found = _safe_json(data)
    if isinstance(found, dict):
        found.setdefault("service", "")  # `accept` says so in the words of the counter
        if "channel" not in found:
            raise Refused.because("channel.missing", "channel")
    try:
        return msgspec.convert(found, ApplicationDraft)
    except msgspec.ValidationError as error:
        raise _malformed(str(error), _path(str(error), found)) from error


def draft_schema() -> dict[str, Any]:
    """Return the JSON Schema of one line of `kiosk register --file`."""
    schema = msgspec.json.schema(ApplicationDraft)
    schema["$defs"]["ApplicationDraft"]["required"] = ["service", "channel", "applicants"]
    return schema


def _safe_json(data: bytes) -> Any:
    try:
        text = data.decode("utf-8-sig")
        _refuse_depth(text)
        found = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
        json.dumps(found, ensure_ascii=False).encode()  # half a surrogate pair is no text
    except ValueError as error:
        raise _malformed(str(error)) from error
    return found


def _refuse_depth(text: str) -> None:
    depth = 0
    for part in _STRINGS_AND_BRACKETS.findall(text):
        depth += (part in "[{") - (part in "]}")
        if depth > _MAX_DEPTH:
            raise ValueError("nested too deep")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"key twice: {next(key for key in keys if keys.count(key) > 1)[:80]!r}")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a value")


def _path(message: str, found: Any) -> str:
    """Return the draft's field path out of msgspec's message, e.g. `applicants[0].mobile`."""
    at = _AT.search(message)
    path = at[1] if at else ""
    unknown = _UNKNOWN.search(message)
    if unknown:
        return f"{path}.{unknown[1]}".lstrip(".")
    if path.endswith("[...]"):  # msgspec does not name the key
        name = path.removesuffix("[...]")
        wrong = (key for key, value in found[name].items() if not _fits(name, value))
        return f"{name}.{next(wrong, '')}".rstrip(".")
    return path


def _fits(name: str, value: Any) -> bool:
    return isinstance(value, str) and (name == "fields" or value in set(PaperState))


def _malformed(detail: str, field: str = "") -> Refused:
    return Refused.because("wire.form", field, detail=detail)
