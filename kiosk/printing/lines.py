"""The virtual printer's end of a line: a TCP connection, or a pseudo-terminal for what would be a serial cable."""

import contextlib
import os
import socket
import struct
from typing import Protocol


class Line(Protocol):
    """Bytes in and out, never waiting.  Raises OSError when the other side is gone."""

    lasts: bool
    """Whether the line outlives jobs and power cuts, as a cable does."""

    def fileno(self) -> int:
        """Return what a selector watches."""
        ...

    def recv(self, size: int) -> bytes:
        """Return what came; empty at the end."""
        ...

    def send(self, data: bytes | bytearray) -> int:
        """Return how much was taken."""
        ...

    def close(self) -> None:
        """Let go."""
        ...

    def reset(self) -> None:
        """Break off, so that the other side notices at once."""
        ...


class SocketLine:
    """A TCP connection."""

    lasts = False

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection
        self.fileno, self.recv, self.send, self.close = (
            connection.fileno, connection.recv, connection.send, connection.close,
        )  # fmt: skip

    def reset(self) -> None:
        """Close with what is unread and unsent thrown away."""
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._socket.close()


class Terminal:
    """A pseudo-terminal; `name` is its other end, which a counter opens like a serial port."""

    lasts = True

    def __init__(self) -> None:
        import tty

        self._ours, self._theirs = os.openpty()  # ours keeps the other end open between two openings
        tty.setraw(self._theirs)
        os.set_blocking(self._ours, False)
        self.name = os.ttyname(self._theirs)

    def fileno(self) -> int:
        """Return our end."""
        return self._ours

    def recv(self, size: int) -> bytes:
        """Return what came."""
        return os.read(self._ours, size)

    def send(self, data: bytes | bytearray) -> int:
        """Return how much was taken."""
        return os.write(self._ours, data)

    def close(self) -> None:
        """Pull the cable: the other side sees the end."""
        with contextlib.suppress(OSError):
            os.close(self._ours)
            os.close(self._theirs)
        self._ours = self._theirs = -1

    reset = close
