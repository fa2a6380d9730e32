"""Which centre a request is for: the routes are the same for all, the request brings its own."""

from dataclasses import dataclass
from typing import Any

from litestar.connection import ASGIConnection
from litestar.types import ASGIApp, Receive, Scope, Send

from kiosk.central.centre import Centre
from kiosk.central.notices.settings import NoticeSettings, read_notice_settings

_KEY = "kiosk.served"


@dataclass(frozen=True, slots=True)
class Served:
    """An opened centre, and how it sends its notices."""

    centre: Centre
    notices: NoticeSettings


def serve_with(app: ASGIApp, centre: Centre) -> ASGIApp:
    """Return an application that answers with this centre."""
    found = Served(centre, read_notice_settings(centre.home))

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        scope[_KEY] = found  # type: ignore[literal-required]
        await app(scope, receive, send)

    return serve


def served(connection: ASGIConnection[Any, Any, Any, Any]) -> Served:
    """Return what a request is answered with."""
    found: Served = connection.scope[_KEY]  # type: ignore[literal-required]
    return found
