"""What a counter believes of a centre that is out of its mind, and what it never does for it."""

from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec
import pytest

from kiosk.desk.status import line_status
from kiosk.desk.synchronise import synchronise
from kiosk.errors import Refused
from kiosk.store import journal
from kiosk.store.anchor import FOLDER_VARIABLE
from kiosk.sync.protocol import Answer, Head, News, Push, PushAnswer, ReplayAnswer, ReplayRequest
from kiosk.sync.rounds import Budget
from tests.harness.crooked import EPOCH, CrookedCentre, seqs, taken
from tests.harness.history import History
from tests.harness.world import make_home, opened, register


@dataclass
class Mood:
    """How the centre answers; a test changes it while it runs."""

    journal: Callable[[Push], PushAnswer] = field(default=taken)
    replay: Callable[[ReplayRequest], ReplayAnswer] = field(default=lambda ask: ReplayAnswer(ask.request_id, EPOCH, []))


@pytest.fixture
def mood():
    return Mood()


@pytest.fixture
def centre(mood):
    with CrookedCentre(mood) as centre:
        yield centre


@pytest.fixture
def desk(tmp_path, centre, monkeypatch):
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "anchors"))
    history = History(tmp_path / "history")
    with opened(make_home(tmp_path / "home", server_url=centre.url)) as desk:
        register(desk, history, "waits")
        yield desk
    history.close()


def place(desk):
    with desk.store.read() as unit:
        return journal.sync_place(unit), journal.head(unit)


def nothing_acknowledged(desk):
    at, head = place(desk)
    return at.acknowledged.seq == 0 and head.seq == 3


def test_an_honest_centre_is_believed(desk, centre):
    report = synchronise(desk)
    assert (report.reached, report.acknowledged, report.waiting) == (True, 3, 0)
    assert seqs(centre.pushes[0]) == [1, 2, 3]
    at, head = place(desk)
    assert (at.acknowledged, at.server_epoch, at.sending_to) == (head, EPOCH, 3)


@pytest.mark.parametrize(
    "answers",
    [
        [],
        [Answer(1, "accepted")],
        [Answer(1, "accepted"), Answer(2, "accepted"), Answer(4, "accepted")],
        [Answer(n, "accepted") for n in (1, 2, 3, 3)],
    ],
)
def test_answers_to_other_events_are_no_answer(desk, mood, answers):
    mood.journal = lambda push: taken(push, answers=answers)
    report = synchronise(desk)
    assert (report.reached, report.reason) == (False, "net.not_ours")
    assert nothing_acknowledged(desk)


@pytest.mark.parametrize("head", [Head(3, "0" * 64), Head(2, "f" * 64), Head(0, "f" * 64)])
def test_a_head_that_is_not_in_our_journal_is_a_fork(desk, mood, head):
    mood.journal = lambda push: taken(push, head=head)
    with pytest.raises(Refused) as caught:
        synchronise(desk)
    assert caught.value.problems[0].code == "journal.fork"
    assert nothing_acknowledged(desk)
    assert line_status(desk).last_error == "journal.fork"


def test_what_was_not_sent_is_not_acknowledged_by_a_boast(desk, mood, centre):
    mood.journal = lambda push: taken(push, head=push.head)
    report = synchronise(desk, budget=Budget(events=1, posts=2))
    assert (report.acknowledged, report.waiting) == (2, 1)
    assert [seqs(push) for push in centre.pushes] == [[1], [2]]


def test_a_centre_that_takes_nothing_is_not_asked_for_ever(desk, mood, centre):
    mood.journal = lambda push: taken(push, head=Head(0, "0" * 64))
    report = synchronise(desk)
    assert (report.reached, report.reason) == (False, "net.stuck")
    assert nothing_acknowledged(desk)
    assert len(centre.pushes) == 1


def test_a_centre_that_forgets_under_the_same_name_is_sent_to_again_once(desk, mood, centre):
    synchronise(desk)
    centre.pushes.clear()
    mood.journal = lambda push: taken(push, head=Head(0, "0" * 64)) if not push.events else taken(push)
    report = synchronise(desk)
    assert (report.reached, report.waiting) == (True, 0)
    assert [seqs(push) for push in centre.pushes] == [[], [1, 2, 3]]


