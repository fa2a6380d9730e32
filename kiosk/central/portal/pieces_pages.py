"""Papers in resumable pieces: tus 1.0.0 (core and creation) for the browser that writes the application."""

import base64
import binascii
import hmac
from typing import Any

from litestar import Response, Router, head, patch, post
from litestar.params import FromPath, RawBody

from kiosk.central.api.files import LENGTH, METADATA, OFFSET, PIECES, RESUMABLE, VERSION
from kiosk.central.centre import Centre
from kiosk.central.given import TheCentre
from kiosk.central.portal.frame import owner_of, slow_down
from kiosk.central.portal.uploads import Coming, begin_pieces, look_at_pieces, take_web_piece
from kiosk.central.web.guard import Asked, form_token
from kiosk.central.web.policy import PUBLIC
from kiosk.central.web.words import language_for, sentence_of
from kiosk.domain.scans import PIECE
from kiosk.errors import Refused

FORM_TOKEN = "X-Form-Token"  # noqa: S105 - the name of a header
_MOST_DIGITS = 12
_STATUS = {
    "portal.unknown": 404,
    "file.unknown": 404,
    "file.offset": 409,
    "portal.filed": 409,
    "file.size": 413,
    "portal.slow": 429,
}


@post("/{portal_id:str}/pieces", status_code=201, sync_to_thread=True)
def begin_file(request: Asked, centre: TheCentre, portal_id: FromPath[str]) -> Response[Any]:
    """Name a file that is coming, and learn where it goes and how much of it is here."""
    try:
        _check(request, centre)
        owner, about, length = owner_of(centre, request), _metadata(request), _number(request, LENGTH)
        if owner.who is None:
            slow_down(centre, request, "papers", longest_s=5)
        coming = begin_pieces(centre, owner, portal_id, about.get("filename", ""), about.get("mark", ""), length)
    except Refused as refused:
        return _refusal(request, refused)
    return _told(coming, 201, Location=f"/filing/{portal_id}/pieces/{coming.id}")


@head("/{portal_id:str}/pieces/{upload:str}", sync_to_thread=True)
def ask_file(request: Asked, centre: TheCentre, portal_id: FromPath[str], upload: FromPath[str]) -> Response[None]:
    """Tell how far a file has come."""
    try:
        _check(request, centre)
        coming = look_at_pieces(centre, owner_of(centre, request), portal_id, upload)
    except Refused as refused:
        status = _STATUS.get(refused.problems[0].code, 400)
        return Response(None, status_code=status, headers={RESUMABLE: VERSION, "Cache-Control": "no-store"})
    return Response(None, status_code=200, headers=_headers(coming))


@patch("/{portal_id:str}/pieces/{upload:str}", status_code=200, sync_to_thread=True, request_max_body_size=4 * PIECE)
def take_file(
    request: Asked, body: RawBody, centre: TheCentre, portal_id: FromPath[str], upload: FromPath[str]
) -> Response[Any]:
    """Take the next piece; with the last one the file is read."""
    try:
        _check(request, centre)
        if request.headers.get("content-type", "").strip().lower() != PIECES:
            raise Refused.because("file.media", "Content-Type")
        owner, offset = owner_of(centre, request), _number(request, OFFSET)
        coming = take_web_piece(centre, owner, portal_id, upload, offset, body)
    except Refused as refused:
        return _refusal(request, refused)
    return _told(coming, 204)


def _check(request: Asked, centre: Centre) -> None:
    """Raise Refused `file.version|form.foreign`."""
    if request.headers.get(RESUMABLE) != VERSION:
        raise Refused.because("file.version", RESUMABLE)
    given = request.headers.get(FORM_TOKEN, "")
    if not hmac.compare_digest(given.encode(), form_token(centre, request).encode()):
        raise Refused.because("form.foreign", FORM_TOKEN)


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


def _told(coming: Coming, status: int, **more: str) -> Response[Any]:
    return Response(None, status_code=status, headers={**_headers(coming), **more})


def _headers(coming: Coming) -> dict[str, str]:
    far = {OFFSET: str(coming.offset), LENGTH: str(coming.length)}
    return {RESUMABLE: VERSION, **far, "Cache-Control": "no-store"}


def _refusal(request: Asked, refused: Refused) -> Response[Any]:
    """Return why, in the reader's words: the script only shows it."""
    status = _STATUS.get(refused.problems[0].code, 400)
    headers = {RESUMABLE: VERSION, "Cache-Control": "no-store"}
    text = sentence_of(refused, language_for(request))
    return Response(text, status_code=status, media_type="text/plain; charset=utf-8", headers=headers)


def pieces_router() -> Router:
    """Return the routes of files in pieces."""
    handlers = [begin_file, ask_file, take_file]
    return Router(path="/filing", route_handlers=handlers, include_in_schema=False, opt=PUBLIC)
