"""The administrator's pages of the guidance directory: found by everyday words, tried, changed, had back."""

from itertools import pairwise
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath

from kiosk import i18n
from kiosk.central.centre import Centre
from kiosk.central.given import TheCentre
from kiosk.central.people.person import Person
from kiosk.central.setup.frame import HOME, ONLY, offered, setup_page
from kiosk.central.setup.guidance import (
    Change,
    change_entry,
    directory_in,
    entry_history,
    office_directory,
    restore_entry,
)
from kiosk.central.web.guard import Asked, Who, form_of, go_to, said
from kiosk.central.web.words import language_for
from kiosk.domain.bangla import search_key
from kiosk.domain.catalogue import Catalogue, DayType
from kiosk.domain.floors import line_of, rooms_in
from kiosk.domain.guidance import (
    BRANCH,
    OFFICE,
    QUESTION,
    SERVICE,
    SIDES,
    TEXTS,
    Directory,
    Entry,
    Guide,
    known_code,
    settled,
)
from kiosk.domain.slips import Words
from kiosk.errors import Problem, Refused

AT = f"{HOME}/directory"
MOST_FOUND = 60


def _(message: str) -> str:
    """Mark a message for the catalogue."""
    return message


FACTS = {
    "name": _("Name"),
    "about": _("What it is about"),
    "officer": _("Post of the officer"),
    "floor": _("Floor"),
    "hours": _("Hours"),
    "fee": _("Of money"),
    "pay": _("How to pay"),
    "refused": _("When refused"),
    "complain": _("Where to complain"),
    "stop": _("Not here, but"),
}
"""What is said in words, in the order of the form."""
OF_FLOORS = {
    "above": _("Rooms above the corridor"),
    "below": _("Rooms below the corridor"),
    "stairs": _("Rooms left of the stairs"),
}
"""What draws a floor on the slip."""
DAY_NAMES = {"unknown": _("not told"), "working": _("working days"), "calendar": _("calendar days")}


@get("/directory", sync_to_thread=True, opt=ONLY)
def entries(request: Asked, centre: TheCentre, who: Who) -> Response[str]:
    """Show what is in the directory, or what was looked for."""
    return _entries(request, centre, who)


@post("/directory", status_code=200, sync_to_thread=True, opt=ONLY)
def take_question(request: Asked, centre: TheCentre, who: Who) -> Response[Any]:
    """Add a question of everyday life."""
    name = Words(said(request, "name_bn"), said(request, "name_en"))
    code = f"{QUESTION}{_slug(name.en) or 'q'}_{centre.rng(3).hex()}"
    try:
        change_entry(centre, who, Entry(code, name))
    except Refused as refused:
        return _entries(request, centre, who, refused)
    return go_to(f"{AT}/{code}?done=kept")


def _slug(name: str) -> str:
    words = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in name.casefold()).split()
    return "_".join(words)[:40]


@get("/directory/{code:str}", sync_to_thread=True, opt=ONLY)
def entry(request: Asked, centre: TheCentre, who: Who, code: FromPath[str]) -> Response[str]:
    """Show an entry, to be changed."""
    return _entry_page(request, centre, who, code)


@post("/directory/{code:str}", status_code=200, sync_to_thread=True, opt=ONLY)
def take_entry(request: Asked, centre: TheCentre, who: Who, code: FromPath[str]) -> Response[Any]:
    """Keep what an entry says, or only show how it would be told."""
    try:
        typed = _typed(request, code)
        if said(request, "act") != "keep":
            return _entry_page(request, centre, who, code, tried=settled(typed, offered(centre, who)))
        change_entry(centre, who, typed)
    except Refused as refused:
        return _entry_page(request, centre, who, code, refused)
    return go_to(f"{AT}/{code}?done=kept")


@post("/directory/{code:str}/{ordinal:int}", status_code=200, sync_to_thread=True, opt=ONLY)
def take_old_entry(
    request: Asked, centre: TheCentre, who: Who, code: FromPath[str], ordinal: FromPath[int]
) -> Response[Any]:
    """Let an entry say again what it said in an earlier version."""
    try:
        restore_entry(centre, who, code, ordinal)
    except Refused as refused:
        return _entry_page(request, centre, who, code, refused)
    return go_to(f"{AT}/{code}?done=undone")


def _entries(request: Asked, centre: Centre, who: Person, refused: Refused | None = None) -> Response[str]:
    typed, language = request.query_params.get("find", "")[:80], language_for(request)
    catalogue, directory = offered(centre, who), office_directory(centre, who.office)
    found = directory.find(typed, MOST_FOUND) if typed.strip() else tuple(directory.guides.values())
    shared = [(code, name) for code, name in _shared(catalogue, language) if search_key(typed) in search_key(name)]
    rows = [(code, name, "", directory.entry(code)) for code, name in shared]
    rows += [(one.code, _said(one.name, language), _place(one, language), directory.entry(one.code)) for one in found]
    new = {name: said(request, name) if refused else "" for name in ("name_bn", "name_en")}
    return setup_page(request, centre, who, "desk/setup_directory.html", refused, rows=rows, find=typed, new=new)


def _shared(catalogue: Catalogue, language: str) -> list[tuple[str, str]]:
    """Return the entries that others take facts from: the office, the branches."""
    whole = i18n.translator(language).gettext(_("The whole office"))
    branches = catalogue.branches.values()
    return [(OFFICE, whole), *((f"{BRANCH}{one.code}", _said(Words(one.name_bn, one.name_en), language)) for one in branches)]  # fmt: skip


