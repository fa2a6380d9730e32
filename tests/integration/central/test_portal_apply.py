"""Applying on the web over HTTP, on both databases: nothing lost, nothing doubled, nobody sees another's."""

import io
import re
from pathlib import Path
from urllib.parse import urlencode

import msgspec
import pytest
from PIL import Image
from sqlalchemy import select, update

from kiosk.central.centre import Centre
from kiosk.central.export import export_all
from kiosk.central.files import files_of
from kiosk.central.offices import ensure_office
from kiosk.central.portal.clearing import clear_unsent
from kiosk.central.portal.codes import code_of
from kiosk.central.portal.filings import filing_of
from kiosk.central.store.tables import NoticeRow, PortalRow, ScanRow
from kiosk.domain.numbering import damm
from kiosk.domain.portal import PortalReturned
from kiosk.sync.protocol import PushAnswer
from tests.integration.central.machine import OFFICE, Machine, MovingClock, Reply, ask, draft
from tests.integration.central.people import Browser, hire, signed_in

SERVICE = "khatian_copy_normal"
TYPED = {"name": "মো. আবদুল করিম", "mobile": "০১৭০০-০০০১৪৬", "f.khatian_no": "৪১৭", "f.khatian_type": "sa", "do": "next"}
BOUNDARY = "a-boundary"


@pytest.fixture(autouse=True)
def _office(centre: Centre) -> None:
    with centre.database.write() as connection:
        ensure_office(connection, OFFICE, centre.settings, centre.catalogue)


def a_picture(mark: int = 200, side: int = 60) -> bytes:
    made = io.BytesIO()
    Image.new("L", (side, side), mark).save(made, "PNG")
    return made.getvalue()


def row_of(centre: Centre, portal_id: str):
    with centre.database.read() as connection:
        return connection.execute(select(PortalRow.__table__).where(PortalRow.portal_id == portal_id)).one()


def written(browser: Browser, **changes: str) -> str:
    """Write an application and return its reference."""
    assert browser.get(f"/apply/{SERVICE}").status == 200
    reply = browser.post(f"/apply/{SERVICE}", **(TYPED | changes))
    assert reply.status == 303, reply.text
    assert browser.follow(reply).status == 200
    return reply.headers["location"].rpartition("/")[2]


def send_file(browser: Browser, portal_id: str, content: bytes, name: str = "দলিল.png", token: str = "") -> Reply:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="form_token"\r\n\r\n{token or browser.token}\r\n'
    head += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: image/png\r\n\r\n'
    body = head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
    cookies = "; ".join(f"{key}={value}" for key, value in browser.cookies.items())
    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", "Cookie": f"kiosk-language=en; {cookies}"}
    return ask(browser.url, "POST", f"/filing/{portal_id}/papers", body, headers)


def code_for(centre: Centre, portal_id: str) -> str:
    return code_of(centre, filing_of(row_of(centre, portal_id)))


def filed(centre: Centre, url: str, **changes: str) -> tuple[Browser, str]:
    """Write an application and send it with its code."""
    browser = Browser(url)
    portal_id = written(browser, **changes)
    assert browser.post(f"/filing/{portal_id}/code", contact="+8801700000146").status == 303
    browser.get(f"/filing/{portal_id}")
    assert browser.post(f"/filing/{portal_id}/send", code=code_for(centre, portal_id)).status == 303
    return browser, portal_id


def waiting_news(machine: Machine) -> list:
    return [one for one in machine.round().news if one.kind == "portal.application"]


def test_a_service_is_found_by_everyday_words_in_any_script(url: str) -> None:
    for typed in ("porcha", "পর্চা", "খতিয়ান"):
        reply = Browser(url).get("/services?" + urlencode({"q": typed}))
        assert f"/services/service.{SERVICE}" in reply.text, typed
    card = Browser(url).get(f"/services/{SERVICE}")
    assert "10 working days" in card.text
    assert f'href="/apply/{SERVICE}"' in card.text
    assert Browser(url).get("/services/nothing").status == 404


