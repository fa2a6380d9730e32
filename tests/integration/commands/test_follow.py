"""Follow-ups, calls, the day and outages without a window."""

import json

import pytest

from kiosk import cli
from tests.integration.commands.test_changes import LINE


@pytest.fixture
def number(counter, tmp_path) -> str:
    file = tmp_path / "line.json"
    file.write_text(json.dumps(LINE, ensure_ascii=False), "utf-8")
    return str(counter("register", "--file", file).one["receive_number"])


def test_a_copy_is_followed_to_the_hand(counter, number: str) -> None:
    usual = counter("follow", number).lines[0]
    assert usual == {"act": "copy.requested", "why_not": "", "usual": True}
    said = counter(
        "follow", number, "fee.demanded", "poisha=3200", "base_poisha=2000", "folios=2", "per_folio_poisha=600"
    )
    assert (said.code, said.one["state"], said.one["step"]["poisha"]) == (0, "waiting_fee", 3200)
    less = counter("follow", number, "fee.received", 'stamps=[{"poisha": 1000, "count": 2, "serials": ["ক-1"]}]')
    assert less.one["warnings"] == [{"code": "fee.less", "demanded": 3200, "received": 2000}]
    assert counter("follow", number, "paper.received", "papers=return_envelope").one["state"] == "received"
    assert counter("follow", number, "copy.ready", "folios=2").one["state"] == "ready"
    done = counter("follow", number, "copy.handed_over", "identity=nid", "taken_by=রহিম", "relation=ছেলে")
    assert done.one["state"] == "delivered"


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("copy.handed_over", "identity=nid"), ("act", "follow_up.state")),
        (("copy.burnt",), ("act", "act.unknown")),
        (("copy.ready", "colour=red"), ("colour", "wire.form")),
        (("copy.ready", "folios=many"), ("copy.ready", "wire.form")),
        (("fee.received", "stamps=[1"), ("stamps", "wire.form")),
    ],
)
def test_what_does_not_fit_is_refused(counter, number: str, words, problem) -> None:
    said = counter("follow", number, *words)
    assert (said.code, said.problems) == (cli.REFUSED, [problem])


def test_a_lost_slip_is_proved(counter, number: str) -> None:
    assert counter("follow", number, "slip.lost", "fact=mobile").problems == [("proof", "slip.fact")]
    assert counter("follow", number, "slip.lost", "fact=mobile", "--proof", "০১৭১২৩৪৫৬৭৮").code == 0


def test_calls_day_and_outages(counter, number: str) -> None:
    counter("visit", "--topic", "ভাতা", "--answer", "callback", "--name", "হালিমা")
    counter("outage", "line", "--since", "00:00", "--note", "তার কাটা")
    assert [one["what"] for one in counter("outage").lines] == ["line"]
    assert counter("outage", "line", "--since", "noon").problems == [("since", "date.form")]
    stands = counter("day").one
    assert (stands["counts"]["walk_in"], stands["counts"]["visits"], stands["closed"]) == (1, 1, False)
    for call in counter("callbacks").lines:
        assert counter("callbacks", call["visit_id"], "--result", "done").code == 0
    closed = counter("day", "--close")
    assert (closed.code, closed.one["closed"], closed.one["remaining"]) == (0, True, 0)
