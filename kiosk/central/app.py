"""The ASGI application: routes, headers, and what becomes of errors at the boundary."""

import logging
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from litestar import Litestar, Request, Response, Router
from litestar.datastructures import CacheControlHeader, MutableScopeHeaders
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.openapi import OpenAPIConfig
from litestar.static_files import create_static_files_router
from litestar.types import ASGIApp, Message, Scope

from kiosk import __version__, resources
from kiosk.central.api.files import ABILITIES, RESUMABLE, VERSION, files_router
from kiosk.central.api.files import PATH as FILES_PATH
from kiosk.central.api.handlers import api_router
from kiosk.central.api.schema import MessagesPlugin, bearer_scheme
from kiosk.central.centre import Centre
from kiosk.central.efile.pages import efile_router
from kiosk.central.figures.pages import figures_router
from kiosk.central.notices.hooks import hooks_router
from kiosk.central.notices.pages import notices_router
from kiosk.central.notices.settings import NoticeSettings
from kiosk.central.people.audit_page import audit_router
from kiosk.central.people.own_page import own_router
from kiosk.central.people.pages import people_router
from kiosk.central.portal.apply_pages import apply_router
from kiosk.central.portal.pages import home, message_page, status, track
from kiosk.central.portal.pieces_pages import pieces_router
from kiosk.central.portal.service_pages import services_router
from kiosk.central.portal.udc_pages import test_codes, udc_home
from kiosk.central.recordroom.pages import record_room_router
from kiosk.central.setup.pages import setup_router
from kiosk.central.web.guard import SignInFirst, enforce, person_dependency, sign_in_first
from kiosk.central.web.policy import PUBLIC, check_policies
from kiosk.central.web.served import serve_with, served
from kiosk.central.web.words import language_for
from kiosk.central.wire import MAX_SENT_BYTES
from kiosk.errors import Refused, Unavailable
from kiosk.sync.protocol import WireRefusal

_log = logging.getLogger("kiosk.central")
_WEEK_S = 7 * 24 * 3600
_STATUS = {
    "enrol.slow": 429,
    "wire.size": 413,
    "journal.fork": 409,
    "journal.chain": 409,
    "file.unknown": 404,
    "file.offset": 409,
    "file.version": 412,
    "file.size": 413,
    "file.media": 415,
}
_PAGE_STATUS = dict.fromkeys(
    ("number.unknown", "file.unknown", "portal.unknown", "service.unknown", "hook.unknown", "user.unknown"), 404
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

Asked = Request[Any, Any, Any]


def create_app(centre: Centre) -> ASGIApp:
    """Return the application that serves an opened centre."""
    return serve_with(routes(), centre)


@cache
def routes() -> Litestar:
    """Return what all centres of a process are served by.  Raises Broken where a route has no policy."""
    fonts = resources.path("fonts")
    static = create_static_files_router(
        path="/static",
        directories=[Path(__file__).parent / "static", fonts],
        cache_control=CacheControlHeader(public=True, max_age=_WEEK_S),
        opt=PUBLIC,
    )
    app = Litestar(
        route_handlers=[
            api_router(),
            files_router(),
            people_router(),
            own_router(),
            efile_router(),
            notices_router(),
            hooks_router(),
            figures_router(),
            audit_router(),
            record_room_router(),
            setup_router(),
            services_router(),
            apply_router(),
            pieces_router(),
            udc_home,
            test_codes,
            home,
            track,
            status,
            static,
        ],
        dependencies={
            "centre": Provide(_centre, sync_to_thread=False),
            "notice_settings": Provide(_notice_settings, sync_to_thread=False),
            **person_dependency(),
        },
        guards=[enforce],
        openapi_config=_openapi(),
        request_max_body_size=MAX_SENT_BYTES,
        before_send=[_add_headers],
        exception_handlers={
            SignInFirst: sign_in_first,
            Refused: _refused,
            Unavailable: _unavailable,
            HTTPException: _http,
            Exception: _broken,
        },
        logging_config=None,
    )
    check_policies(app)
    return app


def _centre(request: Asked) -> Centre:
    return served(request).centre


def _notice_settings(request: Asked) -> NoticeSettings:
    return served(request).notices


async def _add_headers(message: Message, scope: Scope) -> None:
    """Every answer has them, also one that no route knows of."""
    if message["type"] == "http.response.start":
        headers = MutableScopeHeaders.from_message(message)
        for name, value in {**_HEADERS, **_tus_headers(scope)}.items():
            headers[name] = value


def _tus_headers(scope: Scope) -> dict[str, str]:
    if not scope.get("path", "").startswith(FILES_PATH):
        return {}
    return {RESUMABLE: VERSION, **(ABILITIES if scope.get("method") == "OPTIONS" else {})}


def _openapi() -> OpenAPIConfig:
    return OpenAPIConfig(
        title="The centre of the District e-Service Centres",
        version=__version__,
        description="Journals of counters in, news out; the state of an application for its owner.",
        components=bearer_scheme(),
        render_plugins=[MessagesPlugin()],
        openapi_router=Router("/schema", route_handlers=[], opt=PUBLIC, include_in_schema=False),
    )


def _is_api(request: Asked) -> bool:
    return request.url.path.startswith("/api/")


def _wire_refusal(request: Asked, status_code: int, code: str, field: str = "") -> Response[bytes]:
    named = request.state.get("request_id", "")
    body = msgspec.json.encode(WireRefusal(code, named, field))
    return Response(body, status_code=status_code, media_type="application/json", headers={"Cache-Control": "no-store"})


def _page(request: Asked, status_code: int, reference: str = "") -> Response[str]:
    return message_page(language_for(request), status_code, reference)


def _refused(request: Asked, error: Refused) -> Response[Any]:
    problem = error.problems[0]
    if not _is_api(request):
        return _page(request, _PAGE_STATUS.get(problem.code, 400))
    code = 401 if problem.code.startswith("auth.") else _STATUS.get(problem.code, 400)
    answer = _wire_refusal(request, code, problem.code, problem.field)
    if "seconds" in problem.params:
        answer.headers["Retry-After"] = str(problem.params["seconds"])
    return answer


def _unavailable(request: Asked, error: Unavailable) -> Response[Any]:
    _log.error("unavailable: %s", error.reason, exc_info=error)
    return _wire_refusal(request, 503, error.reason) if _is_api(request) else _page(request, 503)


def _http(request: Asked, error: HTTPException) -> Response[Any]:
    """What never reached a handler: no such route, wrong method, too long a body."""
    code = "wire.size" if error.status_code == 413 else f"http.{error.status_code}"
    if _is_api(request):
        return _wire_refusal(request, error.status_code, code)
    return _page(request, error.status_code)


def _broken(request: Asked, error: Exception) -> Response[Any]:
    reference = f"{id(error) & 0xFFFFFF:06x}"
    _log.error("fault %s at %s", reference, request.scope["path"], exc_info=error)
    return _wire_refusal(request, 500, "fault") if _is_api(request) else _page(request, 500, reference)
