"""What changes later: judged against what stands at the centre, in the journal's order."""

import pytest
from msgspec import structs

from kiosk.central.centre import Centre
from kiosk.central.days import declare_day
from kiosk.central.judge import Rules
from kiosk.central.store.tables import ApplicationRow, EventRow, StepRow
from kiosk.desk.catalogue import load_catalogue, older_catalogues
from kiosk.domain.application import Application, Kind
from kiosk.domain.clock import stamp
from kiosk.domain.events import ApplicationCorrected, ApplicationVoided, DayDeclared
from kiosk.errors import Refused
from tests.integration.central.machine import NOON, SECRET, Machine, draft
from tests.integration.central.test_journal import answers, count

NUMBER = "7926010000017"


def application(version: int = 0, **changes) -> Application:
    about = {"received_at": stamp(NOON), "received_on": "2026-11-23", "promised_on": "2026-12-07"} | changes
    catalogue = about.pop("catalogue_version", load_catalogue().version)
    whole = about.pop("draft", draft())
    return Application(NUMBER, about.pop("secret", SECRET), Kind.COPY, catalogue, draft=whole, version=version, **about)


def correct(machine: Machine, base: int, **changes) -> None:
    after = application(base + 1, draft=draft(subject=f"সংশোধন {base + 1}"), **changes)
    machine.write(ApplicationCorrected(after, base, ("subject",), "typing"))


def codes(answer) -> list[str]:
    return [one.code for one in answer.answers]


def row(centre: Centre, column: str):
    with centre.database.read() as connection:
        return connection.scalar(
            ApplicationRow.__table__.select().with_only_columns(ApplicationRow.__table__.c[column])
        )


def test_a_correction_in_the_same_batch_and_in_the_next(centre: Centre, machine: Machine) -> None:
    machine.receive(1)
    correct(machine, 0)
    assert answers(machine.round()) == ["accepted", "accepted"]
    correct(machine, 1)
    assert answers(machine.round(machine.records[2:])) == ["accepted"]
    assert "সংশোধন 2" in bytes(row(centre, "body")).decode()
    assert (row(centre, "state"), count(centre, StepRow)) == ("received", 2)
    assert answers(machine.round()) == ["seen"] * 3
    assert count(centre, StepRow) == 2


def test_changes_that_do_not_fit_are_refused_kept_and_block_nobody(centre: Centre, machine: Machine) -> None:
    correct(machine, 0)  # of what nobody received
    machine.receive(1)
    correct(machine, 4)
    correct(machine, 0, secret="1" * 13)
    correct(machine, 0)
    machine.write(ApplicationVoided(NUMBER, "twice", base=0))
    machine.write(ApplicationVoided(NUMBER, "twice", base=1))
    correct(machine, 1)
    answer = machine.round()
    assert codes(answer) == [
        "number.unknown",
        "",
        "correction.base",
        "correction.fixed",
        "",
        "correction.base",
        "",
        "state.closed",
    ]
    assert (row(centre, "state"), count(centre, EventRow)) == ("void", 8)


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        (ApplicationVoided("7926010000018", "twice"), "number.check", "receive_number"),
        (ApplicationVoided("7926020000019", "twice"), "number.counter", "receive_number"),
        (ApplicationVoided(NUMBER, ""), "wire.form", "reason"),
        (ApplicationVoided(NUMBER, "twice", "ক\x07"), "text.control", "note"),
        (ApplicationCorrected(application(1), 0, (), "typing"), "correction.nothing", "changed"),
        (ApplicationCorrected(application(3), 0, ("subject",), "typing"), "correction.base", "base"),
        (DayDeclared("2026-13-01", "holiday"), "date.form", "day"),
        (DayDeclared("2026-12-01", "feast"), "day.kind", "kind"),
    ],
)
def test_a_change_of_the_wrong_form_is_refused(machine: Machine, body, code: str, field: str) -> None:
    machine.write(body)
    (answer,) = machine.round().answers
    assert (answer.answer, answer.code, answer.field) == ("refused", code, field)


def test_the_neighbour_hears_of_changes_and_days(machine: Machine, neighbour: Machine) -> None:
    machine.receive(1)
    neighbour.round()
    machine.round()
    neighbour.round()
    correct(machine, 0)
    machine.write(ApplicationVoided(NUMBER, "twice", base=1))
    machine.write(DayDeclared("2026-12-01", "holiday", "নির্বাহী আদেশে ছুটি"))
    machine.round(machine.records[1:])
    heard = neighbour.round()
    assert [one.kind for one in heard.news] == [
        "application.known",
        "application.step",
        "application.step",
        "calendar.declared",
    ]
    assert b'"version":1' in bytes(heard.news[0].body)
    assert machine.round([]).news == []


def test_a_day_that_the_centre_declares_reaches_every_counter(
    centre: Centre, machine: Machine, neighbour: Machine
) -> None:
    declare_day(centre, 79, DayDeclared("2026-12-01", "holiday", "নির্বাহী আদেশে ছুটি"))
    for one in (machine, neighbour):
        assert [news.kind for news in one.round().news].count("calendar.declared") == 1
    for office, day, code in ((78, "2026-12-01", "office.unknown"), (79, "কাল", "date.form")):
        with pytest.raises(Refused) as raised:
            declare_day(centre, office, DayDeclared(day, "holiday", "ছুটি"))
        assert raised.value.problems[0].code == code


# ------------------------------------------------------------------------------ versions of the catalogue


def test_each_application_is_judged_by_its_own_catalogue(machine: Machine) -> None:
    typed = draft(fields={"khatian_no": "নেই", "delivery_mode": "নৌকায়"})
    machine.receive(1, draft=typed, catalogue_version="2026.1")
    machine.receive(2, draft=typed)
    answer = machine.round()
    assert answers(answer) == ["accepted", "refused"]
    assert answer.answers[1].code == "number_text.form"


def test_what_the_version_before_let_through_passes_after_the_next_came(machine: Machine) -> None:
    assert "2026.2" in older_catalogues()
    machine.receive(1, catalogue_version="2026.2")
    machine.receive(2)
    assert answers(machine.round()) == ["accepted", "accepted"]


def test_a_version_that_is_not_known_is_judged_by_the_nearest_before_it(machine: Machine) -> None:
    newer = draft(fields={"khatian_no": "নতুন রকম", "an_unknown_field": "১"}, service="khatian_copy_normal")
    machine.receive(1, draft=newer, catalogue_version="2031.4")
    machine.receive(2, draft=structs.replace(newer, fields={"khatian_no": "ক\x07"}), catalogue_version="2031.4")
    answer = machine.round()
    assert answers(answer) == ["accepted", "refused"]
    assert answer.answers[1].code == "text.control"


def test_the_nearest_version_is_found_as_people_count() -> None:
    rules = Rules(79, 1, load_catalogue(), older_catalogues())
    asked = ("2026.1", "2026.2", "2026.3", "2026.10", "2025.9", "x")
    versions = {version: rules.catalogue_of(version).version for version in asked}
    assert versions["2026.1"] == "2026.1"
    assert versions["2026.2"] == "2026.2"
    assert versions["2026.3"] == versions["2026.10"] == "2026.3"
    assert versions["2025.9"] == "2026.3"
