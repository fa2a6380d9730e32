"""Our words on the wire: proves who we are, sends, and believes only an answer that is ours.

The only HTTP of the counter; the bytes travel by `kiosk.sync.line`.
"""

import base64
import ipaddress
import zlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

import msgspec

from kiosk import __version__
from kiosk.domain.clock import Rng, system_rng
from kiosk.errors import Refused, Unavailable
from kiosk.sync.protocol import (
    ChallengeAnswer,
    ChallengeRequest,
    EnrolAnswer,
    EnrolRequest,
    Head,
    Push,
    PushAnswer,
    ReplayAnswer,
    ReplayRequest,
    SessionAnswer,
    SessionRequest,
    WebPageAnswer,
    WebPageRequest,
    WireRefusal,
)

if TYPE_CHECKING:
    from kiosk.sync.line import Limits, Line

_Request = EnrolRequest | ChallengeRequest | SessionRequest | Push | ReplayRequest | WebPageRequest
_A = TypeVar("_A", EnrolAnswer, ChallengeAnswer, SessionAnswer, PushAnswer, ReplayAnswer, WebPageAnswer)

_T = TypeVar("_T")
API = "/api/v1"
_SHRINK_FROM_BYTES = 1024
_DEFLATE_LEVEL = 6
_OK = (200, 201)
_encoder = msgspec.json.Encoder()


def check_server_url(url: str) -> str:
    """Return the address of a centre.

    Raises Refused `server.url` unless it is https, or plain http to this very machine, with
    a host and without a user, a query or a fragment.
    """
    parts = urlsplit(url)
    plain = parts.scheme == "http" and _is_loopback(parts.hostname or "")
    if not parts.hostname or "@" in parts.netloc or parts.query or parts.fragment:
        raise Refused.because("server.url", "server")
    if parts.scheme != "https" and not plain:
        raise Refused.because("server.url", "server")
    return url.rstrip("/")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def public_key(private_key: bytes) -> str:
    """Return the public half of a raw Ed25519 key, base64."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return base64.b64encode(Ed25519PrivateKey.from_private_bytes(private_key).public_key().public_bytes_raw()).decode()


def _sign(private_key: bytes, message: str) -> str:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return base64.b64encode(Ed25519PrivateKey.from_private_bytes(private_key).sign(message.encode())).decode()


class Client:
    """Speaks for one counter to one centre.  Not for several threads at once.

    Every call raises Unavailable (`net.…`, with `sent`: may a byte of the request have
    left?) or Refused with the code that the centre gave.  `ca_file` names an office's own
    authority instead of the usual ones.
    """

    def __init__(
        self,
        base_url: str,
        counter_id: str,
        private_key: bytes,
        *,
        rng: Rng = system_rng,
        limits: "Limits | None" = None,
        ca_file: str = "",
    ) -> None:
        self._base_url = check_server_url(base_url)
        self._counter_id, self._private_key, self._rng = counter_id, private_key, rng
        self._limits, self._ca_file = limits, ca_file
        self._line: Line | None = None
        self._token = ""

    @property
    def line(self) -> "Line":
        """The connection, made at the first use: `requests` is slow to import."""
        if self._line is None:
            from kiosk.sync.line import Limits, Line

            self._line = Line(self._base_url, self._limits or Limits(), self._ca_file)
        return self._line

    def enrol(self, code: str, counter: int = 0) -> EnrolAnswer:
        """Return what the centre made of a one-time code."""
        key = public_key(self._private_key)
        request = EnrolRequest(self._request_id(), code, self._counter_id, key, counter)
        return self._ask("/enrol", request, EnrolAnswer)

    def push(
        self, head: Head, events: Sequence[bytes], *, epoch: str, news_after: int, counters: str = ""
    ) -> PushAnswer:
        """Send records as they are stored, oldest first; none only asks for news."""
        raw = [msgspec.Raw(record) for record in events]
        push = Push(self._request_id(), head, epoch, news_after, raw, counters)
        return self._ask_proven("/journal", push, PushAnswer)

    def replay(self, after: int) -> ReplayAnswer:
        """Return records of this counter's own journal that it does not have."""
        return self._ask_proven("/replay", ReplayRequest(self._request_id(), after), ReplayAnswer)

    def web_page(self, portal_id: str, page: int) -> WebPageAnswer:
        """Return a page of an application that waits from the web, and how many it has."""
        return self._ask_proven("/web-page", WebPageRequest(self._request_id(), portal_id, page), WebPageAnswer)

    def proven(self, ask: Callable[[str], _T]) -> _T:
        """Return what `ask(token)` gives; when the centre no longer takes the token, prove ourselves once."""
        if self._token:
            try:
                return ask(self._token)
            except Refused as refused:
                if not _is_auth(refused):
                    raise
        self._prove()
        return ask(self._token)

    def abort(self) -> None:
        """Let the exchange under way fail soon; nothing more will leave.  May be called by another thread."""
        if self._line is not None:
            self._line.abort()

    def close(self) -> None:
        """Hang up and forget the token."""
        self._token = ""
        if self._line is not None:
            self._line.close()

    def _ask_proven(self, path: str, request: Push | ReplayRequest | WebPageRequest, answer: type[_A]) -> _A:
        """Use the token that we have; when the centre no longer takes it, prove ourselves once."""
        if self._token:
            try:
                return self._ask(path, request, answer)
            except Refused as refused:
                if not _is_auth(refused):
                    raise
        self._prove()
        return self._ask(path, request, answer)

    def _prove(self) -> None:
        self._token = ""
        challenge = self._ask("/challenge", ChallengeRequest(self._request_id(), self._counter_id), ChallengeAnswer)
        signature = _sign(self._private_key, f"kiosk-session:{self._counter_id}:{challenge.nonce}")
        request = SessionRequest(self._request_id(), self._counter_id, challenge.nonce, signature, __version__)
        try:
            self._token = self._ask("/session", request, SessionAnswer).token
        except Refused as refused:
            if refused.problems[0].code == "auth.nonce":
                raise Unavailable("net.timeout", "the nonce was too old", sent=False) from refused
            raise

    def _request_id(self) -> str:
        return self._rng(8).hex()

    def _ask(self, path: str, request: _Request, kind: type[_A]) -> _A:
        content = _encoder.encode(request)
        headers = {"Content-Type": "application/json", "Accept-Encoding": "deflate"}
        if len(content) > _SHRINK_FROM_BYTES:
            content, headers["Content-Encoding"] = zlib.compress(content, _DEFLATE_LEVEL), "deflate"
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        reply = self.line.post(API + path, content, headers)
        try:
            return understood(reply.status, reply.content_type, reply.body, request.request_id, kind)
        except Unavailable:
            self.line.close()
            raise


