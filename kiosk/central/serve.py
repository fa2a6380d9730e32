"""uvicorn on a socket that we bind ourselves, so that port 0 can say where it is."""

import asyncio
import json
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import uvicorn

from kiosk.central.app import create_app
from kiosk.central.carrying import CARRY_PAGES
from kiosk.central.centre import Centre
from kiosk.central.chores import Housekeeper
from kiosk.central.efile.rising import OVERDUE_RISES
from kiosk.central.figures.mailing import MORNING_MAIL
from kiosk.central.hooks import HOOKS
from kiosk.central.notices.purge import PURGE_NOTICES
from kiosk.central.notices.settings import read_notice_settings
from kiosk.central.notices.worker import sending
from kiosk.central.portal.clearing import CLEAR_UNSENT
from kiosk.central.web.edge import Edge
from kiosk.errors import Unavailable

CHORES = (OVERDUE_RISES, MORNING_MAIL, HOOKS, PURGE_NOTICES, CLEAR_UNSENT, CARRY_PAGES)
"""What has to happen by itself; each module that has something brings its own."""
GRACE_S = 10
_BACKLOG = 512


class CentralServer(uvicorn.Server):
    """A server that tells when it is ready, and ends with 0 when it is told to end."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None], *, handle_signals: bool) -> None:
        super().__init__(config)
        self._ready, self._handle_signals = ready, handle_signals

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        if self.started:
            self._ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """End gracefully on SIGTERM and SIGINT, without dying of the signal afterwards."""
        if not self._handle_signals:
            yield
            return

        def end(_number: int, _frame: FrameType | None) -> None:
            self.should_exit = True

        before: dict[int, Any] = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def bind(host: str, port: int) -> socket.socket:
    """Return a listening socket; port 0 takes a free one.  Raises Unavailable `port.busy`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named asyncio switches Nagle off on what is accepted: 40 ms an answer.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise Unavailable("port.busy", str(error), port=port) from error
    return listener


def address_of(listener: socket.socket) -> str:
    """Return `http://127.0.0.1:46837`."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def server_for(centre: Centre, ready: Callable[[], None], *, handle_signals: bool = True) -> CentralServer:
    """Return a server of an opened centre, not yet started; signals only reach the main thread."""
    proxies = centre.settings.trusted_proxies
    config = uvicorn.Config(
        Edge(create_app(centre), centre),
        # Whoever may name their own address guesses as somebody else each time.
        proxy_headers=bool(proxies),
        forwarded_allow_ips=proxies or None,
        log_config=None,
        access_log=False,
        lifespan="off",  # the routes have nothing to start or stop, and several centres share them
        server_header=False,
        timeout_graceful_shutdown=GRACE_S,
        timeout_keep_alive=75,
    )
    return CentralServer(config, ready, handle_signals=handle_signals)


def serve_until_told(centre: Centre, listener: socket.socket) -> None:
    """Serve on a bound socket until SIGTERM; the first line on standard output says where."""

    def ready() -> None:
        sys.stdout.write(json.dumps({"ready": address_of(listener)}) + "\n")
        sys.stdout.flush()

    with Housekeeper(centre, CHORES), sending(centre, read_notice_settings(centre.home)):
        asyncio.run(server_for(centre, ready).serve(sockets=[listener]))
