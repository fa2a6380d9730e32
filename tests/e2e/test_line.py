"""A real counter and a real centre with an unkind line between them: nothing lost, nothing doubled."""

import threading
from dataclasses import replace

import pytest

from kiosk.desk.find import application_status
from kiosk.desk.status import line_status
from kiosk.desk.synchronise import client_for, synchronise, verify_with_server
from kiosk.errors import Refused, Unavailable
from kiosk.sync.client import Client
from kiosk.sync.protocol import Answer, PushAnswer
from kiosk.sync.rounds import Budget
from tests.harness.history import complaints
from tests.harness.proxy import JOURNAL, PORTAL, FaultProxy, Plan
from tests.harness.world import enrolled_home, opened, register


@pytest.fixture
def desk(tmp_path, lasting_centre, proxy, counter):
    home = enrolled_home(tmp_path / "home", lasting_centre, counter)
    with opened(home) as desk:
        yield desk.with_settings(replace(desk.settings, server_url=proxy.url))


def ours(history, centre):
    """Return what the centre keeps of this test's operations."""
    numbers = {kept.number for kept in history.shown}
    return [kept for kept in centre.kept() if kept.number in numbers or kept.mark in history.invoked]


def test_what_was_registered_offline_arrives_when_the_line_returns(desk, proxy, history, lasting_centre):
    proxy.down()
    for n in range(3):
        register(desk, history, f"offline {n}")
    report = synchronise(desk)
    assert (report.reached, report.reason, report.acknowledged) == (False, "net.refused", 0)
    status = line_status(desk)
    assert (status.waiting, status.sending, status.last_error) == (report.waiting, 0, "net.refused")
    proxy.up()
    report = synchronise(desk)
    assert (report.reached, report.waiting) == (True, 0)
    assert synchronise(desk).pushed == 0
    assert complaints(history, ours(history, lasting_centre)) == []
    assert verify_with_server(desk).agree


