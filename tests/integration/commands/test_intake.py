"""Applications and visits through the commands; every name and number is invented."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.integration.commands.conftest import Kiosk

KHATIAN: dict[str, Any] = {
    "service": "khatian_copy_normal",
    "channel": "walk_in",
    "applicants": [{"name": "মো. আবদুল করিম", "mobile": "০১৭০০-০০০১৪৬", "guardian": "আবদুল হাকিম"}],
    "fields": {"mouza": "সয়না", "khatian_no": "১১৮"},
    "papers": {"court_fee_stamp": "given"},
}


def lines(*drafts: object) -> str:
    return "".join(json.dumps(draft, ensure_ascii=False) + "\n" for draft in drafts)


def test_a_line_becomes_an_application_with_the_first_number(counter: Kiosk) -> None:
    said = counter("register", "--file", "-", typed=lines(KHATIAN))
    assert said.code == 0
    assert said.one["ok"] is True
    assert said.one["receive_number"][:6] + said.one["receive_number"][6:12] == said.one["receive_number"][:12]
    assert said.one["receive_number"].endswith("000001" + said.one["receive_number"][-1])
    assert said.one["warnings"] == []


def test_a_refused_line_does_not_stop_the_next(counter: Kiosk) -> None:
    wrong = {**KHATIAN, "applicants": [{"mobile": "0170"}]}
    said = counter("register", "--file", "-", typed=lines(KHATIAN, wrong, KHATIAN))
    assert said.code == 1
    assert [line["ok"] for line in said.lines] == [True, False, True]
    problems = {(problem["field"], problem["code"]) for problem in said.lines[1]["errors"]}
    assert problems == {("applicants[0].name", "name.missing"), ("applicants[0].mobile", "phone.form")}
    assert said.lines[2]["warnings"][0]["code"] == "duplicate"
    assert said.lines[2]["warnings"][0]["number"] == said.lines[0]["receive_number"]


def test_strict_refuses_a_duplicate_and_takes_no_number(counter: Kiosk) -> None:
    said = counter("register", "--strict", "--file", "-", typed=lines(KHATIAN, KHATIAN))
    assert [line["ok"] for line in said.lines] == [True, False]
    assert said.lines[1]["errors"][0]["code"] == "duplicate"
    third = counter(
        "register", "--file", "-", typed=lines({**KHATIAN, "service": "egpp_application", "fields": {}, "papers": {}})
    )
    assert third.one["receive_number"][6:12] == "000002"


@pytest.mark.parametrize(
    "line",
    [
        "{",
        '{"service": 5, "channel": "walk_in"}',
        '{"service": "x", "service": "y"}',
        "[" * 5000,
        '{"service": NaN}',
        "\x00",
    ],
)
def test_what_is_no_record_is_refused_by_code(counter: Kiosk, line: str) -> None:
    said = counter("register", "--file", "-", typed=line + "\n")
    assert said.code == 1
    assert said.one["errors"][0]["code"] == "wire.form"
    assert said.one["errors"][0]["message_bn"]


def test_state_search_and_their_refusals(counter: Kiosk) -> None:
    number = counter("register", "--file", "-", typed=lines(KHATIAN)).one["receive_number"]
    status = counter("status", number).one
    assert (status["receive_number"], status["state"]) == (number, "received")
    assert [step["kind"] for step in status["history"]] == ["received"]
    for typed in ("korim", "করিম", "01700000146", number[:8], "পর্চা"):
        assert [hit["receive_number"] for hit in counter("find", typed).lines] == [number], typed
    assert counter("find", "rohim").lines == []
    assert counter("status", "7926010000025").problems == [("receive_number", "number.unknown")]
    assert counter("status", number[:-1] + str((int(number[-1]) + 1) % 10)).problems == [
        ("receive_number", "number.check")
    ]


def test_a_visit_is_logged_and_an_empty_one_is_not(counter: Kiosk) -> None:
    assert counter("visit", "--topic", "খাস জমি", "--answer", "told").one["ok"] is True
    assert counter("visit", "--service", "khas_agri_settlement", "--answer", "sent", "--mobile", "১২").code == 1
    assert counter("visit", "--answer", "told").code == 2


def test_schema_and_catalogue_are_readable_by_programs(counter: Kiosk, home: Path) -> None:
    assert len(counter("services").lines) == 109
    assert "service" in json.dumps(counter("register", "--schema").one)


def test_without_a_set_up_every_command_says_so(kiosk: Kiosk) -> None:
    for words in (("status", "7926010000017"), ("doctor",), ("backup",), ("sync",)):
        assert kiosk(*words).code == 1, words
