"""Events go to whoever asked for them: signed, in order, again until taken."""

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kiosk.central.centre import Centre
from kiosk.central.hooks import add_hook, deliver, signature
from kiosk.cli import main
from kiosk.errors import Refused
from tests.integration.central.machine import OFFICE, Machine, MovingClock
from tests.integration.central.people import hire, signed_in


@pytest.fixture
def listener():
    heard: list[tuple[dict[str, str], bytes]] = []
    answers: list[int] = []

    class Listening(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.append((dict(self.headers), body))
            self.send_response(answers.pop(0) if answers else 204)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Listening)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield SimpleNamespace(server_port=server.server_port, heard=heard, answers=answers)
    server.shutdown()
    thread.join()
    server.server_close()


def test_events_come_signed_in_order_and_again_until_taken(
    centre: Centre, machine: Machine, clock: MovingClock, listener
) -> None:
    _name, secret = add_hook(centre, OFFICE, f"http://127.0.0.1:{listener.server_port}/hear")
    numbers = [machine.receive(serial) for serial in (1, 2)]
    machine.round()
    listener.answers[:] = [204, 500]
    assert deliver(centre) == 1
    assert deliver(centre) == 0, "it waits before it tries again"
    assert len(listener.heard) == 2
    clock.pass_by(seconds=31)
    assert deliver(centre) == 1
    said = [json.loads(body) for _headers, body in listener.heard]
    assert [one["receive_number"] for one in said] == [numbers[0], numbers[1], numbers[1]]
    assert said[1]["id"] == said[2]["id"] != said[0]["id"]
    for headers, body in listener.heard:
        at, _comma, proof = headers["Kiosk-Signature"].removeprefix("t=").partition(",v1=")
        assert proof == signature(secret, at, body)
        assert "করিম".encode() not in body
    clock.pass_by(seconds=31)
    assert deliver(centre) == 0


def test_waiting_grows_and_nothing_is_lost(centre: Centre, machine: Machine, clock: MovingClock, listener) -> None:
    add_hook(centre, OFFICE, f"http://127.0.0.1:{listener.server_port}/")
    machine.receive(1)
    machine.round()
    listener.answers[:] = [500, 302]
    deliver(centre)
    clock.pass_by(seconds=31)
    deliver(centre)
    clock.pass_by(seconds=31)
    assert deliver(centre) == 0
    clock.pass_by(seconds=31)
    assert deliver(centre) == 1
    assert len(listener.heard) == 3


def test_only_what_others_cannot_read_along(centre: Centre, machine: Machine) -> None:
    for url in ("http://example.org/", "ftp://127.0.0.1/", "example.org"):
        with pytest.raises(Refused):
            add_hook(centre, OFFICE, url)


def test_an_address_is_added_tried_watched_and_let_go_on_screen(
    centre: Centre, url: str, machine: Machine, clock: MovingClock, listener
) -> None:
    admin = signed_in(centre, url, hire(centre, "admin", "administrator"))
    admin.get("/desk/setup/hooks")
    assert admin.post("/desk/setup/hooks", url="http://example.org/").status == 400
    page = admin.post("/desk/setup/hooks", url=f"http://127.0.0.1:{listener.server_port}/hear").text
    secret = re.search(r'class="code long" lang="en">([0-9a-f]{64})<', page).group(1)
    page = admin.get("/desk/setup/hooks").text
    assert secret not in page, "it is told once"
    here = re.search(r"/desk/setup/hooks/[0-9a-f]{12}", page).group()
    assert "It took the trial: 204." in admin.post(f"{here}/try").text
    headers, body = listener.heard[0]
    assert json.loads(body)["kind"] == "hook.tried"
    at, _comma, proof = headers["Kiosk-Signature"].removeprefix("t=").partition(",v1=")
    assert proof == signature(secret, at, body)
    machine.receive(1)
    machine.round()
    listener.answers[:] = [503]
    deliver(centre)
    assert "Not taken · 503" in admin.get(here).text
    assert "1 event" in admin.get("/desk/setup/hooks").text
    admin.post(f"{here}/try")
    assert deliver(centre) == 1, "trying opens the way at once"
    page = admin.get(here).text
    assert "Taken · 204" in page
    assert "application.known" in page
    stranger = signed_in(centre, url, f"{hire(centre, 'there', 'administrator', office=44)}@44")
    stranger.get("/desk/setup/hooks")
    assert [stranger.get(here).status, stranger.post(f"{here}/try").status] == [404, 404]
    assert stranger.post(f"{here}/remove").status == 404
    assert "This address hears nothing more." in admin.follow(admin.post(f"{here}/remove")).text
    assert admin.get(here).status == 404


def test_an_address_by_commands(tmp_path: Path, central_database: str, listener, capsys: pytest.CaptureFixture) -> None:
    """What the page does, for who has no browser."""

    def said(*words: str) -> dict[str, Any]:
        more = [
            "--home",
            str(tmp_path / "centre"),
            "--office",
            str(OFFICE),
            "--database-url",
            central_database,
            "--json",
        ]
        assert main(["central", words[0], *more, *words[1:]]) == 0
        return json.loads(capsys.readouterr().out)

    main(["central", "enrol", "--home", str(tmp_path / "centre"), "--office", str(OFFICE), "--counter", "1", "--database-url", central_database])  # fmt: skip
    capsys.readouterr()
    added = said("hook-add", f"http://127.0.0.1:{listener.server_port}/hear")
    assert len(added["secret"]) == 64
    assert said("hook-try", added["hook"])["answer"] == "204"
    (one,) = said("hooks")["hooks"]
    assert (one["hook"], one["failures"]) == (added["hook"], 0)
    assert added["secret"] not in json.dumps(one)
    said("hook-remove", added["hook"])
    assert said("hooks")["hooks"] == []