def test_what_is_not_done_here_says_where_to_go(centre: Centre, url: str) -> None:
    stopped = next(one for one in centre.catalogue.services.values() if one.stop_bn)
    card = Browser(url).get(f"/services/{stopped.code}")
    assert "Not here. Go there:" in card.text
    assert f"/apply/{stopped.code}" not in card.text
    assert Browser(url).get(f"/apply/{stopped.code}").status == 404


def test_refusals_stand_at_their_fields_and_nothing_typed_is_lost(url: str) -> None:
    browser = Browser(url)
    browser.get(f"/apply/{SERVICE}")
    wrong = {"mobile": "0170", "birth_date": "99-99-2026", "f.khatian_no": "<b>১২", "f.mutation_year": "১৯"}
    reply = browser.post(f"/apply/{SERVICE}", **(TYPED | wrong | {"name": "", "f.khatian_type": "mutation"}))
    assert reply.status == 400
    for name in ("name", "mobile", "birth_date", "f.khatian_no", "f.mutation_year"):
        assert f'id="{name}-wrong"' in reply.text, name
        assert f'href="#{name}"' in reply.text, name
    for text in ("0170", "99-99-2026", "&lt;b&gt;১২", "১৯"):
        assert f'value="{text}"' in reply.text, text
    assert "A mobile has 11 digits" in reply.text
    assert "<b>১২" not in reply.text


def test_without_a_contact_nobody_could_be_told(url: str) -> None:
    browser = Browser(url)
    browser.get(f"/apply/{SERVICE}")
    assert "Write a mobile or an e-mail" in browser.post(f"/apply/{SERVICE}", **(TYPED | {"mobile": ""})).text


def test_the_language_changes_and_keeps_what_is_typed(url: str) -> None:
    browser = Browser(url)
    browser.get(f"/apply/{SERVICE}")
    reply = browser.post(f"/apply/{SERVICE}?lang=bn", **(TYPED | {"do": "language"}))
    assert '<html lang="bn">' in reply.text
    assert 'value="মো. আবদুল করিম"' in reply.text


def test_a_foreign_page_files_nothing(url: str) -> None:
    browser = Browser(url)
    portal_id = written(browser)
    assert browser.post(f"/apply/{SERVICE}", token="forged", **TYPED).status == 400
    assert browser.post(f"/filing/{portal_id}/send", token="forged", code="123456").status == 400
    assert send_file(browser, portal_id, a_picture(), token="forged").status == 400


def test_the_code_confirms_the_contact_and_the_whole_office_hears(
    centre: Centre, url: str, machine: Machine, neighbour: Machine
) -> None:
    browser, portal_id = filed(centre, url)
    page = browser.get(f"/filing/{portal_id}")
    assert "Sent to the counter" in page.text
    for counter in (machine, neighbour):
        (news,) = waiting_news(counter)
        body = msgspec.json.decode(bytes(news.body))
        assert body["portal_id"] == body["draft"]["portal_id"] == portal_id
        assert body["draft"]["applicants"][0]["mobile"] == "+8801700000146"
        assert body["draft"]["fields"]["khatian_no"] == "417"
        assert body["draft"]["channel"] == "portal"
    again = browser.post(f"/filing/{portal_id}/send", code="000000")
    assert again.status == 303, "pressed twice"
    assert waiting_news(machine) == []


def test_the_code_goes_through_the_queue_of_notices(centre: Centre, url: str) -> None:
    browser = Browser(url)
    portal_id = written(browser)
    browser.post(f"/filing/{portal_id}/code", contact="+8801700000146")
    with centre.database.read() as connection:
        rows = connection.execute(select(NoticeRow.contact, NoticeRow.text)).all()
    assert [row.contact for row in rows] == ["+8801700000146"]
    assert code_for(centre, portal_id) in rows[0].text
    browser.get(f"/filing/{portal_id}")
    assert browser.post(f"/filing/{portal_id}/code", contact="+8801900000000").status == 400, "somebody else's number"


