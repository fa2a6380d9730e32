"""What is said on a printer's line: bytes out with a deadline, its short answers back in order.

Answers are told apart by their fixed bits: DLE EOT `0xx1xx10`, GS r `0xx0xxxx`, an unasked status
of four bytes beginning `0xx1xx00`, XON and XOFF.  Anything else did not come from a printer.
"""

from time import monotonic
from types import TracebackType
from typing import Self

from kiosk.errors import Unavailable
from kiosk.printing.channels import Channel

_XON_XOFF = (0x11, 0x13)
_NOTHING = memoryview(b"")


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
        """Sort one byte in; a real-time answer may cut into the four of an unasked status."""
        if byte in _XON_XOFF:
            return
        if byte & 0x93 == 0x12 and self.asked:
            self.real_time[self.asked.pop(0)] = byte
        elif self._unasked_left and not byte & 0x90:
            self._unasked_left -= 1
        elif byte & 0x93 == 0x10 and not self._unasked_left:
            self._unasked_left = 3
        elif not byte & 0x90 and self.status_asked:
            self.status, self.status_asked = byte, False
        else:
            raise Unavailable("printer.not_a_printer")


class Wire:
    """Speaks over a line.  `taken` counts the bytes of the receipt that have left.

    Everything raises Unavailable with a `printer.*` reason; nothing waits longer than it was told.
    `ends` bounds what closing may wait for.
    """

    def __init__(self, channel: Channel, ends: float) -> None:
        self.taken = 0
        self.broken = False
        self.ends = ends
        self._channel = channel
        self._replies = Replies()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Hang up."""
        self._channel.close(drop=self.broken or error is not None, ends=self.ends)

    @property
    def shared(self) -> bool:
        """Whether a second line may be opened beside this one."""
        return self._channel.shared

    def wire_s(self, size: int) -> float:
        """Return the seconds that the line itself needs for so many bytes."""
        return self._channel.wire_s(size)

    def send(self, data: bytes, ends: float) -> None:
        """Send bytes of the receipt.  Raises Unavailable `printer.stalled` when the time is over."""
        view = memoryview(data)
        while view:
            if monotonic() >= ends:
                raise Unavailable("printer.stalled")
            sent = self._push(view, ends)
            self.taken += sent
            view = view[sent:]

    def pad(self, data: bytes, ends: float) -> None:
        """Send bytes that belong to no receipt, as long as it takes."""
        self.send(data, ends)
        self.taken = 0

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
        """Send some of it, hearing what comes meanwhile."""
        while True:
            taken, data = self._channel.exchange(view, _left(ends))
            self._replies.take(data)
            if taken:
                return taken
            if not data and monotonic() >= ends:
                raise Unavailable("printer.stalled")

    def _listen(self, ends: float) -> bool:
        """Read what comes; False when nothing came in time."""
        while True:
            _taken, data = self._channel.exchange(_NOTHING, _left(ends))
            self._replies.take(data)
            if data or monotonic() >= ends:
                return bool(data)


def _left(ends: float) -> float:
    return max(0.0, ends - monotonic())
