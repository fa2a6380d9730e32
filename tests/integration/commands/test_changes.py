"""Corrections, cancellations, declared days and mails without a window."""

import json

import pytest

from kiosk import cli

LINE = {
    "service": "khatian_copy_normal",
    "channel": "walk_in",
    "applicants": [{"name": "রহিমা বেগম", "mobile": "01712345678"}],
    "fields": {"mouza": "সয়না (জে.এল. ১২)", "khatian_no": "১২/৩", "dag_no": "৪৫, ৪৬"},
    "papers": {"return_envelope": "missing"},
}


@pytest.fixture
def run(counter):
    """Run a command; return its lines and its exit code."""

    def answered(*words):
        said = counter(*words)
        return said.lines, said.code

    return answered


@pytest.fixture
def file(tmp_path):
    def written(value, name="line.json") -> str:
        path = tmp_path / name
        path.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
        return str(path)

    return written


def test_a_correction_changes_what_it_names_and_nothing_else(run, file):
    ((first,), code) = run("register", "--file", file(LINE))
    assert code == cli.DONE
    changes = {"fields": {"dag_no": None, "khatian_no": "১৩"}, "papers": {"return_envelope": "given"}}
    ((done,), code) = run("correct", first["receive_number"], "--file", file(changes), "--reason", "papers_came")
    assert (code, done["version"]) == (cli.DONE, 1)
    assert set(done["changed"]) == {
        "fields.dag_no",
        "fields.khatian_no",
        "papers.return_envelope",
        "paper_dates.return_envelope",
    }
    ((same,), code) = run("correct", first["receive_number"], "--file", file(changes), "--reason", "typing")
    assert (code, same["errors"][0]["code"]) == (cli.REFUSED, "correction.nothing")


def test_a_voided_number_says_so_and_names_its_successor(run, file):
    ((first,), _) = run("register", "--file", file(LINE))
    number = first["receive_number"]
    ((done,), code) = run("void", number, "--reason", "wrong_service", "--again")
    assert (code, done["receive_number"]) == (cli.DONE, number)
    assert done["replaced_by"] not in {"", number}
    ((status,), _) = run("status", number)
    assert (status["state"], [step["kind"] for step in status["history"]]) == ("void", ["received", "void"])
    ((again,), code) = run("void", number, "--reason", "twice")
    assert (code, again["errors"][0]["code"]) == (cli.REFUSED, "state.closed")


def test_a_declared_holiday_tells_whose_promise_moves(run, file):
    run("register", "--file", file(LINE))
    ((first,), _) = run("register", "--file", file(LINE))
    ((done,), code) = run("holiday", first["promised_on"], "--name", "নির্বাহী আদেশে ছুটি")
    assert (code, len(done["affected"])) == (cli.DONE, 2)
    moved = {one["receive_number"]: one for one in done["affected"]}[first["receive_number"]]
    assert moved["old"] == first["promised_on"] < moved["new"]
    ((back,), _) = run("holiday", first["promised_on"], "--usual")
    assert {one["new"] for one in back["affected"]} == {first["promised_on"]}


def test_a_mail_becomes_a_draft_and_a_bad_one_stops_nothing(run, tmp_path):
    good, bad = tmp_path / "good.eml", tmp_path / "bad.eml"
    good.write_bytes(b"From: Salma <salma@example.com>\r\nSubject: porcha\r\nMessage-ID: <1@x>\r\n\r\nhello\r\n")
    bad.write_bytes(b"\x00\x01")
    (lines, code) = run("register", "--eml", str(bad), str(good))
    assert code == cli.REFUSED
    assert [line["ok"] for line in lines] == [False, True]
    assert (lines[0]["errors"][0]["code"], lines[1]["title"]) == ("mail.form", "salma@example.com · porcha")
