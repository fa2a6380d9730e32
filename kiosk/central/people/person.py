"""Who is asking: a person with a role, a post, branches, and those they stand in for today."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from kiosk.central.store.tables import Deputy, User, UserBranch


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signed in; `stands_for` are logins of absent people whose work they do today."""

    office: int
    login: str
    name: str
    role: str
    post_bn: str
    post_en: str
    branches: frozenset[str] = frozenset()
    stands_for: frozenset[str] = frozenset()

    @property
    def hands(self) -> frozenset[str]:
        """The logins whose work this person does: their own and those they stand in for."""
        return self.stands_for | {self.login}

    def post(self, language: str) -> str:
        """Return the post in a language, else the other one."""
        return (self.post_bn or self.post_en) if language == "bn" else (self.post_en or self.post_bn)


def person_of(connection: Connection, office: int, login: str, today: date) -> Person | None:
    """Return somebody who still works here."""
    mine = (User.office == office) & (User.login == login) & User.closed_at.is_(None)
    row = connection.execute(select(User.name_bn, User.role, User.post_bn, User.post_en).where(mine)).one_or_none()
    if row is None:
        return None
    branches = select(UserBranch.branch).where(UserBranch.office == office, UserBranch.login == login)
    found = frozenset(connection.scalars(branches))
    return Person(office, login, *row, branches=found, stands_for=_stands_for(connection, office, login, today))


def _stands_for(connection: Connection, office: int, login: str, today: date) -> frozenset[str]:
    day = today.isoformat()
    statement = select(Deputy.login).where(Deputy.office == office, Deputy.deputy == login)
    return frozenset(connection.scalars(statement.where(Deputy.from_on <= day, Deputy.until_on >= day)))


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
