"""Pages go to the centre on a lane of their own, after their record, in resumable pieces (tus 1.0.0).

A line that is cut makes us send one piece again at most: before going on we ask how far it is.
"""

import base64
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import msgspec

from kiosk.domain.scans import PIECE
from kiosk.errors import Refused, Unavailable
from kiosk.store import journal
from kiosk.store.files import Files
from kiosk.store.session import Store
from kiosk.sync.client import API, Client
from kiosk.sync.line import Reply
from kiosk.sync.protocol import WireRefusal

LEASE = "files"
VERSION = "1.0.0"
CREATION = API + "/files"
_HEADERS = {"Tus-Resumable": VERSION}
_PIECES = "application/offset+octet-stream"
_PASSING = ("auth.", "net.", "disk.", "store.")


@dataclass(frozen=True, slots=True)
class Page:
    """A page that the centre has not whole yet; `upload` is where it goes, once the centre said so."""

    receive_number: str
    digest: str
    bytes: int
    upload: str


@dataclass(frozen=True, slots=True)
class FilesReport:
    """What a round did: pages that arrived whole, bytes that were sent, pages that still wait.

    `reached` is false when the line ended it early, `reason` then says why.
    """

    pages: int = 0
    bytes: int = 0
    waiting: int = 0
    reached: bool = True
    reason: str = ""


