"""Bytes → printer, and what became of them.

*printed* needs evidence: the answer to a question that stands behind the last byte.  *failed* is
said only when no byte of the receipt was taken.  Everything between is *not known*.
"""

import logging
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Literal, Protocol

from kiosk.errors import Unavailable
from kiosk.printing.channels import Channel, SocketChannel
from kiosk.printing.status import PrinterState, read_state
from kiosk.printing.wire import Wire

_log = logging.getLogger(__name__)

Outcome = Literal["printed", "failed", "not_known", "none"]
DEADLINE_S = 15.0


@dataclass(frozen=True, slots=True)
class PrintResult:
    """What became of a receipt; `reason` is a code such as `printer.paper_out`, empty when printed."""

    outcome: Outcome
    reason: str = ""
    first_byte_sent: bool = False


class Device(Protocol):
    """Somewhere a receipt can go."""

    def send(self, chunks: Iterable[bytes], *, deadline_s: float = DEADLINE_S) -> PrintResult:
        """Print, and return what became of it within the deadline.

        Draws from `chunks` while sending.  What a chunk's making raises passes through as long as
        no byte was taken; later it is `printer.undrawn`, not known.
        """
        ...

    def state(self) -> PrinterState:
        """Return how the printer is, within a few seconds."""
        ...


def open_printer(url: str, *, fresh: bool = False) -> Device:
    """Return the printer of an address; see `kiosk.printing.addresses`.

    A file is a roll of paper and grows; `fresh` begins it anew.  Raises Refused `printer.url`.
    """
    from kiosk.printing.addresses import open_address  # it needs the devices

    return open_address(url, fresh=fresh)


class Nothing:
    """No printer: nothing is owed on paper."""

    def send(self, chunks: Iterable[bytes], *, deadline_s: float = DEADLINE_S) -> PrintResult:  # noqa: ARG002
        """Draw nothing, send nothing."""
        return PrintResult("none")

    def state(self) -> PrinterState:
        """Return that all is well."""
        return PrinterState(online=True)


class FileDevice:
    """A file of printer bytes.  It holds a whole receipt more, or is as it was."""

    def __init__(self, path: Path, *, fresh: bool = False) -> None:
        self._path = path
        self._fresh = fresh

    def send(self, chunks: Iterable[bytes], *, deadline_s: float = DEADLINE_S) -> PrintResult:  # noqa: ARG002
        """Write the receipt and sync it."""
        data = b"".join(chunks)
        try:
            self._write(data)
        except OSError:
            return PrintResult("failed", "printer.file")
        return PrintResult("printed", first_byte_sent=True)

    def _write(self, data: bytes) -> None:
        with self._path.open("ab") as file:
            if self._fresh:
                file.truncate(0)
            before = file.tell()
            try:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                with suppress(OSError):
                    file.truncate(before)
                raise

    def state(self) -> PrinterState:
        """Return whether the file could be written."""
        folder = self._path.parent
        good = os.access(self._path if self._path.exists() else folder, os.W_OK) and not self._path.is_dir()
        return PrinterState(online=good, reason="" if good else "printer.file")


class SpoolDevice:
    """A queue that takes whole jobs and tells nothing of the paper."""

    def __init__(self, hand_over: Callable[[bytes, float], None], look: Callable[[], PrinterState]) -> None:
        self._hand_over = hand_over
        self._look = look

    def send(self, chunks: Iterable[bytes], *, deadline_s: float = DEADLINE_S) -> PrintResult:
        """Hand the slip over; taken is *not known* until somebody looks at the paper."""
        data = b"".join(chunks)
        try:
            self._hand_over(data, deadline_s)
        except Unavailable as error:
            taken = bool(error.params.get("may_have_it"))
            return PrintResult("not_known" if taken else "failed", error.reason, first_byte_sent=taken)
        return PrintResult("not_known", "printer.spooled", first_byte_sent=True)

    def state(self) -> PrinterState:
        """Return whether the queue is there and takes jobs."""
        return self._look()


@dataclass(frozen=True, slots=True)
class Patience:
    """How long each step may take, in seconds; all together stay below the deadline of a job.

    `first` is for a printer that may never answer, `known` for one that has answered before (it
    may be busy with somebody else's slip).
    """

    connect: float = 3.0
    first: float = 1.0
    known: float = 4.0
    probe: float = 0.5
    each: float = 0.5
    silent: float = 2.0
    reserve: float = 1.5


# Printers take this as one setting and its undoing; whatever reads lines sees the end of one and speaks up.
_LINE_END_IN_DISGUISE = b"\x1b3\n\x1b2"
_REST_OF_A_BAND = bytes(10_000)  # as high and wide as our bands get
_SAYS_WHY = ("printer.paper_out", "printer.cover_open", "printer.error", "printer.offline")


