"""Before anything is read: how many requests one place or one session may send, and how slowly a body may come.

Counted in memory, for each server on its own: it must cost nothing where there is nothing to stop.
Addresses are those that uvicorn tells; forwarded ones only from proxies that the settings name.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from http.cookies import CookieError, SimpleCookie
from typing import Any

import msgspec
from litestar.exceptions import HTTPException
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from kiosk.central.centre import Centre
from kiosk.central.portal.words import office_name
from kiosk.central.status import OfficeCard
from kiosk.central.web.guard import LANGUAGE, SESSION
from kiosk.central.web.render import HEADERS, language_of, render
from kiosk.domain.clock import Clock
from kiosk.i18n import digits
from kiosk.sync.protocol import WireRefusal

MOST_KEPT = 20_000
_FREE = ("/static/",)
_JSON, _HTML = b"application/json", b"text/html; charset=utf-8"


@dataclass(slots=True)
class _Bucket:
    left: float
    at: datetime


class Buckets:
    """So many requests a minute for each name; a whole minute's may come at once."""

    def __init__(self, per_minute: int, clock: Clock) -> None:
        self._per_minute, self._clock = per_minute, clock
        self._kept: dict[bytes, _Bucket] = {}

    def take(self, name: bytes) -> int:
        """Take one and return 0, or return the seconds after which there is one again."""
        if self._per_minute <= 0 or not name:
            return 0
        now = self._clock()
        bucket = self._kept.setdefault(name, _Bucket(self._per_minute, now))
        passed_s = max(0.0, (now - bucket.at).total_seconds())
        bucket.left = min(float(self._per_minute), bucket.left + passed_s * self._per_minute / 60)
        bucket.at = now
        if len(self._kept) > MOST_KEPT:
            self._forget(now)
        if bucket.left < 1:
            return max(1, round((1 - bucket.left) * 60 / self._per_minute))
        bucket.left -= 1
        return 0

    def _forget(self, now: datetime) -> None:
        """Drop whoever has been silent for a minute: their bucket is full again."""
        self._kept = {name: one for name, one in self._kept.items() if (now - one.at).total_seconds() < 60}


class Edge:
    """An ASGI application around the centre's."""

    def __init__(self, app: ASGIApp, centre: Centre) -> None:
        settings = centre.settings
        self._app, self._idle_s = app, settings.body_idle_s
        self._sessions = Buckets(settings.session_per_minute, centre.clock)
        self._addresses = Buckets(settings.address_per_minute, centre.clock)
        self._counters = Buckets(settings.counters_per_minute, centre.clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer it here."""
        if str(scope["type"]) != "http":  # an Enum to litestar, plain text to uvicorn
            await self._app(scope, receive, send)
        elif wait_s := self._wait_s(scope):
            await _refuse(scope, send, wait_s)
        else:
            await self._app(scope, self._hurried(receive), _closing(send))

    def _wait_s(self, scope: Any) -> int:
        path = scope.get("path", "")
        if path.startswith(_FREE):
            return 0
        client = scope.get("client") or ("",)
        address = str(client[0]).encode()
        if path.startswith("/api/"):
            return self._counters.take(address)
        return self._addresses.take(address) or self._sessions.take(_session(scope))

    def _hurried(self, receive: Receive) -> Receive:
        """Return a way to read a body that does not wait for ever for its next piece."""
        is_whole = False

        async def hurried() -> Any:
            nonlocal is_whole
            if is_whole:
                return await receive()  # only the end of the connection can come now
            try:
                message = await asyncio.wait_for(receive(), self._idle_s)
            except TimeoutError as error:
                raise HTTPException(status_code=408, detail="body") from error
            is_whole = not message.get("more_body", False)
            return message

        return hurried


def _closing(send: Send) -> Send:
    """Return a way to answer that ends the connection of whose body nobody will read."""

    async def closing(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] in {408, 413}:
            message["headers"] = [*message["headers"], (b"connection", b"close")]
        await send(message)

    return closing


def _cookies(scope: Any) -> SimpleCookie:
    jar: SimpleCookie = SimpleCookie()
    for name, value in scope["headers"]:
        if name == b"cookie":
            try:
                jar.load(value.decode("latin-1"))
            except CookieError:
                return SimpleCookie()
    return jar


def _session(scope: Any) -> bytes:
    found = _cookies(scope).get(SESSION)
    return sha256(found.value.encode()).digest() if found else b""


async def _refuse(scope: Any, send: Send, wait_s: int) -> None:
    is_api = scope["path"].startswith("/api/")
    body = msgspec.json.encode(WireRefusal("edge.slow")) if is_api else _busy_page(scope, wait_s).encode()
    headers = [
        (b"content-type", _JSON if is_api else _HTML),
        (b"content-length", str(len(body)).encode()),
        (b"retry-after", str(wait_s).encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"connection", b"close"),
        *((name.lower().encode(), value.encode()) for name, value in HEADERS.items()),
    ]
    await send({"type": "http.response.start", "status": 429, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})


def _busy_page(scope: Any, wait_s: int) -> str:
    chosen = _cookies(scope).get(LANGUAGE)
    language = language_of(chosen.value if chosen else None)
    office = office_name(OfficeCard(), language)
    return render("busy.html", language, office=office, here="/", seconds=digits(wait_s, language))
