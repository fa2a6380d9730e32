"""The guidance directory of this office: as delivered, and as its supervisors changed it."""

from dataclasses import dataclass
from typing import NamedTuple

import msgspec

from kiosk import resources
from kiosk.desk.context import Desk
from kiosk.desk.rights import check_right
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.events import GuidanceChanged
from kiosk.domain.guidance import Directory, Entry, settled
from kiosk.domain.guidance_files import PREFIXES, parse_guidance
from kiosk.domain.rights import Act
from kiosk.errors import Refused
from kiosk.store import journal
from kiosk.store.session import Unit

_FOLDER = "guidance"


_read: dict[str, tuple[Entry, ...]] = {}


def delivered(catalogue: Catalogue) -> tuple[Entry, ...]:
    """Return the entries as they were delivered.  Raises Refused `catalogue.form` with file and line."""
    if catalogue.version not in _read:
        texts = {name: resources.read_text(f"{_FOLDER}/{name}.toml") for name in PREFIXES}
        _read[catalogue.version] = read_guidance(texts, catalogue)
    return _read[catalogue.version]


def read_guidance(texts: dict[str, str], catalogue: Catalogue) -> tuple[Entry, ...]:
    """Return the entries out of the files `services|questions|branches|office`.

    Raises Refused `catalogue.form` with file and line.
    """
    return tuple(entry for name, text in texts.items() for entry in parse_guidance(name, text, catalogue))


# ------------------------------------------------------------------------------ as it is in this office


class Known(NamedTuple):
    """A directory, and by what it is told that nothing changed since."""

    mark: tuple[object, ...]
    directory: Directory


@dataclass(frozen=True, slots=True)
class Change:
    """An entry as somebody left it; `at` is empty for the one that was delivered."""

    entry: Entry
    at: str = ""
    operator: str = ""
    counter: int = 0


_MARK = "SELECT count(*), coalesce(max(at), '') FROM guidance"
_OF_CODE = "SELECT body, at, operator, counter FROM guidance WHERE code = ? ORDER BY at DESC, counter DESC"
_ENTRY = msgspec.json.Decoder(Entry)


def known_directory(desk: Desk, known: Known | None = None) -> Known:
    """Return the directory in force; the one that is known already where nothing changed."""
    with desk.store.read() as unit:
        mark = (desk.catalogue.version, *(unit.one(_MARK) or ()))
        if known is not None and known.mark == mark:
            return known
        rows = unit.all("SELECT body FROM guidance ORDER BY at, counter")
    entries = {entry.code: entry for entry in delivered(desk.catalogue)}
    changed = (_ENTRY.decode(body) for (body,) in rows)
    return Known(mark, Directory(desk.catalogue, (entries | {entry.code: entry for entry in changed}).values()))


def directory(desk: Desk) -> Directory:
    """Return the directory in force."""
    return known_directory(desk).directory


def guidance_history(desk: Desk, code: str) -> tuple[Change, ...]:
    """Return an entry as it was, the latest first, last as it was delivered."""
    with desk.store.read() as unit:
        return _history(desk, unit, code)


def _history(desk: Desk, unit: Unit, code: str) -> tuple[Change, ...]:
    made = [Change(_ENTRY.decode(body), *rest) for body, *rest in unit.all(_OF_CODE, code)]
    first = next((entry for entry in delivered(desk.catalogue) if entry.code == code), Entry(code))
    return (*made, Change(first))


def change_guidance(desk: Desk, entry: Entry, *, operator: str, via: str) -> Entry:
    """Let an entry say this from now on; its `version` is the one that was looked at.  Return it as kept.

    Raises Refused `right.role`, `guidance.*`, `text.*`.
    """
    said, at = settled(entry, desk.catalogue), desk.clock()
    with desk.store.write() as unit:
        check_right(unit, operator, Act.KEEP_GUIDANCE)
        now = _history(desk, unit, said.code)[0].entry
        if now.version != said.version:
            raise Refused.because("guidance.base", "version")
        if now == said:
            raise Refused.because("guidance.nothing", "code")
        kept = msgspec.structs.replace(said, version=now.version + 1)
        body = GuidanceChanged(kept, now.version)
        journal.append(unit, body, at=at, operator=operator, via=via, rng=desk.rng)
    return kept


def restore_guidance(desk: Desk, code: str, version: int, *, operator: str, via: str) -> Entry:
    """Let an entry say again what it said in an earlier version (0: as delivered).  Raises as `change_guidance`."""
    changes = guidance_history(desk, code)
    found = next((change.entry for change in changes if change.entry.version == version), None)
    if found is None:
        raise Refused.because("guidance.code", "version")
    again = msgspec.structs.replace(found, version=changes[0].entry.version)
    return change_guidance(desk, again, operator=operator, via=via)