FAULTS = {
    "refused at once": Plan(reset_at_once=True),
    "request lost in its head": Plan(after=JOURNAL, cut_up=30),
    "request lost in its body": Plan(after=JOURNAL, cut_up=600),
    "request cut with a polite end": Plan(after=JOURNAL, cut_up=600, how="close"),
    "answer lost after the commit": Plan(after=JOURNAL, cut_down=0),
    "answer cut in its head": Plan(after=JOURNAL, cut_down=40),
    "answer cut in its body": Plan(after=JOURNAL, cut_down=300),
    "answer cut with a polite end": Plan(after=JOURNAL, cut_down=300, how="close"),
    "a portal answers": Plan(substitute=PORTAL),
    "a portal answers the journal": Plan(after=JOURNAL, substitute=PORTAL),
    "a portal answers though it was delivered": Plan(after=JOURNAL, substitute=PORTAL, deliver=True),
    "nothing but silence after delivery": Plan(after=JOURNAL, substitute=b"", deliver=True),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_on_the_line_is_healed_by_the_next_round(desk, proxy, history, lasting_centre, fault):
    register(desk, history, f"{fault} 1")
    proxy.script(FAULTS[fault])
    report = synchronise(desk)
    assert not report.reached
    assert report.acknowledged == 0
    assert report.waiting > 0
    register(desk, history, f"{fault} 2")
    healed = synchronise(desk)
    assert (healed.reached, healed.waiting) == (True, 0)
    assert complaints(history, ours(history, lasting_centre)) == []
    assert verify_with_server(desk).agree


def test_what_may_have_arrived_is_not_known_until_it_is(desk, proxy, history):
    register(desk, history, "in doubt")
    proxy.script(Plan(after=JOURNAL, cut_down=0))
    doubtful = synchronise(desk)
    assert doubtful.sent
    proxy.down()
    assert not synchronise(desk).sent
    with desk.store.read() as unit:
        from kiosk.store.journal import head, sync_place

        place = sync_place(unit)
        assert (place.sending_to, place.sending_since) == (head(unit).seq, "")
    proxy.up()
    assert synchronise(desk).waiting == 0


def test_the_same_batch_delivered_twice_counts_once(desk, proxy, history, lasting_centre):
    for n in range(5):
        register(desk, history, f"twice {n}")
    proxy.script(Plan(after=JOURNAL, twice=True))
    report = synchronise(desk)
    assert report.reached
    assert report.acknowledged == report.pushed
    assert proxy.passages[-1].aside.startswith(b"HTTP/1.1 200")
    assert complaints(history, ours(history, lasting_centre)) == []


def test_a_slow_line_in_slices_is_still_a_line(desk, proxy, history, lasting_centre):
    register(desk, history, "slices")
    proxy.script(Plan(slice_bytes=13))
    assert synchronise(desk).waiting == 0
    assert complaints(history, ours(history, lasting_centre)) == []


def test_a_late_answer_to_another_request_is_no_answer(desk, proxy, history, lasting_centre):
    register(desk, history, "first")
    proxy.script(Plan(after=JOURNAL, twice=True))
    assert synchronise(desk).reached
    late = proxy.passages[-1].aside
    register(desk, history, "second")
    proxy.script(Plan(after=JOURNAL, substitute=late))
    report = synchronise(desk)
    assert (report.reached, report.reason, report.acknowledged) == (False, "net.not_ours", 0)
    assert synchronise(desk).waiting == 0
    assert complaints(history, ours(history, lasting_centre)) == []


class Gullible(Client):
    """The negative control, deliberately wrong: any answer with status 200 acknowledges everything."""

    def push(self, head, events, *, epoch, news_after, counters=""):
        import json

        content = {"request_id": "0" * 16, "head": {"seq": head.seq, "hash": head.hash}}
        reply = self.line.post("/api/v1/journal", json.dumps(content).encode(), {})
        assert reply.status == 200
        answers = [Answer(json.loads(event)["seq"], "accepted") for event in events]
        return PushAnswer("0" * 16, epoch or "e" * 32, "", head, answers)


def test_the_checker_catches_a_client_that_believes_a_portal(desk, proxy, history, lasting_centre):
    number = register(desk, history, "gullible")
    proxy.always(Plan(substitute=PORTAL))
    honest = client_for(desk)
    fool = Gullible(proxy.url, honest._counter_id, honest._private_key)
    assert synchronise(desk, fool).waiting == 0
    fool.close()
    history.acknowledge(number)
    assert f"number {number} was called acknowledged and is not kept" in complaints(
        history, ours(history, lasting_centre)
    )


def test_a_token_that_the_centre_forgot_is_renewed_within_the_round(desk, history, proxy):
    client = client_for(desk)
    assert synchronise(desk, client).reached
    client._token = "x" * 43
    register(desk, history, "after the token")
    assert synchronise(desk, client).waiting == 0
    client.close()


def test_a_round_with_nothing_to_say_is_one_post(desk):
    client = client_for(desk)
    synchronise(desk, client)
    before = client.line.traffic.posts
    assert synchronise(desk, client).reached
    assert client.line.traffic.posts == before + 1
    client.close()


def test_a_round_goes_on_until_the_outbox_is_empty(desk, history):
    for n in range(7):
        register(desk, history, f"many {n}")
    client = client_for(desk)
    report = synchronise(desk, client, budget=Budget(events=3))
    assert report.waiting == 0
    assert client.line.traffic.posts >= 5
    client.close()


def test_only_one_round_at_a_time(desk):
    with desk.store.lease("sync"), pytest.raises(Unavailable) as caught:
        synchronise(desk)
    assert caught.value.reason == "sync.busy"


def test_a_wrong_clock_stops_nobody_and_is_measured(tmp_path, lasting_centre, counter, history):
    from datetime import timedelta

    from kiosk.domain.clock import system_clock

    home = enrolled_home(tmp_path / "late", lasting_centre, counter)
    with opened(home, clock=lambda: system_clock() + timedelta(days=1000)) as desk:
        register(desk, history, "in the future")
        assert synchronise(desk).waiting == 0
        measured = line_status(desk).clock_error_ms
        assert measured is not None
        assert abs(measured - 1000 * 86_400_000) < 60_000
    assert complaints(history, ours(history, lasting_centre)) == []


def test_a_forwarding_comes_back_as_news(desk, history, lasting_centre):
    number = register(desk, history, "to be forwarded")
    synchronise(desk)
    branch = lasting_centre.rows("SELECT code FROM branch ORDER BY code")[0][0]
    lasting_centre.forward(number, branch)
    report = synchronise(desk)
    assert report.news >= 1
    status = application_status(desk, number)
    assert status.state == "forwarded"
    assert status.history[-1].branch == branch
    assert synchronise(desk).news == 0


def test_every_counter_of_the_office_knows_every_application(desk, tmp_path, lasting_centre, codes, history):
    number = register(desk, history, "from the first counter")
    synchronise(desk)
    other = enrolled_home(tmp_path / "other", lasting_centre, next(codes))
    with opened(other) as second:
        assert synchronise(second).news >= 1
        assert application_status(second, number).application.draft.subject == "from the first counter"


def test_a_counter_that_the_centre_does_not_know_is_told_so(tmp_path, lasting_centre, counter):
    from tests.harness.world import make_home

    home = make_home(tmp_path / "stranger", server_url=lasting_centre.url, counter=counter)
    with opened(home) as desk, pytest.raises(Refused) as caught:
        synchronise(desk)
    assert caught.value.problems[0].code == "auth.unknown"


def test_a_clash_of_codes_goes_to_the_repair_tray_and_blocks_nobody(tmp_path, lasting_centre, counter, codes, history):
    from kiosk.desk.enrol import enrol
    from tests.harness.world import make_home

    enrolled_home(tmp_path / "first", lasting_centre, counter)
    home = make_home(tmp_path / "clash", server_url=lasting_centre.url, counter=counter)
    with opened(home) as desk:
        refused = register(desk, history, "under a taken code")
        enrolled = enrol(desk, lasting_centre.enrolment_code(next(codes)))
        assert enrolled.counter != counter
        taken = register(desk, history, "under the new code")
        assert (refused[4:6], taken[4:6]) == (f"{counter:02d}", f"{enrolled.counter:02d}")
        report = synchronise(desk)
        assert (report.refused, report.waiting) == (1, 0)
        assert line_status(desk).repair == 1
    kept = [one.mark for one in ours(history, lasting_centre)]
    assert kept == ["under the new code"]


def test_the_server_killed_mid_round(tmp_path, centre, history):
    home = enrolled_home(tmp_path / "home", centre, 1)
    with FaultProxy(centre.port) as proxy, opened(home) as opened_desk:
        desk = opened_desk.with_settings(replace(opened_desk.settings, server_url=proxy.url))
        for n in range(60):
            register(desk, history, f"mid-round {n}")
        killer = threading.Thread(target=_kill_at_the_third_batch, args=(proxy, centre))
        killer.start()
        report = synchronise(desk, budget=Budget(events=5))
        killer.join(30)
        assert not report.reached
        assert report.waiting > 0
        centre.start()
        assert synchronise(desk).waiting == 0
        assert verify_with_server(desk).agree
    assert complaints(history, centre.kept()) == []


def _kill_at_the_third_batch(proxy, centre):
    while not any(passage.up.count(JOURNAL) >= 3 for passage in list(proxy.passages)):
        proxy.pause(0.001)
    centre.kill()
