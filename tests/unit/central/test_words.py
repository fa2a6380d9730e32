"""What the public page says."""

from datetime import UTC, date, datetime

import pytest

from kiosk.central.portal.words import at_branch, masked_name, status_page
from kiosk.central.status import Found, OfficeCard
from kiosk.domain.application import Applicant, Application, ApplicationDraft, Kind, PaperState
from kiosk.domain.calendar import OfficeCalendar
from kiosk.domain.catalogue import Catalogue, Paper, Service
from kiosk.domain.clock import stamp
from kiosk.domain.workflow import Step

NOON = datetime(2026, 11, 26, 8, 10, tzinfo=UTC)
COPY = Service(
    "copy",
    "খতিয়ানের নকল",
    "Copy of khatian",
    Kind.COPY,
    "রেকর্ডরুম শাখা",
    "Record Room",
    room="104",
    papers=(Paper("envelope", "খাম", "Envelope"), Paper("stamp", "স্ট্যাম্প", "Stamp")),
)
CATALOGUE = Catalogue("1", {"copy": COPY})
OFFICE = OfficeCard("কেন্দ্র", "Centre", "+8801700000000", "৯টা–৫টা", "9–5")


def found(
    *steps: Step,
    state: str = "received",
    promised_on: str | None = "2026-12-07",
    service: str = "copy",
    kind: Kind = Kind.COPY,
) -> Found:
    person = Applicant(name="মো. আবদুল করিম", name_latin="Md. Abdul Karim")
    draft = ApplicationDraft(
        service,
        applicants=(person,),
        subject="বিষয়",
        papers={"envelope": PaperState.MISSING, "stamp": PaperState.GIVEN},
    )
    application = Application(
        "7926010004177", "4071953826174", kind, "1", stamp(NOON), "2026-11-23", draft, promised_on
    )
    first = Step("received", "2026-11-23T04:00:00.000Z", counter="01")
    return Found(application, state, (first, *steps), OFFICE, {"record_room": ("রেকর্ডরুম শাখা", "Record Room")})


def english(what: Found, now: datetime = NOON):
    return status_page(what, CATALOGUE, OfficeCalendar(holidays=frozenset({date(2026, 11, 30)})), now, "en")


FORWARDED = Step("forwarded", "2026-11-23T19:00:00.000Z", branch="record_room", note="in hand")


def test_a_received_copy() -> None:
    page = english(found())
    assert (page.number, page.what) == ("79-26-01-000417-7", "Copy of khatian · Md. A… K…")
    assert (page.headline, page.promise, page.day) == (
        "Your application is received",
        "Your copy:",
        "07 December, Monday",
    )
    # 29 Nov, 1-3 Dec, 6-7 Dec: Friday, Saturday and the holiday of the 30th do not count.
    assert page.left == "6 working days left"
    assert [(point.look, point.title, point.detail) for point in page.points] == [
        ("now", "Application received", "23 November, counter 01"),
        ("next", "Work at the branch", ""),
        ("next", "Signature and seal", ""),
        ("next", "Handing over the copy", "In room 104"),
    ]
    assert page.papers == ("Envelope",)
    assert page.foot == "As of 26 Nov, 14:10 · Open 9–5"


def test_a_forwarded_one_is_where_it_is_and_days_are_dhaka_days() -> None:
    page = english(found(FORWARDED, state="forwarded"))
    assert page.headline == "With the Record Room"
    assert [(point.look, point.detail) for point in page.points][:2] == [
        ("done", "23 November, counter 01"),
        ("now", "24 November, in hand"),
    ]


@pytest.mark.parametrize(
    ("state", "headline"), [("disposed", "The copy is ready"), ("void", "The application is cancelled")]
)
def test_what_is_over_promises_nothing_and_asks_for_nothing(state: str, headline: str) -> None:
    page = english(found(Step(state, "2026-11-25T04:00:00.000Z"), state=state))
    assert (page.headline, page.promise, page.day, page.left, page.papers) == (headline, "", "", "", ())
    assert {point.look for point in page.points} == {"done"}


def test_a_day_that_is_not_fixed_or_has_passed_is_said() -> None:
    assert english(found(promised_on=None)).promise == "The day is not fixed; you will be told."
    assert english(found(promised_on="2026-11-25")).left == "This day has passed. Please ask at the centre."
    assert english(found(promised_on="2026-11-26")).left == "0 working days left"
    assert english(found(promised_on="2027-01-03")).day == "03 January 2027, Sunday"


def test_a_service_that_is_not_in_the_catalogue_still_has_a_page() -> None:
    page = english(found(service="of_tomorrow", kind=Kind.CITIZEN))
    assert (page.what, page.promise, page.papers) == ("বিষয় · Md. A… K…", "Settled by:", ())
    assert page.points[-1].title == "Settlement"


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("মো. আবদুল করিম", "মো. আ… ক…"),
        ("শ্রাবণী ক্ষিতীশ", "শ্রা… ক্ষি…"),
        ("মোঃ রহিম", "মোঃ র…"),
        ("Md. Abdul Karim", "Md. A… K…"),
        ("কলি", "ক…"),
        ("ড.", "ড…"),
    ],
)
def test_a_masked_name_is_known_only_to_its_owner(name: str, masked: str) -> None:
    assert masked_name(name) == masked


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("রেকর্ডরুম শাখা", "রেকর্ডরুমে"),
        ("সাধারণ শাখা", "সাধারণ শাখায়"),
        ("জেলা ই-সেবা কেন্দ্র", "জেলা ই-সেবা কেন্দ্রে"),
        ("ট্রেজারি", "ট্রেজারিতে"),
    ],
)
def test_a_place_takes_its_ending_in_bangla(name: str, place: str) -> None:
    assert (at_branch(name, "bn"), at_branch(name, "en")) == (place, name)
