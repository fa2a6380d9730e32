"""What is done at the counter with an application that was received before."""

import pytest
from msgspec import structs

from kiosk.desk.context import Desk
from kiosk.desk.correct import correct_application
from kiosk.desk.court_fee import court_fee_ledger, fee_offer
from kiosk.desk.find import application_status
from kiosk.desk.follow_ups import FollowedUp, follow_up, possible
from kiosk.desk.lost_slips import facts_of
from kiosk.desk.slips import owed_slips
from kiosk.desk.void import void_application
from kiosk.domain.application import Applicant, ApplicationDraft, Identity, IdType, PaperState
from kiosk.domain.clock import dhaka_day
from kiosk.domain.followups import (
    FITS,
    Challan,
    CopyHandedOver,
    CopyPosted,
    CopyReady,
    CopyRequested,
    CopyReturned,
    DelayComplained,
    FeeDemanded,
    FeeReceived,
    FollowUp,
    PaperReceived,
    SlipLost,
    Stamp,
    StatusTold,
    Withdrawn,
)
from kiosk.errors import Refused
from kiosk.store.standing import apply_known, apply_step
from tests.harness.counter import OPERATOR, Watch, register

OTHER = "7926020000013"


@pytest.fixture
def act(desk: Desk, watch: Watch):
    """Does an act, a minute after the one before."""

    def do(body: FollowUp, **more: str) -> FollowedUp:
        watch.forward(minutes=1)
        return follow_up(desk, body, operator=OPERATOR, via="window", **more)

    return do


def number_of(desk: Desk, mark: int = 1) -> str:
    return register(desk, mark).application.receive_number


def state(desk: Desk, number: str) -> str:
    return application_status(desk, number).state


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def with_papers(desk: Desk) -> str:
    papers = {"return_envelope": PaperState.MISSING, "court_fee_stamp": PaperState.MISSING}
    person = Applicant(
        name="হালিমা বেগম",
        guardian="আবদুল গফুর",
        mobile="01700000199",
        birth_date="1980-02-11",
        id=Identity(IdType.NID, "1234567890"),
    )
    draft = ApplicationDraft("khatian_copy_normal", applicants=(person,), papers=papers)
    from kiosk.desk.register import register_application

    return register_application(desk, draft, operator=OPERATOR, via="window").application.receive_number


def demand(number: str) -> FeeDemanded:
    return FeeDemanded(number, poisha=3200, folios=2, base_poisha=2000, per_folio_poisha=600, until="2026-12-01")


def test_a_copy_from_the_counter_to_the_hand(desk: Desk, act) -> None:
    number = number_of(desk)
    seen = [
        act(body).state
        for body in (
            CopyRequested(number),
            demand(number),
            FeeReceived(number, stamps=(Stamp(1000, 2, ("ক-১২৩", "ক-১২৪")),), challans=(Challan("T-১২", 1200),)),
            CopyReady(number, folios=2),
            CopyHandedOver(number, taken_by="করিমের ছেলে", relation="ছেলে", identity="nid", mark="thumb"),
        )
    ]
    assert seen == ["record_room", "waiting_fee", "record_room", "ready", "delivered"]
    assert [slip.kind for slip in owed_slips(desk)] == ["fee_demand", "fee_receipt", "hand_over"]
    steps = application_status(desk, number).history
    assert [step.kind for step in steps][1:] == [
        "copy_requested",
        "fee_demanded",
        "fee_received",
        "copy_ready",
        "copy_handed_over",
    ]


def test_a_copy_that_came_back_by_post_is_ready_again(desk: Desk, act) -> None:
    number = number_of(desk)
    act(CopyReady(number, folios=1))
    assert act(CopyPosted(number, registered_no="৭৩১")).step.until == "2026-11-23"
    assert act(CopyReturned(number, registered_no="731", reason="not_found")).state == "ready"
    assert act(CopyHandedOver(number, identity="slip")).state == "delivered"


def test_an_act_that_does_not_fit_is_refused_and_writes_nothing(desk: Desk, act) -> None:
    number = number_of(desk)
    before = len(application_status(desk, number).history)
    for body in (CopyHandedOver(number, identity="nid"), CopyPosted(number), CopyReturned(number, reason="other")):
        with pytest.raises(Refused) as refused:
            act(body)
        assert codes(refused) == ["follow_up.state"]
    with pytest.raises(Refused) as refused:
        act(CopyRequested("7926010009991"))
    assert codes(refused)[0].startswith("number.")
    assert len(application_status(desk, number).history) == before


