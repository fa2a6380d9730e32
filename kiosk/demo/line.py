"""The line between counter and centre in the demo: a TCP relay that can be cut and mended."""

import socket
import threading
from contextlib import suppress

_LOOPBACK = "127.0.0.1"
_PATIENCE_S = 30


class Line:
    """Relays a loopback port to another one.  While it is cut, connections are refused."""

    def __init__(self, target_port: int) -> None:
        self._target = (_LOOPBACK, target_port)
        self._lock = threading.Lock()
        self._ends: set[socket.socket] = set()
        self._held = _hold(0)
        self.port: int = self._held.getsockname()[1]
        self._listener = self._held
        self._listen(self._held)

    @property
    def url(self) -> str:
        """The address that the counter believes to be the centre."""
        return f"http://{_LOOPBACK}:{self.port}"

    def cut(self) -> None:
        """Refuse new connections and break the open ones; the port stays ours."""
        with self._lock:
            _close(self._listener)
            self._listener = self._held = _hold(self.port)
            for end in self._ends:
                _close(end)
            self._ends.clear()

    def mend(self) -> None:
        """Relay again, on the same port."""
        self._listen(self._held)

    def close(self) -> None:
        """Relay nothing any more."""
        self.cut()
        self._held.close()

    def _listen(self, listener: socket.socket) -> None:
        listener.listen()
        threading.Thread(target=self._accept, args=(listener,), daemon=True, name="demo-line").start()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _address = listener.accept()
                if not self._relay(listener, near):
                    _close(near)

    def _relay(self, listener: socket.socket, near: socket.socket) -> bool:
        """Join one connection to the centre; tell whether there is a line, and a centre that answers."""
        try:
            far = socket.create_connection(self._target, timeout=_PATIENCE_S)
        except OSError:
            return False
        far.settimeout(None)
        with self._lock:
            if listener is not self._listener:  # cut while it was being joined
                _close(far)
                return False
            self._ends |= {near, far}
        for source, sink in ((near, far), (far, near)):
            threading.Thread(target=self._pump, args=(source, sink), daemon=True, name="demo-line").start()
        return True

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while chunk := source.recv(65536):
                sink.sendall(chunk)
        with self._lock:
            self._ends -= {source, sink}
        _close(source)
        _close(sink)


def _hold(port: int) -> socket.socket:
    """Keep a port for ourselves; who connects is refused until it listens."""
    held = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind((_LOOPBACK, port))
    return held


def _close(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
