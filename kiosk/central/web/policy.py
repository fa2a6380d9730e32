"""Who may call a route is declared on the route; one without a declaration keeps the centre from starting."""

from dataclasses import dataclass
from typing import Any

from litestar import Litestar
from litestar.handlers import BaseRouteHandler
from litestar.routes import BaseRoute, HTTPRoute

from kiosk.errors import Broken

KEY = "policy"


@dataclass(frozen=True, slots=True)
class Policy:
    """Who may call: `anyone`, a `counter` by its token, or whoever signed in with one of the `roles`.

    `believes` says that a form must carry the token that its own page gave; `half` lets in who
    has not shown the second factor yet.
    """

    who: str
    roles: frozenset[str] = frozenset()
    believes: bool = True
    half: bool = False


def policy(*roles: str, half: bool = False) -> dict[str, Any]:
    """Return what a handler declares in `opt`: only these roles, signed in."""
    return {KEY: Policy("roles", frozenset(roles), half=half)}


PUBLIC: dict[str, Any] = {KEY: Policy("anyone", believes=False)}
"""Anyone, and nothing that is done here needs protection from a foreign page."""

PUBLIC_FORM: dict[str, Any] = {KEY: Policy("anyone")}
"""Anyone, with a form of ours."""

COUNTERS: dict[str, Any] = {KEY: Policy("counter", believes=False)}
"""Counters; each handler looks at the token itself."""


def policy_of(handler: BaseRouteHandler) -> Policy | None:
    """Return what a handler declared."""
    found = handler.opt.get(KEY)
    return found if isinstance(found, Policy) else None


def declared_policies(app: Litestar) -> dict[tuple[str, str], Policy | None]:
    """Return every route's policy by method and path; None where nobody declared one."""
    return {pair: found for route in app.routes for pair, found in _of_route(route)}


def _of_route(route: BaseRoute) -> list[tuple[tuple[str, str], Policy | None]]:
    if not isinstance(route, HTTPRoute):
        return [(("", route.path), None)]
    pairs = [(method, handler) for handler in route.route_handlers for method in handler.http_methods]
    # Litestar answers OPTIONS itself, from the other handlers of the path.
    return [((str(method), route.path), policy_of(handler)) for method, handler in pairs if str(method) != "OPTIONS"]


def check_policies(app: Litestar) -> None:
    """Raise Broken where a route has no policy."""
    missing = sorted(pair for pair, found in declared_policies(app).items() if found is None)
    if missing:
        raise Broken(f"routes without a policy: {missing}")
