"""The wire under the client: bounded, direct, to one host; imported only when a round begins.

No proxy, `.netrc`, cookie or redirect is ever used.  Connecting, each read and the whole
exchange have limits of their own, and an answer that grows past the cap is no answer.
"""

import http.client
import io
import socket
import ssl
import time
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError
from urllib3.util.wait import wait_for_read

from kiosk.errors import Unavailable

_PIECE = 1 << 16
_STEP_S = 0.1


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds to connect, for each piece, and for one whole exchange; bytes of an answer."""

    connect_s: float = 10.0
    read_s: float = 20.0
    total_s: float = 60.0
    answer_bytes: int = 16 << 20


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: who sent it is not known yet."""

    status: int
    content_type: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Traffic:
    """Bytes of bodies, both ways, and exchanges since the line was made."""

    out: int = 0
    back: int = 0
    posts: int = 0


@dataclass(slots=True)
class _Deadline:
    """When the exchange under way must be over, on the monotonic clock; or that nobody waits for it."""

    at: float = field(default=float("inf"))
    aborted: bool = False

    def left(self) -> float:
        left = self.at - time.monotonic()
        if left <= 0 or self.aborted:
            raise TimeoutError("the whole exchange took too long")
        return left


class _Body:
    """A request's body that knows whether it was asked for, and stops at the deadline."""

    def __init__(self, content: bytes, deadline: _Deadline) -> None:
        self._file, self._size, self._deadline = io.BytesIO(content), len(content), deadline
        self.left = False

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._file)

    def read(self, size: int = -1) -> bytes:
        self.left = True
        self._deadline.left()
        return self._file.read(size)


class _Hurried(io.RawIOBase):
    """A socket's bytes, each read bounded by what is left of the whole."""

    def __init__(self, raw: Any, sock: socket.socket, deadline: _Deadline, read_s: float) -> None:
        self._raw, self._sock, self._deadline, self._read_s = raw, sock, deadline, read_s

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._await(time.monotonic() + self._read_s)
        self._sock.settimeout(min(self._read_s, self._deadline.left()))
        count: int | None = self._raw.readinto(buffer)
        return count

    def _await(self, until: float) -> None:
        """Wait for bytes in short steps, so that an abort is noticed."""
        pending = getattr(self._sock, "pending", None)
        if pending is not None and pending():
            return
        while not wait_for_read(self._sock, min(_STEP_S, self._deadline.left())):
            if time.monotonic() >= until:
                raise TimeoutError("nothing came")

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Adapter(HTTPAdapter):
    """Connections whose answers, headers too, are read against the deadline."""

    def __init__(self, deadline: _Deadline, read_s: float) -> None:
        self._response = _response_class(deadline, read_s)
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        plain = type("Plain", (HTTPConnection,), {"response_class": self._response})
        secure = type("Secure", (HTTPSConnection,), {"response_class": self._response})
        self.poolmanager.pool_classes_by_scheme = {
            "http": type("PlainPool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
            "https": type("SecurePool", (HTTPSConnectionPool,), {"ConnectionCls": secure}),
        }


def _response_class(deadline: _Deadline, read_s: float) -> type[http.client.HTTPResponse]:
    class Response(http.client.HTTPResponse):
        def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
            super().__init__(sock, *args, **kwargs)
            self.fp.close()
            raw = sock.makefile("rb", buffering=0)
            self.fp = io.BufferedReader(_Hurried(raw, sock, deadline, read_s), _PIECE)

    return Response


class Line:
    """A kept-alive connection to one server.  Not for several threads at once."""

    def __init__(self, base_url: str, limits: Limits, ca_file: str = "") -> None:
        self._base_url, self._limits = base_url.rstrip("/"), limits
        self._deadline = _Deadline()
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.verify = ca_file or True
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        adapter = _Adapter(self._deadline, limits.read_s)
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)
        self._session.headers.clear()
        self.traffic = Traffic()

    def post(self, path: str, content: bytes, headers: dict[str, str]) -> Reply:
        """Send by POST; as `send`."""
        return self.send("POST", path, content, headers)

    def send(self, method: str, path: str, content: bytes, headers: dict[str, str]) -> Reply:
        """Send and return what came back.

        Raises Unavailable `net.dns|net.refused|net.tls|net.timeout|net.lost|net.not_ours`;
        its `sent` says whether any byte of the body may have left.
        """
        self._deadline.at = time.monotonic() + self._limits.total_s
        body = _Body(content, self._deadline)
        try:
            return self._exchange(method, path, body, headers)
        except (requests.RequestException, HTTPError, OSError, http.client.HTTPException) as error:
            self.close()
            raise Unavailable(_reason(error), str(error), sent=body.left) from error

    def _exchange(self, method: str, path: str, body: _Body, headers: dict[str, str]) -> Reply:
        timeout = (self._limits.connect_s, self._limits.read_s)
        url = self._base_url + path
        with self._session.request(
            method, url, data=body, headers=headers, timeout=timeout, allow_redirects=False, stream=True
        ) as response:
            content = self._read(response)
        self.traffic.posts += 1
        self.traffic.out += len(body)
        self.traffic.back += len(content)
        plain = self._unpacked(content, response.headers.get("Content-Encoding", "identity"))
        return Reply(response.status_code, response.headers.get("Content-Type", ""), plain, response.headers)

    def _read(self, response: requests.Response) -> bytes:
        pieces, size = [], 0
        while piece := response.raw.read(_PIECE, decode_content=False):
            size += len(piece)
            if size > self._limits.answer_bytes:
                self.close()
                raise Unavailable("net.not_ours", "the answer is too long", sent=True)
            pieces.append(piece)
        return b"".join(pieces)

    def _unpacked(self, content: bytes, encoding: str) -> bytes:
        """Return an answer as it was before it was shrunk; no more than the cap is ever unpacked."""
        if encoding == "identity":
            return content
        reader = zlib.decompressobj()
        try:
            plain = reader.decompress(content, self._limits.answer_bytes) if encoding == "deflate" else b""
        except zlib.error:
            plain = b""
        if not plain or not reader.eof:
            self.close()
            raise Unavailable("net.not_ours", "the answer cannot be unpacked", sent=True)
        return plain

    def abort(self) -> None:
        """Let the exchange under way, and all later ones, fail soon.  May be called by another thread."""
        self._deadline.aborted = True

    def close(self) -> None:
        """Forget the connection, so that nothing late can be read as the next answer."""
        self._session.close()


_REASONS: tuple[tuple[type[BaseException], str], ...] = (
    (socket.gaierror, "net.dns"),
    (ConnectionRefusedError, "net.refused"),
    (ssl.SSLError, "net.tls"),
    (TimeoutError, "net.timeout"),
)


def _reason(error: BaseException) -> str:
    """Return the code for the deepest cause that we know; anything else is a line that broke."""
    causes = list(_causes(error))
    for kind, reason in _REASONS:
        if any(isinstance(cause, kind) for cause in causes):
            return reason
    if any(isinstance(cause, requests.Timeout) for cause in causes):
        return "net.timeout"
    if any(isinstance(cause, http.client.BadStatusLine) and not isinstance(cause, ConnectionError) for cause in causes):
        return "net.not_ours"
    return "net.lost"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        yield from (arg for arg in error.args if isinstance(arg, BaseException))
        error = error.__cause__ or error.__context__
