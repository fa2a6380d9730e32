"""At the edge, over real sockets: too many requests, bodies too long or too slow; forwarded headers are not believed."""

import socket
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kiosk.central.centre import close_centre, open_centre
from kiosk.central.settings import CentralSettings
from tests.integration.central.machine import MovingClock, ask, serving
from tests.integration.central.people import Browser, hire, signed_in

pytestmark = pytest.mark.parametrize("central_database", ["sqlite"], indirect=True)


def serving_with(home: Path, settings: CentralSettings, clock: MovingClock, **chosen: object):
    """Return an opened centre with other settings."""
    return open_centre(home / "edge", replace(settings, **chosen), clock=clock)


def raw(url: str, *parts: bytes) -> bytes:
    """Send pieces of a request as they are and return all that comes back until the other side hangs up."""
    where = urlsplit(url)
    with socket.create_connection((where.hostname, where.port), timeout=20) as line:
        for part in parts:
            line.sendall(part)
        answer = b""
        while piece := line.recv(65536):
            answer += piece
    return answer


def test_too_many_from_one_address_wait_a_little(tmp_path: Path, settings: CentralSettings, clock: MovingClock) -> None:
    centre = serving_with(tmp_path, settings, clock, address_per_minute=5)
    with serving(centre) as url:
        assert [ask(url, "GET", "/").status for _ in range(5)] == [200] * 5
        slow = ask(url, "GET", "/", b"", {"Cookie": "kiosk-language=en"})
        assert slow.status == 429
        assert slow.headers["retry-after"] == "12"
        assert "Nothing is lost" in slow.text
        assert "frame-ancestors 'none'" in slow.headers["content-security-policy"]
        lied = ask(url, "GET", "/", b"", {"X-Forwarded-For": "203.0.113.9"})
        assert lied.status == 429, "nobody says where they are"
        assert ask(url, "GET", "/static/desk.css").status == 200
        clock.pass_by(seconds=12)
        assert ask(url, "GET", "/").status == 200
        assert ask(url, "GET", "/").status == 429
    close_centre(centre)


def test_a_proxy_that_is_told_of_is_believed(tmp_path: Path, settings: CentralSettings, clock: MovingClock) -> None:
    centre = serving_with(tmp_path, settings, clock, address_per_minute=1, trusted_proxies="127.0.0.1")
    with serving(centre) as url:
        for place in ("203.0.113.9", "203.0.113.10"):
            assert ask(url, "GET", "/", b"", {"X-Forwarded-For": place}).status == 200
            assert ask(url, "GET", "/", b"", {"X-Forwarded-For": place}).status == 429
    close_centre(centre)


def test_one_session_does_not_stop_another(tmp_path: Path, settings: CentralSettings, clock: MovingClock) -> None:
    centre = serving_with(tmp_path, settings, clock, session_per_minute=4)
    hire(centre, "karim", "branch_assistant", branches=("general",))
    hire(centre, "rahim", "branch_assistant", branches=("general",))
    with serving(centre) as url:
        karim, rahim = signed_in(centre, url, "karim"), signed_in(centre, url, "rahim")
        assert [karim.get("/desk").status for _ in range(4)] == [200, 200, 200, 429]
        assert rahim.get("/desk").status == 200
        assert Browser(url).get("/desk/sign-in").status == 200
    close_centre(centre)


def test_counters_are_counted_on_their_own(tmp_path: Path, settings: CentralSettings, clock: MovingClock) -> None:
    centre = serving_with(tmp_path, settings, clock, counters_per_minute=1)
    with serving(centre) as url:
        ask(url, "POST", "/api/v1/challenge", b"{}")
        slow = ask(url, "POST", "/api/v1/challenge", b"{}")
        assert (slow.status, slow.json["code"]) == (429, "edge.slow")
        assert ask(url, "GET", "/").status == 200
    close_centre(centre)


@pytest.mark.parametrize("path", ["/desk/sign-in", "/status", "/api/v1/journal", "/api/v1/challenge"])
def test_a_gigabyte_is_refused_before_it_is_read(url: str, path: str) -> None:
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    answer = raw(url, f"{head}Content-Length: {1 << 30}\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 413 "), answer[:200]


def test_a_body_without_a_length_is_read_no_further_than_its_limit(url: str) -> None:
    head = b"POST /desk/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    chunk = b"8000\r\n" + b"x" * 0x8000 + b"\r\n"
    answer = raw(url, head + b"Transfer-Encoding: chunked\r\n\r\n", chunk, chunk, chunk)
    assert answer.startswith(b"HTTP/1.1 413 "), answer[:200]


def test_who_never_ends_a_body_is_let_go_and_nobody_waits_for_it(
    tmp_path: Path, settings: CentralSettings, clock: MovingClock
) -> None:
    centre = serving_with(tmp_path, settings, clock, body_idle_s=1)
    with serving(centre) as url:
        head = b"POST /desk/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        where = urlsplit(url)
        with socket.create_connection((where.hostname, where.port), timeout=20) as line:
            line.sendall(head + b"Content-Length: 400\r\n\r\nlogin=")
            assert ask(url, "GET", "/").status == 200
            answer = b""
            while piece := line.recv(65536):
                answer += piece
        assert answer.startswith(b"HTTP/1.1 408 "), answer[:200]
    close_centre(centre)
