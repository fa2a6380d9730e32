"""Hostile and hurried requests; what the OpenAPI document tells; how handlers run."""

import json
import re
import zlib

import msgspec

from kiosk.central.app import routes
from kiosk.central.centre import Centre
from kiosk.central.wire import MAX_INFLATED_BYTES, MAX_SENT_BYTES
from kiosk.domain.events import GENESIS
from kiosk.sync.protocol import Head, Push
from tests.integration.central.machine import JSON, Machine, ask, deflated

HEAD = b'"head":{"seq":0,"hash":"' + b"0" * 64 + b'"}'


def post(machine: Machine, body: bytes, **headers: str):
    bearer = {"Authorization": f"Bearer {machine.token}"}
    return ask(machine.url, "POST", "/api/v1/journal", body, {**JSON, **bearer, **headers})


HOSTILE = {
    "nothing": b" ",
    "no json": b"<html>captive portal</html>",
    "not an object": b"[]",
    "a key twice": b'{"request_id":"request-4",' + HEAD + b"," + HEAD + b"}",
    "a key twice, deep": b'{"request_id":"request-4",' + HEAD + b',"more":{"a":1,"a":2}}',
    "nan": b'{"request_id":"request-4",' + HEAD + b',"news_after":NaN}',
    "infinity somewhere": b'{"request_id":"request-4",' + HEAD + b',"more":-Infinity}',
    "a number without end": b'{"request_id":"request-4",' + HEAD + b',"more":1e999}',
    "deep": b'{"request_id":"request-4",' + HEAD + b',"events":[' + b"[" * 5000 + b"]" * 5000 + b"]}",
    "deep, unknown": b'{"request_id":"request-4",' + HEAD + b',"more":' + b'{"a":' * 100 + b"1" + b"}" * 100 + b"}",
    "wrong type": b'{"request_id":"request-4","head":7}',
    "broken utf-8": b'{"request_id":"request-\xff\xfe"}',
    "half a pair": b'{"request_id":"request-\\ud800",' + HEAD + b"}",
    "an endless seq": b'{"request_id":"request-4","head":{"seq":99999999999999999999,"hash":"' + b"0" * 64 + b'"}}',
    "a seq below nothing": b'{"request_id":"request-4","head":{"seq":-1,"hash":"' + b"0" * 64 + b'"}}',
    "an event that is none": b'{"request_id":"request-4",' + HEAD + b',"events":[{"seq":1}]}',
    "too many events": b'{"request_id":"request-4",' + HEAD + b',"events":[' + b"{}," * 500 + b"{}]}",
}


def test_what_is_not_well_formed_is_refused_by_name(machine: Machine) -> None:
    for name, body in HOSTILE.items():
        for reply in (post(machine, body), post(machine, zlib.compress(body), **{"Content-Encoding": "deflate"})):
            assert (name, reply.status, reply.json["code"]) == (name, 400, "wire.form")
    assert machine.round([]).head == Head(0, GENESIS)


def test_a_deflated_body_is_whole_or_nothing(machine: Machine) -> None:
    body = deflated(Push("request-4", machine.head))
    for broken in (body[:-5], body + b"x", b"x" + body):
        reply = post(machine, broken, **{"Content-Encoding": "deflate"})
        assert (reply.status, reply.json["code"]) == (400, "wire.form")
    for encoding in ("gzip", "br", "deflate, deflate"):
        assert post(machine, body, **{"Content-Encoding": encoding}).json["code"] == "wire.form"


def test_a_deflated_batch_is_understood(machine: Machine) -> None:
    machine.receive(1)
    push = Push("request-4", machine.head, events=[msgspec.Raw(record) for record in machine.records])
    reply = post(machine, deflated(push), **{"Content-Encoding": "deflate"})
    assert (reply.status, reply.json["answers"][0]["answer"]) == (200, "accepted")


def test_too_long_a_body_is_refused_unread(machine: Machine) -> None:
    reply = post(machine, b" " * (MAX_SENT_BYTES + 1))
    assert (reply.status, reply.json["code"]) == (413, "wire.size")