def _entry_page(
    request: Asked, centre: Centre, who: Person, code: str, refused: Refused | None = None, tried: Entry | None = None
) -> Response[str]:
    language, catalogue = language_for(request), offered(centre, who)
    with centre.database.read() as connection:
        directory = directory_in(connection, centre, catalogue, who.office)
        history = entry_history(connection, centre, who.office, code)
    if not known_code(code, catalogue) or (code.startswith(QUESTION) and code not in directory.entries):
        raise Refused.because("file.unknown")
    now = history[0].entry
    form = _form(request, code) if request.method == "POST" and "version" in form_of(request) else _fields(now)
    shown = (
        Directory(catalogue, [*(e for e in directory.entries.values() if e.code != code), tried])
        if tried
        else directory
    )
    return setup_page(
        request, centre, who, "desk/setup_entry.html", refused, code=code, name=_name(directory, catalogue, code, language),
        form=form, facts=FACTS, floors=OF_FLOORS, day_names=DAY_NAMES, guide=shown.guides.get(code), tried=tried is not None,
        branches=_shared(catalogue, language)[1:], changes=list(pairwise(history)), first=history[-1],
        is_thing=code.startswith((SERVICE, QUESTION)), said=lambda words: _said(words, language),
        differing=_differing, days=_days, hints=_hints(directory.guides.get(code)),
    )  # fmt: skip


def _name(directory: Directory, catalogue: Catalogue, code: str, language: str) -> str:
    guide = directory.guides.get(code)
    return _said(guide.name, language) if guide else dict(_shared(catalogue, language)).get(code, code)


def _said(words: Words, language: str) -> str:
    return (words.bn or words.en) if language == "bn" else (words.en or words.bn)


def _place(guide: Guide, language: str) -> str:
    if guide.stop:
        return _said(guide.stop, language)
    return " · ".join(part for part in (_said(guide.branch, language), i18n.digits(guide.room, language)) if part)


def _hints(guide: Guide | None) -> dict[str, Any]:
    """Return what is told anyway, while the entry itself says nothing."""
    if guide is None:
        return {"room": "", "days": ""}
    words = {
        name: {"bn": value.bn, "en": value.en} for name in TEXTS if isinstance(value := getattr(guide, name), Words)
    }
    return {**words, "room": guide.room, "days": "" if guide.days is None else guide.days}


def _days(guide: Guide, language: str) -> str:
    """Return how long it takes."""
    if guide.days is None:
        return ""
    kind = i18n.translator(language).gettext(DAY_NAMES[guide.day_type.value]) if guide.days else ""
    return f"{i18n.digits(guide.days, language)} {kind}".strip()


def _differing(change: Change, before: Change) -> list[str]:
    """Return the names of what a change changed."""
    return [name for name in Entry.__struct_fields__[1:-1] if getattr(change.entry, name) != getattr(before.entry, name)]  # fmt: skip


# ------------------------------------------------------------------------------ the form


def _fields(entry: Entry) -> dict[str, str]:
    """Return what the form of an entry holds."""
    words = {f"{name}_{end}": getattr(getattr(entry, name), end) for name in TEXTS for end in ("bn", "en")}
    papers = "\n".join(" | ".join(filter(None, (one.bn, one.en))) for one in entry.papers)
    floor = {side: line_of(getattr(entry, side)) for side in SIDES}
    floor["stairs"] = str(entry.stairs) if any(floor.values()) else ""
    plain = {**floor, "room": entry.room, "branch": entry.branch, "papers": papers, "words": ", ".join(entry.words)}
    days = {"days": "" if entry.days is None else str(entry.days), "day_type": entry.day_type.value}
    return {**words, **plain, **days, "version": str(entry.version)}


def _form(request: Asked, code: str) -> dict[str, str]:
    return {name: said(request, name) for name in _fields(Entry(code))}


def _typed(request: Asked, code: str) -> Entry:
    """Return the entry that a form means.  Raises Refused `setup.days`, `guidance.*`."""
    typed = _form(request, code)
    values: dict[str, Any] = {name: Words(typed[f"{name}_bn"], typed[f"{name}_en"]) for name in TEXTS}
    values |= {side: rooms_in(typed[side]) for side in SIDES}
    values["stairs"] = _count(typed["stairs"], "stairs") or 0
    values["papers"] = tuple(_paper(line) for line in typed["papers"].splitlines() if line.strip())
    values["words"] = tuple(word.strip() for word in typed["words"].replace("\n", ",").split(",") if word.strip())
    values["days"], values["day_type"] = _count(typed["days"], "days"), typed["day_type"] or DayType.UNKNOWN.value
    raw = {**values, "code": code, "room": typed["room"], "branch": typed["branch"]}
    raw["version"] = _count(typed["version"], "version") or 0
    try:
        return msgspec.convert(msgspec.to_builtins(raw), Entry)
    except msgspec.ValidationError as error:
        raise Refused(Problem("code", "guidance.form")) from error


def _paper(line: str) -> Words:
    bn, _bar, en = line.partition("|")
    return Words(bn.strip(), en.strip())


def _count(text: str, field: str) -> int | None:
    digits = i18n.ascii_digits(text).strip()
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 4):
        raise Refused.because("setup.days", field, limit=3650)
    return int(digits)


GUIDANCE_PAGES = (entries, take_question, entry, take_entry, take_old_entry)
