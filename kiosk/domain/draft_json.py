"""Drafts from JSON: one line of `kiosk register --file`, read safely, and the schema of such a line."""

import json
import re
from typing import Any

import msgspec

from kiosk.domain.application import ApplicationDraft, PaperState
from kiosk.errors import Refused

MAX_LINE = 256 * 1024
"""Bytes that one draft may have."""
_MAX_DEPTH = 8
_STRINGS_AND_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]')
_AT = re.compile(r" - at `\$(?:\.)?(.*)`$")
_UNKNOWN = re.compile(r"unknown field `(.*?)`")


def parse_draft(line: bytes | str) -> ApplicationDraft:
    """Return the draft that one JSON line holds, not yet accepted.

    Raises Refused `wire.form` with the field: over-long, over-deep, duplicate keys, NaN, unknown
    keys, wrong types; `channel.missing`, because only the window may take walking in for granted.
    """
    found = _read(line)
    if isinstance(found, dict):
        found.setdefault("service", "")  # `accept` says so in the words of the counter
        if "channel" not in found:
            raise Refused.because("channel.missing", "channel")
    try:
        return msgspec.convert(found, ApplicationDraft)
    except msgspec.ValidationError as error:
        raise _malformed(str(error), _path(str(error), found)) from error


def parse_object(text: bytes | str) -> dict[str, Any]:
    """Return the JSON object that a text holds.  Raises Refused `wire.form` as `parse_draft` does."""
    found = _read(text)
    if not isinstance(found, dict):
        raise _malformed("not an object")
    return found


def _read(line: bytes | str) -> Any:
    data = line.encode("utf-8", "surrogatepass") if isinstance(line, str) else line
    if len(data) > MAX_LINE:
        raise _malformed(f"more than {MAX_LINE} bytes")
    return _safe_json(data)


def draft_schema() -> dict[str, Any]:
    """Return the JSON Schema of one line of `kiosk register --file`."""
    schema = msgspec.json.schema(ApplicationDraft)
    schema["$defs"]["ApplicationDraft"]["required"] = ["service", "channel", "applicants"]
    return schema


def _safe_json(data: bytes) -> Any:
    try:
        text = data.decode("utf-8-sig")
        _refuse_depth(text)
        found = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
        json.dumps(found, ensure_ascii=False).encode()  # half a surrogate pair is no text
    except ValueError as error:
        raise _malformed(str(error)) from error
    return found


def _refuse_depth(text: str) -> None:
    depth = 0
    for part in _STRINGS_AND_BRACKETS.findall(text):
        depth += (part in "[{") - (part in "]}")
        if depth > _MAX_DEPTH:
            raise ValueError("nested too deep")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"key twice: {next(key for key in keys if keys.count(key) > 1)[:80]!r}")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a value")


def _path(message: str, found: Any) -> str:
    """Return the draft's field path out of msgspec's message, e.g. `applicants[0].mobile`."""
    at = _AT.search(message)
    path = at[1] if at else ""
    unknown = _UNKNOWN.search(message)
    if unknown:
        return f"{path}.{unknown[1]}".lstrip(".")
    if path.endswith("[...]"):  # msgspec does not name the key
        name = path.removesuffix("[...]")
        wrong = (key for key, value in found[name].items() if not _fits(name, value))
        return f"{name}.{next(wrong, '')}".rstrip(".")
    return path


def _fits(name: str, value: Any) -> bool:
    return isinstance(value, str) and (name == "fields" or value in set(PaperState))


def _malformed(detail: str, field: str = "") -> Refused:
    return Refused.because("wire.form", field, detail=detail)
