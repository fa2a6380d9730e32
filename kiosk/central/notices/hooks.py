"""Routes that a gateway calls, known by a secret in their path, and the page that ends all messages."""

import hmac
import json
import logging
from typing import Any
from urllib.parse import parse_qsl

from litestar import MediaType, Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, RawBody, SkipValidation

from kiosk.central.api.schema import described_page
from kiosk.central.centre import Centre
from kiosk.central.given import TheCentre
from kiosk.central.notices.incoming import take_report, take_sms
from kiosk.central.notices.settings import NoticeSettings
from kiosk.central.notices.stopping import contact_of_stop, stop
from kiosk.central.portal.words import office_name
from kiosk.central.status import office_card
from kiosk.central.web.policy import PUBLIC
from kiosk.central.web.render import page, render
from kiosk.central.web.words import language_for

_log = logging.getLogger("kiosk.central.notices")
_MOST_BYTES = 16 << 10
_TOLD: dict[str, Any] = {"operation_class": described_page("404", media="text/plain")}

Given = NamedDependency[SkipValidation[NoticeSettings]]
Asked = Request[Any, Any, Any]


@get("/{secret:str}/report", sync_to_thread=True, media_type=MediaType.TEXT, opt=PUBLIC, **_TOLD)
def ask_report(request: Asked, centre: TheCentre, notice_settings: Given, secret: FromPath[str]) -> str:
    """Take a delivery report that stands in the address."""
    return _report(request, centre, notice_settings, secret, b"")


@post("/{secret:str}/report", status_code=200, sync_to_thread=True, media_type=MediaType.TEXT, opt=PUBLIC, **_TOLD)
def post_report(request: Asked, centre: TheCentre, notice_settings: Given, secret: FromPath[str], body: RawBody) -> str:
    """Take a delivery report that stands in a form or in JSON."""
    return _report(request, centre, notice_settings, secret, body)


@get("/{secret:str}/sms", sync_to_thread=True, media_type=MediaType.TEXT, opt=PUBLIC, **_TOLD)
def ask_sms(request: Asked, centre: TheCentre, notice_settings: Given, secret: FromPath[str]) -> str:
    """Take what somebody wrote, in the address."""
    return _sms(request, centre, notice_settings, secret, b"")


@post("/{secret:str}/sms", status_code=200, sync_to_thread=True, media_type=MediaType.TEXT, opt=PUBLIC, **_TOLD)
def post_sms(request: Asked, centre: TheCentre, notice_settings: Given, secret: FromPath[str], body: RawBody) -> str:
    """Take what somebody wrote, in a form or in JSON."""
    return _sms(request, centre, notice_settings, secret, body)


def _report(request: Asked, centre: Centre, settings: NoticeSettings, secret: str, body: bytes) -> str:
    _check(settings, secret)
    changed = take_report(centre, settings, _values(request, body))
    _log.info("delivery report: %s", "taken" if changed else "nothing new")
    return "ok"


def _sms(request: Asked, centre: Centre, settings: NoticeSettings, secret: str, body: bytes) -> str:
    _check(settings, secret)
    _log.info("incoming SMS: %s", take_sms(centre, _values(request, body), settings))
    return "ok"


def _check(settings: NoticeSettings, secret: str) -> None:
    """A wrong secret finds nothing here; without one of ours nobody does."""
    if not settings.hook_secret or not hmac.compare_digest(settings.hook_secret.encode(), secret.encode()):
        raise NotFoundException


def _values(request: Asked, body: bytes) -> dict[str, str]:
    """Return what a gateway said, wherever it stands; nested JSON by paths like `message.id`."""
    found = dict(request.query_params)
    if body[:1] in {b"{", b"["}:
        try:
            _flatten(json.loads(body), "", found)
        except (ValueError, RecursionError):
            return found
    elif body:
        found |= dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=100))
    return found


def _flatten(value: Any, path: str, found: dict[str, str]) -> None:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if pairs is None:
        found[path] = value if isinstance(value, str) else json.dumps(value)
        return
    for name, inner in pairs:
        _flatten(inner, f"{path}.{name}" if path else str(name), found)


@get("/stop/{written:str}/{token:str}", sync_to_thread=True, opt=PUBLIC, include_in_schema=False)
def ask_stop(request: Asked, centre: TheCentre, written: FromPath[str], token: FromPath[str]) -> Response[str]:
    """Ask whether somebody wants no more messages."""
    return _stop_page(request, centre, written, token, is_done=False)


@post("/stop/{written:str}/{token:str}", status_code=200, sync_to_thread=True, opt=PUBLIC, include_in_schema=False)
def take_stop(request: Asked, centre: TheCentre, written: FromPath[str], token: FromPath[str]) -> Response[str]:
    """Send no more messages to who read this one."""
    contact = contact_of_stop(centre, written, token)
    if contact:
        with centre.database.write() as connection:
            stop(connection, contact, centre.clock())
    return _stop_page(request, centre, written, token, is_done=True)


def _stop_page(request: Asked, centre: Centre, written: str, token: str, *, is_done: bool) -> Response[str]:
    if not contact_of_stop(centre, written, token):
        raise NotFoundException
    language = language_for(request)
    with centre.database.read() as connection:
        office = office_name(office_card(connection), language)
    return page(render("stop.html", language, office=office, here=request.url.path, is_done=is_done))


def hooks_router() -> Router:
    """Return the routes that the outside calls."""
    handlers = [ask_report, post_report, ask_sms, post_sms, ask_stop, take_stop]
    return Router(path="/notices", route_handlers=handlers, tags=["gateway"], request_max_body_size=_MOST_BYTES)
