"""Pages in resumable pieces: the tus protocol 1.0.0 (core and creation), with a counter's token.

`POST /api/v1/files` names the record and the digest in its `Upload-Metadata`; the upload's address is
made of both, so a repeated creation finds the same one.
"""

import base64
import binascii
from typing import Any

from litestar import Request, Response, Router, head, patch, post
from litestar.params import FromPath, RawBody

from kiosk.central.api.handlers import token_of
from kiosk.central.api.schema import described_upload
from kiosk.central.files import Upload, begin_upload, look_at_upload, take_piece
from kiosk.central.given import TheCentre
from kiosk.central.web.policy import COUNTERS
from kiosk.domain.scans import MAX_BYTES
from kiosk.errors import Refused

VERSION = "1.0.0"
PATH = "/api/v1/files"
RESUMABLE, OFFSET, LENGTH, METADATA = "Tus-Resumable", "Upload-Offset", "Upload-Length", "Upload-Metadata"
PIECES = "application/offset+octet-stream"
_MOST_DIGITS = 12
ABILITIES = {"Tus-Version": VERSION, "Tus-Extension": "creation", "Tus-Max-Size": str(MAX_BYTES)}
"""What an answer to `OPTIONS` says, whoever asks."""

Asked = Request[Any, Any, Any]


def _check_version(request: Asked) -> None:
    if request.headers.get(RESUMABLE) != VERSION:
        raise Refused.because("file.version", RESUMABLE)


def _number(request: Asked, name: str) -> int:
    text = request.headers.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise Refused.because("file.header", name)
    return int(text)


def _metadata(request: Asked) -> dict[str, str]:
    """Return `Upload-Metadata`: keys and base64 values, by commas."""
    found = {}
    for pair in request.headers.get(METADATA, "").split(","):
        key, _, value = pair.strip().partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, ValueError) as error:
            raise Refused.because("file.header", METADATA) from error
    return found


def _told(upload: Upload, status: int, **more: str) -> Response[None]:
    headers = {OFFSET: str(upload.offset), "Cache-Control": "no-store", **more}
    return Response(None, status_code=status, headers=headers)


@post("/", status_code=201, sync_to_thread=True, operation_class=described_upload(201))
def create_upload(request: Asked, centre: TheCentre) -> Response[None]:
    """Name a page that is coming, and learn where it goes."""
    _check_version(request)
    token, length, about = token_of(request), _number(request, LENGTH), _metadata(request)
    if length > MAX_BYTES:
        raise Refused.because("file.size", LENGTH, megabytes=MAX_BYTES >> 20)
    upload = begin_upload(centre, token, about.get("receive_number", ""), about.get("digest", ""), length)
    return _told(upload, 201, Location=f"{PATH}/{upload.receive_number}/{upload.digest}")


@head("/{number:str}/{digest:str}", sync_to_thread=True, operation_class=described_upload(200))
def ask_offset(request: Asked, centre: TheCentre, number: FromPath[str], digest: FromPath[str]) -> Response[None]:
    """Tell how far a page has come."""
    _check_version(request)
    upload = look_at_upload(centre, token_of(request), number, digest)
    return _told(upload, 200, **{LENGTH: str(upload.length)})


@patch(
    "/{number:str}/{digest:str}",
    status_code=204,
    sync_to_thread=True,
    operation_class=described_upload(204, piece=True),
    request_max_body_size=MAX_BYTES,
)
def send_piece(
    request: Asked, body: RawBody, centre: TheCentre, number: FromPath[str], digest: FromPath[str]
) -> Response[None]:
    """Take the next piece."""
    _check_version(request)
    if request.headers.get("content-type", "").strip().lower() != PIECES:
        raise Refused.because("file.media", "Content-Type")
    upload = take_piece(centre, token_of(request), number, digest, _number(request, OFFSET), body)
    return _told(upload, 204)


def files_router() -> Router:
    """Return the routes under `/api/v1/files`."""
    return Router(path=PATH, route_handlers=[create_upload, ask_offset, send_piece], tags=["counters"], opt=COUNTERS)
