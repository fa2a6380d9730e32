"""Every type of field, and every rule of the door, through `kiosk register --file`: same refusals, same codes."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from kiosk.desk.catalogue import load_catalogue
from kiosk.desk.context import close_desk, open_desk
from kiosk.domain.application import Application
from kiosk.domain.catalogue import Service, ServiceField
from tests.harness.papers import saved
from tests.harness.values import BAD, GOOD
from tests.integration.commands.conftest import Kiosk

PERSON = {"name": "মো. আবদুল করিম", "mobile": "01700000146"}
LETTER = {"memo_no": "05.10.7900.000.01.001.26-12", "memo_date": "2026-11-01", "sender_office": "উপজেলা ভূমি অফিস"}


@cache
def service_with(type_: str) -> tuple[Service, ServiceField]:
    """Return a service that asks for a field of this type, bounded by as little else as there is."""
    found = (
        (service, field)
        for service in load_catalogue().services.values()
        for field in service.fields
        if field.type == type_ and not (field.shown_if or field.after or service.stop_bn)
    )
    return min(found, key=lambda pair: (pair[1].least or 0, -(pair[1].most or 1 << 30), pair[1].open, pair[1].several))


def line(type_: str, text: str) -> dict[str, Any]:
    service, field = service_with(type_)
    made: dict[str, Any] = {"service": service.code, "channel": "walk_in", "applicants": [PERSON]}
    return made | {"fields": {field.code: text}} | (LETTER if service.kind == "official" else {})


def asked(table: dict[str, dict[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Yield type, value, outcome for every type that a service of the catalogue asks for."""
    used = {field.type for service in load_catalogue().services.values() for field in service.fields}
    return ((type_, text, told) for type_, pairs in table.items() if type_ in used for text, told in pairs.items())


def ran(counter: Kiosk, lines: list[dict[str, Any]]) -> list[Any]:
    typed = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in lines)
    return counter("register", "--file", "-", typed=typed).lines


def test_good_values_of_every_type_are_kept_in_one_spelling(counter: Kiosk, home: Path) -> None:
    cases = list(asked(GOOD))
    answers = ran(counter, [line(type_, text) for type_, text, _ in cases])
    desk = open_desk(home)
    try:
        with desk.store.read() as unit:
            rows = unit.all("SELECT receive_number, body FROM application")
    finally:
        close_desk(desk)
    kept = {number: msgspec.json.decode(body, type=Application).draft.fields for number, body in rows}
    for (type_, text, spelling), answer in zip(cases, answers, strict=True):
        assert answer["ok"], (type_, text, answer)
        assert kept[answer["receive_number"]][service_with(type_)[1].code] == spelling, (type_, text)


def test_bad_values_of_every_type_are_refused_by_code(counter: Kiosk) -> None:
    cases = list(asked(BAD))
    answers = ran(counter, [line(type_, text) for type_, text, _ in cases])
    for (type_, text, code), answer in zip(cases, answers, strict=True):
        told = {(one["field"], one["code"]) for one in answer.get("errors", ())}
        assert (f"fields.{service_with(type_)[1].code}", code) in told, (type_, text, answer)


KHATIAN = {"service": "khatian_copy_normal", "channel": "walk_in", "applicants": [PERSON]}
WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"applicants": []}, "applicants", "applicant.missing"),
    ({"applicants": [{"mobile": "01700000146"}]}, "applicants[0].name", "name.missing"),
    ({"applicants": [PERSON, {"name": "রহিমা", "mobile": "017"}]}, "applicants[1].mobile", "phone.form"),
    ({"applicants": [{**PERSON, "id": {"type": "nid", "number": "12"}}]}, "applicants[0].id.number", "nid.form"),
    (
        {"applicants": [{**PERSON, "id": {"type": "birth_registration", "number": "1234567890"}}]},
        "applicants[0].id.number",
        "brn.form",
    ),
    (
        {"applicants": [{**PERSON, "id": {"type": "passport", "number": "-"}}]},
        "applicants[0].id.number",
        "passport.form",
    ),
    ({"applicants": [{**PERSON, "email": "nobody"}]}, "applicants[0].email", "email.form"),
    ({"applicants": [{**PERSON, "birth_date": "2999-01-01"}]}, "applicants[0].birth_date", "date.range"),
    ({"applicants": [{**PERSON, "name": "ক\u0000খ"}]}, "applicants[0].name", "text.control"),
    ({"subject": "ক\u202eখ"}, "subject", "text.invisible"),
    ({"subject": "ক" * 2000}, "subject", "text.long"),
    ({"service": ""}, "service", "service.missing"),
    ({"service": "no_such_service"}, "service", "service.unknown"),
    ({"fields": {"no_such_field": "x"}}, "fields.no_such_field", "field.unknown"),
    ({"papers": {"no_such_paper": "given"}}, "papers.no_such_paper", "paper.unknown"),
    ({"memo_no": "05.10"}, "memo_no", "memo.citizen"),
    ({"post": {"registered_no": "RL123456785BD"}}, "post", "post.channel"),
    ({"mail": {"subject": "x"}}, "mail", "mail.channel"),
    ({"scans": [{"digest": "0" * 64, "name": "x", "pages": 1, "bytes": 5}]}, "scans[0]", "file.lost"),
    ({"channel": None}, "channel", "wire.form"),
]


def test_every_rule_of_the_door_refuses_by_code(counter: Kiosk) -> None:
    answers = ran(counter, [{**KHATIAN, **changes} for changes, _, _ in WRONG])
    for (changes, field, code), answer in zip(WRONG, answers, strict=True):
        found = {(one["field"], one["code"]) for one in answer.get("errors", ())}
        assert (field, code) in found, (changes, answer)
        assert all(one["message_bn"] for one in answer["errors"])


def test_what_is_refused_took_no_number(counter: Kiosk) -> None:
    ran(counter, [{**KHATIAN, **changes} for changes, _, _ in WRONG])
    (done,) = ran(counter, [KHATIAN])
    assert done["receive_number"][6:12] == "000001"


def test_papers_are_given_as_files(counter: Kiosk, home: Path, tmp_path: Path) -> None:
    good, bad = tmp_path / "a.png", tmp_path / "b.exe"
    good.write_bytes(saved("PNG"))
    bad.write_bytes(b"MZ no page")
    line = json.dumps(KHATIAN) + "\n"
    assert counter("register", "--file", "-", "--scan", good, "--scan", good, typed=line).one["ok"]
    assert len(list((home / "files").glob("??/*"))) == 1
    assert counter("register", "--file", "-", "--scan", bad, typed=line).problems == [("", "file.type")]
    assert counter("register", "--file", "-", "--scan", good, typed=line * 2).problems == [("scan", "scan.lines")]