def test_a_centre_with_a_gap_is_sent_to_from_its_head(desk, mood, centre):
    synchronise(desk, budget=Budget(events=2))
    first = place(desk)[0].acknowledged
    assert first.seq == 3
    centre.pushes.clear()
    with desk.store.write() as unit:
        hash_of_one = journal.hash_at(unit, 1)
    gap = Head(1, hash_of_one)
    mood.journal = lambda push: taken(push) if push.events else taken(push, epoch="d" * 32, head=gap)
    assert synchronise(desk).reached is True
    assert [seqs(push) for push in centre.pushes] == [[], [2, 3]]


def test_a_journal_that_is_said_to_be_longer_but_never_told_is_given_up(desk, mood):
    mood.journal = lambda push: taken(push, head=Head(9, "9" * 64))
    report = synchronise(desk)
    assert (report.reached, report.reason) == (False, "net.stuck")


def test_records_that_do_not_follow_ours_are_a_fork_and_are_not_taken_in(desk, mood):
    with desk.store.read() as unit:
        (record,) = unit.one("SELECT record FROM event WHERE seq = 3")
    mood.journal = lambda push: taken(push, head=Head(9, "9" * 64))
    mood.replay = lambda ask: ReplayAnswer(ask.request_id, EPOCH, [msgspec.Raw(record)])
    with pytest.raises(Refused) as caught:
        synchronise(desk)
    assert caught.value.problems[0].code == "journal.fork"
    assert place(desk)[1].seq == 3
    assert not desk.store.stopped


def test_a_record_that_is_none_is_no_answer(desk, mood):
    mood.journal = lambda push: taken(push, head=Head(9, "9" * 64))
    mood.replay = lambda ask: ReplayAnswer(ask.request_id, EPOCH, [msgspec.Raw(b'{"seq": 4}')])
    report = synchronise(desk)
    assert (report.reached, report.reason) == (False, "net.not_ours")


def test_a_refused_event_is_kept_for_repair_and_taken_back_later(desk, mood):
    def refuse(push):
        answers = [Answer(seq, "refused", "number.counter", "receive_number") for seq in seqs(push)[-1:]]
        return taken(push, answers=[*(Answer(seq, "accepted") for seq in seqs(push)[:-1]), *answers])

    mood.journal = refuse
    report = synchronise(desk)
    assert (report.acknowledged, report.refused, report.waiting) == (2, 1, 0)
    assert line_status(desk).repair == 1
    mood.journal = lambda push: taken(push) if push.events else taken(push, epoch="d" * 32, head=Head(0, "0" * 64))
    assert synchronise(desk).reached
    assert line_status(desk).repair == 0


def test_news_that_cannot_be_read_keep_nobody_from_the_rest(desk, mood):
    step = {"receive_number": "7926010000017", "step": {"kind": "forwarded", "at": "2026-11-23T05:00:00.000Z"}}
    news = [
        News(5, "application.known", msgspec.Raw(b'{"application": 3}')),
        News(6, "of.a.later.version", msgspec.Raw(b"{}")),
        News(7, "application.step", msgspec.Raw(msgspec.json.encode(step))),
    ]
    mood.journal = lambda push: taken(push, news=news if push.news_after < 7 else [], news_cursor=7)
    assert synchronise(desk).reached
    assert place(desk)[0].news_cursor == 7
    with desk.store.read() as unit:
        assert unit.one("SELECT state FROM application")[0] == "forwarded"


def test_a_centre_that_always_has_more_to_say_but_says_nothing_is_left(desk, mood, centre):
    mood.journal = lambda push: taken(push, more=True)
    assert synchronise(desk).reached
    assert len(centre.pushes) == 1


def test_a_nonsense_clock_is_not_measured(desk, mood):
    mood.journal = lambda push: taken(push, now="the day before yesterday")
    assert synchronise(desk).reached
    assert place(desk)[0].clock_error_ms is None


def test_a_budget_of_posts_ends_a_round_early_and_marks_nothing_more(desk, centre):
    report = synchronise(desk, budget=Budget(events=1, posts=2))
    assert (report.acknowledged, report.waiting) == (2, 1)
    at, _ = place(desk)
    assert (at.sending_to, at.sending_since) == (2, "")
