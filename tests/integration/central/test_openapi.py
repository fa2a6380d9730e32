"""The interface keeps its description: whatever is sent, no 5xx and no answer that the description does not name."""

import re
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from kiosk.central.app import routes
from kiosk.central.centre import Centre, close_centre, open_centre
from kiosk.central.settings import CentralSettings
from kiosk.central.web.policy import declared_policies
from tests.integration.central.machine import MovingClock, ask, enrolled, serving

EXAMPLES = 10
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@schemathesis.serializer("application/offset+octet-stream")
def piece(_context, value: object) -> bytes:
    """Return the plain bytes of a page's piece."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory):
    home: Path = tmp_path_factory.mktemp("openapi") / "centre"
    centre: Centre = open_centre(home, CentralSettings(), clock=MovingClock())
    with serving(centre) as url:
        yield centre, url, enrolled(centre, url).token
    close_centre(centre)


PAGES = ("/desk", "/apply/", "/filing/", "/services", "/udc", "/notices/stop/", "/static/", "/schema")
"""Pages for people, and what belongs to them: no interface for anybody else's program."""


def test_every_route_that_a_program_may_call_is_described() -> None:
    app = routes()
    described = app.openapi_schema.to_schema()["paths"]
    called = {(method.lower(), re.sub(r":[a-z]+\}", "}", path)) for method, path in declared_policies(app)}
    missing = {(method, path) for method, path in called if method not in described.get(path, {})}
    assert {path for _, path in missing if not path.startswith(PAGES)} == set()
    assert ("get", "/desk") in missing


def test_whatever_is_sent_is_answered_as_described(served) -> None:
    _centre, url, token = served
    schema = schemathesis.openapi.from_url(f"{url}/schema/openapi.json")
    seen = set()
    for found in schema.get_all_operations():
        operation = found.ok()
        seen.add(f"{operation.method.upper()} {operation.path}")
        probe(operation, {})
        if operation.path.startswith("/api/"):
            probe(operation, {"Authorization": f"Bearer {token}"})
    assert {"POST /api/v1/journal", "GET /", "POST /status", "POST /notices/{secret}/sms"} <= seen


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/t/7926010004178", 404), ("GET", "/t/%F0%9F%90%91", 404), ("POST", "/status", 400),
        ("GET", "/notices/wrong/sms", 404), ("PUT", "/status", 405), ("GET", "/?lang=" + "x" * 4000, 200),
    ],
)  # fmt: skip
def test_answers_that_chance_seldom_finds_are_described_too(served, method: str, path: str, status: int) -> None:
    _centre, url, _token = served
    assert ask(url, method, path).status == status


def probe(operation, headers: dict[str, str]) -> None:
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def one(case) -> None:
        case.call_and_validate(headers=headers, checks=CHECKS)

    one()