def test_what_is_possible_says_the_usual_thing_first(desk: Desk, act) -> None:
    number = number_of(desk)
    first = possible(desk, number)
    assert (first[0].act, first[0].usual, first[0].why_not) == ("copy.requested", True, "")
    assert {one.act for one in first} == set(FITS)
    assert {one.act for one in first if one.why_not} == {"copy.handed_over", "copy.posted", "copy.returned"}
    act(demand(number))
    assert possible(desk, number)[0].act == "fee.received"
    void_application(desk, number, reason="twice", operator=OPERATOR, via="window")
    left = [one.act for one in possible(desk, number) if not one.why_not]
    assert left == ["status.told"]


def test_every_possible_act_is_one_that_is_done(desk: Desk, act) -> None:
    bodies = {
        "paper.received": lambda n: PaperReceived(n, note="খামটি এনেছেন"),
        "fee.demanded": demand,
        "fee.received": lambda n: FeeReceived(n, stamps=(Stamp(2000),)),
        "copy.requested": CopyRequested,
        "copy.ready": lambda n: CopyReady(n, folios=1),
        "status.told": StatusTold,
        "application.withdrawn": lambda n: Withdrawn(n, reason="not_needed"),
        "delay.complained": DelayComplained,
    }
    for mark, (kind, make) in enumerate(bodies.items()):
        number = number_of(desk, mark)
        assert kind in [one.act for one in possible(desk, number) if not one.why_not]
        assert act(make(number)).receive_number == number


def test_missing_papers_are_given_without_a_correction(desk: Desk, act) -> None:
    number = with_papers(desk)
    assert possible(desk, number)[0].act == "copy.requested"
    done = act(PaperReceived(number, papers=("return_envelope",)))
    assert [warning.code for warning in done.warnings] == ["paper.left"]
    application = application_status(desk, number).application
    assert application.draft.papers["return_envelope"] == PaperState.GIVEN
    assert set(application.draft.paper_dates) == {"court_fee_stamp"}
    assert application.version == 0
    for papers, code in ((("return_envelope",), "paper.given"), (("driving_licence",), "paper.unknown")):
        with pytest.raises(Refused) as refused:
            act(PaperReceived(number, papers=papers))
        assert codes(refused) == [code]


def test_a_correction_afterwards_keeps_the_papers_that_came(desk: Desk, act, watch: Watch) -> None:
    number = with_papers(desk)
    before = application_status(desk, number).application.draft
    act(PaperReceived(number, papers=("return_envelope",)))
    watch.forward(minutes=1)
    typed = structs.replace(before, subject="অন্য বিষয়")
    correct_application(desk, number, typed, reason="typing", operator=OPERATOR, via="window")
    assert application_status(desk, number).application.draft.papers["return_envelope"] == PaperState.GIVEN


def test_less_and_more_and_a_stamp_noted_before_are_told_not_refused(desk: Desk, act) -> None:
    first, second = number_of(desk, 1), number_of(desk, 2)
    act(demand(first))
    less = act(FeeReceived(first, stamps=(Stamp(1000, 1, ("ক-১",)),), challans=(Challan("T-1", 500),)))
    assert [(one.code, one.params) for one in less.warnings] == [("fee.less", {"demanded": 3200, "received": 1500})]
    more = act(FeeReceived(first, stamps=(Stamp(2000),)))
    assert [one.code for one in more.warnings] == ["fee.more"]
    again = act(FeeReceived(second, stamps=(Stamp(1000, 1, ("ক-1",)),), challans=(Challan("T-1", 500),)))
    where = {"number": first, "on": "2026-11-23"}
    assert [(one.code, one.params) for one in again.warnings] == [
        ("stamp.serial_taken", {"serial": "ক-1", **where}),
        ("challan.taken", {"serial": "T-1", **where}),
    ]


def test_a_copy_goes_out_though_its_fee_is_due_and_says_so(desk: Desk, act) -> None:
    number = number_of(desk)
    act(demand(number))
    act(CopyReady(number, folios=2))
    assert [one.code for one in act(CopyHandedOver(number, identity="known")).warnings] == ["fee.due"]


def test_a_lost_slip_needs_a_second_fact_and_gives_a_copy(desk: Desk, act) -> None:
    number = with_papers(desk)
    for fact, wrong, right in (
        ("mobile", "01700000198", "০১৭০০-০০০১৯৯"),
        ("identity", "1234567891", "১২৩৪৫৬৭৮৯০"),
        ("guardian", "আবদুল লতিফ", "আব্দুল গফুর"),
        ("birth_date", "12-02-1980", "১১-০২-১৯৮০"),
    ):
        for said, code in ((wrong, "slip.fact"), ("", "slip.fact")):
            with pytest.raises(Refused) as refused:
                act(SlipLost(number, fact=fact), proof=said)
            assert codes(refused) == [code]
        assert act(SlipLost(number, fact=fact), proof=right).receipt_job is not None
    with desk.store.read() as unit:
        told = b"".join(record for (record,) in unit.all("SELECT record FROM event WHERE kind = 'slip.lost'"))
        papers = unit.all("SELECT ordinal, state FROM print_job WHERE receive_number = ?", number)
    assert b"1980" not in told
    assert b"0199" not in told
    assert [state for _ordinal, state in papers] == ["queued"] * 5


