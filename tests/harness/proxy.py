"""A line with faults: a TCP proxy on loopback that follows a script, one plan a connection.

It can refuse, hang, reset or close at a byte of either direction, throttle, slice, answer in
the server's place, deliver a request twice, and let nobody in at all (`down`, `up`).
"""

import contextlib
import re
import socket
import struct
import threading
from collections import deque
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

PORTAL = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 41\r\n\r\n<html><body>Please log in.</body></html>\r\n"
JOURNAL = b"POST /api/v1/journal"


@dataclass(frozen=True)
class Plan:
    """What happens to one connection.

    Counting of bytes, and every fault but `hang` and `reset_at_once`, begins when `after` was seen
    on the way up, so that a fault can wait for the request it is meant for.  `cut_up` and
    `cut_down` are the number of bytes that still pass; `how` is `reset|close`.  `substitute`
    is answered instead of the server, which sees the request only with `deliver`.
    """

    reset_at_once: bool = False
    hang: bool = False
    after: bytes = b""
    cut_up: int | None = None
    cut_down: int | None = None
    how: str = "reset"
    slice_bytes: int = 0
    pause_s: float = 0.0
    substitute: bytes | None = None
    deliver: bool = False
    twice: bool = False


@dataclass
class Passage:
    """One connection as it was: its plan, and the bytes that passed each way."""

    plan: Plan
    up: bytearray = field(default_factory=bytearray)
    down: bytearray = field(default_factory=bytearray)
    aside: bytes = b""
    faulted: threading.Event = field(default_factory=threading.Event)


