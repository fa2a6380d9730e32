"""Every service of the catalogue is registered once, printed, and known at a real centre; and what changes later, too."""

from datetime import timedelta

import pytest
from msgspec import structs

from kiosk.desk.catalogue import load_catalogue
from kiosk.desk.correct import correct_application
from kiosk.desk.find import application_status
from kiosk.desk.office_calendar import declare_holiday, declared_days, refresh_calendar
from kiosk.desk.print_receipt import owed, print_next
from kiosk.desk.register import register_application
from kiosk.desk.synchronise import synchronise, verify_with_server
from kiosk.desk.void import void_and_register
from kiosk.domain.clock import dhaka_day, system_clock
from kiosk.errors import Refused
from tests.harness.values import whole_draft
from tests.harness.world import OPERATOR, enrolled_home, opened

WHO = {"operator": OPERATOR, "via": "cli"}


@pytest.fixture
def home(tmp_path, lasting_centre, counter):
    return enrolled_home(tmp_path / "home", lasting_centre, counter, printer_url=f"file:{tmp_path / 'receipts.bin'}")


def at_centre(centre, number, columns="state, body"):
    (row,) = centre.rows(f"SELECT {columns} FROM application WHERE receive_number = '{number}'")
    return row


def refused_at_centre(desk):
    with desk.store.read() as unit:
        return unit.all("SELECT seq, code, field FROM refusal WHERE settled_at = ''")


def test_every_service_is_registered_printed_and_known_at_the_centre(home, lasting_centre):
    services = load_catalogue().services.values()
    assert len(services) == 109
    with opened(home) as desk:
        numbers = {}
        for place, service in enumerate(services):
            draft = whole_draft(service, place)
            if service.stop_bn:
                with pytest.raises(Refused, match=r"service\.elsewhere"):
                    register_application(desk, draft, **WHO)
                continue
            taken = register_application(desk, draft, **WHO).application
            assert set(taken.draft.fields) == set(draft.fields), service.code
            numbers[taken.receive_number] = service.code
        outcomes = {}
        while (report := print_next(desk)) is not None:
            outcomes[report.receive_number] = report.outcome
        assert outcomes == dict.fromkeys(numbers, "printed")
        assert owed(desk) == ()
        done = synchronise(desk)
        assert (done.reached, done.refused, done.waiting) == (True, 0, 0)
        assert refused_at_centre(desk) == []
        assert verify_with_server(desk).agree
    rows = lasting_centre.rows("SELECT receive_number, service FROM application")
    assert numbers.items() <= dict(rows).items()


def test_corrections_cancellations_and_declared_days_reach_the_centre_and_the_neighbour(
    home, tmp_path, lasting_centre, codes
):
    neighbour = enrolled_home(tmp_path / "neighbour", lasting_centre, next(codes))
    service = load_catalogue().service("khatian_copy_normal")
    with opened(home) as desk, opened(neighbour) as other:
        first, second = (register_application(desk, whole_draft(service, n), **WHO).application for n in (500, 501))
        synchronise(desk)
        synchronise(other)
        changed = dict(first.draft.fields) | {"khatian_no": "৯৯/১"}
        after = correct_application(
            desk,
            first.receive_number,
            structs.replace(first.draft, fields=changed),
            reason="typing",
            **WHO,
        ).application
        again = void_and_register(desk, second.receive_number, reason="twice", **WHO).application
        holiday = dhaka_day(system_clock()) + timedelta(days=400)
        declare_holiday(desk, holiday, "নির্বাহী আদেশে ছুটি", **WHO)
        report = synchronise(desk)
        assert (report.refused, report.waiting) == (0, 0)
        assert refused_at_centre(desk) == []
        synchronise(other)
        for where in (desk, other):
            assert application_status(where, first.receive_number).application == after
            assert application_status(where, second.receive_number).state == "void"
            assert application_status(where, again.receive_number).state == "received"
        assert [step.kind for step in application_status(other, first.receive_number).history] == [
            "received",
            "corrected",
        ]
        refresh_calendar(other)
        assert holiday in {one.day for one in declared_days(other)}
        assert other.calendar.why_closed(holiday) == "holiday"
    state, body = at_centre(lasting_centre, first.receive_number)
    assert (state, '"version":1' in bytes(body).decode()) == ("received", True)
    assert at_centre(lasting_centre, second.receive_number, "state") == ("void",)
    steps = lasting_centre.rows(f"SELECT kind FROM step WHERE receive_number = '{second.receive_number}'")
    assert steps == [("void",)]
