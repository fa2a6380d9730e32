import stat
import subprocess
import sys
from dataclasses import replace

import pytest

from kiosk.desk.context import close_desk, home_lock
from kiosk.desk.maintain import doctor, verify
from kiosk.desk.operators import sign_in
from kiosk.desk.setup import FOLDERS, SetUp, is_set_up, read_set_up_file, set_up
from kiosk.errors import Refused, Unavailable
from kiosk.settings import read_settings
from tests.harness.counter import OPERATOR, PASSWORD, opened, register

FILE = f"""
[office]
district = 79
name_bn = "জেলা ই-সেবা কেন্দ্র, পিরোজপুর"
[counter]
code = 1
[printer]
url = "tcp://127.0.0.1:9100"
[operator]
login = "{OPERATOR}"
name_bn = "শাহানা"
password = "{PASSWORD}"
"""

WHOLE = {"counter.db", "key", "ledger", "settings.toml", *FOLDERS}


def code(refusal):
    return {(problem.field, problem.code) for problem in refusal.value.problems}


@pytest.fixture
def given():
    return read_set_up_file(FILE)


def test_a_set_up_file_is_read(given):
    assert given == SetUp(
        office_district=79, office_name_bn="জেলা ই-সেবা কেন্দ্র, পিরোজপুর", operator_login=OPERATOR,
        operator_name_bn="শাহানা", operator_password=PASSWORD, counter_code=1, printer_url="tcp://127.0.0.1:9100",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ("district = 79", 'district = "79"', "office.district"),
        ("district = 79", "", "office.district"),
        ("[printer]", "[printer]\ncolour = true", "printer.colour"),
        ("[counter]", "[extra]", "extra.code"),
        ("[office]", "office = 3\n[x]", "office"),
        ("[office]", "[office", "file"),
    ],
)
def test_a_key_that_is_wrong_is_named(before, after, place):
    with pytest.raises(Refused) as raised:
        read_set_up_file(FILE.replace(before, after, 1))
    assert (place, "setup.form") in code(raised)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"office_district": 0}, ("office.district", "district.code")),
        ({"counter_code": None}, ("counter.code", "counter.code")),
        ({"counter_code": 100}, ("counter.code", "counter.code")),
        ({"server": "http://example.org"}, ("counter.server", "server.url")),
        ({"printer_url": "9100"}, ("printer.url", "printer.url")),
        ({"operator_password": "short"}, ("operator.password", "password.short")),
        ({"operator_login": "শা"}, ("operator.login", "login.form")),
        ({"operator_name_bn": ""}, ("operator.name_bn", "text.empty")),
        ({"office_name_bn": ""}, ("office.name_bn", "text.empty")),
    ],
)
def test_what_is_wrong_makes_no_home(given, tmp_path, change, problem):
    with pytest.raises(Refused) as raised:
        set_up(tmp_path / "home", replace(given, **change))
    assert code(raised) == {problem}
    assert not (tmp_path / "home").exists()


def test_a_home_is_made_whole(given, tmp_path):
    home = tmp_path / "deep" / "home"
    set_up(home, given)
    assert is_set_up(home)
    assert read_settings(home).printer_url == "tcp://127.0.0.1:9100"
    assert {entry.name for entry in home.iterdir()} == WHOLE
    if sys.platform != "win32":
        assert stat.S_IMODE(home.stat().st_mode) == 0o700
        assert {stat.S_IMODE((home / name).stat().st_mode) for name in ("key", "counter.db", "ledger")} == {0o600}
    desk = opened(home)
    assert sign_in(desk, OPERATOR, PASSWORD).role == "administrator"
    assert verify(desk) == {"agree": True, "events": 2, "head": desk.ledger.head.hash}
    close_desk(desk)
    assert all(finding.ok for finding in doctor(home))


def test_a_home_that_is_set_up_refuses_unchanged(given, home):
    before = files(home)
    with pytest.raises(Refused) as raised:
        set_up(home, given)
    assert code(raised) == {("home", "setup.exists")}
    assert files(home) == before


def files(home):
    return {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}


def test_what_a_crashed_set_up_left_is_made_anew(given, tmp_path):
    home = tmp_path / "home"
    (home / ".making").mkdir(parents=True)
    (home / ".making" / "counter.db").write_bytes(b"half")
    (home / "key").write_text("half")
    assert not is_set_up(home)
    set_up(home, given)
    assert {entry.name for entry in home.iterdir()} == WHOLE


def test_a_centre_that_does_not_answer_makes_no_home(given, tmp_path):
    alone = replace(given, counter_code=None, server="http://127.0.0.1:9", enrolment="1234-5678")
    with pytest.raises(Unavailable):
        set_up(tmp_path / "home", alone)
    assert not is_set_up(tmp_path / "home")
    set_up(tmp_path / "home", given)


def test_a_home_that_is_not_set_up_is_not_opened(tmp_path):
    with pytest.raises(Refused) as raised:
        opened(tmp_path)
    assert code(raised) == {("home", "setup.missing")}


def test_the_practice_counter_says_so(given, tmp_path, monkeypatch):
    monkeypatch.setenv("KIOSK_ANCHOR_DIR", str(tmp_path / "anchors"))
    set_up(tmp_path / "home", replace(given, counter_code=0))
    desk = opened(tmp_path / "home")
    assert register(desk).application.receive_number[:6] == "792600"
    close_desk(desk)


def test_one_window_a_home(home):
    window = home_lock(home)
    with pytest.raises(Refused) as raised:
        home_lock(home)
    assert code(raised) == {("home", "home.busy")}
    window.close()
    home_lock(home).close()


def test_the_first_reads_load_no_sqlalchemy(home):
    program = (
        "import sys; from pathlib import Path; from kiosk.desk.operators import operators_at_start;"
        "from kiosk.desk.setup import is_set_up; from kiosk.settings import read_settings;"
        "home = Path(sys.argv[1]); assert is_set_up(home); read_settings(home); assert operators_at_start(home);"
        "heavy = {'sqlalchemy', 'alembic', 'cryptography', 'pwdlib', 'requests', 'PySide6', 'escpos'};"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(home)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