class Uploads:
    """The words of the protocol, spoken with a counter's token; any tus server understands them."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def create(self, page: Page) -> tuple[str, int | None]:
        """Return where a page goes, and how far it is where the server says so.  Raises Refused, Unavailable."""
        about = {"receive_number": page.receive_number, "digest": page.digest}
        pairs = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in about.items())
        headers = {"Upload-Length": str(page.bytes), "Upload-Metadata": pairs}
        reply = self._ask("POST", CREATION, b"", headers, 201)
        path = urlsplit(reply.headers.get("Location", "")).path  # whatever host it names, we stay with ours
        if not path.startswith("/"):
            raise Unavailable("net.not_ours", "an upload without an address", sent=True)
        return path, _offset(reply, page) if "Upload-Offset" in reply.headers else None

    def offset(self, page: Page) -> int | None:
        """Return how many bytes the centre has; None when it does not know the upload."""
        try:
            return _offset(self._ask("HEAD", page.upload, b"", {}, 200), page)
        except Refused as refused:
            if refused.problems[0].code != "file.unknown":
                raise
            return None

    def patch(self, page: Page, offset: int, piece: bytes) -> int:
        """Send the next piece; return how many bytes the centre has now."""
        headers = {"Content-Type": _PIECES, "Upload-Offset": str(offset)}
        return _offset(self._ask("PATCH", page.upload, piece, headers, 204), page)

    def _ask(self, method: str, path: str, content: bytes, headers: dict[str, str], wanted: int) -> Reply:
        def ask(token: str) -> Reply:
            proof = {"Authorization": f"Bearer {token}"} if token else {}
            return _ours(self._client.line.send(method, path, content, {**_HEADERS, **proof, **headers}), wanted)

        try:
            return self._client.proven(ask)
        except Unavailable:
            self._client.line.close()
            raise


def _ours(reply: Reply, wanted: int) -> Reply:
    """Return the answer of a server that speaks the protocol.  Raises Refused with its code, Unavailable."""
    if reply.status == 429:
        raise Unavailable("net.busy", sent=True)
    if reply.status >= 500:
        raise Unavailable("net.server", f"the server answered {reply.status}", sent=True)
    if reply.headers.get("Tus-Resumable") != VERSION:
        raise Unavailable("net.not_ours", f"status {reply.status} without the protocol's version", sent=True)
    if reply.status == wanted:
        return reply
    raise Refused.because(_CODES.get(reply.status) or _code_in(reply.body))


_CODES = {401: "auth.token", 403: "file.unknown", 404: "file.unknown", 409: "file.offset", 410: "file.unknown"}


def _code_in(body: bytes) -> str:
    try:
        code = msgspec.json.decode(body, type=WireRefusal).code
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise Unavailable("net.not_ours", "a refusal without a reason", sent=True) from error
    return code


def _offset(reply: Reply, page: Page) -> int:
    text = reply.headers.get("Upload-Offset", "")
    if not (text.isascii() and text.isdigit() and int(text) <= page.bytes):
        raise Unavailable("net.not_ours", "no offset that can be", sent=True)
    return int(text)


# ------------------------------------------------------------------------------ a round


def send_files(store: Store, files: Files, client: Client) -> FilesReport:
    """Send the pages of acknowledged records, oldest first; return what came of it.

    A page that the centre does not take says why and blocks no other.  Raises Refused
    `auth.unknown`, Unavailable `sync.busy` when somebody else is at it, and the store's own reasons.
    """
    with store.lease(LEASE) as ours:
        if not ours:
            raise Unavailable("sync.busy")
        lane = _Lane(store, files, Uploads(client))
        try:
            for page in _waiting(store):
                lane.send(page)
        except Unavailable as lost:
            if not lost.reason.startswith("net."):
                raise
            return replace(lane.report, waiting=count_waiting(store), reached=False, reason=lost.reason)
        return replace(lane.report, waiting=count_waiting(store))


def count_waiting(store: Store) -> int:
    """Return how many pages the centre has not whole yet."""
    with store.read() as unit:
        row = unit.one("SELECT count(*) FROM scan WHERE state = 'waiting'")
    return int(row[0]) if row else 0


def _waiting(store: Store) -> Iterator[Page]:
    with store.read() as unit:
        seq = journal.sync_place(unit).acknowledged.seq
        rows = unit.all(_WAITING, seq)
    return (Page(*row) for row in rows)


_WAITING = (
    "SELECT receive_number, digest, bytes, upload FROM scan s WHERE state = 'waiting' AND seq <= ?"
    " AND NOT EXISTS (SELECT 1 FROM refusal r WHERE r.seq = s.seq AND r.settled_at = '')"
    " ORDER BY seq, position"
)


class _Lane:
    def __init__(self, store: Store, files: Files, uploads: Uploads) -> None:
        self._store, self._files, self._uploads = store, files, uploads
        self.report = FilesReport()

    def send(self, page: Page) -> None:
        """Send one page; what is wrong with it alone is written beside it."""
        try:
            self._send(page)
        except Refused as refused:
            code = refused.problems[0].code
            if code.startswith(_PASSING):
                raise
            self._settle(page, code)
        except Unavailable as lost:
            if lost.reason != "file.lost":
                raise
            self._note(page, state="refused", reason=lost.reason)

    def _settle(self, page: Page, code: str) -> None:
        """What may turn out better next time waits; the rest is shown to a person."""
        again = code in {"file.unknown", "file.digest", "file.offset"}
        self._note(page, state="waiting" if again else "refused", reason=code, upload="")

    def _send(self, page: Page) -> None:
        content = self._files.get(page.digest)
        page, offset = self._place(page)
        while offset < page.bytes:
            before, piece = offset, content[offset : offset + PIECE]
            offset = self._uploads.patch(page, offset, piece)
            if offset != before + len(piece):
                raise Unavailable("net.not_ours", "the offset did not go forward by a piece", sent=True)
            self.report = replace(self.report, bytes=self.report.bytes + len(piece))
            self._note(page, sent=offset)
        self._note(page, state="complete", sent=offset, reason="")
        self.report = replace(self.report, pages=self.report.pages + 1)

    def _place(self, page: Page) -> tuple[Page, int]:
        """Return the page with its address, and how far it is."""
        if page.upload:
            offset = self._uploads.offset(page)
            if offset is not None:
                return page, offset
        upload, offset = self._uploads.create(page)
        placed = replace(page, upload=upload)
        self._note(placed, upload=upload)
        return placed, (self._uploads.offset(placed) or 0) if offset is None else offset

    def _note(self, page: Page, **values: str | int) -> None:
        changes = ", ".join(f"{name} = ?" for name in values)
        with self._store.write() as unit:
            unit.run(
                f"UPDATE scan SET {changes} WHERE receive_number = ? AND digest = ? AND state <> 'dropped'",  # noqa: S608 - our own names
                *values.values(),
                page.receive_number,
                page.digest,
            )


__all__ = ["FilesReport", "Page", "Uploads", "count_waiting", "send_files"]
