"""Overdue rises by itself, once a level and once whatever the number of servers; by the office's own calendar."""

import threading

import pytest
from sqlalchemy import select

from kiosk.central.audit import verify_audit
from kiosk.central.centre import Centre
from kiosk.central.chores import Chore, Housekeeper, do_chores
from kiosk.central.days import declare_day
from kiosk.central.efile.rising import OVERDUE_RISES
from kiosk.central.store.tables import AuditRow
from kiosk.domain.events import DayDeclared
from tests.integration.central.machine import OFFICE, Machine, MovingClock
from tests.integration.central.people import hire, signed_in
from tests.integration.central.test_efile import Office, act, number, office, version_on

__all__ = ["number", "office"]


def risen(centre: Centre) -> list[str]:
    with centre.database.read() as connection:
        mine = (AuditRow.office == OFFICE) & (AuditRow.act == "application.risen")
        return list(connection.scalars(select(AuditRow.detail).where(mine).order_by(AuditRow.seq)))


def test_it_rises_to_the_adc_and_days_later_to_the_dc(
    centre: Centre, number: str, office: Office, url: str, clock: MovingClock
) -> None:
    act(office.dc, number, "mark", to="nasrin", days="2")
    assert do_chores(centre, [OVERDUE_RISES]) == ["overdue-rises"]
    assert risen(centre) == [], "Wednesday is the last day"
    clock.pass_by(days=3)
    do_chores(centre, [OVERDUE_RISES])
    clock.pass_by(minutes=11)
    do_chores(centre, [OVERDUE_RISES])
    assert risen(centre) == ["adc 1"]
    clock.pass_by(days=7)
    do_chores(centre, [OVERDUE_RISES])
    assert risen(centre) == ["adc 1", "dc 2"]
    page = signed_in(centre, url, "dc").get(f"/desk/a/{number}").text
    assert "Overdue, so it rose to: এডিসি (রাজস্ব)" in page
    assert "Overdue, so it rose to: জেলা প্রশাসক" in page
    with centre.database.read() as connection:
        assert verify_audit(connection, OFFICE) > 0


def test_whoever_has_the_page_open_was_not_too_slow(
    centre: Centre, number: str, office: Office, url: str, clock: MovingClock
) -> None:
    act(office.dc, number, "mark", to="nasrin", days="1")
    clock.pass_by(days=3)
    nasrin = signed_in(centre, url, "nasrin")
    page = nasrin.get(f"/desk/a/{number}")
    do_chores(centre, [OVERDUE_RISES])
    assert len(risen(centre)) == 1
    assert nasrin.post(f"/desk/a/{number}/note", version=version_on(page), text="দেখছি।").status == 303
    act(nasrin, number, "return", text="আমার কাজ নয়।")
    assert do_chores(centre, [OVERDUE_RISES]) == [], "its turn has not come again"


def test_a_holiday_of_the_office_moves_the_deadline(
    centre: Centre, machine: Machine, number: str, office: Office, clock: MovingClock
) -> None:
    declare_day(centre, OFFICE, DayDeclared("2026-11-24", "holiday", "স্থানীয় ছুটি"))
    machine.write(DayDeclared("2026-11-25", "holiday", "আরেকটি ছুটি"))
    machine.write(DayDeclared("2026-11-27", "working", "শুক্রবার খোলা"))
    machine.round()
    act(office.dc, number, "mark", to="nasrin", days="2")
    page = office.dc.get(f"/desk/a/{number}").text
    assert "by 27 November" in page, "the 26th and the 27th are the two working days"
    assert "2 days left" in page
    hire(centre, "far", "dc", office=44)
    declare_day(centre, OFFICE, DayDeclared("2026-11-24", "usual"))
    assert "3 days left" in office.dc.get(f"/desk/a/{number}").text


def test_several_servers_do_it_once(centre: Centre, clock: MovingClock) -> None:
    done, start = [], threading.Barrier(4)

    def serve() -> None:
        start.wait(10)
        do_chores(centre, [Chore("count", 60, lambda _centre: done.append(1))])

    for _round in range(2):
        servers = [threading.Thread(target=serve) for _ in range(4)]
        for server in servers:
            server.start()
        for server in servers:
            server.join(20)
        clock.pass_by(seconds=61)
    assert done == [1, 1]


@pytest.mark.parametrize("central_database", ["sqlite"], indirect=True)
def test_a_thread_keeps_house_whatever_a_chore_does(centre: Centre) -> None:
    came = threading.Event()

    def stumble(_centre: Centre) -> None:
        raise ZeroDivisionError

    with Housekeeper(centre, [Chore("stumble", 60, stumble), Chore("come", 60, lambda _centre: came.set())]):
        assert came.wait(10)
