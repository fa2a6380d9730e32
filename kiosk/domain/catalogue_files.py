"""The catalogue out of its TOML files, which people edit: every fault names file and line."""

import re
import tomllib
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import Meta, Struct

from kiosk.domain.application import Kind
from kiosk.domain.catalogue import (
    Branch,
    Condition,
    DayType,
    DuplicateRule,
    Fees,
    Option,
    Paper,
    Reason,
    Service,
    ServiceField,
)
from kiosk.errors import Refused

FieldType = Literal[
    "text", "name", "mouza", "place", "number_text", "reference", "licence_no", "challan_no", "case_no", "memo_no",
    "jl_no", "ward", "quantity", "account_no", "land_area", "decimal", "measure", "date", "year", "bangla_year",
    "amount", "choice",
]  # fmt: skip
_Amount = Annotated[int, Meta(ge=0)] | None
_Text = Annotated[str, Meta(min_length=1)]
_Row = TypeVar("_Row", bound=Struct)


class _PaperRow(Struct, forbid_unknown_fields=True):
    name_bn: _Text
    name_en: str = ""
    shown_if: Condition | None = None


class _FieldRow(Struct, forbid_unknown_fields=True):
    name_bn: _Text
    name_en: _Text
    type: FieldType = "text"
    options: str = ""
    open: bool = False
    shown_if: Condition | None = None
    default: str = ""
    after: str = ""
    several: bool = False
    least: int | None = None
    most: int | None = None
    unit_bn: str = ""
    unit_en: str = ""
    example_bn: str = ""


class _OptionRow(Struct, forbid_unknown_fields=True):
    name_bn: _Text
    name_en: _Text
    words: tuple[str, ...] = ()


class _KindRow(Struct, forbid_unknown_fields=True):
    fields: tuple[str, ...] = ()


class _DuplicatesRow(Struct, forbid_unknown_fields=True):
    rule: tuple[DuplicateRule, ...] = ()


class _BranchRow(Struct, forbid_unknown_fields=True):
    name_bn: _Text
    name_en: _Text
    room: str = ""


class _ServiceRow(Struct, forbid_unknown_fields=True):
    name_bn: _Text
    name_en: _Text
    kind: Kind
    branch: str
    short_bn: str = ""
    court_fee_poisha: _Amount = None
    challan_poisha: _Amount = None
    vat_poisha: _Amount = None
    folio_poisha: _Amount = None
    days: Annotated[int, Meta(ge=0, le=3650)] | None = None
    day_type: DayType = DayType.UNKNOWN
    papers: tuple[str, ...] = ()
    required_papers: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    required_fields: tuple[str, ...] = ()
    shown_if: dict[str, Condition] = {}
    defaults: dict[str, str] = {}
    words: tuple[str, ...] = ()
    room: str = ""
    stop_bn: str = ""
    stop_en: str = ""


class Shared(Struct, frozen=True):
    """What services share and name by code; `kinds` are the fields that a kind asks of all its services."""

    branches: dict[str, Branch]
    papers: dict[str, Paper]
    fields: dict[str, ServiceField]
    kinds: dict[str, tuple[str, ...]] = {}
    duplicates: tuple[DuplicateRule, ...] = (DuplicateRule(30),)
    reasons: dict[str, tuple[Reason, ...]] = {}


def parse_shared(texts: dict[str, str], folder: str = "shared") -> Shared:
    """Return the shared tables out of the files `branches.toml`, `papers.toml`, `fields.toml`.

    `options.toml`, `kinds.toml`, `duplicates.toml` and `reasons.toml` may be missing.  Raises
    Refused `catalogue.form` with file and line.
    """
    files = {name: TomlFile(text, f"{folder}/{name}.toml") for name, text in texts.items()}
    branches = files["branches"].rows(_BranchRow)
    papers = files["papers"].rows(_PaperRow)
    fields = files["fields"].rows(_FieldRow)
    options = _options(files["options"]) if "options" in files else {}
    shared = Shared(
        {code: Branch(code, row.name_bn, row.name_en, row.room) for code, row in branches.items()},
        {code: Paper(code, row.name_bn, row.name_en, shown_if=row.shown_if) for code, row in papers.items()},
        {code: _field(code, row, files["fields"], options) for code, row in fields.items()},
        reasons=_reasons(files["reasons"]) if "reasons" in files else {},
    )
    if "kinds" in files:
        shared = msgspec.structs.replace(shared, kinds=_kinds(files["kinds"], shared))
    if "duplicates" in files:
        rules = files["duplicates"].whole(_DuplicatesRow).rule
        shared = msgspec.structs.replace(shared, duplicates=rules)
    return shared


def _field(code: str, row: _FieldRow, file: "TomlFile", options: dict[str, tuple[Option, ...]]) -> ServiceField:
    given = {name: getattr(row, name) for name in _FieldRow.__struct_fields__ if name != "options"}
    if (row.type == "choice") is not bool(row.options):
        raise file.wrong(code, "options", "a choice has options, and nothing else has")
    chosen = file.named(code, "options", row.options, options) if row.options else ()
    if row.default and chosen and not row.open and row.default not in {option.code for option in chosen}:
        raise file.wrong(code, "default", f"default: there is no {row.default!r}")
    return ServiceField(code, **given, options=chosen)


def _options(file: "TomlFile") -> dict[str, tuple[Option, ...]]:
    return {
        name: tuple(
            Option(code, row.name_bn, row.name_en, row.words)
            for code, row in file.below(name, table, _OptionRow).items()
        )
        for name, table in file.tables.items()
    }


