"""A counter as the centre sees it: a key, a journal, and plain HTTP, so that it can also misbehave."""

import base64
import http.client
import json
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.central.centre import Centre
from kiosk.central.counters import enrolment_code
from kiosk.central.serve import address_of, bind, server_for
from kiosk.domain.application import Applicant, Application, ApplicationDraft, Kind, PaperState, Visit
from kiosk.domain.clock import stamp, system_rng, uuid7
from kiosk.domain.events import (
    GENESIS,
    ApplicationReceived,
    Event,
    VisitLogged,
    encode_body,
    kind_of,
    record_hash,
    write_record,
)
from kiosk.domain.numbering import ReceiveNumber
from kiosk.sync.protocol import (
    ChallengeAnswer,
    ChallengeRequest,
    EnrolAnswer,
    EnrolRequest,
    Head,
    Push,
    PushAnswer,
    ReplayAnswer,
    ReplayRequest,
    SessionAnswer,
    SessionRequest,
)

OFFICE = 79
NOON = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
SECRET = "4071953826174"
MOBILE = "+8801700000146"
DREAM = msgspec.Raw(b'{"of":["sheep",1]}')
JSON = {"Content-Type": "application/json"}


class MovingClock:
    """Time that stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes
    cookies: tuple[str, ...] = ()

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode()


def ask(url: str, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> Reply:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=20)
    try:
        with suppress(BrokenPipeError, ConnectionResetError):  # who reads the head alone may have answered already
            connection.request(method, path, body or None, headers or {})
        response = connection.getresponse()
        told = response.getheaders()
        cookies = tuple(value for name, value in told if name.lower() == "set-cookie")
        return Reply(response.status, {k.lower(): v for k, v in told}, response.read(), cookies)
    finally:
        connection.close()


@contextmanager
def serving(centre: Centre) -> Iterator[str]:
    """Serve an opened centre on a free port, in a thread, over a real socket."""
    is_ready = threading.Event()
    server = server_for(centre, is_ready.set, handle_signals=False)
    listener = bind("127.0.0.1", 0)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="centre")
    thread.start()
    try:
        assert is_ready.wait(20)
        yield address_of(listener)
    finally:
        server.should_exit = True
        thread.join(20)
        listener.close()


def draft(**changes) -> ApplicationDraft:
    person = Applicant(name="মো. আবদুল করিম", guardian="আবদুর রহিম", mobile=MOBILE, address="সয়না, কাউখালী")
    plain = ApplicationDraft(
        service="khatian_copy_normal",
        applicants=(person,),
        subject="খতিয়ানের নকল",
        fields={"khatian_no": "417"},
        papers={"return_envelope": PaperState.MISSING},
    )
    return msgspec.structs.replace(plain, **changes)


@dataclass
class Machine:
    """One counter; `url` may change when the centre moves."""

    url: str
    catalogue_version: str
    counter_id: str = field(default_factory=lambda: uuid7(NOON, system_rng))
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    code: int = 1
    records: list[bytes] = field(default_factory=list)
    token: str = ""
    epoch: str = ""
    cursor: int = 0

    # -- the journal

    @property
    def head(self) -> Head:
        return Head(len(self.records), record_hash(self.records[-1])) if self.records else Head(0, GENESIS)

    def write(self, body: msgspec.Struct) -> bytes:
        """Append an event of ours."""
        return self.write_raw(kind_of(body), encode_body(body))

    def write_raw(self, kind: str = "counter.dreamt", body: msgspec.Raw = DREAM, *, version: int = 1) -> bytes:
        """Append whatever a stranger counter might have written."""
        record = write_record(
            Event(
                event_id=uuid7(NOON, system_rng),
                counter_id=self.counter_id,
                seq=len(self.records) + 1,
                kind=kind,
                version=version,
                made_at=stamp(NOON + timedelta(seconds=len(self.records))),
                clock_error_ms=None,
                operator="shahana",
                via="window",
                prev_hash=self.head.hash,
                body=body,
            )
        )
        self.records.append(record)
        return record

    def receive(self, serial: int, *, number: str = "", secret: str = SECRET, **changes) -> str:
        """Append an application and return its number."""
        number = number or str(ReceiveNumber(OFFICE, 26, self.code, serial))
        about = {"received_at": stamp(NOON), "received_on": "2026-11-23", "promised_on": "2026-12-07"}
        about |= {"catalogue_version": self.catalogue_version, "draft": draft(), "kind": Kind.COPY} | changes
        application = Application(receive_number=number, secret=secret, **about)
        self.write(ApplicationReceived(application))
        return number

    def see_visitor(self) -> None:
        visit = Visit(uuid7(NOON, system_rng), stamp(NOON), "2026-11-23", "told", topic="কোন কক্ষ")
        self.write(VisitLogged(visit))

    # -- the wire

    def post(self, path: str, message: msgspec.Struct, *, headers: dict[str, str] | None = None) -> Reply:
        bearer = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return ask(
            self.url, "POST", f"/api/v1/{path}", msgspec.json.encode(message), {**JSON, **bearer, **(headers or {})}
        )

    def enrol(self, code: str) -> Reply:
        public = base64.b64encode(self.key.public_key().public_bytes_raw()).decode()
        return self.post("enrol", EnrolRequest("request-1", code, self.counter_id, public, self.code))

    def challenge(self) -> ChallengeAnswer:
        reply = self.post("challenge", ChallengeRequest("request-2", self.counter_id))
        return msgspec.json.decode(reply.body, type=ChallengeAnswer)

    def answer_challenge(self, nonce: str) -> Reply:
        signature = self.key.sign(f"kiosk-session:{self.counter_id}:{nonce}".encode())
        signed = base64.b64encode(signature).decode()
        return self.post("session", SessionRequest("request-3", self.counter_id, nonce, signed))

    def sign_in(self) -> "Machine":
        reply = self.answer_challenge(self.challenge().nonce)
        self.token = msgspec.json.decode(reply.body, type=SessionAnswer).token
        return self

    def push(self, records: list[bytes] | None = None, *, head: Head | None = None, epoch: str | None = None) -> Reply:
        events = [msgspec.Raw(record) for record in (self.records if records is None else records)]
        known = self.epoch if epoch is None else epoch
        return self.post("journal", Push("request-4", head or self.head, known, self.cursor, events))

    def round(self, records: list[bytes] | None = None, **more) -> PushAnswer:
        """Push and believe the answer, as a counter does."""
        reply = self.push(records, **more)
        assert reply.status == 200, reply
        answer = msgspec.json.decode(reply.body, type=PushAnswer)
        self.epoch, self.cursor = answer.epoch, answer.news_cursor
        return answer

    def replay(self, after: int) -> ReplayAnswer:
        return msgspec.json.decode(self.post("replay", ReplayRequest("request-5", after)).body, type=ReplayAnswer)


def enrolled(centre: Centre, url: str, code: int = 1) -> Machine:
    """Return a counter that is one of the office's and has a session."""
    machine = Machine(url, centre.catalogue.version, code=code)
    reply = machine.enrol(enrolment_code(centre, OFFICE, code))
    assert reply.status == 200, reply
    assert msgspec.json.decode(reply.body, type=EnrolAnswer).counter == code
    return machine.sign_in()


def deflated(message: msgspec.Struct) -> bytes:
    return zlib.compress(msgspec.json.encode(message))
