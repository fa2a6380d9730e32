"""The office in figures: over HTTP, on both databases, as PDF, by e-mail, as spreadsheets."""

import io
import re
import socket
import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import openpyxl
import pytest
from sqlalchemy import select

from kiosk.central.centre import Centre
from kiosk.central.figures.count import figures_of
from kiosk.central.figures.morning import last_working_day, write_morning
from kiosk.central.steps import take_step
from kiosk.central.store.tables import Closing
from kiosk.domain.application import Kind
from kiosk.domain.clock import stamp
from kiosk.domain.figures import OF_THE_CENTRE
from kiosk.domain.workflow import Step
from kiosk.printing.documents.spreadsheet import read_csv
from tests.integration.central.machine import NOON, OFFICE, Machine, MovingClock, draft
from tests.integration.central.people import hire, signed_in

DAY = date(2026, 11, 23)


@pytest.fixture
def numbers(machine: Machine, centre: Centre) -> list[str]:
    """Four petitions, received 0, 10, 20 and 40 days before; the branch is the catalogue's."""
    found = []
    for serial, ago in enumerate((0, 10, 20, 40), 1):
        day = DAY - timedelta(days=ago)
        about = {"received_at": stamp(NOON - timedelta(days=ago)), "received_on": f"{day}"}
        promised = f"{day + timedelta(days=15)}"
        one = draft(service=service_of(centre), subject="", fields={}, papers={})
        found.append(machine.receive(serial, draft=one, kind=Kind.CITIZEN, promised_on=promised, **about))
    answer = machine.round()
    assert all(item.answer == "accepted" for item in answer.answers), answer
    return found


def service_of(centre: Centre) -> str:
    return next(
        one.code for one in centre.catalogue.services.values() if one.branch == "revenue_sa" and one.kind == "citizen"
    )


def branch_of(centre: Centre) -> str:
    return centre.catalogue.services[service_of(centre)].branch


def step(centre: Centre, number: str, kind: str, **more) -> None:
    with centre.database.write() as connection:
        take_step(connection, OFFICE, number, Step(kind, stamp(centre.clock()), **more))


def test_what_is_pending_is_counted_by_branch_and_age(centre: Centre, numbers: list[str]) -> None:
    found = figures_of(centre, OFFICE, DAY)
    assert [(row.branch, row.counts) for row in found.ageing] == [(branch_of(centre), (1, 1, 1, 1))]
    assert (found.pending, found.overdue, found.received) == (4, 2, 1)
    assert [(old.number, old.days) for old in found.oldest] == [
        (numbers[3], 40), (numbers[2], 20), (numbers[1], 10), (numbers[0], 0)
    ]  # fmt: skip


def test_what_closed_is_counted_on_its_day_and_in_time_or_not(centre: Centre, numbers: list[str]) -> None:
    step(centre, numbers[0], "granted")
    step(centre, numbers[3], "refused")
    step(centre, numbers[1], "void")
    found = figures_of(centre, OFFICE, DAY)
    assert (found.closed, found.on_time, found.pending) == (2, 1, 1)
    assert (found.closed_lately, found.on_time_lately) == (2, 1)
    assert sum(day.received for day in found.trend) == 2, "the void one and the one of 40 days ago are not in it"


def test_what_comes_back_is_open_again(centre: Centre, numbers: list[str]) -> None:
    step(centre, numbers[0], "copy_posted")
    assert figures_of(centre, OFFICE, DAY).closed == 1
    step(centre, numbers[0], "copy_returned")
    found = figures_of(centre, OFFICE, DAY)
    assert (found.closed, found.pending) == (0, 4)
    with centre.database.read() as connection:
        assert connection.scalars(select(Closing.receive_number)).all() == []


def test_other_branches_and_offices_are_not_counted(centre: Centre, numbers: list[str]) -> None:
    assert figures_of(centre, OFFICE, DAY, {"treasury"}).pending == 0
    assert figures_of(centre, OFFICE, DAY, {branch_of(centre)}).pending == len(numbers)
    assert figures_of(centre, 44, DAY).pending == 0


def test_the_page_tells_every_figure_and_leads_to_the_oldest(centre: Centre, url: str, numbers: list[str]) -> None:
    hire(centre, "dc", "dc")
    page = signed_in(centre, url, "dc").get("/desk/figures")
    assert page.status == 200
    for name, words in OF_THE_CENTRE.values():
        assert name in page.text
        assert words in page.text
    assert f'href="/desk/a/{numbers[3]}"' in page.text
    assert 'role="img"' in page.text
    assert "<script>" not in page.text
    assert "style=" not in page.text


def test_an_adc_sees_the_own_branches_and_an_officer_nothing(centre: Centre, url: str, numbers: list[str]) -> None:
    hire(centre, "adc", "adc", branches=("treasury",))
    hire(centre, "officer", "officer", branches=(branch_of(centre),))
    page = signed_in(centre, url, "adc").get("/desk/figures")
    assert numbers[3] not in page.text.replace("-", "")
    assert signed_in(centre, url, "officer").get("/desk/figures").status == 404


