"""The catalogue and the calendar in force, read from `resources/`.

TOML of this size takes a fifth of a window's start, so `compiled.json` beside it holds the same
values; it is believed only while it names the digest of the files as they are now.
"""

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from types import MappingProxyType
from typing import Any

import msgspec
from msgspec import Struct

from kiosk import resources
from kiosk.domain import calendar
from kiosk.domain.catalogue import Catalogue
from kiosk.errors import Refused

_FOLDER = "catalogue"
_COMPILED = f"{_FOLDER}/compiled.json"
_VERSIONS = f"{_FOLDER}/versions"


class _Compiled(Struct):
    digest: str
    catalogue: Catalogue


def load_catalogue() -> Catalogue:
    """Return all services.  Raises Refused `catalogue.form` with file and line."""
    compiled = resources.read_bytes(_COMPILED) if resources.path(_COMPILED).is_file() else b""
    texts = _texts()
    return believed(compiled, texts) or read_catalogue(texts)


@cache
def older_catalogues() -> Mapping[str, Catalogue]:
    """Return the catalogues of before by version: applications are judged by the one they were made under."""
    files = resources.names(_VERSIONS, ".json")
    found = (msgspec.json.decode(resources.read_bytes(name), type=Catalogue) for name in files)
    return MappingProxyType({catalogue.version: catalogue for catalogue in found})


def believed(compiled: bytes, texts: dict[str, str]) -> Catalogue | None:
    """Return the catalogue of a `compiled.json` made from exactly these files, else None."""
    if not compiled.startswith(b'{"digest":"%s"' % _digest(texts).encode()):
        return None
    return msgspec.json.decode(compiled, type=_Compiled).catalogue


def load_calendar() -> calendar.OfficeCalendar:
    """Return the office's calendar.  Raises Refused `calendar.form`."""
    return calendar.load_calendar(*map(resources.read_text, resources.names("calendar", ".toml")))


def read_catalogue(texts: dict[str, str]) -> Catalogue:
    """Return the catalogue out of its TOML files, text by name: `version`, `shared/…`, and services.

    Raises Refused `catalogue.form`, also when two files name the same service.
    """
    from kiosk.domain.catalogue_files import parse_services, parse_shared  # the compiled file needs no parser

    version: dict[str, Any] = msgspec.toml.decode(texts["version"])
    order = version.get("order", [])
    shared = parse_shared({name.removeprefix("shared/"): texts[name] for name in texts if name.startswith("shared/")})
    names = [name for name in texts if name != "version" and not name.startswith("shared/")]
    services = {}
    for name in sorted(names, key=lambda name: (order.index(name) if name in order else len(order), name)):
        for service in parse_services(texts[name], f"{name}.toml", shared):
            if service.code in services:
                detail = f"{service.code} is in two files"
                raise Refused.because("catalogue.form", name, file=f"{name}.toml", line=1, detail=detail)
            services[service.code] = service
    return Catalogue(
        version["version"], services, shared.branches, str(version["date"]), shared.duplicates, shared.reasons
    )


def compile_catalogue() -> bytes:
    """Return what belongs into `compiled.json` now."""
    texts = _texts()
    return msgspec.json.encode(_Compiled(_digest(texts), read_catalogue(texts)))


def _texts() -> dict[str, str]:
    files = resources.names(_FOLDER, ".toml") + resources.names(f"{_FOLDER}/shared", ".toml")
    return {name.removeprefix(f"{_FOLDER}/").removesuffix(".toml"): resources.read_text(name) for name in files}


def _digest(texts: dict[str, str]) -> str:
    return sha256("\0".join(f"{name}\0{texts[name]}" for name in sorted(texts)).encode()).hexdigest()
