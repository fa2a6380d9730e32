"""What was done at any counter of the office reaches the application, and every other counter."""

import msgspec
import pytest

from kiosk.central.centre import Centre
from kiosk.central.steps import steps_of
from kiosk.central.store.tables import StepRow
from kiosk.domain.application import Application, PaperState
from kiosk.domain.events import ApplicationVoided
from kiosk.domain.followups import (
    Challan,
    CopyHandedOver,
    CopyPosted,
    CopyReady,
    CopyRequested,
    FeeDemanded,
    FeeReceived,
    PaperReceived,
    SlipLost,
    Stamp,
    StatusTold,
)
from kiosk.sync.protocol import News
from tests.integration.central.machine import Machine
from tests.integration.central.test_changes import NUMBER, correct, row
from tests.integration.central.test_journal import answers, count

STAMPS = (Stamp(1000, 2, ("ক 1234",)),)


def body_of(centre: Centre) -> Application:
    return msgspec.json.decode(bytes(row(centre, "body")), type=Application)


def kinds(news: list[News]) -> list[str]:
    return [msgspec.json.decode(one.body)["step"]["kind"] for one in news if one.kind == "application.step"]


def test_a_copy_lives_its_life_in_one_batch(centre: Centre, machine: Machine) -> None:
    machine.receive(1)
    for body in (
        CopyRequested(NUMBER),
        FeeDemanded(NUMBER, poisha=3200, folios=2, base_poisha=2000, per_folio_poisha=600, until="2026-12-01"),
        FeeReceived(NUMBER, stamps=STAMPS, challans=(Challan("T-12", 1200, "2026-11-23"),)),
        CopyReady(NUMBER, folios=2),
        CopyHandedOver(NUMBER, identity="nid"),
    ):
        machine.write(body)
    assert answers(machine.round()) == ["accepted"] * 6
    assert row(centre, "state") == "delivered"
    with centre.database.read() as connection:
        history = {step.kind: step for step in steps_of(connection, 79, NUMBER)}
    assert (history["fee_demanded"].poisha, history["fee_demanded"].until) == (3200, "2026-12-01")
    assert (history["fee_received"].poisha, history["copy_ready"].count) == (3200, 2)
    assert {step.counter for step in history.values()} == {"01"}


def test_another_counter_does_the_next_act_and_the_first_hears_of_it(
    centre: Centre, machine: Machine, neighbour: Machine
) -> None:
    machine.receive(1)
    machine.write(CopyRequested(NUMBER))
    machine.round()
    assert kinds(neighbour.round().news) == ["copy_requested"]
    for _ in range(2):
        neighbour.see_visitor()  # time goes by
    neighbour.write(CopyReady(NUMBER, folios=3))
    neighbour.write(CopyPosted(NUMBER, registered_no="731", posted_on="2026-11-23"))
    own = neighbour.round()
    assert (answers(own), own.news) == (["accepted"] * 4, [])
    assert kinds(machine.round([]).news) == ["copy_ready", "copy_posted"]
    assert row(centre, "state") == "posted"


def test_papers_that_came_are_given_though_a_correction_did_not_know(
    centre: Centre, machine: Machine, neighbour: Machine
) -> None:
    machine.receive(1)
    machine.round()
    neighbour.write(PaperReceived(NUMBER, papers=("return_envelope",)))
    neighbour.round()
    assert body_of(centre).draft.papers == {"return_envelope": PaperState.GIVEN}
    correct(machine, 0)
    machine.round(machine.records[1:])
    stands = body_of(centre)
    assert (stands.version, stands.draft.papers) == (1, {"return_envelope": PaperState.GIVEN})


def test_what_was_done_is_taken_in_whatever_state(centre: Centre, machine: Machine) -> None:
    machine.receive(1)
    machine.write(CopyHandedOver(NUMBER, identity="known"))
    machine.write(ApplicationVoided(NUMBER, "twice", base=0))
    machine.write(StatusTold(NUMBER))
    assert [one.code for one in machine.round().answers] == ["", "", "state.closed", ""]
    assert (row(centre, "state"), count(centre, StepRow)) == ("delivered", 2)


def test_a_correction_sees_what_the_batch_did_before_it(centre: Centre, machine: Machine) -> None:
    machine.receive(1)
    machine.write(CopyRequested(NUMBER))
    correct(machine, 0)
    machine.write(PaperReceived(NUMBER, papers=("return_envelope",)))
    correct(machine, 1)
    assert answers(machine.round()) == ["accepted"] * 5
    assert (row(centre, "state"), body_of(centre).draft.papers["return_envelope"]) == ("record_room", PaperState.GIVEN)


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        (CopyReady("7926010000025"), "number.unknown", "receive_number"),
        (CopyReady("7926010000018"), "number.check", "receive_number"),
        (CopyReady("7826010000016"), "number.check", "receive_number"),
        (CopyReady(NUMBER, folios=-1), "quantity.range", "folios"),
        (CopyReady(NUMBER, note=" ফাঁকা "), "wire.form", "body"),
        (CopyPosted(NUMBER, posted_on="২৩-১১-২০২৬"), "wire.form", "body"),
        (CopyPosted(NUMBER, posted_on="2026-13-01"), "date.range", "posted_on"),
        (FeeDemanded(NUMBER), "fee.nothing", "poisha"),
        (FeeDemanded(NUMBER, poisha=5, base_poisha=4), "fee.sum", "poisha"),
        (FeeReceived(NUMBER), "fee.nothing", "stamps"),
        (FeeReceived(NUMBER, stamps=(Stamp(-1000),)), "money.form", "stamps[0].poisha"),
        (FeeReceived(NUMBER, stamps=(Stamp(1000, 2, ("1", "1")),)), "stamp.twice", "stamps"),
        (PaperReceived(NUMBER, papers=("Not a code",)), "paper.unknown", "papers"),
        (CopyHandedOver(NUMBER, identity="a friend"), "identity.unknown", "identity"),
        (SlipLost(NUMBER, fact="01700000146"), "fact.unknown", "fact"),
    ],
)
def test_an_act_of_the_wrong_form_is_refused(machine: Machine, body, code: str, field: str) -> None:
    machine.receive(1)
    machine.write(body)
    answer = machine.round().answers[1]
    assert (answer.answer, answer.code, answer.field) == ("refused", code, field)


def test_an_act_in_another_office_is_refused(machine: Machine) -> None:
    from kiosk.domain.numbering import ReceiveNumber

    machine.write(CopyReady(str(ReceiveNumber(78, 26, 1, 1))))
    (answer,) = machine.round().answers
    assert answer.code == "number.counter"


def test_the_same_act_from_two_counters_leaves_one_state(centre: Centre, machine: Machine, neighbour: Machine) -> None:
    machine.receive(1)
    machine.round()
    for one in (machine, neighbour):
        one.write(CopyRequested(NUMBER))
        one.round(one.records[-1:])
    assert (row(centre, "state"), count(centre, StepRow)) == ("record_room", 2)


def test_many_acts_are_a_few_statements(centre: Centre, machine: Machine) -> None:
    from sqlalchemy import event

    numbers = [machine.receive(serial) for serial in range(1, 41)]
    machine.round()
    for number in numbers:
        machine.write(CopyRequested(number))
    statements: list[str] = []
    event.listen(centre.database.engine, "before_cursor_execute", lambda *seen: statements.append(seen[2]))
    assert answers(machine.round(machine.records[40:])) == ["accepted"] * 40
    assert len(statements) < 25, statements
