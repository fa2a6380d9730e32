"""The line between counter and centre in the demo: a TCP relay that can be cut and mended."""

import socket
import threading
from contextlib import suppress

_LOOPBACK = "127.0.0.1"


class Line:
    """Relays a loopback port to another one.  While it is cut, connections are refused."""

    def __init__(self, target_port: int) -> None:
        self._target = (_LOOPBACK, target_port)
        self._lock = threading.Lock()
        self._ends: set[socket.socket] = set()
        self._listener = self._listen(0)
        self.port: int = self._listener.getsockname()[1]

    @property
    def url(self) -> str:
        """The address that the counter believes to be the centre."""
        return f"http://{_LOOPBACK}:{self.port}"

    def cut(self) -> None:
        """Refuse new connections and break the open ones."""
        with self._lock:
            _close(self._listener)
            for end in self._ends:
                _close(end)
            self._ends.clear()

    def mend(self) -> None:
        """Relay again, on the same port."""
        self._listener = self._listen(self.port)

    def _listen(self, port: int) -> socket.socket:
        listener = socket.create_server((_LOOPBACK, port), reuse_port=False)
        threading.Thread(target=self._accept, args=(listener,), daemon=True, name="demo-line").start()
        return listener

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _address = listener.accept()
                far = socket.create_connection(self._target, timeout=5)
                far.settimeout(None)
                with self._lock:
                    self._ends |= {near, far}
                for source, sink in ((near, far), (far, near)):
                    threading.Thread(target=self._pump, args=(source, sink), daemon=True, name="demo-line").start()

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while chunk := source.recv(65536):
                sink.sendall(chunk)
        with self._lock:
            self._ends -= {source, sink}
        _close(source)
        _close(sink)


def _close(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
