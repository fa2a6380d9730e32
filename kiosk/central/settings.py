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


def read_central_settings(home: Path, **chosen: str) -> CentralSettings:
    """Return the settings of a home; whatever was `chosen` on the command line comes first.

    Raises Refused `settings.unknown|settings.type|settings.form`.
    """
    found = _read(home / FILE)
    known = {field.name: type(field.default) for field in fields(CentralSettings)}
    for key, value in found.items():
        if key not in known:
            raise Refused.because("settings.unknown", key, key=key)
        if type(value) is not known[key]:
            raise Refused.because("settings.type", key, key=key, wanted=known[key].__name__)
    told: dict[str, Any] = {key: value for key, value in chosen.items() if value}
    return replace(CentralSettings(**found), **told)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused.because("settings.form", FILE, detail=str(error)) from error
