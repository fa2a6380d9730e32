import stat
import sys

import pytest

from kiosk.errors import Refused
from kiosk.store.connection import DatabaseError, connect, make_key, read_key, reason_of

KEY, OTHER = b"k" * 32, b"o" * 32


@pytest.fixture
def path(tmp_path):
    connection = connect(tmp_path / "some.db", KEY, create=True)
    connection.execute("CREATE TABLE secret (word)")
    connection.execute("INSERT INTO secret VALUES ('কথা')")
    connection.close()
    return tmp_path / "some.db"


def test_every_promise_is_kept_on_every_connection(path):
    for _ in range(2):
        connection = connect(path, KEY)
        read = [
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
        connection.close()
        assert read == ["wal", 2, 1]


def test_the_file_tells_nothing(path):
    content = path.read_bytes()
    assert b"SQLite format" not in content
    assert "কথা".encode() not in content


def test_a_wrong_key_is_damage_and_says_nothing_on_the_screen(path, capfd):
    with pytest.raises(DatabaseError) as raised:
        connect(path, OTHER)
    assert reason_of(raised.value) == "store.damaged"
    assert capfd.readouterr().err == ""


def test_no_database_is_made_by_looking(tmp_path):
    with pytest.raises(DatabaseError):
        connect(tmp_path / "none.db", KEY)
    assert not (tmp_path / "none.db").exists()


def test_a_key_is_made_once_for_its_owner(tmp_path):
    make_key(tmp_path, KEY)
    assert read_key(tmp_path) == KEY
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        make_key(tmp_path, OTHER)


@pytest.mark.parametrize("content", [None, "", "no key", "00" * 31])
def test_what_is_no_key_is_refused(tmp_path, content):
    if content is not None:
        (tmp_path / "key").write_text(content)
    with pytest.raises(Refused) as raised:
        read_key(tmp_path)
    assert raised.value.problems[0].code == "home.key"
