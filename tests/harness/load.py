"""A journal full of invented people, written in bulk: the same events as registrations, fewer syncs."""

import random
from datetime import datetime
from typing import TYPE_CHECKING

from kiosk.domain.application import (
    SECRET_DIGITS,
    Applicant,
    Application,
    ApplicationDraft,
    Identity,
    IdType,
    Kind,
)
from kiosk.domain.clock import dhaka_day, stamp
from kiosk.domain.events import ApplicationReceived
from kiosk.domain.numbering import ReceiveNumber
from tests.harness.world import OFFICE, OPERATOR, SERVICE

if TYPE_CHECKING:
    from kiosk.desk.context import Desk

_GIVEN = ("রফিকুল", "শফিকুল", "জাহাঙ্গীর", "সুস্মিতা", "লক্ষ্মী", "শ্রাবন্তী", "কৃষ্ণা", "আশরাফুল", "মিজানুর", "জান্নাতুল", "তাসলিমা", "অর্চনা")
_FAMILY = ("ইসলাম", "রহমান", "হোসেন", "চৌধুরী", "চক্রবর্তী", "মণ্ডল", "বিশ্বাস", "খাতুন", "আক্তার", "তালুকদার", "দাস", "মৃধা")
_PLACES = ("সয়না, কাউখালী", "চিরাপাড়া, কাউখালী", "ভাণ্ডারিয়া", "মঠবাড়িয়া", "নাজিরপুর", "নেছারাবাদ", "ইন্দুরকানী", "পিরোজপুর সদর")
_SUBJECT = "জমির খতিয়ানের জাবেদা নকল পাওয়ার জন্য আবেদন; প্রয়োজনীয় কাগজপত্র সংযুক্ত করা হলো এবং নির্ধারিত কোর্ট ফি দাখিল করা হয়েছে। "


def fill(desk: "Desk", count: int, *, first: int = 1) -> None:
    """Append so many applications of about a kilobyte each to the journal, from a serial on."""
    from kiosk.store import journal

    at, chance, code = desk.clock(), random.Random(first), desk.identity.code
    for start in range(first, first + count, 2000):
        with desk.store.write() as unit:
            for serial in range(start, min(start + 2000, first + count)):
                body = received(ReceiveNumber(OFFICE, dhaka_day(at).year % 100, code, serial), at, desk, chance)
                journal.append(unit, body, at=at, operator=OPERATOR, via="cli", rng=desk.rng)


def received(number: ReceiveNumber, at: datetime, desk: "Desk", chance: random.Random) -> ApplicationReceived:
    """Return what the journal says of one invented application."""
    day = dhaka_day(at)
    person = Applicant(
        name=f"{chance.choice(_GIVEN)} {chance.choice(_FAMILY)}",
        guardian=f"{chance.choice(_GIVEN)} {chance.choice(_FAMILY)}",
        mobile=f"+88017{chance.randrange(10**8):08d}",
        id=Identity(IdType.NID, f"{chance.randrange(10**9, 10**10)}"),
        address=chance.choice(_PLACES),
    )
    application = Application(
        receive_number=str(number),
        secret=f"{chance.randrange(10**SECRET_DIGITS):0{SECRET_DIGITS}d}",
        kind=Kind.COPY,
        catalogue_version=desk.catalogue.version,
        received_at=stamp(at),
        received_on=day.isoformat(),
        draft=ApplicationDraft(SERVICE, applicants=(person,), subject=f"{_SUBJECT}{number.serial}"),
        promised_on=day.isoformat(),
    )
    return ApplicationReceived(application)
