"""Papers at the desk: real files from a counter, over HTTP, seen page by page by whoever may."""

import base64
import re
from hashlib import sha256
from itertools import pairwise

import pytest
from PIL import Image
from sqlalchemy import select

from kiosk.central.centre import Centre
from kiosk.central.store.tables import AuditRow
from kiosk.domain.application import Kind
from kiosk.domain.scans import Scan
from tests.harness.papers import paper, saved
from tests.integration.central.machine import OFFICE, Machine, ask, draft
from tests.integration.central.people import Browser, hire, signed_in
from tests.integration.central.test_efile import service

PAGES = [saved("WEBP", paper(f"page {n}", size)) for n, size in ((1, (620, 877)), (2, (877, 620)), (3, (620, 877)))]


def upload(machine: Machine, number: str, content: bytes, *, upto: int | None = None) -> None:
    """Send a page as a counter does, in two pieces, or only its beginning."""
    digest = sha256(content).hexdigest()
    named = {"receive_number": number, "digest": digest, "filename": "a.webp"}
    about = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in named.items())
    heads = {"Tus-Resumable": "1.0.0", "Authorization": f"Bearer {machine.token}"}
    length = {"Upload-Length": str(len(content)), "Upload-Metadata": about}
    where = ask(machine.url, "POST", "/api/v1/files", b"", heads | length).headers["location"]
    kind = {"Content-Type": "application/offset+octet-stream"}
    for start, end in pairwise([0, len(content) // 2, *([len(content)] if upto is None else [])]):
        piece = ask(machine.url, "PATCH", where, content[start:end], heads | kind | {"Upload-Offset": str(start)})
        assert piece.status == 204, piece


@pytest.fixture
def number(machine: Machine, centre: Centre) -> str:
    scans = tuple(Scan(sha256(page).hexdigest(), f"{n}.webp", 1, len(page)) for n, page in enumerate(PAGES, 1))
    wanted = draft(service=service(centre), subject="", fields={}, papers={}, scans=scans)
    number = machine.receive(417, draft=wanted, kind=Kind.CITIZEN)
    assert machine.round().answers[0].answer == "accepted"
    for page in PAGES[:2]:
        upload(machine, number, page)
    upload(machine, number, PAGES[2], upto=1)
    return number


@pytest.fixture
def dc(centre: Centre, url: str) -> Browser:
    hire(centre, "dc", "dc")
    return signed_in(centre, url, "dc")


def test_pages_are_seen_turned_and_turned_over_without_a_script(number: str, dc: Browser) -> None:
    file = dc.get(f"/desk/a/{number}").text
    assert f'href="/desk/a/{number}/scan/1"' in file
    first = dc.get(f"/desk/a/{number}/scan/1").text
    assert "page 1 of 3" in first
    assert 'rel="prev"' not in first
    image = re.search(r'<img src="([^"]+)"', first).group(1)
    seen = dc.get(image)
    assert seen.body == PAGES[0]
    assert seen.headers["content-type"] == "image/webp"
    assert seen.headers["content-security-policy"].startswith("sandbox;")
    assert seen.headers["x-content-type-options"] == "nosniff"
    turned = re.search(r'data-go="r" href="(\?turn=1[^"]*)"', first).group(1).replace("&amp;", "&")
    second = dc.get(f"/desk/a/{number}/scan/1{turned}").text
    assert 'class="stage turn-1 zoom-0"' in second
    assert f'href="/desk/a/{number}/scan/2?turn=1&amp;zoom=0"' in second, "the next page lies the same way"
    assert 'class="stage turn-0 zoom-0"' in dc.get(f"/desk/a/{number}/scan/1?turn=9&zoom=x").text


def test_what_is_still_coming_says_how_much_is_here(number: str, dc: Browser) -> None:
    page = dc.get(f"/desk/a/{number}/scan/3").text
    assert "Scan still coming" in page
    assert re.search(r"(49|50) % is here", page)
    assert "<img" not in page
    digest = sha256(PAGES[2]).hexdigest()
    assert dc.get(f"/desk/a/{number}/page/{digest}").status == 404


def test_reading_is_written_down_and_others_find_nothing(centre: Centre, url: str, number: str, dc: Browser) -> None:
    digest = sha256(PAGES[1]).hexdigest()
    dc.get(f"/desk/a/{number}/page/{digest}")
    with centre.database.read() as connection:
        mine = (AuditRow.office == OFFICE) & (AuditRow.act == "application.page_read")
        rows = connection.execute(select(AuditRow.actor, AuditRow.subject, AuditRow.detail).where(mine)).all()
    assert rows == [("dc", number, digest[:12])]
    hire(centre, "far", "dc", office=44)
    hire(centre, "karim", "officer", branches=("general",))
    for login in ("far@44", "karim"):
        stranger = signed_in(centre, url, login)
        for path in (f"page/{digest}", "scan/1"):
            theirs, missing = (stranger.get(f"/desk/a/{one}/{path}") for one in (number, "7926010009990"))
            assert (theirs.status, theirs.text) == (404, missing.text)
    for wrong in ("scan/0", "scan/4", f"page/{'0' * 64}"):
        assert dc.get(f"/desk/a/{number}/{wrong}").status == 404


def test_the_pages_are_real_pictures() -> None:
    import io

    assert [Image.open(io.BytesIO(page)).size for page in PAGES] == [(620, 877), (877, 620), (620, 877)]