def test_a_wrong_code_sends_nothing_and_guessing_is_slow(centre: Centre, url: str, clock: MovingClock) -> None:
    browser = Browser(url)
    portal_id = written(browser)
    browser.post(f"/filing/{portal_id}/code", contact="+8801700000146")
    browser.get(f"/filing/{portal_id}")
    right = code_for(centre, portal_id)
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    statuses = [browser.post(f"/filing/{portal_id}/send", code=wrong).status for _ in range(8)]
    assert statuses[0] == 400
    assert statuses[-1] == 429
    assert row_of(centre, portal_id).state == "draft"
    clock.pass_by(minutes=2)
    assert browser.post(f"/filing/{portal_id}/send", code=right).status == 303
    assert row_of(centre, portal_id).state == "waiting"


def test_an_old_code_is_good_no_more(centre: Centre, url: str, clock: MovingClock) -> None:
    browser = Browser(url)
    portal_id = written(browser)
    browser.post(f"/filing/{portal_id}/code", contact="+8801700000146")
    right = code_for(centre, portal_id)
    clock.pass_by(minutes=31)
    browser.get(f"/filing/{portal_id}")
    assert "too old" in browser.post(f"/filing/{portal_id}/send", code=right).text


def test_another_browser_sees_what_is_not_there(centre: Centre, url: str) -> None:
    _, portal_id = filed(centre, url)
    stranger = Browser(url)
    written(stranger)
    for path in (f"/filing/{portal_id}", f"/filing/{portal_id}/edit", "/filing/794837261510"):
        assert stranger.get(path).status == 404, path
    stranger.get("/services")
    assert stranger.post(f"/filing/{portal_id}/send", code="1").status in (400, 404)


def test_papers_become_pages_and_bad_ones_say_why(centre: Centre, url: str) -> None:
    browser = Browser(url)
    portal_id = written(browser)
    assert send_file(browser, portal_id, a_picture()).status == 303
    refused = send_file(browser, portal_id, b"MZ not a paper", "paper.exe")
    assert refused.status == 400
    assert "no picture and no PDF" in refused.text
    page = browser.get(f"/filing/{portal_id}")
    assert "দলিল.png" in page.text
    digest = re.search(r'name="digest" value="([0-9a-f]{64})"', page.text)
    assert digest
    assert browser.post(f"/filing/{portal_id}/remove", digest=digest[1]).status == 303
    assert "দলিল.png" not in browser.get(f"/filing/{portal_id}").text


def tus(browser: Browser, method: str, path: str, body: bytes = b"", **headers: str) -> Reply:
    cookies = "; ".join(f"{key}={value}" for key, value in browser.cookies.items())
    given = {"Tus-Resumable": "1.0.0", "X-Form-Token": browser.token, "Cookie": cookies}
    return ask(
        browser.url, method, path, body, given | {name.replace("_", "-"): text for name, text in headers.items()}
    )


def test_a_paper_goes_on_where_the_line_broke(centre: Centre, url: str) -> None:
    browser, content = Browser(url), a_picture(120, 300)
    portal_id = written(browser)
    begun = {"Upload_Length": str(len(content)), "Upload_Metadata": "filename ZGVlZC5wbmc=,mark MQ=="}
    first = tus(browser, "POST", f"/filing/{portal_id}/pieces", **begun)
    assert (first.status, first.headers["upload-offset"]) == (201, "0")
    where, half = first.headers["location"], len(content) // 2
    piece = {"Content_Type": "application/offset+octet-stream"}
    assert tus(browser, "PATCH", where, content[:half], Upload_Offset="0", **piece).status == 204
    assert tus(browser, "PATCH", where, content[:half], Upload_Offset="0", **piece).status == 409
    again = tus(browser, "POST", f"/filing/{portal_id}/pieces", **begun)
    assert (again.headers["location"], again.headers["upload-offset"]) == (where, str(half))
    assert tus(browser, "HEAD", where).headers["upload-offset"] == str(half)
    assert tus(browser, "PATCH", where, content[half:], Upload_Offset=str(half), **piece).status == 204
    assert "deed.png" in browser.get(f"/filing/{portal_id}").text
    assert tus(Browser(url, token=browser.token), "HEAD", where).status in (400, 404)
    big = begun | {"Upload_Length": str((20 << 20) + 1)}
    assert tus(browser, "POST", f"/filing/{portal_id}/pieces", **big).status == 413


