"""The JSON API of the counters: the messages of `kiosk.sync.protocol`, nothing else.

Each handler reads the body in its thread, where a long parse delays nobody.
"""

import zlib
from typing import Any, TypeVar

import msgspec
from litestar import Request, Response, Router, get, post
from litestar.params import RawBody
from msgspec import Struct
from sqlalchemy import text

from kiosk import __version__
from kiosk.central.api.schema import Health, described
from kiosk.central.counters import challenge, enrol_counter, open_session
from kiosk.central.given import TheCentre
from kiosk.central.journal import receive_journal, replay_journal
from kiosk.central.portal.for_counters import show_web_page
from kiosk.central.web.policy import COUNTERS
from kiosk.central.wire import read_message
from kiosk.domain.clock import stamp
from kiosk.errors import Refused
from kiosk.sync.protocol import (
    ChallengeAnswer,
    ChallengeRequest,
    EnrolAnswer,
    EnrolRequest,
    Push,
    PushAnswer,
    ReplayAnswer,
    ReplayRequest,
    SessionAnswer,
    SessionRequest,
    WebPageAnswer,
    WebPageRequest,
)

_M = TypeVar("_M", bound=Struct)
_encoder = msgspec.json.Encoder()
SHRINK_FROM_BYTES = 1024


def _read(request: "Request[Any, Any, Any]", body: bytes, kind: type[_M]) -> _M:
    message = read_message(body, request.headers.get("content-encoding", "").strip().lower(), kind)
    request.state.request_id = getattr(message, "request_id", "")
    return message


def _answer(message: Struct) -> Response[bytes]:
    return Response(_encoder.encode(message), media_type="application/json", headers={"Cache-Control": "no-store"})


def _short_answer(request: "Request[Any, Any, Any]", message: Struct) -> Response[bytes]:
    """Answer shrunk, where the counter takes it so: a line may be slow."""
    content, headers = _encoder.encode(message), {"Cache-Control": "no-store"}
    if len(content) > SHRINK_FROM_BYTES and request.headers.get("accept-encoding", "").strip().lower() == "deflate":
        content, headers["Content-Encoding"] = zlib.compress(content, 6), "deflate"
    return Response(content, media_type="application/json", headers=headers)


def token_of(request: "Request[Any, Any, Any]") -> str:
    """Return the bearer token of a request.  Raises Refused `auth.token`."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Refused.because("auth.token")
    return token


@post("/enrol", status_code=200, sync_to_thread=True, operation_class=described(EnrolRequest, EnrolAnswer))
def enrol(request: "Request[Any, Any, Any]", body: RawBody, centre: TheCentre) -> Response[bytes]:
    """Become one of the office's counters, with a one-time code."""
    client = request.client.host if request.client else ""
    return _answer(enrol_counter(centre, _read(request, body, EnrolRequest), client))


@post("/challenge", status_code=200, sync_to_thread=True, operation_class=described(ChallengeRequest, ChallengeAnswer))
def ask_challenge(request: "Request[Any, Any, Any]", body: RawBody, centre: TheCentre) -> Response[bytes]:
    """Ask for a nonce to sign."""
    return _answer(challenge(centre, _read(request, body, ChallengeRequest)))


@post("/session", status_code=200, sync_to_thread=True, operation_class=described(SessionRequest, SessionAnswer))
def session(request: "Request[Any, Any, Any]", body: RawBody, centre: TheCentre) -> Response[bytes]:
    """Trade a signed nonce for a bearer token."""
    return _answer(open_session(centre, _read(request, body, SessionRequest)))


@post("/journal", status_code=200, sync_to_thread=True, operation_class=described(Push, PushAnswer, bearer=True))
def journal(request: "Request[Any, Any, Any]", body: RawBody, centre: TheCentre) -> Response[bytes]:
    """Send events, oldest first, and hear the news."""
    push = _read(request, body, Push)
    return _short_answer(request, receive_journal(centre, push, token_of(request)))


@post(
    "/replay", status_code=200, sync_to_thread=True, operation_class=described(ReplayRequest, ReplayAnswer, bearer=True)
)
def replay(request: "Request[Any, Any, Any]", body: RawBody, centre: TheCentre) -> Response[bytes]:
    """Fetch the counter's own records, after it was restored from an older copy."""
    wanted = _read(request, body, ReplayRequest)
    return _short_answer(request, replay_journal(centre, wanted, token_of(request)))


@post(
    "/web-page",
    status_code=200,
    sync_to_thread=True,
    operation_class=described(WebPageRequest, WebPageAnswer, bearer=True),
)
def web_page(request: "Request[Any, Any, Any]", body: RawBody, centre: TheCentre) -> Response[bytes]:
    """Look at a page of an application that waits from the web."""
    wanted = _read(request, body, WebPageRequest)
    return _answer(show_web_page(centre, wanted, token_of(request)))


@get("/health", sync_to_thread=True, operation_class=described(None, Health))
def health(centre: TheCentre) -> Response[bytes]:
    """Tell whether the centre and its database are there."""
    with centre.database.read() as connection:
        connection.execute(text("SELECT 1"))
    return _answer(Health(ok=True, epoch=centre.epoch, now=stamp(centre.clock()), version=__version__))


def api_router() -> Router:
    """Return the routes under `/api/v1`."""
    handlers = [enrol, ask_challenge, session, journal, replay, web_page, health]
    return Router(path="/api/v1", route_handlers=handlers, tags=["counters"], opt=COUNTERS)
