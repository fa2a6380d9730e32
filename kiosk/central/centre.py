"""The centre, opened: everything that its use cases need, in one value."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection, insert, select, update

from kiosk.central.audit import record_act
from kiosk.central.bucket import Bucket
from kiosk.central.passwords import verifier_of
from kiosk.central.settings import CentralSettings, FilesSettings, read_central_settings
from kiosk.central.store.engine import Database, open_database
from kiosk.central.store.migrate import migrate_database
from kiosk.central.store.tables import Office, Server
from kiosk.desk.catalogue import load_calendar, load_catalogue
from kiosk.domain.calendar import OfficeCalendar
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.clock import Clock, Rng, system_clock, system_rng

STARTS = "starts"
_EPOCH_BYTES, _SECRET_BYTES = 16, 32


@dataclass(frozen=True, slots=True)
class Centre:
    """`epoch` names this history of the database; `secret` signs what must come back unchanged.

    `bucket` is where pages lie that are not on the disk; None: all of them are.
    """

    home: Path
    database: Database
    settings: CentralSettings
    catalogue: Catalogue
    calendar: OfficeCalendar
    clock: Clock
    rng: Rng
    epoch: str
    verifier_of: Callable[[str], str]
    secret: bytes = field(repr=False)
    bucket: Bucket | None = field(default=None, repr=False)


def open_centre(
    home: Path,
    settings: CentralSettings | None = None,
    *,
    clock: Clock = system_clock,
    rng: Rng = system_rng,
    verifier_of: Callable[[str], str] = verifier_of,
) -> Centre:
    """Open the centre of a home, its database brought up to date; `verifier_of` a password is what is kept of it.

    A database that started less often than the home remembers is an older copy that was put
    back: it gets a new epoch, so that every counter sends again what the copy lacks.
    """
    settings = settings or read_central_settings(home)
    home.mkdir(parents=True, exist_ok=True)
    database = open_database(home, settings.database_url, rng)
    try:
        migrate_database(database)
        with database.write() as connection:
            starts = _start(connection, _remembered_starts(home), clock, rng)
            server = connection.execute(select(Server.epoch, Server.secret)).one()
        _remember_starts(home, starts)
    except BaseException:
        database.engine.dispose()
        raise
    secret, read = bytes(server.secret), (load_catalogue(), load_calendar())
    return Centre(
        home,
        database,
        settings,
        *read,
        clock,
        rng,
        server.epoch,
        verifier_of,
        secret,
        _bucket(home, settings.files, secret),
    )


def close_centre(centre: Centre) -> None:
    """Let the database go."""
    centre.database.engine.dispose()


def _bucket(home: Path, settings: FilesSettings, secret: bytes) -> Bucket | None:
    """Return the bucket; two centres that share one have a mark each, for the same page is sealed differently."""
    mark = sha256(b"kiosk files, mark" + secret).hexdigest()[:16]
    return Bucket(home, settings, mark) if settings.bucket else None


@contextmanager
def opened(home: Path, settings: CentralSettings) -> Iterator[Centre]:
    """Give the centre of a home for one command."""
    centre = open_centre(home, settings)
    try:
        yield centre
    finally:
        close_centre(centre)


def renew_epoch(connection: Connection, clock: Clock, rng: Rng) -> None:
    """Say that this database is another history from now on: it was restored."""
    connection.execute(update(Server).values(epoch=rng(_EPOCH_BYTES).hex()))
    for office in connection.scalars(select(Office.office).order_by(Office.office)).all():
        record_act(connection, office, clock(), actor="centre", act="server.restored", subject="")


def _start(connection: Connection, remembered: int, clock: Clock, rng: Rng) -> int:
    starts = connection.scalar(select(Server.starts).with_for_update())
    if starts is None:
        starts = remembered
        connection.execute(
            insert(Server).values(id=1, epoch=rng(_EPOCH_BYTES).hex(), secret=rng(_SECRET_BYTES), starts=starts)
        )
    elif starts < remembered:
        renew_epoch(connection, clock, rng)
        starts = remembered
    connection.execute(update(Server).values(starts=starts + 1))
    return starts + 1


def _remembered_starts(home: Path) -> int:
    try:
        return int((home / STARTS).read_text("ascii"))
    except (FileNotFoundError, ValueError):
        return 0


def _remember_starts(home: Path, starts: int) -> None:
    handle, name = tempfile.mkstemp(dir=home, prefix=".starts-")
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"{starts}\n")
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(home / STARTS)
