"""Two counters and the centre do things with one application, in any order and out of touch: all end with the same."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from kiosk.central.centre import Centre
from kiosk.central.counters import enrolment_code
from kiosk.central.forward import forward
from kiosk.central.steps import steps_of
from kiosk.central.store.tables import ApplicationRow
from kiosk.desk.context import Desk, close_desk, open_desk
from kiosk.desk.correct import correct_application
from kiosk.desk.enrol import enrol
from kiosk.desk.find import application_status
from kiosk.desk.follow_ups import follow_up
from kiosk.desk.register import register_application
from kiosk.desk.synchronise import synchronise
from kiosk.domain.application import Applicant, Application, ApplicationDraft, PaperState
from kiosk.domain.followups import (
    CopyHandedOver,
    CopyPosted,
    CopyReady,
    CopyRequested,
    CopyReturned,
    FeeDemanded,
    FeeReceived,
    FollowUp,
    PaperReceived,
    Stamp,
    Withdrawn,
)
from kiosk.errors import Refused
from tests.harness.world import OPERATOR, make_home
from tests.integration.central.machine import OFFICE, MovingClock

ME = {"operator": OPERATOR, "via": "window"}
PAPERS = {"return_envelope": PaperState.MISSING, "court_fee_stamp": PaperState.MISSING}
ACTS: dict[str, Callable[[str], FollowUp]] = {
    "requested": CopyRequested,
    "demanded": lambda number: FeeDemanded(number, poisha=2000, base_poisha=2000),
    "fee": lambda number: FeeReceived(number, stamps=(Stamp(1000, 2),)),
    "envelope": lambda number: PaperReceived(number, papers=("return_envelope",)),
    "stamp": lambda number: PaperReceived(number, papers=("court_fee_stamp",)),
    "ready": lambda number: CopyReady(number, folios=2),
    "handed": lambda number: CopyHandedOver(number, identity="nid"),
    "posted": CopyPosted,
    "returned": lambda number: CopyReturned(number, reason="not_found"),
    "withdrawn": Withdrawn,
}
LEFT_OUT = {"received", "corrected"}
"""A correction may come too late: it is refused, and waits at its counter for a person."""
LATE = {"state.closed", "correction.base"}
DOINGS = st.lists(
    st.tuples(st.integers(0, 1), st.sampled_from([*ACTS, "correct", "forward", "sync", "sync", "sync"])), max_size=14
)


@pytest.fixture
def counters(
    tmp_path: Path, centre: Centre, url: str, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[Desk]]:
    monkeypatch.setenv("KIOSK_ANCHOR_DIR", str(tmp_path / "anchors"))
    desks = []
    for code in (1, 2):
        desk = open_desk(make_home(tmp_path / f"home{code}", server_url=url, counter=code), clock=clock)
        enrol(desk, enrolment_code(centre, OFFICE, code))
        desks.append(desk)
    yield desks
    for desk in desks:
        close_desk(desk)


def begin(desk: Desk) -> str:
    person = Applicant(name="হালিমা বেগম", mobile="01700000199")
    draft = ApplicationDraft("khatian_copy_normal", applicants=(person,), papers=PAPERS)
    return register_application(desk, draft, print_receipt=False, **ME).application.receive_number


def do(centre: Centre, counters: list[Desk], which: int, doing: str, number: str) -> None:
    """Do one thing, where it fits what this counter knows."""
    if doing == "sync":
        assert synchronise(counters[which]).reached
    elif doing == "forward":
        forward(centre, number, "record_room")
    elif doing == "correct":
        before = application_status(counters[0], number).application.draft
        changed = structs.replace(before, subject=f"{before.subject} ক")
        correct_application(counters[0], number, changed, reason="typing", print_receipt=False, **ME)
    else:
        body: FollowUp = ACTS[doing](number)
        follow_up(counters[which], body, print_slip=False, **ME)


def seen_at(desk: Desk, number: str) -> tuple[object, ...]:
    status = application_status(desk, number)
    kinds = [step.kind for step in status.history if step.kind not in LEFT_OUT]
    return (status.state, kinds, status.application.draft.papers)


def seen_centrally(centre: Centre, number: str) -> tuple[object, ...]:
    with centre.database.read() as connection:
        table = ApplicationRow.__table__
        row = connection.execute(table.select().where(table.c.receive_number == number)).mappings().one()
        kinds = [step.kind for step in steps_of(connection, OFFICE, number) if step.kind not in LEFT_OUT]
    return (row["state"], kinds, msgspec.json.decode(bytes(row["body"]), type=Application).draft.papers)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(doings=DOINGS)
def test_all_end_with_the_same(
    centre: Centre, counters: list[Desk], clock: MovingClock, doings: list[tuple[int, str]]
) -> None:
    number = begin(counters[0])
    for which, doing in doings:
        clock.pass_by(seconds=1)
        with suppress(Refused):
            do(centre, counters, which, doing, number)
    for _again in range(2):
        for desk in counters:
            assert synchronise(desk).reached
    whole = seen_centrally(centre, number)
    assert [seen_at(desk, number) for desk in counters] == [whole, whole]
    for desk in counters:
        with desk.store.read() as unit:
            assert {code for (code,) in unit.all("SELECT code FROM refusal")} <= LATE
