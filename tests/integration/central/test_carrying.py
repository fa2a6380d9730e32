"""Pages of a centre whose settings name a bucket: from a counter and from the web, carried, shown, brought home again."""

import json
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk import cli
from kiosk.central.carrying import CARRY_PAGES
from kiosk.central.centre import Centre, close_centre, open_centre
from kiosk.central.chores import do_chores
from kiosk.central.export import export_all
from kiosk.central.files import files_of, read_scan, scans_of
from kiosk.central.settings import CentralSettings, FilesSettings
from kiosk.domain.scans import Scan
from kiosk.errors import Unavailable
from kiosk.store.files import Files
from tests.harness.object_store import BUCKET, KEY_ID, REGION, SECRET, ObjectStore
from tests.harness.proxy import FaultProxy
from tests.integration.central.machine import OFFICE, Machine, MovingClock, draft, enrolled, serving
from tests.integration.central.test_files import CONTENT, DIGEST, create, look, send

SERVE = "import sys; from pathlib import Path; from kiosk.central.commands import serve; serve(Path(sys.argv[1]))"


@pytest.fixture
def store() -> Iterator[ObjectStore]:
    with ObjectStore() as given:
        yield given


@pytest.fixture
def line(store: ObjectStore) -> Iterator[FaultProxy]:
    with FaultProxy(store.port) as proxy:
        yield proxy


@pytest.fixture
def centre(tmp_path: Path, settings: CentralSettings, clock: MovingClock, line: FaultProxy) -> Iterator[Centre]:
    files = FilesSettings("s3", line.url, BUCKET, REGION, "", KEY_ID, SECRET)
    opened = open_centre(tmp_path / "centre", replace(settings, files=files), clock=clock)
    yield opened
    close_centre(opened)


@pytest.fixture
def machine(centre: Centre) -> Iterator[Machine]:
    with serving(centre) as url:
        yield enrolled(centre, url)


@pytest.fixture
def number(machine: Machine) -> str:
    given = machine.receive(1, draft=draft(scans=(Scan(DIGEST, "a.png", 1, len(CONTENT)),)))
    assert machine.round().answers[0].answer == "accepted"
    return given


def send_whole(machine: Machine, number: str) -> str:
    path = create(machine, number).headers["location"]
    assert send(machine, path, 0, CONTENT[:500]).status == 204
    assert send(machine, path, 500, CONTENT[500:]).status == 204
    return path


def test_a_page_of_a_counter_is_here_at_once_and_carried_in_its_turn(
    centre: Centre,
    clock: MovingClock,
    machine: Machine,
    number: str,
    store: ObjectStore,
    line: FaultProxy,
    tmp_path: Path,
) -> None:
    line.down()
    path = send_whole(machine, number)
    assert scans_of(centre, OFFICE, number)[0].complete, "the counter is done, whatever the bucket's line does"
    assert read_scan(centre, OFFICE, number, DIGEST) == CONTENT
    assert do_chores(centre, [CARRY_PAGES]) == []
    line.up()
    clock.pass_by(seconds=20)
    assert do_chores(centre, [CARRY_PAGES]) == ["files-carry"]
    assert not files_of(centre).lies_here(DIGEST)
    assert len(store.objects) == 1
    assert read_scan(centre, OFFICE, number, DIGEST) == CONTENT
    assert look(machine, path).headers["upload-offset"] == str(len(CONTENT))
    assert json.loads(export_all(centre, tmp_path / "out").read_text("utf-8"))["pages"] == {"count": 1, "missing": 0}


def test_a_bucket_out_of_reach_is_no_lost_page(
    centre: Centre, machine: Machine, number: str, line: FaultProxy, tmp_path: Path
) -> None:
    path = send_whole(machine, number)
    do_chores(centre, [CARRY_PAGES])
    line.down()
    with pytest.raises(Unavailable, match=r"files\.unreachable|error sending"):
        read_scan(centre, OFFICE, number, DIGEST)
    assert look(machine, path).status == 503
    with pytest.raises(Unavailable):
        export_all(centre, tmp_path / "out")
    assert not (tmp_path / "out").exists()


# ------------------------------------------------------------------------------ by hand


def home_with(folder: Path, given: ObjectStore, **changes: str) -> Path:
    folder.mkdir(exist_ok=True)
    said = {"store": "s3", "endpoint": given.url, "bucket": BUCKET, "region": REGION, "key_id": KEY_ID} | changes
    lines = "".join(f'{key} = "{value}"\n' for key, value in said.items())
    (folder / "bucket.secret").write_text(SECRET, "utf-8")
    (folder / "settings.toml").write_text(f'[files]\n{lines}secret_file = "bucket.secret"\n', "utf-8")
    return folder


def run(home: Path, *words: str) -> int:
    return cli.main(["--home", str(home), "central", *words])


def test_pages_move_there_and_home_again_by_hand(
    tmp_path: Path, store: ObjectStore, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "centre"
    plain = open_centre(home)
    digests = [files_of(plain).put(b"%d" % n) for n in range(3)]
    close_centre(plain)
    assert run(home, "files-move") == cli.REFUSED
    assert "settings.toml" in capsys.readouterr().err
    assert run(home_with(home, store), "files") == 0
    assert capsys.readouterr().out == f"s3\t{BUCKET}\t3\n"
    assert run(home, "files-move") == 0
    assert (capsys.readouterr().out, len(store.objects)) == ("3\n", 3)
    assert run(home, "files-move", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"ok": True, "count": 0, "bytes": 0, "lost": []}
    home_with(home, store, store="disk")
    after = open_centre(home)
    assert [files_of(after).get(digest) for digest in digests] == [b"0", b"1", b"2"], "found in either place"
    close_centre(after)
    assert run(home, "files-move") == 0
    assert not store.objects
    assert len(list(Files(home, b"any").names())) == 3


@pytest.mark.parametrize(
    ("changes", "word"),
    [({"key_id": "?"}, "key_id"), ({"bucket": "none"}, "bucket"), ({"endpoint": "http://127.0.0.1:1"}, "endpoint")],
)
def test_what_is_wrong_with_a_bucket_is_one_line_that_names_the_cure(
    tmp_path: Path, store: ObjectStore, capsys: pytest.CaptureFixture[str], changes: dict[str, str], word: str
) -> None:
    assert run(home_with(tmp_path / "centre", store, **changes), "files") == cli.UNAVAILABLE
    said = [line for line in capsys.readouterr().err.splitlines() if "settings.toml" in line]
    assert len(said) == 1
    assert word in said[0]


def test_a_start_says_that_the_bucket_is_away_and_serves_all_the_same(tmp_path: Path, store: ObjectStore) -> None:
    home = home_with(tmp_path / "centre", store, endpoint="http://127.0.0.1:1")
    command = [sys.executable, "-W", "error", "-c", SERVE, str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert select.select([process.stdout], [], [], 60)[0], "it did not come up in a minute"
            assert "ready" in json.loads(process.stdout.readline())
        finally:
            process.send_signal(signal.SIGTERM)
            said = process.communicate(timeout=60)[1]
    assert process.returncode == 0
    assert "settings.toml" in said
    assert SECRET not in said
