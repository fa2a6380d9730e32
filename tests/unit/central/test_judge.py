"""Forks, as a rule over hashes: the same seq, another hash."""

import pytest

from kiosk.central.judge import Link, check_extends
from kiosk.domain.events import GENESIS, Event
from kiosk.errors import Refused
from kiosk.sync.protocol import Head

A, B, X = "a" * 64, "b" * 64, "e" * 64


def link(seq: int, hash_: str, prev: str) -> Link:
    event = Event("id", "counter", seq, "kind", 1, "", None, "", "", prev, None)
    return Link(event, b"", hash_)


@pytest.mark.parametrize(
    ("chain", "head", "known", "claimed"),
    [
        ([], Head(0, GENESIS), {}, Head(0, GENESIS)),
        ([link(1, A, GENESIS)], Head(0, GENESIS), {}, Head(1, A)),
        ([link(2, B, A)], Head(1, A), {}, Head(2, B)),
        ([link(1, A, GENESIS), link(2, B, A)], Head(1, A), {1: A}, Head(2, B)),
        ([], Head(2, B), {1: A}, Head(1, A)),
        ([link(3, X, B)], Head(1, A), {}, Head(3, X)),
    ],
)
def test_a_journal_that_goes_on_from_ours_extends_it(chain, head, known, claimed) -> None:
    check_extends(chain, head, known, claimed)


@pytest.mark.parametrize(
    ("chain", "head", "known", "claimed"),
    [
        ([link(1, X, GENESIS)], Head(1, A), {1: A}, Head(1, X)),
        ([link(2, B, X)], Head(1, A), {}, Head(2, B)),
        ([], Head(2, B), {1: A}, Head(1, X)),
        ([link(1, A, GENESIS), link(2, X, A)], Head(2, B), {1: A, 2: B}, Head(2, X)),
    ],
)
def test_another_hash_at_a_known_seq_is_a_fork(chain, head, known, claimed) -> None:
    with pytest.raises(Refused, match=r"journal\.fork"):
        check_extends(chain, head, known, claimed)
