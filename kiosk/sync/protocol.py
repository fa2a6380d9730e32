"""Wire messages between counter and centre; both sides read this one file.

`POST /api/v1/enrol`      EnrolRequest      → EnrolAnswer
`POST /api/v1/challenge`  ChallengeRequest  → ChallengeAnswer
`POST /api/v1/session`    SessionRequest    → SessionAnswer
`POST /api/v1/journal`    Push              → PushAnswer   (Authorization: Bearer <token>)
`POST /api/v1/replay`     ReplayRequest     → ReplayAnswer (a counter restored from an old copy)
`POST /api/v1/web-page`   WebPageRequest    → WebPageAnswer (to look at before it is taken or returned)

Bodies are UTF-8 JSON; a request may be `Content-Encoding: deflate` (zlib), and so may an
answer to one that says `Accept-Encoding: deflate`.  Every answer names the request and the server epoch; anything else is no answer.  Refusals answer with
status 4xx and a `WireRefusal`.
"""

from collections.abc import Iterable
from hashlib import sha256
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

PROTOCOL = 1
MAX_BATCH_EVENTS = 500
MAX_BATCH_BYTES = 1 << 20
MAX_NEWS = 500

Hash = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
RequestId = Annotated[str, Meta(min_length=8, max_length=64)]


class EnrolRequest(Struct, frozen=True):
    """A counter asks to be one of the office's, with its one-time code and its new public key.

    `counter_id` is the counter's own UUID, `counter` its provisional code (0: none),
    `public_key` an Ed25519 key, base64.
    """

    request_id: RequestId
    code: str
    counter_id: str
    public_key: str
    counter: int = 0


class EnrolAnswer(Struct, frozen=True):
    """The office took the counter; `counter` may differ from the provisional code."""

    request_id: str
    epoch: str
    office: int
    counter: int
    office_name_bn: str = ""
    office_name_en: str = ""


class ChallengeRequest(Struct, frozen=True):
    """Ask for a nonce to sign."""

    request_id: RequestId
    counter_id: str


class ChallengeAnswer(Struct, frozen=True):
    """A nonce, good once and for a minute."""

    request_id: str
    epoch: str
    nonce: str
    now: str


class SessionRequest(Struct, frozen=True):
    """The nonce, signed: Ed25519 over `kiosk-session:` + counter_id + `:` + nonce, base64.

    `program` is the version of the program that speaks.
    """

    request_id: RequestId
    counter_id: str
    nonce: str
    signature: str
    program: Annotated[str, Meta(max_length=40)] = ""


class SessionAnswer(Struct, frozen=True):
    """A bearer token for this counter, good for an hour."""

    request_id: str
    epoch: str
    token: str


class Head(Struct, frozen=True):
    """The highest event without a gap before it: `seq` 0 and GENESIS when there is none."""

    seq: int
    hash: Hash


class Push(Struct, frozen=True, omit_defaults=True):
    """Events from `events[0].seq` on, oldest first, and where this counter is in the news.

    `events` hold the stored records byte for byte.  An empty list only asks for news.
    `head` is the head of the counter's own journal, so that the centre can tell an old copy.
    `epoch` is the server epoch the counter knows (empty: none); `news_after` its cursor;
    `counters` is `keys_mark` of the office's keys that it was told (empty: it does not ask).
    """

    request_id: RequestId
    head: Head
    epoch: str = ""
    news_after: int = 0
    events: Annotated[list[msgspec.Raw], Meta(max_length=MAX_BATCH_EVENTS)] = []
    counters: Annotated[str, Meta(max_length=64)] = ""


class Answer(Struct, frozen=True, omit_defaults=True):
    """What the centre made of one event: `accepted|seen|refused`, a refusal with code and field."""

    seq: int
    answer: str
    code: str = ""
    field: str = ""


class News(Struct, frozen=True):
    """Something that changed in the office, by its `kind`.

    `application.step`: body `{"receive_number", "step": Step}`; `application.known`: an
    application of another counter or the portal, or its correction, body `{"application":
    Application}`; `calendar.declared`: body `{"declared": DayDeclared, "at"}`;
    `guidance.changed`: body `{"changed": GuidanceChanged, "at", "operator", "counter"}`;
    `portal.application`: somebody filed on the web, body `kiosk.domain.portal.WaitingNews`;
    `portal.taken`: a counter registered or returned it, body `TakenNews`; `office.card`: what the
    office says of itself from now on, body `kiosk.domain.office_card.Card`.
    """

    cursor: int
    kind: str
    body: msgspec.Raw


class CounterKey(Struct, frozen=True, omit_defaults=True):
    """A counter's Ed25519 public key, base64, under its code; `provisional` is the code it had before."""

    counter: int
    public_key: str
    provisional: int = 0
    at: str = ""


def keys_mark(public_keys: Iterable[str]) -> str:
    """Return by what both sides see that they mean the same keys."""
    return sha256("\n".join(sorted(public_keys)).encode()).hexdigest()[:16]


class PushAnswer(Struct, frozen=True, omit_defaults=True):
    """An answer per event, the centre's head of this journal, and the news after the cursor.

    `now` is the server's clock (UTC text).  A `head` behind the counter's own acknowledged
    one under another `epoch` means a restored centre: send again from there.  `more` says
    that further news wait.  `news_cursor` is how far the counter has been told: what it sent
    itself is left out of the news, so this may lie beyond the last item (0: an older centre).
    `counters` are the office's keys, where the counter's mark was another.
    """

    request_id: str
    epoch: str
    now: str
    head: Head
    answers: list[Answer] = []
    news: list[News] = []
    more: bool = False
    news_cursor: int = 0
    counters: list[CounterKey] = []


class ReplayRequest(Struct, frozen=True):
    """A counter that is behind its own journal asks for the records after `after`."""

    request_id: RequestId
    after: int


class ReplayAnswer(Struct, frozen=True):
    """Records of the counter's own journal, byte for byte."""

    request_id: str
    epoch: str
    records: list[msgspec.Raw]


class WebPageRequest(Struct, frozen=True):
    """A counter looks at a page of an application that waits from the web; `page` counts from 1."""

    request_id: RequestId
    portal_id: Annotated[str, Meta(max_length=40)]
    page: Annotated[int, Meta(ge=1, le=1000)]


class WebPageAnswer(Struct, frozen=True):
    """The page as WebP, base64, and how many there are; no content where there is none."""

    request_id: str
    epoch: str
    pages: int
    content: bytes = b""


class WireRefusal(Struct, frozen=True):
    """Why a whole request was refused: `code` is stable, e.g. `auth.unknown`, `journal.fork`."""

    code: str
    request_id: str = ""
    field: str = ""