def understood(status: int, content_type: str, body: bytes, request_id: str, kind: type[_A]) -> _A:
    """Return the answer to this very request.

    Raises Refused when the centre refused it; Unavailable `net.busy`, `net.server`, or
    `net.not_ours` for whatever else came: a portal's page, another's JSON, a late reply.
    """
    if status in _OK and _is_json(content_type):
        answer = _decoded(body, kind)
        if answer.request_id == request_id and answer.epoch:
            return answer
    elif 400 <= status < 500 and _is_json(content_type):
        _raise_refusal(status, body, request_id)
    if status == 429:
        raise Unavailable("net.busy", sent=True)
    if status >= 500:
        raise Unavailable("net.server", f"the server answered {status}", sent=True)
    raise Unavailable("net.not_ours", f"status {status}, {content_type or 'no type'}", sent=True)


def _decoded(body: bytes, kind: type[_A]) -> _A:
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise Unavailable("net.not_ours", f"not a {kind.__name__}", sent=True) from error


def _raise_refusal(status: int, body: bytes, request_id: str) -> None:
    """Raise what the centre refused; a body that does not name a code is left to the caller."""
    try:
        refusal = msgspec.json.decode(body, type=WireRefusal)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return
    # A request that could not be read could not be named either.
    if refusal.code and (refusal.request_id == request_id or (not refusal.request_id and status in (400, 413))):
        raise Refused.because(refusal.code, refusal.field)


def _is_json(content_type: str) -> bool:
    return content_type.partition(";")[0].strip().lower() == "application/json"


def _is_auth(refused: Refused) -> bool:
    return any(problem.code.startswith("auth.") for problem in refused.problems)
