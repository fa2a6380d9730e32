"""Bytes become messages or are refused."""

import json
import zlib

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.central.wire import MAX_DEPTH, MAX_INFLATED_BYTES, inflate, read_message, read_strictly
from kiosk.domain.events import GENESIS
from kiosk.errors import Refused
from kiosk.sync.protocol import Head, Push

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=10,
)


@given(PLAIN)
def test_honest_json_is_read_as_it_is(value) -> None:
    assert read_strictly(json.dumps(value).encode()) == value


@pytest.mark.parametrize(
    "text", ['{"a":1,"a":1}', '[{"b":{"a":1,"a":2}}]', "[NaN]", "[1e400]", "[-Infinity]", "{", '"']
)
def test_what_could_be_understood_twice_is_refused(text: str) -> None:
    with pytest.raises(Refused, match=r"wire\.form"):
        read_strictly(text.encode())


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_depth_has_a_limit(opening: str, closing: str) -> None:
    read_strictly((opening * MAX_DEPTH + "1" + closing * MAX_DEPTH).encode())
    with pytest.raises(Refused):
        read_strictly((opening * (MAX_DEPTH + 1) + "1" + closing * (MAX_DEPTH + 1)).encode())


def test_brackets_inside_text_are_no_depth() -> None:
    assert read_strictly(json.dumps(["[{" * 100, '\\"[' * 50]).encode())


def test_a_refusal_names_the_place() -> None:
    body = b'{"request_id":"request-1","head":{"seq":"one","hash":"' + GENESIS.encode() + b'"}}'
    with pytest.raises(Refused) as caught:
        read_message(body, "", Push)
    assert caught.value.problems[0].field == "head.seq"


def test_a_message_survives_both_encodings() -> None:
    push = Push("request-1", Head(0, GENESIS), events=[msgspec.Raw(b'{"a":"\xe0\xa6\x95"}')])
    plain = msgspec.json.encode(push)
    for body, encoding in ((plain, ""), (plain, "identity"), (zlib.compress(plain), "deflate")):
        assert msgspec.json.encode(read_message(body, encoding, Push)) == plain


def test_inflating_stops_in_time() -> None:
    bomb = zlib.compress(b"\0" * (3 * MAX_INFLATED_BYTES))
    with pytest.raises(Refused, match=r"wire\.size"):
        inflate(bomb, "deflate")
