"""A real SMS gateway and a real mail server on loopback that misbehave when they are told to."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qs, urlsplit

TAKEN = (200, b'{"messages":[{"status":"ok","id":"gw-1"}]}')


class SmsGateway:
    """Takes messages over HTTP; `faults` are used up one by one: `slow`, `lost`, `deaf`, or (status, body)."""

    def __init__(self) -> None:
        self.taken: list[dict] = []
        self.asked = 0
        self.faults: list = []
        self.arrived, self.go_on = threading.Event(), threading.Event()
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                gateway._serve(self)

            do_GET = do_POST  # noqa: N815 - its name there

            def log_message(self, *_said: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), name="gateway", daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_why: object) -> None:
        self.go_on.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _serve(self, request: BaseHTTPRequestHandler) -> None:
        self.asked += 1
        body = request.rfile.read(int(request.headers.get("Content-Length") or 0))
        fault = self.faults.pop(0) if self.faults else TAKEN
        query = {name: values[0] for name, values in parse_qs(urlsplit(request.path).query).items()}
        said = query | (json.loads(body) if body[:1] == b"{" else {})
        status, answer = fault if isinstance(fault, tuple) else TAKEN
        if isinstance(fault, str) or answer == TAKEN[1]:
            self.taken.append({**said, "headers": dict(request.headers)})
        self.arrived.set()
        if fault in {"slow", "deaf"}:
            self.go_on.wait(30)
        if fault in {"lost", "deaf"}:
            request.connection.close()
            return
        request.send_response(status)
        request.send_header("Content-Length", str(len(answer)))
        request.end_headers()
        request.wfile.write(answer)


class Mailbox:
    """Takes mail over SMTP; `rcpt` and `data` are what it answers, "" for the usual, "lost" to hang up."""

    def __init__(self) -> None:
        self.mails: list = []
        self.rcpt = self.data = ""

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        if self.rcpt:
            return self.rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        if self.data and self.data != "lost":
            return self.data
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        if self.data == "lost":
            server.transport.abort()
        return "250 taken"


@contextmanager
def mail_server(mailbox: Mailbox, **options: object) -> Iterator[int]:
    """Serve a mailbox and give its port."""
    from aiosmtpd.controller import Controller

    class OnAnyPort(Controller):
        def _trigger_server(self) -> None:
            self.port = self.server.sockets[0].getsockname()[1]
            super()._trigger_server()

    controller = OnAnyPort(mailbox, hostname="127.0.0.1", port=0, **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()