class LineDevice:
    """A printer at the end of a line of any kind; `connect` opens one within so many seconds.

    The deadline of a job grows by what a slow line itself needs for its bytes.
    """

    def __init__(self, connect: Callable[[float], Channel], patience: Patience | None = None) -> None:
        self._connect = connect
        self._patience = patience or Patience()
        self._answers = False
        self._half_done = True  # by a program before us, for all we know

    def state(self) -> PrinterState:
        """Ask DLE EOT 1 to 4."""
        try:
            with self._open(self._patience.connect) as wire:
                return self._ask(wire, self._first_wait())
        except Unavailable as error:
            return PrinterState(online=False, reason=error.reason)

    def send(self, chunks: Iterable[bytes], *, deadline_s: float = DEADLINE_S) -> PrintResult:
        """Ask, send, ask again."""
        ends = monotonic() + deadline_s
        try:
            with self._open(min(self._patience.connect, deadline_s)) as wire:
                state = self._ask(wire, self._first_wait())
                if not state.ready:
                    return PrintResult("failed", state.reason)
                return self._print(wire, chunks, ends, silent=bool(state.reason))
        except Unavailable as error:
            return PrintResult("failed", error.reason)

    def _open(self, wait_s: float) -> Wire:
        return Wire(self._connect(wait_s), monotonic() + wait_s)

    def _first_wait(self) -> float:
        return self._patience.known if self._answers else self._patience.first

    def _ask(self, wire: Wire, first_wait: float) -> PrinterState:
        patience = self._patience
        first = wire.real_time(1, first_wait)
        if first is None and self._answers:
            return PrinterState(online=False, reason="printer.no_answer")
        if first is None:
            wire.tell(_LINE_END_IN_DISGUISE, patience.probe)
            first = wire.answer(1, patience.probe)
        if first is None:
            return PrinterState(online=True, reason="printer.silent")
        self._answers = True
        rest = {number: wire.real_time(number, patience.each) for number in (2, 3, 4)}
        return read_state({1: first, **{number: byte for number, byte in rest.items() if byte is not None}})

    def _print(self, wire: Wire, chunks: Iterable[bytes], ends: float, *, silent: bool) -> PrintResult:
        last = ends - self._patience.reserve
        try:
            last += self._clear(wire, last)
            for chunk in chunks:
                last += wire.wire_s(len(chunk))
                wire.send(chunk, last)
            wire.ask_status(last)
            return self._judge(wire, last, silent=silent)
        except Unavailable as error:
            self._half_done = wire.broken = True
            if not wire.taken:
                return PrintResult("failed", error.reason)
            reason = self._why(wire) if error.reason == "printer.stalled" else ""
            return PrintResult("not_known", reason or error.reason, first_byte_sent=True)
        except Exception:
            self._half_done = wire.broken = True
            if not wire.taken:
                raise
            _log.exception("a receipt broke off while it was being drawn")
            return PrintResult("not_known", "printer.undrawn", first_byte_sent=True)

    def _clear(self, wire: Wire, last: float) -> float:
        """End the picture that a job before may have left half sent, on a line that outlives its jobs.

        The printer takes white for the rest of it, and passes over what is left.  Returns the
        seconds that this takes on the line.
        """
        if wire.shared or not self._half_done:
            return 0.0
        needs_s = wire.wire_s(len(_REST_OF_A_BAND))
        wire.pad(_REST_OF_A_BAND, last + needs_s)
        self._half_done = False
        return needs_s

    def _judge(self, wire: Wire, last: float, *, silent: bool) -> PrintResult:
        """Wait for the evidence."""
        if silent:
            wire.ends = last
            last = min(last, monotonic() + wire.wire_s(wire.taken) + self._patience.silent)
        reply = wire.status(last)
        if reply is None:
            self._half_done = wire.broken = not silent
            reason = "printer.silent" if silent else self._why(wire) or "printer.unconfirmed"
            return PrintResult("not_known", reason, first_byte_sent=True)
        state = PrinterState(online=True) if silent else self._ask(wire, self._patience.each)
        if state.ready or state.reason == "printer.no_answer":
            return PrintResult("printed", first_byte_sent=True)
        return PrintResult("not_known", state.reason, first_byte_sent=True)

    def _why(self, wire: Wire) -> str:
        """Return what the printer says of itself, on a second line where there can be one: the first is full of receipt."""
        half = self._patience.reserve / 2
        short = replace(self._patience, connect=half, first=half, known=half, each=half / 4)
        other = LineDevice(self._connect, short)
        other._answers = True
        try:
            reason = other.state().reason if wire.shared else other._ask(wire, half).reason
        except Unavailable:
            return ""
        return reason if reason in _SAYS_WHY else ""


class TcpDevice(LineDevice):
    """A printer on the network, raw port."""

    def __init__(self, host: str, port: int, patience: Patience | None = None) -> None:
        super().__init__(partial(SocketChannel, host, port), patience)