def test_a_fact_that_the_application_does_not_tell(desk: Desk, act) -> None:
    number = number_of(desk)
    assert facts_of(application_status(desk, number).application) == ("mobile", "guardian")
    with pytest.raises(Refused) as refused:
        act(SlipLost(number, fact="birth_date"), proof="11-02-1980")
    assert codes(refused) == ["slip.no_fact"]


def test_another_counters_application_is_followed_up_here(desk: Desk, act) -> None:
    mine = application_status(desk, number_of(desk)).application
    from kiosk.domain.numbering import ReceiveNumber

    other = str(ReceiveNumber(79, 26, 2, 1))
    with desk.store.write() as unit:
        apply_known(unit, structs.replace(mine, receive_number=other))
    assert act(CopyRequested(other)).state == "record_room"
    lost = act(SlipLost(other, fact="mobile"), proof=mine.first_applicant.mobile)
    with desk.store.read() as unit:
        assert unit.one("SELECT ordinal FROM print_job WHERE id = ?", lost.receipt_job) == (1,)


def test_a_step_known_before_its_application_counts_when_it_comes(desk: Desk, act) -> None:
    from kiosk.domain.numbering import ReceiveNumber
    from kiosk.domain.workflow import Step

    mine = application_status(desk, with_papers(desk)).application
    other = str(ReceiveNumber(79, 26, 2, 1))
    with desk.store.write() as unit:
        apply_step(unit, other, Step("paper_received", "2026-11-23T05:00:00.000Z", "02", papers=("return_envelope",)))
        apply_known(unit, structs.replace(mine, receive_number=other))
    assert application_status(desk, other).application.draft.papers["return_envelope"] == PaperState.GIVEN


def test_the_fee_is_offered_by_the_offices_rates_else_by_the_catalogue(desk: Desk) -> None:
    number = number_of(desk)
    offer = fee_offer(desk, number, 3)
    assert (offer.poisha, offer.known, offer.urgent) == (2000, True, False)
    (desk.home / "rates.toml").write_text(
        "[ordinary]\nbase_poisha = 1000\nper_folio_poisha = 100\n[urgent]\nbase_poisha = 2000\nper_folio_poisha = 200\n"
    )
    assert fee_offer(desk, number, 3).poisha == 1300
    assert fee_offer(desk, number, 3, urgent=True).poisha == 2600
    (desk.home / "rates.toml").write_text("[ordinary]\nbase = 1000\n")
    with pytest.raises(Refused) as refused:
        fee_offer(desk, number, 3)
    assert codes(refused) == ["rates.form"]


def test_the_ledger_adds_up_by_service_and_names_what_does_not_match(desk: Desk, act, watch: Watch) -> None:
    first, second = number_of(desk, 1), number_of(desk, 2)
    for number in (first, second):
        act(demand(number))
    act(FeeReceived(first, stamps=(Stamp(1000, 2),), challans=(Challan("T-1", 1200),)))
    act(FeeReceived(second, stamps=(Stamp(1000, 1),)))
    today = dhaka_day(watch.now)
    ledger = court_fee_ledger(desk, today, today)
    (line,) = ledger.lines
    assert (line.applications, line.demanded_poisha, line.received_poisha, line.catalogue_poisha) == (
        2,
        6400,
        4200,
        4000,
    )
    assert [(one.receive_number, one.received_poisha) for one in ledger.mismatches] == [(second, 1000)]
    assert (ledger.stamps, ledger.stamps_poisha, ledger.challans_poisha) == (3, 3000, 1200)


def test_everything_wrong_is_told_at_once(desk: Desk, act) -> None:
    number = number_of(desk)
    bad = FeeReceived(number, stamps=(Stamp(0, 0, ("ক", "ক")),), challans=(Challan("", 100, "2026-12-24"),))
    with pytest.raises(Refused) as refused:
        act(bad)
    assert {(p.field, p.code) for p in refused.value.problems} == {
        ("stamps[0].poisha", "money.form"),
        ("stamps[0].count", "quantity.range"),
        ("stamps[0].serials", "stamp.serials"),
        ("stamps", "stamp.twice"),
        ("challans[0].number", "challan_no.form"),
        ("challans[0].on", "date.range"),
    }
