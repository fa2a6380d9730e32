"""The catalogue and the fees of an office, changed from a day on: a version, told to every counter."""

from collections.abc import Callable
from datetime import date

import msgspec
from msgspec import structs
from sqlalchemy import Connection, select, update

from kiosk.central.audit import record_act
from kiosk.central.centre import Centre
from kiosk.central.news import Item, tell
from kiosk.central.people.person import Person
from kiosk.central.setup.versions import CATALOGUE, Version, catalogues_of, keep_version, versions_of
from kiosk.central.store.tables import Branch, Office
from kiosk.domain.bangla import clean_line
from kiosk.domain.catalogue import Service
from kiosk.domain.clock import dhaka_day, stamp
from kiosk.domain.office_catalogue import BranchChange, OfficeCatalogue, PaperNames, ServiceChange, in_force
from kiosk.errors import Refused

NEWS = "catalogue.version"
MOST_DAYS, MOST_POISHA, NAME_LIMIT, ROOM_LIMIT = 3650, 1_000_000_000, 200, 40

Make = Callable[[OfficeCatalogue], OfficeCatalogue]


def change_service(centre: Centre, who: Person, code: str, change: ServiceChange, valid_from: str) -> OfficeCatalogue:
    """Let a service be offered so from a Dhaka day on, and return the new version.

    Raises Refused `service.unknown`, `setup.days|setup.fee|setup.day|setup.nothing`, `text.*`, `date.*`.
    """
    kept = _settled(centre.catalogue.service(code), change)

    def make(before: OfficeCatalogue) -> OfficeCatalogue:
        return structs.replace(before, services={**before.services, code: kept})

    return _change(centre, who, make, valid_from, code)


def change_branch(centre: Centre, who: Person, code: str, change: BranchChange, valid_from: str) -> OfficeCatalogue:
    """Let a branch be called so, in this room, from a Dhaka day on.  Raises Refused `branch.unknown` and as above."""
    if code not in centre.catalogue.branches:
        raise Refused.because("branch.unknown", "branch", branch=code[:80])
    kept = BranchChange(
        clean_line(change.name_bn, "name_bn", limit=NAME_LIMIT, required=True),
        clean_line(change.name_en, "name_en", limit=NAME_LIMIT),
        clean_line(change.room, "room", limit=ROOM_LIMIT),
    )

    def make(before: OfficeCatalogue) -> OfficeCatalogue:
        return structs.replace(before, branches={**before.branches, code: kept})

    return _change(centre, who, make, valid_from, code)


def undo_catalogue(centre: Centre, who: Person) -> OfficeCatalogue:
    """Take the last change back: what was before it holds again, from today, as a new version.

    Raises Refused `setup.nothing` where nothing was changed yet.
    """
    today = dhaka_day(centre.clock()).isoformat()
    with centre.database.write() as connection:
        _lock(connection, who.office)
        known = catalogues_of(connection, who.office)
        if not known:
            raise Refused.because("setup.nothing")
        history = {one.number: one.undoes for one in versions_of(connection, who.office, CATALOGUE)}
        last = _standing(history)
        if not last:
            raise Refused.because("setup.nothing")
        before = next((one for one in known if one.number == _before(history, last)), None)
        plain = OfficeCatalogue(0, centre.catalogue.version, who.office, today)
        again = structs.replace(before or plain, number=len(known) + 1, base=centre.catalogue.version, valid_from=today)
        _keep(centre, connection, who, again, "", last)
    return again


def _standing(history: dict[int, int]) -> int:
    """Return the last change that nobody took back yet; 0 for none."""
    gone = {undone for undone in history.values() if undone}
    return max((number for number, undoes in history.items() if not undoes and number not in gone), default=0)


def _before(history: dict[int, int], number: int) -> int:
    """Return the change upon which one was made; 0: as delivered."""
    return _standing({one: undoes for one, undoes in history.items() if one < number})


def _change(centre: Centre, who: Person, make: Make, valid_from: str, what: str) -> OfficeCatalogue:
    day, today = _day(valid_from), dhaka_day(centre.clock())
    if day < today:
        raise Refused.because("date.past", "valid_from")
    with centre.database.write() as connection:
        _lock(connection, who.office)
        known = catalogues_of(connection, who.office)
        waiting = max(known, key=lambda one: one.number, default=None)
        if waiting and waiting.valid_from > day.isoformat():
            raise Refused.because("setup.day", "valid_from", day=waiting.valid_from)
        plain = OfficeCatalogue(0, centre.catalogue.version, who.office, today.isoformat())
        before = in_force(known, day.isoformat()) or plain
        made = make(before)
        if made == before:
            raise Refused.because("setup.nothing", "service")
        numbered = structs.replace(
            made, number=len(known) + 1, base=centre.catalogue.version, valid_from=day.isoformat()
        )
        _keep(centre, connection, who, numbered, what, 0)
    return numbered


def _lock(connection: Connection, office: int) -> None:
    connection.execute(select(Office.office).where(Office.office == office).with_for_update())


def _keep(centre: Centre, connection: Connection, who: Person, made: OfficeCatalogue, what: str, undoes: int) -> None:
    now, body = centre.clock(), msgspec.json.encode(made)
    version = Version(made.number, stamp(now), who.login, made.valid_from, what, undoes, body)
    keep_version(connection, who.office, CATALOGUE, version)
    for code, branch in centre.catalogue.branches.items():
        named = made.branches.get(code) or BranchChange(branch.name_bn, branch.name_en)
        mine = (Branch.office == who.office) & (Branch.code == code)
        names = {"name_bn": named.name_bn, "name_en": named.name_en or named.name_bn}
        connection.execute(update(Branch).where(mine).values(**names))
    tell(connection, who.office, [Item(NEWS, "", body)])
    act = "catalogue.undone" if undoes else "catalogue.changed"
    detail = f"{made.version} {what}".strip()
    record_act(connection, who.office, now, actor=who.login, act=act, subject=made.valid_from, detail=detail)


def _settled(service: Service, change: ServiceChange) -> ServiceChange:
    fees = change.fees
    amounts = (fees.court_fee_poisha, fees.challan_poisha, fees.vat_poisha, fees.folio_poisha)
    if any(amount is not None and not 0 <= amount <= MOST_POISHA for amount in amounts):
        raise Refused.because("setup.fee", "fee")
    if change.days is not None and not 0 <= change.days <= MOST_DAYS:
        raise Refused.because("setup.days", "days", limit=MOST_DAYS)
    given = {paper.code: PaperNames(paper.name_bn, paper.name_en) for paper in service.papers}
    cleaned = {
        code: PaperNames(
            clean_line(names.name_bn, "paper", limit=NAME_LIMIT, required=True),
            clean_line(names.name_en, "paper", limit=NAME_LIMIT),
        )
        for code, names in change.papers.items()
        if code in given
    }
    other = {code: names for code, names in cleaned.items() if names != given[code]}
    return structs.replace(change, room=clean_line(change.room, "room", limit=ROOM_LIMIT), papers=other)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused.because("date.form", "valid_from") from error
