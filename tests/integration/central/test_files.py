"""The tus protocol as a stranger speaks it, over a real socket, on both databases."""

import base64
from hashlib import sha256

import pytest

from kiosk.central.files import scans_of
from kiosk.domain.scans import MAX_BYTES, Scan
from tests.integration.central.machine import OFFICE, ask, draft

CONTENT = b"a page of somebody's paper " * 40
DIGEST = sha256(CONTENT).hexdigest()
PIECES = "application/offset+octet-stream"


def heads(machine, **more):
    named = {name.replace("_", "-"): value for name, value in more.items()}
    return {"Tus-Resumable": "1.0.0", "Authorization": f"Bearer {machine.token}", **named}


def metadata(number, digest=DIGEST):
    values = {"receive_number": number, "digest": digest, "filename": "a.webp"}
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in values.items())


def create(machine, number, digest=DIGEST, length=1080, **more):
    given = {"Upload_Length": str(length), "Upload_Metadata": metadata(number, digest)} | more
    return ask(machine.url, "POST", "/api/v1/files", b"", heads(machine, **given))


def send(machine, path, offset, piece, **more):
    given = {"Upload_Offset": str(offset), "Content_Type": PIECES} | more
    return ask(machine.url, "PATCH", path, piece, heads(machine, **given))


def look(machine, path):
    return ask(machine.url, "HEAD", path, b"", heads(machine))


@pytest.fixture
def number(machine):
    """A record that names one page."""
    given = machine.receive(1, draft=draft(scans=(Scan(DIGEST, "a.png", 1, len(CONTENT)),)))
    assert machine.round().answers[0].answer == "accepted"
    return given


@pytest.fixture
def path(machine, number):
    return create(machine, number).headers["location"]


def test_a_page_comes_in_pieces(machine, centre, number):
    created = create(machine, number)
    assert (created.status, created.headers["tus-resumable"]) == (201, "1.0.0")
    path = created.headers["location"]
    assert look(machine, path).headers["upload-offset"] == "0"
    first = send(machine, path, 0, CONTENT[:500])
    assert (first.status, first.headers["upload-offset"]) == (204, "500")
    told = look(machine, path)
    assert (told.status, told.headers["upload-offset"], told.headers["upload-length"]) == (200, "500", "1080")
    assert told.headers["cache-control"] == "no-store"
    assert [(one.received, one.complete) for one in scans_of(centre, OFFICE, number)] == [(500, False)]
    assert send(machine, path, 500, CONTENT[500:]).headers["upload-offset"] == "1080"
    assert [(one.name, one.received, one.complete) for one in scans_of(centre, OFFICE, number)] == [
        ("a.png", 1080, True)
    ]


def test_a_repeated_creation_goes_on_with_the_same_upload(machine, number, path):
    send(machine, path, 0, CONTENT[:500])
    again = create(machine, number)
    assert (again.status, again.headers["location"], again.headers["upload-offset"]) == (201, path, "500")


def test_a_piece_in_the_wrong_place_changes_nothing(machine, path):
    send(machine, path, 0, CONTENT[:500])
    for offset in (0, 499, 501, 1080):
        refused = send(machine, path, offset, CONTENT[500:])
        assert (refused.status, refused.json["code"]) == (409, "file.offset")
    assert look(machine, path).headers["upload-offset"] == "500"


def test_other_bytes_than_named_are_dropped(machine, centre, number, path):
    refused = send(machine, path, 0, CONTENT.upper())
    assert (refused.status, refused.json["code"]) == (400, "file.digest")
    assert look(machine, path).headers["upload-offset"] == "0"
    assert not scans_of(centre, OFFICE, number)[0].complete
    assert send(machine, path, 0, CONTENT).status == 204
    assert scans_of(centre, OFFICE, number)[0].complete


def test_more_bytes_than_named_are_refused(machine, path):
    refused = send(machine, path, 0, CONTENT + b"!")
    assert (refused.status, refused.json["code"]) == (400, "file.length")


def test_another_counter_finds_nothing(neighbour, machine, number, path):
    assert create(neighbour, number).status == 404
    assert look(neighbour, path).status == 404
    assert send(neighbour, path, 0, CONTENT).status == 404
    assert look(machine, path).headers["upload-offset"] == "0"


def test_nobody_reads_a_page_here(machine, path):
    send(machine, path, 0, CONTENT)
    assert ask(machine.url, "GET", path, b"", heads(machine)).status == 405


@pytest.mark.parametrize("digest", ["0" * 64, "", "../../../key", DIGEST.upper()])
def test_a_page_that_the_record_does_not_name_is_unknown(machine, number, digest):
    assert create(machine, number, digest).status == 404


def test_a_record_that_is_not_here_expects_no_page(machine):
    assert create(machine, "7926010000999").status == 404


def test_without_a_token_there_is_nothing(machine, number, path):
    machine.token = "stranger"
    for reply in (create(machine, number), send(machine, path, 0, CONTENT), look(machine, path)):
        assert (reply.status, reply.headers["tus-resumable"]) == (401, "1.0.0")


def test_another_version_is_refused(machine, number, path):
    for version in ("0.2.2", ""):
        assert create(machine, number, Tus_Resumable=version).status == 412
        assert send(machine, path, 0, CONTENT, Tus_Resumable=version).status == 412


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Upload_Length": str(MAX_BYTES + 1)}, 413),
        ({"Upload_Length": "-1"}, 400),
        ({"Upload_Length": "১০৮০"}, 400),
        ({"Upload_Length": "1081"}, 400),
        ({"Upload_Metadata": "digest ???"}, 400),
    ],
)
def test_a_creation_that_cannot_be_is_refused(machine, number, headers, status):
    encoded = {name: value.encode() if not value.isascii() else value for name, value in headers.items()}
    assert create(machine, number, **encoded).status == status


def test_a_piece_says_what_it_is(machine, path):
    assert send(machine, path, 0, CONTENT, Content_Type="image/webp").status == 415


def test_anybody_may_ask_what_is_spoken(machine):
    told = ask(machine.url, "OPTIONS", "/api/v1/files")
    assert (told.status, told.headers["tus-version"], told.headers["tus-extension"]) == (204, "1.0.0", "creation")


def test_a_digest_that_is_a_path_is_never_expected(machine, centre):
    bad = machine.receive(2, draft=draft(scans=(Scan("../../../../tmp/x", "a", 1, 10),)))
    answer = machine.round().answers[0]
    assert (answer.answer, answer.code, answer.field) == ("refused", "file.digest", "scans[0]")
    assert scans_of(centre, OFFICE, bad) == ()
