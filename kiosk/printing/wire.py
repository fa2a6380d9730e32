"""One TCP connection to a printer: bytes out with a deadline, its short answers back in order.

Answers are told apart by their fixed bits: DLE EOT `0xx1xx10`, GS r `0xx0xxxx`, an unasked status
of four bytes beginning `0xx1xx00`, XON and XOFF.  Anything else did not come from a printer.
"""

import contextlib
import ipaddress
import select
import socket
import threading
from time import monotonic
from types import TracebackType
from typing import Self

from kiosk.errors import Unavailable

_XON_XOFF = (0x11, 0x13)


class Replies:
    """Sorts what a printer says; questions are answered in the order they were asked."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.real_time: dict[int, int] = {}
        self.status: int | None = None
        self.status_asked = False
        self._unasked_left = 0

    def take(self, data: bytes) -> None:
        """Sort some bytes in.  Raises Unavailable `printer.not_a_printer`."""
        for byte in data:
            self._take(byte)

    def _take(self, byte: int) -> None:
        if self._unasked_left and not byte & 0x90:
            self._unasked_left -= 1
        elif self._unasked_left:
            raise Unavailable("printer.not_a_printer")
        elif byte & 0x93 == 0x12 and self.asked:
            self.real_time[self.asked.pop(0)] = byte
        elif byte & 0x93 == 0x10:
            self._unasked_left = 3
        elif not byte & 0x90 and self.status_asked:
            self.status, self.status_asked = byte, False
        elif byte not in _XON_XOFF:
            raise Unavailable("printer.not_a_printer")


class Wire:
    """An open connection.  `taken` counts the bytes of the receipt that have left.

    Everything raises Unavailable with a `printer.*` reason; nothing waits longer than it was told.
    """

    def __init__(self, host: str, port: int, wait_s: float) -> None:
        self.taken = 0
        self._replies = Replies()
        self._socket = _connect(host, port, wait_s)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.setblocking(False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close so that what was accepted still arrives: unread answers would turn it into a reset."""
        with contextlib.suppress(OSError), self._socket:
            with contextlib.suppress(BlockingIOError):
                while self._socket.recv(4096):
                    pass
            self._socket.shutdown(socket.SHUT_WR)

    def send(self, data: bytes, ends: float) -> None:
        """Send bytes of the receipt.  Raises Unavailable `printer.stalled` when the time is over."""
        view = memoryview(data)
        while view:
            if monotonic() >= ends:
                raise Unavailable("printer.stalled")
            sent = self._push(view, ends)
            self.taken += sent
            view = view[sent:]

    def tell(self, command: bytes, wait_s: float) -> None:
        """Send a command that is not part of the receipt."""
        view, ends = memoryview(command), monotonic() + wait_s
        while view:
            view = view[self._push(view, ends) :]

    def real_time(self, number: int, wait_s: float) -> int | None:
        """Return the printer's answer to DLE EOT `number`; None when it says nothing in time."""
        self._replies.asked.append(number)
        self.tell(bytes((0x10, 0x04, number)), wait_s)
        return self.answer(number, wait_s)

    def answer(self, number: int, wait_s: float) -> int | None:
        """Return the answer to a DLE EOT that was asked before."""
        ends = monotonic() + wait_s
        while number not in self._replies.real_time and self._listen(ends):
            pass
        self._listen(0)  # a banner does not stop after one byte
        return self._replies.real_time.pop(number, None)

    def ask_status(self, ends: float) -> None:
        """Ask GS r 1: the printer answers when it has worked through everything before it."""
        self._replies.status_asked = True
        self.send(b"\x1dr\x01", ends)

    def status(self, ends: float) -> int | None:
        """Return the answer to `ask_status`; None when it did not come in time."""
        while self._replies.status is None and self._listen(ends):
            pass
        return self._replies.status

    def _push(self, view: memoryview, ends: float) -> int:
        while True:
            _readable, writable, _ = select.select([self._socket], [self._socket], [], _left(ends))
            if _readable:
                self._read()
            if writable:
                with contextlib.suppress(BlockingIOError):
                    return self._guarded_send(view)
            elif monotonic() >= ends:
                raise Unavailable("printer.stalled")

    def _guarded_send(self, view: memoryview) -> int:
        try:
            return self._socket.send(view)
        except BlockingIOError:
            raise
        except OSError as error:
            raise Unavailable("printer.closed") from error

    def _listen(self, ends: float) -> bool:
        """Read what comes; False when nothing came in time."""
        readable, _writable, _ = select.select([self._socket], [], [], _left(ends))
        if readable:
            self._read()
        return bool(readable)

    def _read(self) -> None:
        try:
            data = self._socket.recv(4096)
        except BlockingIOError:
            return
        except OSError as error:
            raise Unavailable("printer.closed") from error
        if not data:
            raise Unavailable("printer.closed")
        self._replies.take(data)


def _left(ends: float) -> float:
    return max(0.0, ends - monotonic())


def _connect(host: str, port: int, wait_s: float) -> socket.socket:
    try:
        return socket.create_connection((_address(host, wait_s), port), timeout=max(wait_s, 0.01))
    except ConnectionRefusedError as error:
        raise Unavailable("printer.refused") from error
    except TimeoutError as error:
        raise Unavailable("printer.no_answer") from error
    except OSError as error:
        raise Unavailable("printer.unreachable") from error


def _address(host: str, wait_s: float) -> str:
    """Return an address; a name is looked up aside, for the resolver has no time limit."""
    with contextlib.suppress(ValueError):
        return str(ipaddress.ip_address(host))
    found: list[str] = []

    def look_up() -> None:
        with contextlib.suppress(OSError):
            found.append(str(socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0][4][0]))

    thread = threading.Thread(target=look_up, daemon=True, name="printer-name")
    thread.start()
    thread.join(wait_s)
    if not found:
        raise Unavailable("printer.unreachable")
    return found[0]
