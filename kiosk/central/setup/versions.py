"""Versions of what an office set up: who changed what, when, from which day; nothing is ever overwritten."""

from dataclasses import dataclass
from functools import lru_cache

import msgspec
from sqlalchemy import Connection, insert, select

from kiosk.central.store.tables import SetupVersion
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.office_catalogue import OfficeCatalogue, in_force

CATALOGUE, CARD = "catalogue", "card"


@dataclass(frozen=True, slots=True)
class Version:
    """A version of one area: `what` names what was changed, `undoes` the version that this one took back (0: none)."""

    number: int
    at: str
    login: str
    valid_from: str
    what: str
    undoes: int
    body: bytes


def versions_of(connection: Connection, office: int, area: str) -> tuple[Version, ...]:
    """Return the versions of an area, the first one first."""
    columns = (SetupVersion.number, SetupVersion.at, SetupVersion.login, SetupVersion.valid_from)
    statement = select(*columns, SetupVersion.what, SetupVersion.undoes, SetupVersion.body)
    mine = (SetupVersion.office == office) & (SetupVersion.area == area)
    rows = connection.execute(statement.where(mine).order_by(SetupVersion.number))
    return tuple(Version(*row[:-1], bytes(row[-1])) for row in rows)


def keep_version(connection: Connection, office: int, area: str, version: Version) -> None:
    """Write a version; the office's row is locked by whoever tells of it."""
    values = {name: getattr(version, name) for name in Version.__slots__}
    connection.execute(insert(SetupVersion).values(office=office, area=area, **values))


def catalogues_of(connection: Connection, office: int) -> tuple[OfficeCatalogue, ...]:
    """Return the versions of an office's catalogue, the first one first."""
    return tuple(_read(version.body) for version in versions_of(connection, office, CATALOGUE))


@lru_cache(maxsize=256)
def _read(body: bytes) -> OfficeCatalogue:
    return msgspec.json.decode(body, type=OfficeCatalogue)


def catalogue_on(connection: Connection, delivered: Catalogue, office: int, day: str) -> Catalogue:
    """Return the catalogue that an office works by on a Dhaka day."""
    found = in_force(catalogues_of(connection, office), day)
    return found.upon(delivered) if found else delivered


def every_catalogue(connection: Connection, delivered: Catalogue, office: int) -> dict[str, Catalogue]:
    """Return the catalogues of all versions of an office, by version."""
    return {one.version: one.upon(delivered) for one in catalogues_of(connection, office)}
