"""What fits when, and what papers that came make of an application."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.application import Applicant, Application, ApplicationDraft, Kind, PaperState
from kiosk.domain.follow_checks import accept_follow_up
from kiosk.domain.followups import (
    FITS,
    FOLLOW_UPS,
    CopyHandedOver,
    CopyPosted,
    FeeDemanded,
    FeeReceived,
    FollowUp,
    PaperReceived,
    Stamp,
    why_not,
    with_papers,
)
from kiosk.domain.rates import Rate, parse_rates
from kiosk.domain.workflow import READY, STATES, VOID, Step
from kiosk.errors import Refused

NUMBER = "7926010000017"
TODAY = date(2026, 11, 23)
CODES = st.sampled_from(["nid", "photo", "deed"])


def application(**papers: PaperState) -> Application:
    draft = ApplicationDraft(
        "s", applicants=(Applicant(name="ক"),), papers=papers, paper_dates=dict.fromkeys(papers, "2026-12-01")
    )
    return Application(NUMBER, "0" * 13, Kind.COPY, "1", "", "2026-11-23", draft)


def test_every_act_fits_somewhere_and_every_fit_is_an_act() -> None:
    assert set(FITS) == set(FOLLOW_UPS)
    assert all(fit.states and set(fit.states) <= set(STATES) for fit in FITS.values())
    assert [act for act in FITS if not why_not(act, Kind.COPY, VOID)] == ["status.told"]


def test_a_copy_is_handed_over_when_it_is_ready_and_only_a_copy() -> None:
    assert why_not("copy.handed_over", Kind.COPY, READY) == ""
    assert why_not("copy.handed_over", Kind.CITIZEN, READY) == "follow_up.kind"
    assert why_not("copy.handed_over", Kind.COPY, "received") == "follow_up.state"


@given(st.lists(st.lists(CODES, max_size=3), max_size=4), st.randoms())
def test_papers_that_came_are_given_in_whatever_order(brought: list[list[str]], chance) -> None:
    before = application(nid=PaperState.MISSING, photo=PaperState.SEEN, deed=PaperState.MISSING)
    steps = [Step("paper_received", str(at), papers=tuple(codes)) for at, codes in enumerate(brought)]
    after = with_papers(before, steps)
    chance.shuffle(steps)
    assert with_papers(before, steps) == after == with_papers(after, steps)
    came = {code for codes in brought for code in codes}
    assert after.draft.papers["photo"] == PaperState.SEEN
    for code in ("nid", "deed"):
        assert (after.draft.papers[code] == PaperState.GIVEN) == (code in came)
        assert (code in after.draft.paper_dates) == (code not in came)


@pytest.mark.parametrize("body", [make(NUMBER) for make in FOLLOW_UPS.values()], ids=lambda body: type(body).__name__)
def test_what_came_through_the_door_goes_through_again_unchanged(body: FollowUp) -> None:
    try:
        accepted = accept_follow_up(body, TODAY)
    except Refused:
        return  # an act that has to say more
    assert accept_follow_up(accepted) == accepted


def test_text_and_digits_are_settled_once() -> None:
    fee = FeeReceived(NUMBER, " দুইটি ", stamps=(Stamp(1000, 2, (" ক ১২ ", "")),))
    accepted = accept_follow_up(fee, TODAY)
    assert isinstance(accepted, FeeReceived)
    assert (accepted.note, accepted.stamps[0].serials) == ("দুইটি", ("ক 12",))
    assert accept_follow_up(accepted) == accepted


def test_days_are_where_they_can_be() -> None:
    for body, code in (
        (FeeDemanded(NUMBER, poisha=1, base_poisha=1, until="2026-11-22"), "day.past"),
        (CopyPosted(NUMBER, posted_on="2026-11-24"), "date.range"),
        (CopyHandedOver(NUMBER, taken_by="রহিম", identity="nid"), "relation.missing"),
        (PaperReceived(NUMBER), "paper.nothing"),
    ):
        with pytest.raises(Refused) as refused:
            accept_follow_up(body, TODAY)
        assert [problem.code for problem in refused.value.problems] == [code]


def test_a_services_own_rate_goes_before_the_offices_and_the_catalogues() -> None:
    rates = parse_rates({"ordinary": {"base_poisha": 10}, "services": {"a": {"ordinary": {"per_folio_poisha": 3}}}})
    assert rates.rate("a", urgent=False, otherwise=Rate(1, 2)) == Rate(10, 3)
    assert rates.rate("b", urgent=False, otherwise=Rate(1, 2)) == Rate(10, 2)
    assert rates.rate("b", urgent=True, otherwise=Rate(1, None)) == Rate(1, None)
    for bad in ({"ordinary": {"base": 1}}, {"urgent": {"base_poisha": -1}}):
        with pytest.raises(Refused):
            parse_rates(bad)
