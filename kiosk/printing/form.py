"""What an office's receipt looks like, as data: which parts in which order, which rows, size, language, lines of its own.

`resources/printers/receipt.toml` says it for everybody, `receipt.toml` in the home for one counter.
"""

import re
import tomllib
from dataclasses import replace
from functools import cache, lru_cache
from typing import Literal

import msgspec
from msgspec import Struct

from kiosk import resources
from kiosk.errors import Refused
from kiosk.printing.profiles import Face, Profile

FILE = "receipt.toml"
PARTS = ("head", "number", "promise", "rows", "papers", "news", "ask", "foot")
ROWS = ("name", "guardian", "service", "subject", "arrived", "fees", "place")
NEEDED = ("number", "news")
"""The number with its check digit, and the QR code: no receipt is without them."""

_LARGER = 1.2


class Form(Struct, frozen=True, forbid_unknown_fields=True):
    """A receipt's form.  `order` are `PARTS`, `rows` are `ROWS`; what is not named is left out.

    `head` are lines under the office's name, `ask` says where to ask, `foot` closes the slip.
    """

    language: Literal["bn", "en", "both"] = "bn"
    size: Literal["normal", "large"] = "normal"
    order: tuple[str, ...] = PARTS
    rows: tuple[str, ...] = ROWS
    head: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()
    barcode: bool = True


USUAL = Form()


@cache
def usual_form() -> Form:
    """Return the form of an office that chose none."""
    return parse_form(resources.read_text(f"printers/{FILE}"), f"printers/{FILE}")


def parse_form(text: str, file: str, base: Form = USUAL) -> Form:
    """Return a form; what the text does not say is as in `base`.  Raises Refused `receipt.form` with file and line."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        raise _wrong(file, int(at[1]) if at else text.count("\n") + 1, str(error)) from error
    try:
        form = msgspec.convert({**msgspec.structs.asdict(base), **found}, Form)
    except msgspec.ValidationError as error:
        named = re.search(r"`\$\.(\w+)|field `(\w+)`", str(error))
        raise _wrong(file, _line(text, str(named[1] or named[2]) if named else ""), str(error)) from error
    for key, problem in _problems(form):
        raise _wrong(file, _line(text, key), problem)
    return form


def _problems(form: Form) -> list[tuple[str, str]]:
    found = []
    for key, given, known in (("order", form.order, PARTS), ("rows", form.rows, ROWS)):
        found += [
            (key, f"{key}: there is no {name!r}; there are {', '.join(known)}") for name in given if name not in known
        ]
        found += [(key, f"{key}: {name!r} stands twice") for name in dict.fromkeys(given) if given.count(name) > 1]
    found += [("order", f"order: a receipt needs {name!r}") for name in NEEDED if name not in form.order]
    lines = [(key, line) for key in ("head", "ask", "foot") for line in getattr(form, key)]
    found += [(key, f"{key}: a line is empty or too long") for key, line in lines if not 0 < len(line.strip()) <= 200]
    return found


def _line(text: str, key: str) -> int:
    """Return the line on which a key stands."""
    pattern = re.compile(rf"\s*{re.escape(key)}\s*=")
    return next((number for number, line in enumerate(text.splitlines(), 1) if key and pattern.match(line)), 1)


def _wrong(file: str, line: int, detail: str) -> Refused:
    return Refused.because("receipt.form", f"{file}:{line}", file=file, line=line, detail=detail)


def write_form(form: Form) -> str:
    """Return a form as TOML, only what differs from the usual."""
    usual = msgspec.structs.asdict(usual_form())
    differs = {key: value for key, value in msgspec.structs.asdict(form).items() if value != usual[key]}
    return "".join(f"{key} = {msgspec.json.encode(value).decode()}\n" for key, value in differs.items())


@lru_cache(maxsize=32)
def sized(profile: Profile, size: str) -> Profile:
    """Return a printer's profile in the form's size; the number fills the line already."""
    if size == "normal":
        return profile
    return replace(profile, body=_larger(profile.body), head=_larger(profile.head), boxed=_larger(profile.boxed))


def _larger(face: Face) -> Face:
    return Face(round(face.px * _LARGER), round(face.line * _LARGER))
