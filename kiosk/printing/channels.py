"""Lines to printers: bytes out, bytes back, never waiting longer than told.

Whatever the line is made of, `kiosk.printing.wire` speaks over it and `kiosk.printing.device` judges.
"""

import contextlib
import ipaddress
import os
import select
import socket
import sys
import threading
from time import monotonic, sleep
from typing import Any, Protocol

from kiosk.errors import Unavailable

_PIECE = 4096


class Channel(Protocol):
    """An open line to one printer.  Everything raises Unavailable with a `printer.*` reason."""

    shared: bool
    """Whether a second line may be opened beside this one, to ask how the printer is."""

    def exchange(self, out: memoryview, wait_s: float) -> tuple[int, bytes]:
        """Return how many bytes of `out` were taken, and what the printer said meanwhile.

        Waits until either happens, at most `wait_s`; with nothing to send it only listens.
        """
        ...

    def wire_s(self, size: int) -> float:
        """Return the seconds that the line itself needs for so many bytes, where it is slow."""
        ...

    def close(self, *, drop: bool, ends: float) -> None:
        """Hang up.  What was taken still arrives, unless it is to be dropped; `ends` bounds the wait."""
        ...


class SocketChannel:
    """A network printer's raw port."""

    shared = True

    def __init__(self, host: str, port: int, wait_s: float) -> None:
        self._socket = _connect(host, port, wait_s)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.setblocking(False)

    def exchange(self, out: memoryview, wait_s: float) -> tuple[int, bytes]:
        """Send and receive."""
        sending = [self._socket] if out else []
        readable, writable, _ = select.select([self._socket], sending, [], max(wait_s, 0.0))
        if readable:  # first heard, then sent: what greets us may be no printer
            return 0, self._receive()
        return self._send(out) if writable else 0, b""

    def _receive(self) -> bytes:
        try:
            data = self._socket.recv(_PIECE)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise Unavailable("printer.closed") from error
        if not data:
            raise Unavailable("printer.closed")
        return data

    def _send(self, out: memoryview) -> int:
        try:
            return self._socket.send(out)
        except BlockingIOError:
            return 0
        except OSError as error:
            raise Unavailable("printer.closed") from error

    def wire_s(self, size: int) -> float:  # noqa: ARG002
        """A network is quick."""
        return 0.0

    def close(self, *, drop: bool, ends: float) -> None:  # noqa: ARG002
        """Close so that what was accepted still arrives: unread answers would turn it into a reset."""
        with contextlib.suppress(OSError), self._socket:
            with contextlib.suppress(BlockingIOError):
                while self._socket.recv(_PIECE):
                    pass
            self._socket.shutdown(socket.SHUT_WR)


class FileChannel:
    """A character device such as `/dev/usb/lp0`, read as well where the system lets us."""

    shared = False

    def __init__(self, path: str) -> None:
        flags = os.O_NONBLOCK | os.O_NOCTTY
        self._deaf = False
        try:
            self._file = os.open(path, os.O_RDWR | flags)
        except PermissionError as error:
            raise Unavailable("printer.no_access") from error
        except FileNotFoundError as error:
            raise Unavailable("printer.absent") from error
        except OSError:
            self._file, self._deaf = self._open_to_write(path, flags), True

    @staticmethod
    def _open_to_write(path: str, flags: int) -> int:
        try:
            return os.open(path, os.O_WRONLY | flags)
        except OSError as error:
            raise Unavailable("printer.file") from error

    def exchange(self, out: memoryview, wait_s: float) -> tuple[int, bytes]:
        """Write and read."""
        reading = [] if self._deaf else [self._file]
        writing = [self._file] if out else []
        readable, writable, _ = select.select(reading, writing, [], max(wait_s, 0.0))
        if readable:
            return 0, self._read()
        return self._write(out) if writable else 0, b""

    def _write(self, out: memoryview) -> int:
        try:
            return os.write(self._file, out[:_PIECE])
        except BlockingIOError:
            return 0
        except OSError as error:
            raise Unavailable("printer.file") from error

    def _read(self) -> bytes:
        try:
            data = os.read(self._file, _PIECE)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise Unavailable("printer.closed") from error
        self._deaf = not data  # an end that stays: nothing will ever be said
        return data

    def wire_s(self, size: int) -> float:  # noqa: ARG002
        """The driver is quick."""
        return 0.0

    def close(self, *, drop: bool, ends: float) -> None:  # noqa: ARG002
        """Close the device."""
        with contextlib.suppress(OSError):
            os.close(self._file)


class SerialChannel:
    """A serial line, through pyserial; pseudo-terminals too.

    `flow` is `rtscts|dsrdtr|xonxoff|none`.
    """

    shared = False
    _BITS = 10  # a byte with its start and stop bit
    _LOOK_S = 0.01

    def __init__(self, port: str, baud: int, flow: str) -> None:
        import serial

        flows = {name: name == flow for name in ("rtscts", "dsrdtr", "xonxoff")}
        try:
            self._line = serial.Serial(port, baud, timeout=0, write_timeout=0, exclusive=True, **flows)
        except serial.SerialException as error:
            raise Unavailable(_why_not(error)) from error
        except ValueError as error:
            raise Unavailable("printer.unreachable") from error
        self._baud = baud
        self._errors = _serial_errors()

    def exchange(self, out: memoryview, wait_s: float) -> tuple[int, bytes]:
        """Write and read."""
        try:
            if sys.platform == "win32":
                return self._look_again(out, monotonic() + wait_s)
            return self._selected(out, wait_s)
        except BlockingIOError:
            return 0, b""
        except self._errors as error:
            raise Unavailable("printer.closed") from error

    def _selected(self, out: memoryview, wait_s: float) -> tuple[int, bytes]:
        file = self._line.fileno()
        readable, writable, _ = select.select([file], [file] if out else [], [], max(wait_s, 0.0))
        if not readable:
            return os.write(file, out[:_PIECE]) if writable else 0, b""
        data = os.read(file, _PIECE)
        if not data:
            raise Unavailable("printer.closed")
        return 0, data

    def _look_again(self, out: memoryview, ends: float) -> tuple[int, bytes]:
        """Look at intervals: Windows has nothing to wait for both with.  Untried."""
        while True:
            taken = int(self._line.write(bytes(out[:_PIECE])) or 0) if out else 0
            data = bytes(self._line.read(self._line.in_waiting or 0))
            if taken or data or monotonic() >= ends:
                return taken, data
            sleep(self._LOOK_S)

    def wire_s(self, size: int) -> float:
        """Return how long the bytes are on the line."""
        return size * self._BITS / self._baud

    def close(self, *, drop: bool, ends: float) -> None:
        """Let the last bytes leave; a line that stands still would hold the system for half a minute."""
        with contextlib.suppress(*self._errors):
            while not drop and self._line.out_waiting and monotonic() < ends:
                sleep(self._LOOK_S)
            self._line.reset_output_buffer()
        with contextlib.suppress(*self._errors):
            self._line.close()


def _serial_errors() -> tuple[type[Exception], ...]:
    import serial

    if sys.platform == "win32":
        return (serial.SerialException, OSError)
    import termios

    return (serial.SerialException, OSError, termios.error)


def _why_not(error: Any) -> str:
    number = getattr(error, "errno", None)
    if isinstance(number, int):
        return _WHY_NOT.get(number, "printer.unreachable")
    return "printer.unreachable"


_WHY_NOT = {2: "printer.absent", 11: "printer.busy", 13: "printer.no_access", 16: "printer.busy"}


# ------------------------------------------------------------------------------------ the network


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
