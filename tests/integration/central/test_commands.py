"""The centre as it is run: a process of its own, commands beside it."""

import json
import os
import select
import signal
import socket
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from kiosk.central import commands
from kiosk.central.centre import open_centre
from kiosk.central.settings import CentralSettings
from kiosk.central.store.tables import User
from kiosk.desk.catalogue import load_catalogue
from kiosk.errors import Refused, Unavailable
from tests.integration.central.machine import OFFICE, Machine, ask

REPOSITORY = Path(__file__).parents[3]
SERVE = "import sys; from pathlib import Path; from kiosk.central.commands import serve; serve(Path(sys.argv[1]), database_url=sys.argv[2])"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "centre"


def start(home: Path, database_url: str) -> tuple[subprocess.Popen[str], str]:
    command = [sys.executable, "-W", "error", "-c", SERVE, str(home), database_url]
    process = subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert select.select([process.stdout], [], [], 60)[0], "it did not come up in a minute"
    return process, json.loads(process.stdout.readline())["ready"]


def end(process: subprocess.Popen[str], how: signal.Signals) -> int:
    os.kill(process.pid, how)
    code = process.wait(30)
    assert process.stdout
    assert process.stdout.read() == ""
    process.stdout.close()
    return code


def test_a_served_day(home: Path, central_database: str) -> None:
    process, url = start(home, central_database)
    try:
        machine = Machine(url, load_catalogue().version)
        enrolment = commands.enrol(home, office=OFFICE, counter=1, database_url=central_database)
        assert machine.enrol(enrolment).status == 200
        number = machine.receive(1)
        assert machine.sign_in().round().answers[0].answer == "accepted"
        step = commands.forward(home, number, "record_room", note="নথি", database_url=central_database)
        news = machine.round([]).news
        assert msgspec.json.decode(news[-1].body)["step"]["branch"] == step.branch == "record_room"
        for refused, args in (
            ("number.unknown", ("7926010000025", "record_room")),
            ("branch.unknown", (number, "nowhere")),
            ("number.check", ("7926010000020", "x")),
        ):
            with pytest.raises(Refused, match=refused):
                commands.forward(home, *args, database_url=central_database)
    finally:
        code = end(process, signal.SIGTERM)
    assert code == 0


def test_a_killed_server_has_what_it_acknowledged(home: Path, central_database: str) -> None:
    process, url = start(home, central_database)
    machine = Machine(url, load_catalogue().version)
    machine.enrol(commands.enrol(home, office=OFFICE, counter=1, database_url=central_database))
    machine.receive(1)
    machine.sign_in().round()
    end(process, signal.SIGKILL)
    process, machine.url = start(home, central_database)
    try:
        machine.receive(2)
        answer = machine.sign_in().round()
        assert ([item.answer for item in answer.answers], answer.epoch) == (["seen", "accepted"], machine.epoch)
    finally:
        assert end(process, signal.SIGINT) == 0


def test_a_taken_port_is_said(home: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(Unavailable, match=r"in use"):
            commands.serve(home, port=other.getsockname()[1])


def test_migrate_makes_a_database_that_can_be_migrated_again(home: Path, central_database: str) -> None:
    commands.migrate(home, central_database)
    commands.migrate(home, central_database)
    assert (home / "central.db").exists() == (not central_database)


def test_a_person_is_added_once_with_a_verifier(home: Path, central_database: str) -> None:
    person = {
        "login": "nasrin",
        "name": "নাসরিন",
        "role": "record_room",
        "office": OFFICE,
        "database_url": central_database,
    }
    commands.add_user(home, password="a long enough passphrase", **person)
    with pytest.raises(Refused, match=r"login\.taken"):
        commands.add_user(home, password="a long enough passphrase", **person)
    for change, code in (
        ({"login": "N"}, "login.form"),
        ({"role": "king"}, "role.unknown"),
        ({"office": 0}, "district.code"),
        ({"name": " "}, "text.empty"),
    ):
        with pytest.raises(Refused, match=code):
            commands.add_user(home, password="a long enough passphrase", **{**person, "login": "rahim", **change})
    for password, code in (("short", "password.short"), ("x" * 129, "password.long")):
        with pytest.raises(Refused, match=code):
            commands.add_user(home, password=password, **{**person, "login": "rahim"})
    centre = open_centre(home, CentralSettings(database_url=central_database))
    with centre.database.read() as connection:
        row = connection.execute(User.__table__.select()).one()
    centre.database.engine.dispose()
    assert row.verifier.startswith("$argon2id$")


def test_health_is_there_at_once(home: Path) -> None:
    process, url = start(home, "")
    try:
        assert ask(url, "GET", "/api/v1/health").json["ok"]
    finally:
        end(process, signal.SIGTERM)


def test_people_are_listed_given_branches_and_closed(home: Path, central_database: str) -> None:
    office = {"office": OFFICE, "database_url": central_database}
    commands.add_user(home, login="nasrin", name="নাসরিন", role="officer", password="a long enough passphrase", **office)
    commands.set_user_branches(home, login="nasrin", branches=["revenue_sa", "general"], **office)
    (nasrin,) = commands.list_users(home, **office)
    assert nasrin == {"login": "nasrin", "name": "নাসরিন", "role": "officer", "branches": ["general", "revenue_sa"]}
    with pytest.raises(Refused, match=r"branch\.unknown"):
        commands.set_user_branches(home, login="nasrin", branches=["moon"], **office)
    with pytest.raises(Refused, match=r"password\.short"):
        commands.renew_user(home, login="nasrin", password="short", **office)
    commands.renew_user(home, login="nasrin", password="another long passphrase", **office)
    commands.close_user(home, login="nasrin", **office)
    assert commands.list_users(home, **office) == []
    with pytest.raises(Refused, match=r"user\.unknown"):
        commands.close_user(home, login="nasrin", **office)