def test_a_small_body_that_grows_without_end_is_refused(machine: Machine) -> None:
    bomb = zlib.compress(b" " * (MAX_INFLATED_BYTES + 1))
    assert len(bomb) < MAX_SENT_BYTES
    reply = post(machine, bomb, **{"Content-Encoding": "deflate"})
    assert (reply.status, reply.json["code"]) == (413, "wire.size")


def test_a_doubled_key_inside_an_event_is_refused(machine: Machine) -> None:
    machine.write_raw(body=msgspec.Raw(b'{"a":1,"a":2}'))
    answer = machine.round()
    assert [(item.answer, item.code) for item in answer.answers] == [("refused", "wire.form")]
    machine.write_raw(body=msgspec.Raw(b'{"a":1}'))
    twice = machine.records[1].replace(b'"seq":2', b'"seq":2,"seq":2')
    reply = machine.push([twice])
    assert (reply.status, reply.json["code"], reply.json["field"]) == (400, "wire.form", "events[0]")


def test_unknown_fields_are_let_be(machine: Machine) -> None:
    machine.receive(1)
    body = json.loads(msgspec.json.encode(Push("request-4", machine.head)))
    assert post(machine, json.dumps({**body, "of_tomorrow": [1, {"x": None}]}, indent=1).encode()).status == 200


def test_what_is_not_there_answers_in_our_form(url: str) -> None:
    for method, path, status in (("GET", "/api/v1/nothing", 404), ("GET", "/api/v1/journal", 405)):
        reply = ask(url, method, path)
        assert (reply.status, reply.headers["content-type"]) == (status, "application/json")
        assert reply.json["code"] == f"http.{status}"


def test_health(centre: Centre, url: str) -> None:
    reply = ask(url, "GET", "/api/v1/health")
    assert (reply.status, reply.json["ok"], reply.json["epoch"]) == (200, True, centre.epoch)


def test_a_lost_database_is_unavailable_and_a_fault_says_nothing_of_itself(centre: Centre, url: str) -> None:
    from sqlalchemy import text

    with centre.database.write() as connection:
        connection.execute(text("ALTER TABLE office RENAME TO elsewhere"))
    page = ask(url, "GET", "/?lang=en")
    assert page.status == (500 if centre.database.is_postgresql else 503)
    assert "Please try again" in page.text
    assert not [word for word in ("SELECT", "Traceback", "sqlalchemy", "elsewhere", "/work") if word in page.text]


def test_openapi_lists_every_route(centre: Centre, url: str) -> None:
    reply = ask(url, "GET", "/schema/openapi.json")
    document = reply.json
    people = ("/desk", "/services", "/apply", "/filing", "/udc", "/notices/stop")  # pages are no interface
    unlisted = ("/static", "/schema", *people)
    called = {route.path for route in routes().routes if not route.path.startswith(unlisted)}
    written = {re.sub("{(number|digest|secret)}", r"{\1:str}", path) for path in document["paths"]}
    assert written == called
    journal = document["paths"]["/api/v1/journal"]["post"]
    assert journal["requestBody"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Push"}
    assert journal["responses"]["200"]["content"]["application/json"]["schema"] == {
        "$ref": "#/components/schemas/PushAnswer"
    }
    assert document["components"]["schemas"]["Head"]["properties"]["hash"]["pattern"] == "^[0-9a-f]{64}$"


def test_every_plain_handler_runs_in_a_thread(centre: Centre) -> None:
    handlers = [handler for route in routes().routes for handler in getattr(route, "route_handlers", [])]
    # What runs in a thread is wrapped; `has_sync_callable` then tells that the event loop never runs it itself.
    ours = [handler for handler in handlers if getattr(handler.fn, "func", handler.fn).__module__.startswith("kiosk.")]
    assert len(ours) > 12
    assert [handler.handler_name for handler in ours if handler.has_sync_callable] == []
