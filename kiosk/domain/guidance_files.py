"""The guidance directory out of its TOML files, which people edit: every fault names file and line."""

from typing import Annotated, Any

from msgspec import Meta, Struct

from kiosk.domain.catalogue import Catalogue, DayType
from kiosk.domain.catalogue_files import TomlFile
from kiosk.domain.floors import MOST_ROOMS
from kiosk.domain.guidance import BRANCH, OFFICE, QUESTION, SERVICE, TEXTS, Entry
from kiosk.domain.slips import Words

PREFIXES = {"services": SERVICE, "questions": QUESTION, "branches": BRANCH, "office": ""}
"""What the tables of a file speak of."""


class _Row(Struct, forbid_unknown_fields=True):
    name_bn: str = ""
    name_en: str = ""
    about_bn: str = ""
    about_en: str = ""
    branch: str = ""
    room: str = ""
    floor_bn: str = ""
    floor_en: str = ""
    above: Annotated[tuple[str, ...], Meta(max_length=MOST_ROOMS)] = ()
    below: Annotated[tuple[str, ...], Meta(max_length=MOST_ROOMS)] = ()
    stairs: Annotated[int, Meta(ge=0, le=MOST_ROOMS)] = 0
    officer_bn: str = ""
    officer_en: str = ""
    hours_bn: str = ""
    hours_en: str = ""
    papers_bn: tuple[str, ...] = ()
    papers_en: tuple[str, ...] = ()
    fee_bn: str = ""
    fee_en: str = ""
    pay_bn: str = ""
    pay_en: str = ""
    days: Annotated[int, Meta(ge=0, le=3650)] | None = None
    day_type: DayType = DayType.UNKNOWN
    refused_bn: str = ""
    refused_en: str = ""
    complain_bn: str = ""
    complain_en: str = ""
    stop_bn: str = ""
    stop_en: str = ""
    words: tuple[str, ...] = ()


def parse_guidance(name: str, text: str, catalogue: Catalogue) -> list[Entry]:
    """Return the entries of a file `services|questions|branches|office`.

    Raises Refused `catalogue.form` with file and line.
    """
    file = TomlFile(text, f"guidance/{name}.toml")
    return [_entry(name, code, row, file, catalogue) for code, row in file.rows(_Row).items()]


def _entry(name: str, code: str, row: _Row, file: TomlFile, catalogue: Catalogue) -> Entry:
    if name == "office" and code != OFFICE:
        raise file.wrong(code, "", "the one table of this file is [office]")
    if name in {"services", "branches"}:
        file.named(code, code, code, dict(getattr(catalogue, name)))
    if name == "questions" and not row.name_bn:
        raise file.wrong(code, "name_bn", "name_bn: a question has a name")
    if row.branch:
        file.named(code, "branch", row.branch, catalogue.branches)
    if row.papers_en and len(row.papers_en) != len(row.papers_bn):
        raise file.wrong(code, "papers_en", "papers_en: as many as papers_bn")
    words: dict[str, Any] = {one: Words(getattr(row, f"{one}_bn"), getattr(row, f"{one}_en")) for one in TEXTS}
    english = row.papers_en or ("",) * len(row.papers_bn)
    return Entry(
        f"{PREFIXES[name]}{code}",
        branch=row.branch,
        room=row.room,
        above=row.above,
        below=row.below,
        stairs=row.stairs,
        papers=tuple(Words(bn, en) for bn, en in zip(row.papers_bn, english, strict=True)),
        days=row.days,
        day_type=row.day_type,
        words=row.words,
        **words,
    )
