"""An SMS goes to a gateway by one HTTP request, which is never repeated by itself and ends in bounded time."""

import http.client
import json
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, quote_plus, urlsplit

from kiosk.central.notices.outcome import PERMANENT, TECHNICAL, TEMPORARY, Outcome, in_doubt, not_taken, taken
from kiosk.central.notices.settings import SmsSettings

_MOST_BYTES = 64 << 10
_HOLE = re.compile(r"\{(to|text|id)\}")


@dataclass(frozen=True, slots=True)
class Sms:
    """A message to a mobile `+8801XXXXXXXXX`; `id` is ours."""

    to: str
    text: str
    id: str


def send_sms(settings: SmsSettings, message: Sms) -> Outcome:
    """Return what the gateway made of a message."""
    values = {"to": number_for(settings, message.to), "text": message.text, "id": message.id}
    parts = urlsplit(filled(settings.url, values, quote_all))
    try:
        connection = _connect(settings, parts.scheme, parts.hostname or "", parts.port)
    except (OSError, ssl.SSLError) as error:
        why = TECHNICAL if isinstance(error, ssl.SSLError) else TEMPORARY
        return not_taken(why, type(error).__name__)
    with _bounded(connection, settings.timeout_s):
        return _exchange(
            settings, connection, f"{parts.path or '/'}" + (f"?{parts.query}" if parts.query else ""), values
        )


def _exchange(
    settings: SmsSettings, connection: http.client.HTTPConnection, path: str, values: Mapping[str, str]
) -> Outcome:
    body = filled(settings.body, values, escape_for(settings.content_type)).encode()
    headers = {"Content-Type": settings.content_type, "Connection": "close", **settings.headers}
    try:
        connection.request(settings.method, path, body if settings.method == "POST" else None, headers)
        response = connection.getresponse()
        answer = response.read(_MOST_BYTES)
    except (OSError, http.client.HTTPException, ValueError, AttributeError) as error:  # bytes may have left
        return in_doubt(type(error).__name__)
    return judge_answer(settings, response.status, answer)


def _connect(settings: SmsSettings, scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    """Open the line; whatever fails here, nothing was sent."""
    connection: http.client.HTTPConnection
    if scheme == "https":
        context = ssl.create_default_context(cafile=settings.ca_file or None)
        connection = http.client.HTTPSConnection(host, port, timeout=settings.connect_timeout_s, context=context)
    else:
        connection = http.client.HTTPConnection(host, port, timeout=settings.connect_timeout_s)
    connection.connect()
    return connection


@contextmanager
def _bounded(connection: http.client.HTTPConnection, seconds: int) -> Iterator[None]:
    """Break off when the whole exchange takes too long: a time-out of the socket only bounds each piece."""
    line: socket.socket = connection.sock
    line.settimeout(seconds)
    timer = threading.Timer(seconds, shut, (line,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        connection.close()


def shut(line: socket.socket | None) -> None:
    """Let everything that waits on a line fail."""
    if line is None:
        return
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it is gone already


def judge_answer(settings: SmsSettings, status: int, answer: bytes) -> Outcome:
    """Return what an answer says; an answer that says nothing certain leaves the message in doubt."""
    told = f"http {status}"
    if status in settings.not_taken_status:
        return not_taken(TEMPORARY, told)
    if 400 <= status < 500:
        return not_taken(_why(settings, answer, TECHNICAL), told)
    if status not in settings.success_status:
        return in_doubt(told)
    if not re.search(settings.success_match, at_path(answer, settings.success_path)):
        return not_taken(_why(settings, answer, TECHNICAL), told + " refused")
    return taken(at_path(answer, settings.id_path) if settings.id_path else "")


def _why(settings: SmsSettings, answer: bytes, otherwise: str) -> str:
    said = answer.decode("utf-8", "replace")
    for pattern, why in ((settings.permanent_match, PERMANENT), (settings.temporary_match, TEMPORARY)):
        if pattern and re.search(pattern, said):
            return why
    return otherwise


def at_path(answer: bytes, path: str) -> str:
    """Return what stands at `messages.0.id` of a JSON answer as text; the whole answer without a path."""
    if not path:
        return answer.decode("utf-8", "replace")
    try:
        found: Any = json.loads(answer)
        for step in path.split("."):
            found = found[int(step)] if isinstance(found, list) else found[step]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        return ""
    return found if isinstance(found, str) else json.dumps(found)


def number_for(settings: SmsSettings, mobile: str) -> str:
    """Return a stored mobile as the gateway wants it."""
    return settings.number_form + mobile.removeprefix("+880")


def filled(template: str, values: Mapping[str, str], escape: Callable[[str], str]) -> str:
    """Return a template with its holes filled, in one pass: what a text says is never a hole."""
    return _HOLE.sub(lambda found: escape(values[found[1]]), template)


def escape_for(content_type: str) -> Callable[[str], str]:
    """Return how a value is written in a body of this type."""
    if "json" in content_type:
        return lambda value: json.dumps(value, ensure_ascii=False)[1:-1]
    if "urlencoded" in content_type:
        return quote_plus
    if "xml" in content_type:
        from xml.sax.saxutils import escape

        return lambda value: escape(value, {'"': "&quot;", "'": "&apos;"})
    return str


def quote_all(value: str) -> str:
    """Return a value as an address holds it."""
    return quote(value, safe="")
