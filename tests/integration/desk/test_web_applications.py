"""What came from the web at a counter: it waits for anybody, is registered or returned, and is gone then."""

from pathlib import Path

import msgspec
import pytest

from kiosk.desk.context import Desk, close_desk, open_desk
from kiosk.desk.drafts import parked, read_draft, take_parked
from kiosk.desk.register import register_application
from kiosk.desk.web_applications import return_to_web, waiting_from_web
from kiosk.domain.application import Applicant, ApplicationDraft, Channel
from kiosk.domain.clock import stamp, system_clock, system_rng
from kiosk.domain.portal import WaitingNews, new_reference
from kiosk.errors import Refused
from kiosk.store import web_tray
from tests.harness.world import OFFICE, OPERATOR, SERVICE, make_home


@pytest.fixture
def desk(tmp_path: Path):
    opened = open_desk(make_home(tmp_path / "home"))
    yield opened
    close_desk(opened)


def web_news() -> WaitingNews:
    reference = new_reference(OFFICE, system_rng)
    person = Applicant(name="হালিমা বেগম", mobile="+8801700000146")
    draft = ApplicationDraft(SERVICE, Channel.PORTAL, (person,), "খতিয়ানের নকল", portal_id=reference)
    return WaitingNews(reference, draft, stamp(system_clock()))


def hear(desk: Desk, news: WaitingNews) -> None:
    with desk.store.write() as unit:
        web_tray.put(unit, msgspec.json.decode(msgspec.json.encode(news), type=WaitingNews))


def test_it_waits_for_anybody_once(desk: Desk) -> None:
    news = web_news()
    hear(desk, news)
    hear(desk, news)
    (row,) = parked(desk, "somebody-else")
    assert (row.operator, row.channel, row.format) == ("", "portal", "draft")
    assert row.title == "হালিমা বেগম · খতিয়ানের নকল"
    assert [one.portal_id for one in waiting_from_web(desk)] == [news.portal_id]


def test_registering_its_draft_takes_it_out_and_names_it_in_the_event(desk: Desk) -> None:
    news = web_news()
    hear(desk, news)
    (row,) = parked(desk, OPERATOR)
    draft = read_draft(take_parked(desk, row.id, OPERATOR))
    done = register_application(desk, draft, operator=OPERATOR, via="window", print_receipt=False)
    assert done.application.draft.portal_id == news.portal_id
    assert parked(desk, OPERATOR) == ()
    hear(desk, news)
    assert parked(desk, OPERATOR) == (), "news that comes twice brings nothing back"
    with desk.store.read() as unit:
        (kept,) = unit.one("SELECT body FROM parked WHERE reference = ?", web_tray.mark_of(news.portal_id)) or (None,)
    assert bytes(kept) == b"", "what is done keeps no words"


def test_what_another_counter_took_is_gone_here(desk: Desk) -> None:
    news = web_news()
    hear(desk, news)
    with desk.store.write() as unit:
        web_tray.take_out(unit, news.portal_id)
    assert parked(desk, OPERATOR) == ()
    with pytest.raises(Refused, match=r"parked\.missing"):
        return_to_web(desk, news.portal_id, reason="papers", operator=OPERATOR, via="window")


def test_it_goes_back_with_a_reason_of_the_list(desk: Desk) -> None:
    news = web_news()
    hear(desk, news)
    with pytest.raises(Refused, match=r"reason\.unknown"):
        return_to_web(desk, news.portal_id, reason="because", operator=OPERATOR, via="window")
    return_to_web(desk, news.portal_id, reason="papers", note="ঝাপসা", operator=OPERATOR, via="window")
    assert parked(desk, OPERATOR) == ()
    with desk.store.read() as unit:
        (record,) = unit.one("SELECT record FROM event ORDER BY seq DESC LIMIT 1") or (b"",)
    event = msgspec.json.decode(record)
    assert event["kind"] == "portal.returned"
    assert event["body"] == {"portal_id": news.portal_id, "reason": "papers", "note": "ঝাপসা"}


def test_only_the_web_has_a_reference(desk: Desk) -> None:
    draft = msgspec.structs.replace(web_news().draft, channel=Channel.WALK_IN)
    with pytest.raises(Refused, match=r"portal\.channel"):
        register_application(desk, draft, operator=OPERATOR, via="window")
