"""What a message costs, what fills its holes, what its settings refuse, and what a gateway's answer means."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.central.notices.marks import LONGEST_WAIT, wait_after
from kiosk.central.notices.segments import cost_of
from kiosk.central.notices.settings import FILE, SmsSettings, read_notice_settings
from kiosk.central.notices.sms import escape_for, filled, judge_answer, quote_all
from kiosk.central.notices.texts import STEPS, bundled, check_text, fill
from kiosk.errors import Refused


@pytest.mark.parametrize(
    ("text", "segments", "units", "plain"),
    [
        ("", 0, 0, True),
        ("a" * 160, 1, 160, True),
        ("a" * 161, 2, 161, True),
        ("a" * 306, 2, 306, True),
        ("a" * 307, 3, 307, True),
        ("€" * 80, 1, 160, True),
        ("a" + "€" * 152, 2, 305, True),
        ("a" * 152 + "€" * 77, 3, 306, True),  # the escape does not fit at the end of the first
        ("ক" * 70, 1, 70, False),
        ("ক" * 71, 2, 71, False),
        ("ক" * 134, 2, 134, False),
        ("ক" * 135, 3, 135, False),
        ("ক" + "😀" * 34, 1, 69, False),
        ("ক" * 66 + "😀" * 34, 3, 134, False),  # nor half of a letter
    ],
)
def test_segments(text: str, segments: int, units: int, plain: bool) -> None:
    cost = cost_of(text)
    assert (cost.segments, cost.units, cost.plain) == (segments, units, plain)


def test_every_step_has_words_in_both_languages_and_no_foreign_hole() -> None:
    for step in STEPS:
        for language in ("bn", "en"):
            assert check_text(bundled()[step, language]) == bundled()[step, language] != ""


def test_brackets_go_with_an_empty_hole() -> None:
    text = "{number}: নকল প্রস্তুত[। {link}][ ({phone})]"
    assert fill(text, {"number": "79", "link": "", "phone": "0461"}) == "79: নকল প্রস্তুত (0461)"
    assert fill(text, {"number": "79", "link": "", "phone": "{number}[x]"}) == "79: নকল প্রস্তুত ({number}[x])"


@pytest.mark.parametrize("text", ["{name}", "a {", "a ]", "[a [b]]", "[{number]"])
def test_what_nothing_fills_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        check_text(text)


@given(st.text())
def test_what_a_text_says_never_leaves_its_place(text: str) -> None:
    import json
    from urllib.parse import parse_qs, unquote

    values = {"to": "8801700000146", "text": text, "id": "{text}"}
    body = filled('{"to":"{to}","text":"{text}","id":"{id}"}', values, escape_for("application/json"))
    assert json.loads(body) == values
    if not any(0xD800 <= ord(letter) < 0xE000 for letter in text):
        form = filled("to={to}&text={text}", values, escape_for("application/x-www-form-urlencoded"))
        assert parse_qs(form, keep_blank_values=True)["text"] == [text]
        assert unquote(filled("{text}", values, quote_all)) == text


@pytest.mark.parametrize(
    ("status", "answer", "state", "why"),
    [
        (200, b'{"m":[{"s":"ok","id":7}]}', "sent", ""),
        (200, b'{"m":[{"s":"no credit"}]}', "failed", "technical"),
        (200, b'{"m":[{"s":"bad number"}]}', "failed", "permanent"),
        (200, b'{"m":[{"s":"busy"}]}', "failed", "temporary"),
        (200, b"<html>", "failed", "technical"),
        (429, b"", "failed", "temporary"),
        (503, b"", "failed", "temporary"),
        (401, b"", "failed", "technical"),
        (500, b"", "not_known", "lost"),
        (502, b"", "not_known", "lost"),
        (302, b"", "not_known", "lost"),
    ],
)
def test_what_an_answer_means(status: int, answer: bytes, state: str, why: str) -> None:
    settings = SmsSettings(
        success_path="m.0.s",
        success_match="^ok$",
        permanent_match="bad number",
        temporary_match="busy",
        id_path="m.0.id",
    )
    outcome = judge_answer(settings, status, answer)
    assert (outcome.state, outcome.why) == (state, why)
    assert outcome.gateway_id == ("7" if state == "sent" else "")


def test_waits_grow_and_have_an_end() -> None:
    waits = [wait_after(tries) for tries in range(1, 40)]
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_WAIT


GOOD = """
mode = "live"
hook_secret = "0123456789abcdef01234567"
[sms]
url = "https://sms.example.org/send?to={to}"
success_status = [200]
headers = { "X-Key" = "k" }
[mail]
host = "mail.example.org"
sender = "kiosk@example.org"
"""


@pytest.mark.parametrize(
    ("was", "now", "key"),
    [
        ('mode = "live"', 'mode = "on"', "mode"),
        ('mode = "live"', "color = 1", "color"),
        ("https://sms", "http://sms", "sms.url"),
        ('"X-Key" = "k"', '"X-Key" = "k\\r\\nHost: x"', "sms.headers"),
        ("[200]", '"200"', "sms.success_status"),
        ("0123456789abcdef01234567", "short", "hook_secret"),
        ('sender = "kiosk@example.org"', 'sender = "kiosk@example.org"\nsecurity = "none"', "mail.security"),
    ],
)
def test_settings_that_cannot_be_meant_stop_the_start(tmp_path: Path, was: str, now: str, key: str) -> None:
    (tmp_path / FILE).write_text(GOOD, "utf-8")
    assert read_notice_settings(tmp_path).sms.headers == {"X-Key": "k"}
    assert was in GOOD
    assert tomllib.loads(GOOD.replace(was, now))
    (tmp_path / FILE).write_text(GOOD.replace(was, now), "utf-8")
    with pytest.raises(Refused) as refused:
        read_notice_settings(tmp_path)
    assert refused.value.problems[0].field == key
