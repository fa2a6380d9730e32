"""What the centre may choose, read once from its `settings.toml`; an unknown key stops the start."""

import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from kiosk.errors import Refused

FILE = "settings.toml"


@dataclass(frozen=True, slots=True)
class CentralSettings:
    """`database_url` empty: the embedded database in the home, else `postgresql://…`.

    `public_base` is the address that receipts and messages name.  The `office_…` values are
    what a new office begins with: names, the telephone of the centre and its opening hours.
    """

    database_url: str = ""
    public_base: str = ""
    office_name_bn: str = "জেলা ই-সেবা কেন্দ্র"
    office_name_en: str = "District e-Service Centre"
    office_phone: str = ""
    office_hours_bn: str = "রবি–বৃহঃ, ৯টা–৫টা"
    office_hours_en: str = "Sun–Thu, 9–5"


def read_central_settings(home: Path, **chosen: str) -> CentralSettings:
    """Return the settings of a home; whatever was `chosen` on the command line comes first.

    Raises Refused `settings.unknown|settings.type|settings.form`.
    """
    found = _read(home / FILE)
    known = {field.name for field in fields(CentralSettings)}
    for key, value in found.items():
        if key not in known:
            raise Refused.because("settings.unknown", key, key=key)
        if type(value) is not str:
            raise Refused.because("settings.type", key, key=key, wanted="str")
    return replace(CentralSettings(**found), **{key: value for key, value in chosen.items() if value})


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused.because("settings.form", FILE, detail=str(error)) from error
