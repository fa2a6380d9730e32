"""Bytes from outside become messages, or are refused: size, depth, doubled keys, NaN, wrong types.

msgspec is quick but takes doubled keys silently.  What re-encodes to the very bytes that
came cannot hold any, so only other bytes go through the slow, strict reader.
"""

import json
import math
import re
import zlib
from typing import Any, TypeVar

import msgspec

from kiosk.errors import Refused

MAX_SENT_BYTES = 2 << 20
MAX_INFLATED_BYTES = 8 << 20
MAX_DEPTH = 32

_M = TypeVar("_M")
_encoder = msgspec.json.Encoder()
_TOKENS = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', re.DOTALL)


def read_message(body: bytes, encoding: str, kind: type[_M]) -> _M:
    """Return the message in a request's body.  Raises Refused `wire.form|wire.size`."""
    plain = inflate(body, encoding)
    message = decode(plain, kind)
    check_unambiguous(plain, message)
    return message


def inflate(body: bytes, encoding: str) -> bytes:
    """Return a body as it was before it was shrunk; `encoding` is empty, `identity` or `deflate`."""
    if encoding in {"", "identity"}:
        return body
    if encoding != "deflate":
        raise Refused.because("wire.form", "Content-Encoding", detail=encoding)
    reader = zlib.decompressobj()
    try:
        plain = reader.decompress(body, MAX_INFLATED_BYTES + 1)
    except zlib.error as error:
        raise Refused.because("wire.form", detail="not deflated") from error
    if len(plain) > MAX_INFLATED_BYTES:
        raise Refused.because("wire.size", limit=MAX_INFLATED_BYTES)
    if not reader.eof or reader.unused_data:
        raise Refused.because("wire.form", detail="cut off")
    return plain


def decode(plain: bytes | msgspec.Raw, kind: type[_M], field: str = "") -> _M:
    """Return a typed value.  Raises Refused `wire.form`, naming the place where msgspec does."""
    try:
        return msgspec.json.decode(plain, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise _not_formed(error, field) from error


def check_unambiguous(plain: bytes, message: Any, field: str = "") -> None:
    """Refuse JSON that two readers could understand differently, or that is too deep."""
    if _encoder.encode(message) != plain:
        read_strictly(plain, field)


def read_strictly(plain: bytes, field: str = "") -> Any:
    """Return plain JSON without doubled keys, NaN, infinities or great depth."""
    depth = 0
    for token in _TOKENS.finditer(plain):
        depth += {b"[": 1, b"{": 1, b"]": -1, b"}": -1}.get(token.group(), 0)
        if depth > MAX_DEPTH:
            raise Refused.because("wire.form", field, detail="too deep")
    try:
        return json.loads(plain, object_pairs_hook=_object, parse_constant=_constant, parse_float=_number)
    except (ValueError, RecursionError) as error:
        raise _not_formed(error, field) from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _constant(name: str) -> Any:
    raise ValueError(f"{name} is no number")


def _number(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError("a number is too large")
    return value


def _not_formed(error: Exception, field: str) -> Refused:
    # "Expected `int`, got `str` - at `$.head.seq`"
    detail, _, place = str(error).partition(" - at `$")
    path = f"{field}{place.rstrip('`')}" if field or not place else place.rstrip("`").removeprefix(".")
    return Refused.because("wire.form", path, detail=detail)
