"""Offices and their branches."""

from sqlalchemy import Connection, insert, select

from kiosk.central.settings import CentralSettings
from kiosk.central.store.tables import Branch, Office
from kiosk.domain.catalogue import Catalogue
from kiosk.errors import Refused

DISTRICTS = range(1, 100)
_SUFFIXES = (" শাখা", " branch", " section")


def ensure_office(connection: Connection, office: int, settings: CentralSettings, catalogue: Catalogue) -> None:
    """Make sure that an office exists, with every branch that the catalogue names.

    Raises Refused `district.code`.
    """
    if office not in DISTRICTS:
        raise Refused.because("district.code", "office")
    if connection.scalar(select(Office.office).where(Office.office == office)) is None:
        names = {name: getattr(settings, f"office_{name}") for name in ("name_bn", "name_en", "phone")}
        hours = {name: getattr(settings, f"office_{name}") for name in ("hours_bn", "hours_en")}
        connection.execute(insert(Office).values(office=office, news_head=0, **names, **hours))
    known = set(connection.scalars(select(Branch.code).where(Branch.office == office)))
    for branch in catalogue.branches.values():
        if branch.code not in known:
            names = {"name_bn": branch.name_bn, "name_en": branch.name_en}
            connection.execute(insert(Branch).values(office=office, code=branch.code, **names))


def find_branch(connection: Connection, office: int, wanted: str) -> str:
    """Return the code of a branch by its code or either name, with or without the word "branch".

    Raises Refused `branch.unknown`.
    """
    rows = connection.execute(select(Branch.code, Branch.name_bn, Branch.name_en).where(Branch.office == office))
    for code, *names in rows:
        if _folded(wanted) in {code, *map(_folded, names)}:
            return str(code)
    raise Refused.because("branch.unknown", "branch", branch=wanted)


def _folded(name: str) -> str:
    text = " ".join(name.casefold().split())
    for suffix in _SUFFIXES:
        text = text.removesuffix(suffix)
    return text
