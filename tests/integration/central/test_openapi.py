"""The interface keeps its description: whatever is sent, no 5xx and no answer that the description does not name."""

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

from kiosk.central.centre import Centre, close_centre, open_centre
from kiosk.central.settings import CentralSettings
from tests.integration.central.machine import MovingClock, enrolled, serving

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
        yield url, enrolled(centre, url).token
    close_centre(centre)


def test_whatever_is_sent_is_answered_as_described(served) -> None:
    url, token = served
    schema = schemathesis.openapi.from_url(f"{url}/schema/openapi.json")
    seen = []
    for found in schema.include(path_regex="^/api/").get_all_operations():  # pages for people are no interface
        operation = found.ok()
        seen.append(f"{operation.method.upper()} {operation.path}")
        for bearer in ({}, {"Authorization": f"Bearer {token}"}):
            probe(operation, bearer)
    assert "POST /api/v1/journal" in seen
    assert "GET /api/v1/health" in seen


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
