"""A centre that a test makes up: speaks the protocol, says whatever the test wants about the journal."""

import http.server
import threading
import zlib
from collections.abc import Callable
from typing import Protocol, Self

import msgspec

from kiosk.domain.events import record_hash
from kiosk.sync.protocol import (
    Answer,
    ChallengeAnswer,
    ChallengeRequest,
    Head,
    Push,
    PushAnswer,
    ReplayAnswer,
    ReplayRequest,
    SessionAnswer,
    SessionRequest,
)

EPOCH = "c" * 32
NOW = "2026-11-23T04:45:07.123Z"


class Mood(Protocol):
    """How a centre answers a push and a replay; a test may change its mind while it runs."""

    journal: Callable[[Push], PushAnswer]
    replay: Callable[[ReplayRequest], ReplayAnswer]


class CrookedCentre(http.server.ThreadingHTTPServer):
    """Answers by its mood; `pushes` are what came."""

    daemon_threads = True

    def __init__(self, mood: "Mood") -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.mood, self.pushes = mood, list[Push]()
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()
        self._thread.join()

    def answer(self, path: str, body: bytes) -> msgspec.Struct:
        if path.endswith("/challenge"):
            return ChallengeAnswer(msgspec.json.decode(body, type=ChallengeRequest).request_id, EPOCH, "n", NOW)
        if path.endswith("/session"):
            return SessionAnswer(msgspec.json.decode(body, type=SessionRequest).request_id, EPOCH, "t")
        if path.endswith("/replay"):
            return self.mood.replay(msgspec.json.decode(body, type=ReplayRequest))
        push = msgspec.json.decode(body, type=Push)
        self.pushes.append(push)
        return self.mood.journal(push)


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: CrookedCentre

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "deflate":
            body = zlib.decompress(body)
        content = msgspec.json.encode(self.server.answer(self.path, body))
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


def seqs(push: Push) -> list[int]:
    """Return the places of the events in a push."""
    return [msgspec.json.decode(event)["seq"] for event in push.events]


def taken(push: Push, **changes: object) -> PushAnswer:
    """Return the answer of an honest centre that takes everything; `changes` make it less so."""
    answers = [Answer(seq, "accepted") for seq in seqs(push)]
    head = Head(answers[-1].seq, record_hash(push.events[-1])) if answers else push.head
    honest = PushAnswer(push.request_id, EPOCH, NOW, head, answers)
    return msgspec.structs.replace(honest, **changes)
