"""What was told of the office: declared days, the directory, fees, names, keys, messages that reached nobody."""

import msgspec

from kiosk.domain.events import DayDeclared, GuidanceChanged
from kiosk.domain.office_card import Card
from kiosk.domain.office_catalogue import OfficeCatalogue
from kiosk.store.session import Unit

_encoder = msgspec.json.Encoder()


def apply_day(unit: Unit, declared: DayDeclared, at: str) -> None:
    """Take in a day that was declared; the latest declaration of a day holds."""
    unit.run(
        "INSERT INTO office_day (day, kind, name_bn, name_en, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (day) DO UPDATE"
        " SET kind = excluded.kind, name_bn = excluded.name_bn, name_en = excluded.name_en, at = excluded.at"
        " WHERE excluded.at >= at",
        declared.day,
        declared.kind,
        declared.name_bn,
        declared.name_en,
        at,
    )


def apply_guidance(unit: Unit, changed: GuidanceChanged, at: str, *, operator: str, counter: int) -> None:
    """Take in a change of the guidance directory; a repeat changes nothing."""
    unit.run(
        "INSERT OR IGNORE INTO guidance (code, at, counter, operator, body) VALUES (?, ?, ?, ?, ?)",
        changed.entry.code,
        at,
        counter,
        operator,
        _encoder.encode(changed.entry),
    )


def apply_notice(unit: Unit, receive_number: str, channel: str, why: str, at: str) -> None:
    """Take in that a message did not reach somebody; `why` empty says that one did after all."""
    here = "receive_number = ? AND channel = ? AND at <= ?"
    unit.run(f"DELETE FROM notice_failed WHERE {here}", receive_number, channel, at)  # noqa: S608 - ours
    if why:
        unit.run("INSERT OR IGNORE INTO notice_failed VALUES (?, ?, ?, ?)", receive_number, channel, why, at)


def apply_catalogue(unit: Unit, made: OfficeCatalogue) -> None:
    """Take in a version of the office's catalogue; a repeat changes nothing."""
    unit.run(
        "INSERT OR REPLACE INTO office_catalogue (number, valid_from, body) VALUES (?, ?, ?)",
        made.number,
        made.valid_from,
        _encoder.encode(made),
    )


def apply_card(unit: Unit, card: Card) -> None:
    """Take in what the office says of itself from now on; the same again changes nothing."""
    body = _encoder.encode(card)
    if (unit.one("SELECT body FROM office_card ORDER BY id DESC LIMIT 1") or (None,))[0] != body:
        unit.run("INSERT INTO office_card (body) VALUES (?)", body)


def apply_key(unit: Unit, public_key: str, *, counter: int, provisional: int, at: str) -> None:
    """Take in the key of a counter of the office; a repeat changes nothing."""
    unit.run(
        "INSERT INTO counter_key (public_key, counter, provisional, at, current) VALUES (?, ?, ?, ?, 1)"
        " ON CONFLICT (public_key) DO UPDATE SET current = 1, counter = excluded.counter",
        public_key,
        counter,
        provisional,
        at,
    )