def accept_at(machine: Machine, portal_id: str, serial: int) -> tuple[str, PushAnswer]:
    wanted = draft(channel="portal", portal_id=portal_id, papers={})
    number = machine.receive(serial, draft=msgspec.convert(msgspec.to_builtins(wanted), type(wanted)))
    return number, machine.round(machine.records[-1:])


def test_the_first_counter_takes_it_and_the_second_is_told(
    centre: Centre, url: str, machine: Machine, neighbour: Machine
) -> None:
    browser, portal_id = filed(centre, url)
    neighbour.round()
    number, answer = accept_at(machine, portal_id, 1)
    assert [one.answer for one in answer.answers] == ["accepted"]
    late, refused = accept_at(neighbour, portal_id, 2)
    assert [(one.answer, one.code, one.field) for one in refused.answers] == [("refused", "portal.taken", "portal_id")]
    taken = [msgspec.json.decode(bytes(one.body)) for one in refused.news if one.kind == "portal.taken"]
    assert taken == [{"portal_id": portal_id, "receive_number": number}]
    row = row_of(centre, portal_id)
    assert (row.state, row.receive_number) == ("accepted", number)
    assert number in browser.get(f"/filing/{portal_id}").text.replace("-", "")
    assert late not in browser.get(f"/filing/{portal_id}").text.replace("-", "")


def test_its_pages_lie_with_the_record_at_once(centre: Centre, url: str, machine: Machine) -> None:
    browser = Browser(url)
    portal_id = written(browser)
    send_file(browser, portal_id, a_picture(77))
    browser.post(f"/filing/{portal_id}/code", contact="+8801700000146")
    browser.get(f"/filing/{portal_id}")
    browser.post(f"/filing/{portal_id}/send", code=code_for(centre, portal_id))
    number, _ = accept_at(machine, portal_id, 1)
    with centre.database.read() as connection:
        (page,) = connection.execute(select(ScanRow.__table__).where(ScanRow.receive_number == number)).all()
    assert page.complete_at is not None
    assert page.received == page.bytes


def test_a_counter_returns_it_with_a_reason_that_the_applicant_reads(
    centre: Centre, url: str, machine: Machine
) -> None:
    browser, portal_id = filed(centre, url)
    machine.round()
    machine.write(PortalReturned(portal_id, "papers", "খতিয়ান নম্বর পড়া যায় না।"))
    assert machine.round(machine.records[-1:]).answers[0].answer == "accepted"
    with centre.database.read() as connection:
        told = connection.scalars(select(NoticeRow.text).where(NoticeRow.event.like("%returned@%"))).all()
    assert len(told) == 1
    assert "খতিয়ান নম্বর পড়া যায় না।" in told[0]
    page = browser.get(f"/filing/{portal_id}").text
    assert "Papers cannot be read" in page
    assert "খতিয়ান নম্বর পড়া যায় না।" in page
    edit = browser.get(f"/filing/{portal_id}/edit")
    assert 'value="মো. আবদুল করিম"' in edit.text, "nothing is typed twice"
    anew = browser.post(f"/filing/{portal_id}/edit", **TYPED)
    assert anew.status == 303
    assert portal_id not in anew.headers["location"]


def test_the_reference_shows_the_state_to_who_proves_it_and_answers_others_alike(
    centre: Centre, url: str, machine: Machine
) -> None:
    _, portal_id = filed(centre, url)
    form = {"Content-Type": "application/x-www-form-urlencoded"}

    def state(number: str, proof: str) -> Reply:
        return ask(url, "POST", "/status?lang=en", f"number={number}&proof={proof}".encode(), form)

    secret = row_of(centre, portal_id).secret
    for proof in ("0146", secret):
        assert "Sent to the counter" in state(portal_id, proof).text
    nobodys = next(f"7900000000{n}" + str(d) for n in range(10) for d in range(10) if damm(f"7900000000{n}{d}") == 0)
    wrong, missing = state(portal_id, "9999"), state(nobodys, "9999")
    assert (wrong.status, missing.status) == (404, 404)
    plain = [re.sub(r'value="[^"]*"', "", reply.text) for reply in (wrong, missing)]
    assert plain[0] == plain[1]
    assert "12 digits" not in plain[0]
    number, _ = accept_at(machine, portal_id, 1)
    assert "Your application is received" in state(portal_id, "0146").text
    assert number