def test_an_administrator_reads_figures_but_opens_no_file(centre: Centre, url: str, numbers: list[str]) -> None:
    hire(centre, "admin", "administrator")
    assert f"/desk/a/{numbers[3]}" not in signed_in(centre, url, "admin").get("/desk/figures").text


@pytest.mark.parametrize("language", ["bn", "en"])
def test_the_morning_page_is_one_page_whose_words_are_found(
    centre: Centre, url: str, numbers: list[str], tmp_path: Path, language: str
) -> None:
    hire(centre, "dc", "dc")
    reply = signed_in(centre, url, "dc", language).get("/desk/figures/morning.pdf")
    assert reply.headers["content-type"] == "application/pdf"
    path = tmp_path / "morning.pdf"
    path.write_bytes(reply.body)
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    assert text.count("\f") == 1
    words = " ".join(text.split())
    assert ("Morning page" if language == "en" else "জেলা ই-সেবা কেন্দ্র, পিরোজপুর") in words
    assert ("79-26-01-000004" if language == "en" else "৭৯-২৬-০১-০০০০০৪") in words


def test_the_day_before_is_the_last_working_day(centre: Centre) -> None:
    assert last_working_day(centre.calendar, date(2026, 11, 22)) == date(2026, 11, 19), "over Friday and Saturday"


def test_an_empty_office_has_a_morning_page_too(centre: Centre, machine: Machine) -> None:
    assert write_morning(centre, OFFICE, "bn").startswith(b"%PDF")


def test_a_list_becomes_a_spreadsheet_of_text(centre: Centre, url: str, machine: Machine) -> None:
    person = draft().applicants[0]
    named = msgspec.structs.replace(person, name="=SUM(A1)")
    one = draft(service=service_of(centre), subject="", fields={}, papers={}, applicants=(named,))
    number = machine.receive(7, draft=one, kind=Kind.CITIZEN)
    machine.round()
    hire(centre, "dc", "dc")
    browser = signed_in(centre, url, "dc")
    rows = read_csv(browser.get("/desk/figures/list/csv?box=mine").body)
    assert rows[0][0] == "Receive number"
    assert rows[1][0] == number
    book = openpyxl.load_workbook(io.BytesIO(browser.get("/desk/figures/list/xlsx?box=mine").body))
    cells = [cell for row in book.active.iter_rows(min_row=2) for cell in row]
    assert cells[0].value == number
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert all(not isinstance(cell.value, int) for cell in cells)
    assert "=SUM(A1)" in {cell.value for cell in cells}
    assert browser.get("/desk/figures/list/exe?box=mine").status == 400


# ------------------------------------------------------------------------------ by e-mail


class Letters:
    """What an SMTP server took; it may refuse first."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.refuse = 0

    async def handle_DATA(self, _server, _session, envelope):
        if self.refuse:
            self.refuse -= 1
            return "451 try again later"
        self.taken.append(envelope.content)
        return "250 OK"


@pytest.fixture
def letters(centre: Centre):
    from aiosmtpd.controller import Controller

    letters = Letters()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(letters, hostname="127.0.0.1", port=port)
    controller.start()
    (centre.home / "notices.toml").write_text(
        f'mode = "live"\nmorning_to = ["79:dc@example.org", "44:other@example.org"]\n[mail]\nhost = "127.0.0.1"\n'
        f'port = {port}\nsecurity = "none"\nsender = "office@example.org"\n'
    )
    yield letters
    controller.stop()


def at(clock: MovingClock, hour: int, minute: int, day: int = 23) -> None:
    clock.now = datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=6)


def test_the_morning_page_goes_at_half_past_eight_once(
    centre: Centre, clock: MovingClock, numbers: list[str], letters: Letters
) -> None:
    from kiosk.central.figures.mailing import send_mornings

    at(clock, 8, 29, day=24)
    assert send_mornings(centre) == 0
    at(clock, 8, 30, day=24)
    assert [send_mornings(centre), send_mornings(centre)] == [1, 0]
    assert len(letters.taken) == 1
    assert b"To: dc@example.org" in letters.taken[0]
    assert b"application/pdf" in letters.taken[0]
    at(clock, 9, 0, day=27)
    assert send_mornings(centre) == 0, "a Friday"


def test_a_page_that_was_not_taken_goes_again_later(
    centre: Centre, clock: MovingClock, numbers: list[str], letters: Letters
) -> None:
    from kiosk.central.figures.mailing import send_mornings

    letters.refuse = 1
    at(clock, 8, 30, day=24)
    assert [send_mornings(centre), send_mornings(centre)] == [0, 0]
    at(clock, 8, 36, day=24)
    assert send_mornings(centre) == 1
    assert len(letters.taken) == 1
    assert re.search(rb"Message-ID: <morning-79-2026-11-24-", letters.taken[0])
