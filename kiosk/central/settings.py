"""What the centre may choose, read once from its `settings.toml`; an unknown key stops the start."""

import ipaddress
import os
import re
import tomllib
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from kiosk.errors import Refused

FILE = "settings.toml"
FILES_SECRET = "KIOSK_FILES_SECRET"  # noqa: S105 - the name of a variable
DISK, S3 = "disk", "s3"
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class FilesSettings:
    """`[files]`: where scanned pages lie in the end; they are sealed before they leave the machine.

    `store` is `disk` (the home) or `s3`: a bucket behind `endpoint` (`https://host`; plain `http:` only on
    this machine, or where `plain_http` says so), known there by `key_id` and a secret.  That stands in
    `secret`, in a file of its own (`secret_file`) or in the variable `KIOSK_FILES_SECRET`.  `folder` is
    what our names begin with; `ca_file` holds certificates to believe besides the known ones; both files
    are looked for in the home.  No request takes longer than `timeout_s`.
    """

    store: str = DISK
    endpoint: str = ""
    bucket: str = ""
    region: str = "us-east-1"
    folder: str = ""
    key_id: str = ""
    secret: str = field(default="", repr=False)
    secret_file: str = ""
    ca_file: str = ""
    plain_http: bool = False
    timeout_s: int = 30


@dataclass(frozen=True, slots=True)
class CentralSettings:
    """`database_url` empty: the embedded database in the home, else `postgresql://…`.

    `public_base` is the address that receipts and messages name.  The `office_…` values are
    what a new office begins with: names, the telephone of the centre and its opening hours.

    `trusted_proxies` are addresses, by commas, whose forwarded headers are believed; without any,
    none are.  Who signs in stays for `session_hours`, without doing anything for `idle_minutes`;
    `second_factor` names the roles that need one.  What is overdue rises to the ADC at once and
    to the DC after `rise_after_days` working days.

    `session_per_minute` and `address_per_minute` bound how many pages one session, one address may
    ask for (0: no bound), `counters_per_minute` how many requests of counters come from one address;
    whoever sends nothing of a body for `body_idle_s` seconds is let go.

    What somebody writes on the web and does not send is kept for `unsent_days`.
    """

    database_url: str = ""
    public_base: str = ""
    office_name_bn: str = "জেলা ই-সেবা কেন্দ্র"
    office_name_en: str = "District e-Service Centre"
    office_phone: str = ""
    office_hours_bn: str = "রবি–বৃহঃ, ৯টা–৫টা"
    office_hours_en: str = "Sun–Thu, 9–5"
    trusted_proxies: str = ""
    idle_minutes: int = 30
    session_hours: int = 12
    second_factor: str = "administrator, dc, adc, officer"
    rise_after_days: int = 3
    session_per_minute: int = 300
    address_per_minute: int = 3000
    counters_per_minute: int = 12000
    body_idle_s: int = 30
    unsent_days: int = 2
    files: FilesSettings = FilesSettings()


def read_central_settings(home: Path, **chosen: str) -> CentralSettings:
    """Return the settings of a home; whatever was `chosen` on the command line comes first.

    Raises Refused `settings.unknown|settings.type|settings.form`.
    """
    found = read_toml(home / FILE)
    files = _files(home, made(FilesSettings, found.pop("files", {}), "files."))
    told: dict[str, Any] = {key: value for key, value in chosen.items() if value}
    return replace(made(CentralSettings, found, ""), files=files, **told)


def read_toml(path: Path) -> dict[str, Any]:
    """Return what a file says; nothing, where there is none.  Raises Refused `settings.form`."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused.because("settings.form", path.name, detail=str(error)) from error


def made(kind: type[_T], found: Any, above: str) -> _T:
    """Return settings of a kind from a table called `above`.  Raises Refused `settings.unknown|settings.type`."""
    if not isinstance(found, dict):
        raise Refused.because("settings.type", above, key=above, wanted="table")
    plain = kind()
    known = {one.name: getattr(plain, one.name) for one in fields(kind)}  # type: ignore[arg-type] # a dataclass
    values = {}
    for name, value in found.items():
        if name not in known:
            raise Refused.because("settings.unknown", above + name, key=above + name)
        given = tuple(value) if isinstance(value, list) else value
        if type(given) is not type(known[name]):
            wanted = type(known[name]).__name__
            raise Refused.because("settings.type", above + name, key=above + name, wanted=wanted)
        values[name] = given
    return kind(**values)


def need(key: str, holds: bool) -> None:  # noqa: FBT001 - what is needed
    """Raise Refused `settings.form` naming the key, unless its value holds."""
    if not holds:
        raise Refused.because("settings.form", key, detail=key)


def is_here(host: str) -> bool:
    """Tell whether a host is this very machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _files(home: Path, given: FilesSettings) -> FilesSettings:
    """Return them with their secret, once all that a bucket needs is there."""
    need("files.store", given.store in {DISK, S3})
    need("files.bucket", bool(given.bucket) or given.store == DISK)
    if not given.bucket:
        return given
    need("files.bucket", bool(re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", given.bucket)))
    need("files.endpoint", _is_endpoint(given))
    need("files.folder", bool(re.fullmatch(r"[0-9A-Za-z._/-]*", given.folder)))
    need("files.timeout_s", given.timeout_s > 0)
    secret = given.secret or os.environ.get(FILES_SECRET, "") or _secret_of(home, given.secret_file)
    need("files.key_id", bool(given.key_id))
    need("files.secret", bool(secret))
    return replace(given, secret=secret)


def _is_endpoint(given: FilesSettings) -> bool:
    parts = urlsplit(given.endpoint)
    plain = parts.scheme == "http" and (given.plain_http or is_here(parts.hostname or ""))
    return bool(parts.hostname) and not parts.path.strip("/") and (plain or parts.scheme == "https")


def _secret_of(home: Path, name: str) -> str:
    try:
        return (home / name).read_text("utf-8").strip() if name else ""
    except (OSError, UnicodeDecodeError) as error:
        raise Refused.because("settings.form", "files.secret_file", detail="files.secret_file") from error
