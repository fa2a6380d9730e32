"""Whom a message missed stands in the tray of their counter until something is done for them."""

from pathlib import Path

import msgspec

from kiosk.desk.follow_ups import follow_up
from kiosk.desk.register import register_application
from kiosk.desk.tray import NOTICE, rows
from kiosk.domain.followups import StatusTold
from kiosk.sync.protocol import News
from kiosk.sync.rounds import _take_news
from tests.harness.world import draft, make_home, opened


def test_whom_a_message_missed_stands_in_the_tray_until_they_are_told(tmp_path: Path) -> None:
    with opened(make_home(tmp_path / "home")) as desk:
        number = register_application(desk, draft("one"), operator="shahana", via="cli").application.receive_number

        def hear(why: str, at: str, number: str = number) -> list[tuple[str, str, str]]:
            body = {"receive_number": number, "channel": "sms", "why": why, "at": at}
            news = News(1, "notice.failed", msgspec.Raw(msgspec.json.encode(body)))
            with desk.store.write() as unit:
                _take_news(unit, [news, news])
            return [(row.receive_number, row.what, row.reason) for row in rows(desk) if row.of == NOTICE]

        missed = [(number, "notice.sms", "notice.permanent")]
        assert hear("permanent", "2026-01-01T05:00:00.000Z") == missed
        assert hear("permanent", "2026-01-01T05:00:00.000Z", "7926020004170") == missed, "another counter's"
        assert hear("", "2026-01-01T06:00:00.000Z") == [], "it arrived after all"
        assert hear("permanent", "2026-01-01T07:00:00.000Z") == missed
        follow_up(desk, StatusTold(number), operator="shahana", via="cli")
        assert [row for row in rows(desk) if row.of == NOTICE] == []
