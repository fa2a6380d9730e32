"""What the client believes: only an answer that is ours, to this very request."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import Refused, Unavailable
from kiosk.sync.client import Client, check_server_url, understood
from kiosk.sync.protocol import ChallengeAnswer

OURS = {"request_id": "0011223344556677", "epoch": "e" * 32, "nonce": "n", "now": "2026-11-23T04:45:07.123Z"}


def heard(status, content_type, body):
    return understood(status, content_type, body, OURS["request_id"], ChallengeAnswer)


@pytest.mark.parametrize("status", [200, 201])
@pytest.mark.parametrize("content_type", ["application/json", "Application/JSON; charset=utf-8"])
def test_our_answer_is_believed(status, content_type):
    assert heard(status, content_type, json.dumps(OURS).encode()).nonce == "n"


@pytest.mark.parametrize(
    ("status", "content_type", "body"),
    [
        (200, "text/html", b"<html>Please log in</html>"),
        (200, "application/json", b"<html>Please log in</html>"),
        (200, "text/html", json.dumps(OURS).encode()),
        (200, "", json.dumps(OURS).encode()),
        (200, "application/json", b""),
        (200, "application/json", b"{}"),
        (200, "application/json", b"[" * 100_000),
        (200, "application/json", b'{"request_id": "\xff"}'),
        (200, "application/json", json.dumps({**OURS, "request_id": "ffffffffffffffff"}).encode()),
        (200, "application/json", json.dumps({**OURS, "epoch": ""}).encode()),
        (204, "application/json", json.dumps(OURS).encode()),
        (302, "application/json", json.dumps(OURS).encode()),
        (404, "application/json", b'{"detail": "Not Found", "status_code": 404}'),
        (403, "application/json", b'{"code": "auth.unknown", "request_id": "another-request"}'),
        (403, "application/json", b'{"code": "auth.unknown"}'),
        (403, "text/html", b'{"code": "auth.unknown", "request_id": "0011223344556677"}'),
    ],
)
def test_whatever_is_not_ours_is_no_answer(status, content_type, body):
    with pytest.raises(Unavailable) as caught:
        heard(status, content_type, body)
    assert caught.value.reason == "net.not_ours"
    assert caught.value.params["sent"]


@pytest.mark.parametrize(("status", "reason"), [(500, "net.server"), (503, "net.server"), (429, "net.busy")])
def test_a_server_in_trouble_is_waited_for(status, reason):
    with pytest.raises(Unavailable) as caught:
        heard(status, "text/plain", b"later")
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (409, {"code": "journal.fork", "field": "head", "request_id": OURS["request_id"]}),
        (400, {"code": "journal.fork", "field": "head"}),
    ],
)
def test_a_refusal_of_ours_keeps_code_and_field(status, body):
    with pytest.raises(Refused) as caught:
        heard(status, "application/json", json.dumps(body).encode())
    assert [(p.code, p.field) for p in caught.value.problems] == [("journal.fork", "head")]


@given(st.integers(200, 599), st.sampled_from(["application/json", "text/html", ""]), st.binary(max_size=200))
def test_no_noise_is_taken_for_an_answer(status, content_type, body):
    with pytest.raises(Unavailable):
        heard(status, content_type, body)


@pytest.mark.parametrize(
    "url",
    ["https://eservice.example.gov.bd", "https://[2001:db8::1]:8443", "http://127.0.0.1:8080", "http://localhost:1"],
)
def test_servers_that_may_be_spoken_to(url):
    assert check_server_url(url + "/") == url


@pytest.mark.parametrize(
    "url",
    ["http://eservice.example.gov.bd", "http://10.0.0.1", "ftp://127.0.0.1", "127.0.0.1:80", "", "https://",
     "https://a:b@eservice.example.gov.bd", "https://eservice.example.gov.bd/?q=1", "http://127.0.0.1.example.com"],
)  # fmt: skip
def test_servers_that_may_not(url):
    with pytest.raises(Refused) as caught:
        check_server_url(url)
    assert caught.value.problems[0].code == "server.url"


def test_a_client_is_made_without_loading_the_http_library():
    import subprocess
    import sys

    code = "import sys, kiosk.sync.client, kiosk.sync.retry; print('requests' in sys.modules, 'cryptography' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "False False\n"
    )


def test_a_wrong_address_is_refused_before_anything_leaves():
    with pytest.raises(Refused):
        Client("http://eservice.example.gov.bd", "c", b"k" * 32)
