"""One frozen `Settings`, read once from `settings.toml` in the home; an unknown key stops the start."""

import os
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from kiosk.errors import Refused

FILE = "settings.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """What an office may choose for one counter.

    `printer_url` is `tcp://host:port`, `file:PATH`, `none:` (later also usb:, serial:, cups:);
    `server_url` empty: works alone; `backup_dir` a second place for backups; `language` is
    `bn|en`; `theme` `light|dark|contrast`; `scale` 0 chooses by the screen;
    `typing` `phonetic|probhat|system` is how Bangla is typed.
    """

    office_name_bn: str = ""
    office_name_en: str = ""
    office_line_bn: str = ""
    printer_url: str = "none:"
    printer_profile: str = "generic-80"
    server_url: str = ""
    public_base: str = ""
    backup_dir: str = ""
    language: str = "bn"
    theme: str = "light"
    scale: float = 0.0
    idle_lock_minutes: int = 5
    missing_paper_days: int = 7
    count_day_of_receipt: bool = False
    khatian_types: str = ""
    typing: str = "phonetic"


def read_settings(home: Path) -> Settings:
    """Return the settings of a home; the defaults when it has none.

    Raises Refused `settings.unknown|settings.type|settings.form`.
    """
    try:
        text = (home / FILE).read_text("utf-8")
    except FileNotFoundError:
        return Settings()
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refused.because("settings.form", FILE, detail=str(error)) from error
    return Settings(**{key: _checked(key, value) for key, value in found.items()})


def _checked(key: str, value: Any) -> Any:
    wanted = {field.name: type(field.default) for field in fields(Settings)}.get(key)
    if wanted is None:
        raise Refused.because("settings.unknown", key, key=key)
    if wanted is float and type(value) is int:
        return float(value)
    if type(value) is not wanted:
        raise Refused.because("settings.type", key, key=key, wanted=wanted.__name__)
    return value


def write_settings(home: Path, settings: Settings) -> None:
    """Replace the settings file in one step, durable."""
    import tempfile  # slow to import, and only writing needs it

    lines = (f"{field.name} = {_toml(getattr(settings, field.name))}\n" for field in fields(settings))
    handle, name = tempfile.mkstemp(dir=home, prefix=".settings-")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.writelines(lines)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(home / FILE)
    _sync_names(home)


def _sync_names(folder: Path) -> None:
    """Make names in a folder durable; Windows does it by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _toml(value: str | float) -> str:
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return '"' + "".join(c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in escaped) + '"'
    return repr(value).lower()  # a bool is True in Python only