def _reasons(file: "TomlFile") -> dict[str, tuple[Reason, ...]]:
    return {
        name: tuple(Reason(code, row.name_bn, row.name_en) for code, row in file.below(name, table, _OptionRow).items())
        for name, table in file.tables.items()
    }


def _kinds(file: "TomlFile", shared: Shared) -> dict[str, tuple[str, ...]]:
    rows = file.rows(_KindRow)
    for kind, row in rows.items():
        file.named(kind, kind, kind, {known.value: known for known in Kind})
        for field in row.fields:
            file.named(kind, "fields", field, shared.fields)
    return {kind: row.fields for kind, row in rows.items()}


def parse_services(text: str, file: str, shared: Shared) -> list[Service]:
    """Return the services of one TOML file, in its order.

    Each table is a service; `words` above them belong to all.  Raises Refused
    `catalogue.form` with file and line.
    """
    found = TomlFile(text, file)
    words = found.tables.pop("words", [])
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise found.wrong("", "words", "words is a list of texts")
    return [_service(code, row, found, shared, tuple(words)) for code, row in found.rows(_ServiceRow).items()]


def _service(code: str, row: _ServiceRow, file: "TomlFile", shared: Shared, words: tuple[str, ...]) -> Service:
    branch = file.named(code, "branch", row.branch, shared.branches)
    papers = [file.named(code, "papers", paper, shared.papers) for paper in row.papers]
    fields = [file.named(code, "fields", field, shared.fields) for field in row.fields]
    fields += [shared.fields[field] for field in shared.kinds.get(row.kind.value, ()) if field not in row.fields]
    asked_fields = [field.code for field in fields]
    for key, needed, asked in (
        ("required_papers", row.required_papers, row.papers),
        ("required_fields", row.required_fields, asked_fields),
        ("shown_if", [*row.shown_if, *(condition.field for condition in row.shown_if.values())], asked_fields),
        ("defaults", list(row.defaults), asked_fields),
    ):
        for name in needed:
            file.named(code, key, name, dict.fromkeys(asked))
    return Service(
        code,
        row.name_bn,
        row.name_en,
        row.kind,
        branch.name_bn,
        branch.name_en,
        fees=Fees(row.court_fee_poisha, row.challan_poisha, row.vat_poisha, row.folio_poisha),
        papers=tuple(msgspec.structs.replace(p, required=p.code in row.required_papers) for p in papers),
        fields=tuple(_asked(field, row) for field in fields),
        days=row.days,
        day_type=row.day_type,
        room=row.room or branch.room,
        short_bn=row.short_bn or row.name_bn,
        words=row.words + words,
        stop_bn=row.stop_bn,
        stop_en=row.stop_en or row.stop_bn,
        branch=branch.code,
    )


def _asked(field: ServiceField, row: _ServiceRow) -> ServiceField:
    """Return a field as this service asks for it."""
    return msgspec.structs.replace(
        field,
        required=field.code in row.required_fields,
        shown_if=row.shown_if.get(field.code, field.shown_if),
        default=row.defaults.get(field.code, field.default),
    )


_Named = TypeVar("_Named")


class TomlFile:
    """A TOML file of tables, whose faults name file and line: people edit it by hand."""

    def __init__(self, text: str, file: str) -> None:
        self.text, self.file = text, file
        try:
            self.tables: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            at = re.search(r"at line (\d+)", str(error))
            raise self._refused(int(at[1]) if at else text.count("\n") + 1, str(error)) from error

    def rows(self, kind: type[_Row]) -> dict[str, _Row]:
        """Return every table as a row of this kind, by its name."""
        return {name: self._row(name, table, kind) for name, table in self.tables.items()}

    def _row(self, name: str, table: Any, kind: type[_Row]) -> _Row:
        try:
            return msgspec.convert(table, kind)
        except msgspec.ValidationError as error:
            key = re.search(r"`\$\.(\w+)|field `(\w+)`", str(error))
            raise self.wrong(name, (key[1] or key[2]) if key else "", str(error)) from error

    def below(self, name: str, table: Any, kind: type[_Row]) -> dict[str, _Row]:
        """Return the rows of one table of tables, by name."""
        if not isinstance(table, dict):
            raise self.wrong(name, "", "this is a table of tables")
        return {key: self._row(key, inner, kind) for key, inner in table.items()}

    def whole(self, kind: type[_Row]) -> _Row:
        """Return the whole file as one row of this kind."""
        return self._row("", self.tables, kind)

    def named(self, table: str, key: str, code: str, known: dict[str, _Named]) -> _Named:
        """Return what a code stands for."""
        if code not in known:
            raise self.wrong(table, key, f"{key}: there is no {code!r}", code)
        return known[code]

    def wrong(self, table: str, key: str, detail: str, code: str = "") -> Refused:
        """Return the refusal that names the line of a table's key, and of a code in its list."""
        return self._refused(self._line(table, key, code), f"{table}: {detail}" if table else detail)

    def _line(self, table: str, key: str, code: str) -> int:
        """Return where it says so: the table's head, then its key, then the code in quotes."""
        lines = self.text.splitlines()
        head = rf"\s*\[{re.escape(table)}\]|{re.escape(table)}\s*="
        at = next((n for n, line in enumerate(lines) if re.match(head, line)), -1) if table else -1
        end = next((n for n in range(at + 1, len(lines)) if lines[n].startswith("[")), len(lines))
        for pattern in (rf"\s*{key}\s*=", f'.*"{re.escape(code)}"'):
            at = next((n for n in range(max(at, 0), end) if re.match(pattern, lines[n])), at)
        return max(at, 0) + 1

    def _refused(self, line: int, detail: str) -> Refused:
        return Refused.because("catalogue.form", f"{self.file}:{line}", file=self.file, line=line, detail=detail)
