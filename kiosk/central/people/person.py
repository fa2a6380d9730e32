"""Who is asking: a person with a role, a post, branches, and those they stand in for today."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, select

from kiosk.central.store.tables import Deputy, User, UserBranch


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signed in; `stands_for` are the absent people whose work they do today."""

    office: int
    login: str
    name: str
    role: str
    post_bn: str
    post_en: str
    branches: frozenset[str] = frozenset()
    stands_for: tuple["Person", ...] = ()

    @property
    def selves(self) -> tuple["Person", ...]:
        """As whom this person may act: themselves first, then those they stand in for."""
        return (self, *self.stands_for)

    @property
    def roles(self) -> frozenset[str]:
        """The roles this person has today."""
        return frozenset(person.role for person in self.selves)

    def post(self, language: str) -> str:
        """Return the post in a language, else the other one."""
        return (self.post_bn or self.post_en) if language == "bn" else (self.post_en or self.post_bn)


def person_of(connection: Connection, office: int, login: str, today: date) -> Person | None:
    """Return somebody who still works here, with those they stand in for on a day."""
    who = _plain(connection, office, login)
    if who is None:
        return None
    day = today.isoformat()
    absent = select(Deputy.login).where(Deputy.office == office, Deputy.deputy == login)
    absent = absent.where(Deputy.from_on <= day, Deputy.until_on >= day).order_by(Deputy.login).distinct()
    found = [_plain(connection, office, other) for other in connection.scalars(absent).all()]
    return replace(who, stands_for=tuple(person for person in found if person))


def _plain(connection: Connection, office: int, login: str) -> Person | None:
    mine = (User.office == office) & (User.login == login) & User.closed_at.is_(None)
    row = connection.execute(select(User.name_bn, User.role, User.post_bn, User.post_en).where(mine)).one_or_none()
    if row is None:
        return None
    branches = select(UserBranch.branch).where(UserBranch.office == office, UserBranch.login == login)
    return Person(office, login, *row, branches=frozenset(connection.scalars(branches)))


def gone_of(connection: Connection, office: int) -> tuple[Person, ...]:
    """Return whom nobody lets in any more, by name."""
    mine = (User.office == office) & User.closed_at.is_not(None)
    columns = (User.login, User.name_bn, User.role, User.post_bn, User.post_en)
    rows = connection.execute(select(*columns).where(mine).order_by(User.name_bn)).all()
    return tuple(Person(office, *row) for row in rows)


def people_of(connection: Connection, office: int) -> tuple[Person, ...]:
    """Return everybody who works at an office, in the order of roles, then names."""
    mine = (User.office == office) & User.closed_at.is_(None)
    columns = (User.login, User.name_bn, User.role, User.post_bn, User.post_en)
    branches: dict[str, set[str]] = {}
    for login, branch in connection.execute(
        select(UserBranch.login, UserBranch.branch).where(UserBranch.office == office)
    ):
        branches.setdefault(login, set()).add(branch)
    rows = connection.execute(select(*columns).where(mine).order_by(User.name_bn)).all()
    return tuple(Person(office, *row, branches=frozenset(branches.get(row.login, ()))) for row in rows)
