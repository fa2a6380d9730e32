"""Every route says who may call it, and that holds: roles, routes, offices."""

import re

import pytest
from litestar import Litestar, get

from kiosk.central.app import routes
from kiosk.central.centre import Centre
from kiosk.central.users import ROLES
from kiosk.central.web.policy import Policy, check_policies, declared_policies
from kiosk.domain.application import Kind
from kiosk.errors import Broken
from tests.integration.central.machine import Machine, draft
from tests.integration.central.people import Browser, hire, signed_in

ELSEWHERE = 44


def test_every_route_has_a_policy() -> None:
    found = declared_policies(routes())
    assert ("POST", "/desk/sign-in") in found
    assert [pair for pair, policy in found.items() if policy is None] == []


def test_a_route_without_a_policy_keeps_the_centre_from_starting() -> None:
    @get("/forgotten", sync_to_thread=True)
    def forgotten() -> str:
        return ""

    with pytest.raises(Broken, match="/forgotten"):
        check_policies(Litestar([forgotten], openapi_config=None))


def guarded(centre: Centre) -> dict[tuple[str, str], Policy]:
    found = declared_policies(routes())
    return {pair: policy for pair, policy in found.items() if policy and policy.who == "roles" and not policy.half}


def call(browser: Browser, method: str, path: str, number: str) -> int:
    """Call a route with what it needs; where it needs more, it says so with 400."""
    where = re.sub(r"\{format_:str\}", "csv", re.sub(r"\{number:str\}", number, path))
    where = re.sub(
        r"\{ordinal:int\}", "1", re.sub(r"\{login:str\}", "nobody", re.sub(r"\{digest:str\}", "0" * 64, where))
    )
    return (browser.get(where) if method == "GET" else browser.post(where)).status


def test_nobody_comes_in_without_signing_in(centre: Centre, url: str) -> None:
    for method, path in guarded(centre):
        stranger = Browser(url)
        stranger.get("/desk/sign-in")
        assert call(stranger, method, path, "7926010004177") == 303, path


@pytest.mark.parametrize("role", ROLES)
def test_roles_and_offices(centre: Centre, url: str, machine: Machine, role: str) -> None:
    service = next(
        one.code for one in centre.catalogue.services.values() if one.branch == "revenue_sa" and one.kind == "citizen"
    )
    number = machine.receive(417, draft=draft(service=service, subject="", fields={}, papers={}), kind=Kind.CITIZEN)
    machine.round()
    hire(centre, "here", role, branches=("revenue_sa",))
    hire(centre, "there", role, office=ELSEWHERE, branches=("revenue_sa",))
    here, there = signed_in(centre, url, "here"), signed_in(centre, url, f"there@{ELSEWHERE}")
    here.get("/desk/me")
    there.get("/desk/me")
    tokens = here.token, there.token
    for (method, path), policy in guarded(centre).items():
        here.token, there.token = tokens
        if path == "/desk/me/back":
            continue  # has nothing to name, so nothing to be refused
        own, foreign = call(here, method, path, number), call(there, method, path, number)
        if role not in policy.roles:
            assert (own, foreign) == (404, 404), (method, path)
            continue
        assert own in {200, 303, 400, 403, 404, 409}, (method, path, own)
        if "{number:str}" in path:
            assert foreign in {400, 404}, (method, path, foreign)
            assert foreign == call(there, method, path, "7926010009990"), "as if it were not there"
