"""Every route says who may call it, and that holds: roles, routes, offices."""

import pytest
from litestar import Litestar, get

from kiosk.central.app import create_app
from kiosk.central.centre import Centre
from kiosk.central.web.policy import check_policies, declared_policies
from kiosk.errors import Broken


def test_every_route_has_a_policy(centre: Centre) -> None:
    found = declared_policies(create_app(centre))
    assert ("POST", "/desk/sign-in") in found
    assert [pair for pair, policy in found.items() if policy is None] == []


def test_a_route_without_a_policy_keeps_the_centre_from_starting() -> None:
    @get("/forgotten", sync_to_thread=True)
    def forgotten() -> str:
        return ""

    with pytest.raises(Broken, match="/forgotten"):
        check_policies(Litestar([forgotten], openapi_config=None))