class FaultProxy:
    """`with FaultProxy(port) as proxy: proxy.script(Plan(…)); … proxy.port`; unscripted connections pass."""

    def __init__(self, target_port: int, *, target_host: str = "127.0.0.1") -> None:
        self.target = (target_host, target_port)
        self.passages: list[Passage] = []
        self._plans: deque[Plan] = deque()
        self._always: Plan | None = None
        self._stopping = threading.Event()
        self._sockets: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._listener: socket.socket | None = None
        self.port = 0

    def __enter__(self) -> Self:
        self.up()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        self.down()
        for thread in self._threads:
            thread.join(10)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def script(self, *plans: Plan) -> None:
        """Let the next connections follow these plans, one each."""
        self._plans.extend(plans)

    def always(self, plan: Plan | None) -> None:
        """Let every unscripted connection follow this plan; None: pass."""
        self._always = plan

    def up(self) -> None:
        """Listen, on the port of before if there was one."""
        if self._listener is None:
            self._listener = socket.create_server(("127.0.0.1", self.port), reuse_port=False)
            self.port = self._listener.getsockname()[1]
            self._start(self._accept, self._listener)

    def down(self) -> None:
        """Pull the cable: no new connection, and those that stand are reset."""
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        for sock in tuple(self._sockets):
            _reset(sock)

    def _start(self, work, *args) -> None:
        thread = threading.Thread(target=work, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            plan = self._plans.popleft() if self._plans else self._always or Plan()
            passage = Passage(plan)
            self.passages.append(passage)
            self._sockets.add(client)
            self._start(self._serve, client, passage)

    def _serve(self, client: socket.socket, passage: Passage) -> None:
        if passage.plan.reset_at_once:
            passage.faulted.set()
            _reset(client)
            return
        if passage.plan.hang:
            passage.faulted.set()
            _drain(client)
            _reset(client)
            return
        try:
            server = socket.create_connection(self.target, 10)
            server.settimeout(None)
        except OSError:
            _reset(client)
            return
        self._sockets.add(server)
        way = _Way(self, client, server, passage)
        self._start(way.run_down)
        way.run_up()

    def pause(self, seconds: float) -> None:
        """Wait, but not past the end of the proxy."""
        self._stopping.wait(seconds)


class _Way:
    """The two directions of one connection."""

    def __init__(self, proxy: FaultProxy, client: socket.socket, server: socket.socket, passage: Passage) -> None:
        self._proxy, self._client, self._server, self._passage = proxy, client, server, passage
        self._plan = passage.plan
        self._armed_at: int | None = None
        self._down_before = 0

    def run_up(self) -> None:
        while data := self._read():
            self._arm()
            if self._armed_at is None:
                _send(self._server, data)
            elif self._plan.substitute is not None:
                self._answer_instead()
                return
            else:
                if self._plan.twice and not self._passage.faulted.is_set():
                    data += self._deliver_aside()
                if not self._up(data):
                    return
        _half_close(self._server)

    def _read(self) -> bytes:
        data = _receive(self._client)
        self._passage.up += data
        return data

    def _arm(self) -> None:
        if self._armed_at is None and (at := self._passage.up.find(self._plan.after)) >= 0:
            self._armed_at, self._down_before = at, len(self._passage.down)

    def _up(self, data: bytes) -> bool:
        """Pass on what may pass; False: the connection ended here."""
        if self._plan.cut_up is not None:
            before = len(self._passage.up) - len(data)
            allowed = max((self._armed_at or 0) + self._plan.cut_up - before, 0)
            if allowed < len(data):
                self._pieces(self._server, data[:allowed])
                self._cut()
                return False
        return self._pieces(self._server, data)

    def _answer_instead(self) -> None:
        """Read the whole request, answer in the server's place, and hang up."""
        if self._plan.deliver:
            self._deliver_aside()
        else:
            self._rest()
        self._passage.faulted.set()
        _send(self._client, self._plan.substitute or b"")
        _half_close(self._client)
        _drain(self._client)
        _close(self._server)

    def _rest(self) -> bytes:
        """Read the armed request to its end; return what was not there yet."""
        rest = b""
        while self._request_is_short() and (data := self._read()):
            rest += data
        return rest

    def _request_is_short(self) -> bool:
        request = bytes(self._passage.up[self._armed_at :])
        return len(request) < _size(request)

    def _deliver_aside(self) -> bytes:
        """Let the server have the request on a connection of its own first; return what was read for it."""
        rest = self._rest()
        request = bytes(self._passage.up[self._armed_at :])
        with socket.create_connection(self._proxy.target, 10) as aside:
            aside.sendall(request[: _size(request)])
            answer = b""
            while len(answer) < _size(answer) and (piece := aside.recv(1 << 16)):
                answer += piece
        self._passage.aside = answer
        self._passage.faulted.set()
        return rest

    def run_down(self) -> None:
        while data := _receive(self._server):
            allowed = len(data)
            if self._plan.cut_down is not None and self._armed_at is not None:
                allowed = max(self._down_before + self._plan.cut_down - len(self._passage.down), 0)
            self._passage.down += data[:allowed]
            if not self._pieces(self._client, data[:allowed]):
                return
            if allowed < len(data):
                self._cut()
                return
        _half_close(self._client)

    def _pieces(self, sock: socket.socket, data: bytes) -> bool:
        size = self._plan.slice_bytes or len(data) or 1
        for at in range(0, len(data), size):
            if not _send(sock, data[at : at + size]):
                return False
            if self._plan.pause_s:
                self._proxy.pause(self._plan.pause_s)
        return True

    def _cut(self) -> None:
        self._passage.faulted.set()
        end = _reset if self._plan.how == "reset" else _close
        end(self._client)
        end(self._server)


def _size(data: bytes) -> int:
    """Return how many bytes the first message of `data` has; more than there are, if unknown yet."""
    head, end, _ = data.partition(b"\r\n\r\n")
    found = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
    return len(data) + 1 if not end else len(head) + 4 + (int(found[1]) if found else 0)


def _receive(sock: socket.socket) -> bytes:
    try:
        return sock.recv(1 << 16)
    except OSError:
        return b""


def _send(sock: socket.socket, data: bytes) -> bool:
    try:
        sock.sendall(data)
    except OSError:
        return False
    return True


def _drain(sock: socket.socket) -> None:
    while _receive(sock):
        pass


def _half_close(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_WR)


def _close(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)
    sock.close()


def _reset(sock: socket.socket) -> None:
    """Close with RST instead of FIN."""
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        # Wake a thread that waits in recv: closing alone would leave it there.
        sock.shutdown(socket.SHUT_RD)
    except OSError:
        pass
    sock.close()