def test_a_union_digital_centre_files_for_people_and_sees_its_own_alone(
    centre: Centre, url: str, machine: Machine
) -> None:
    hire(centre, "soyna", "udc", post="সয়না ইউডিসি")
    hire(centre, "gaber", "udc", post="গাবের ইউডিসি")
    soyna, gaber = signed_in(centre, url, "soyna"), signed_in(centre, url, "gaber")
    assert soyna.follow(soyna.get("/desk")).status == 200
    portal_id = written(soyna)
    soyna.get(f"/filing/{portal_id}")
    assert soyna.post(f"/filing/{portal_id}/send").status == 303
    (news,) = waiting_news(machine)
    agent = msgspec.json.decode(bytes(news.body))["draft"]["agent"]
    assert (agent["name"], agent["relation"]) == ("জনাব soyna", "সয়না ইউডিসি")
    assert "মো. আবদুল করিম" in soyna.get("/udc").text
    assert "মো. আবদুল করিম" not in gaber.get("/udc").text
    assert gaber.get(f"/filing/{portal_id}").status == 404
    assert Browser(url).get(f"/filing/{portal_id}").status == 404
    accept_at(machine, portal_id, 1)
    assert "79-26-01-000001" in soyna.get("/udc").text


def test_codes_on_trial_are_the_administrators_alone(centre: Centre, url: str) -> None:
    hire(centre, "rahima", "administrator")
    browser = Browser(url)
    portal_id = written(browser)
    browser.post(f"/filing/{portal_id}/code", contact="+8801700000146")
    rahima = signed_in(centre, url, "rahima")
    assert code_for(centre, portal_id) in rahima.get("/desk/codes").text
    (centre.home / "notices.toml").write_text('mode = "live"\n', "utf-8")
    assert code_for(centre, portal_id) not in rahima.get("/desk/codes").text


def test_many_at_once_wait_and_keep_what_they_wrote(url: str) -> None:
    browser = Browser(url)
    browser.get(f"/apply/{SERVICE}")
    replies = [browser.post(f"/apply/{SERVICE}", **TYPED) for _ in range(8)]
    assert replies[0].status == 303
    assert replies[-1].status == 429
    assert int(replies[-1].headers["retry-after"]) > 0
    assert 'value="মো. আবদুল করিম"' in replies[-1].text


def test_what_nobody_sent_goes_with_its_pages_and_nothing_else(
    centre: Centre, url: str, clock: MovingClock, tmp_path: Path
) -> None:
    page = a_picture()
    browser, other = Browser(url), Browser(url)
    first, second = written(browser), written(other)
    assert send_file(browser, first, page).status == 303
    (digest,) = [scan.digest for scan in filing_of(row_of(centre, first)).scans]
    clock.pass_by(days=1)
    assert send_file(other, second, page).status == 303
    with centre.database.write() as connection:
        connection.execute(update(PortalRow).where(PortalRow.portal_id == second).values(updated_at=centre.clock()))
    clock.pass_by(days=1, minutes=1)
    assert clear_unsent(centre) == 1
    assert browser.get(f"/filing/{first}").status == 404
    assert other.get(f"/filing/{second}").status == 200
    assert files_of(centre).has(digest), "another one names the same page"
    export_all(centre, tmp_path / "out")
    assert (tmp_path / "out" / "pages" / digest[:2] / digest).is_file(), "what waits has its pages in the export"
    clock.pass_by(days=2)
    assert clear_unsent(centre) == 1
    assert not files_of(centre).has(digest)
    assert clear_unsent(centre) == 0
