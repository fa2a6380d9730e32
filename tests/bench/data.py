"""Invented people, drafts and homes for the benches; a number gives the same draft every time."""

import importlib.util
import random
import string
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.desk.context import Desk, close_desk, open_desk
from kiosk.desk.setup import SetUp, set_up
from kiosk.domain.application import Applicant, ApplicationDraft, Identity, IdType, PaperState
from kiosk.domain.catalogue import Service

OPERATOR = "shahana"
PASSWORD = "a long enough passphrase"
SERVICES = (
    "khatian_copy_normal",
    "general_petition",
    "haat_bazar_lease",
    "la_compensation",
    "mouza_map_copy",
    "certificate_general",
    "rti_request",
)

_TITLES = ("মোঃ", "মোছাঃ", "শ্রী", "শেখ", "", "")
_GIVEN = (
    "রফিকুল", "শফিকুল", "জাহাঙ্গীর", "আব্দুল্লাহ", "মোস্তাফিজুর", "সিদ্দিকুর", "নজরুল", "তরিকুল", "ক্ষিতীশ",
    "চন্দ্রশেখর", "ইন্দ্রজিৎ", "সুস্মিতা", "লক্ষ্মী", "শ্রাবন্তী", "কৃষ্ণা", "রাজ্জাক", "আশরাফুল",
    "মিজানুর", "হাবিবুর", "জান্নাতুল", "ফেরদৌসী", "তাসলিমা", "অর্চনা", "কীর্তি", "মঞ্জুরুল", "বিশ্বজিৎ",
    "প্রজ্ঞা", "দীপ্তি", "রুবাইয়াত", "শর্মিষ্ঠা", "উজ্জ্বল", "জ্যোৎস্না", "সঞ্চিতা",
)  # fmt: skip
_FAMILY = (
    "ইসলাম", "রহমান", "হোসেন", "আহমেদ", "চৌধুরী", "ভট্টাচার্য", "চক্রবর্তী", "মণ্ডল", "বিশ্বাস", "সরকার",
    "খাতুন", "আক্তার", "সুলতানা", "তালুকদার", "প্রামাণিক", "মজুমদার", "দাস", "মৃধা", "উদ্দিন", "হক",
    "মিয়া", "সিকদার", "দেওয়ান", "মুন্সী", "ফকির", "হাওলাদার",
)  # fmt: skip
_PLACES = (
    "সয়না", "কাউখালী", "নেছারাবাদ", "ভান্ডারিয়া", "মঠবাড়িয়া", "নাজিরপুর", "ইন্দুরকানী", "শ্রীরামকাঠি",
    "জুজখোলা", "কলাখালী",
)  # fmt: skip
_MATTERS = (
    "জমির নামজারি ও জমাভাগ বিষয়ে",
    "ওয়ারিশ সনদের প্রত্যয়ন প্রসঙ্গে",
    "অধিগ্রহণকৃত জমির ক্ষতিপূরণ বিষয়ে",
    "রাস্তার পাশের জলাবদ্ধতা নিরসন প্রসঙ্গে",
)


def name(rng: random.Random) -> str:
    """Return an invented name in Bangla."""
    return " ".join(filter(None, (rng.choice(_TITLES), rng.choice(_GIVEN), rng.choice(_FAMILY))))


def draft(number: int, services: dict[str, Service]) -> ApplicationDraft:
    """Return a draft as a window sends it: every usual field filled, about 1.2 KB as an event."""
    rng = random.Random(number)
    service = services[SERVICES[number % len(SERVICES)]]
    return ApplicationDraft(
        service=service.code,
        applicants=(_person(rng),),
        subject=rng.choice(_MATTERS),
        fields={field.code: field.example_bn for field in service.fields[:4] if field.example_bn},
        papers={paper.code: rng.choice((PaperState.GIVEN, PaperState.SEEN)) for paper in service.papers},
    )


def _person(rng: random.Random) -> Applicant:
    return Applicant(
        name=name(rng),
        guardian=name(rng),
        mobile="01" + rng.choice("3456789") + _digits(rng, 8),
        id=Identity(IdType.NID, _digits(rng, 17)),
        address=f"{rng.choice(_PLACES)}, {rng.choice(_PLACES)}, পিরোজপুর",
    )


def _digits(rng: random.Random, count: int) -> str:
    return "".join(rng.choices(string.digits, k=count))


def make_home(home: Path, printer_url: str = "tcp://127.0.0.1:9") -> Path:
    """Set a counter up that works alone; its printer is named, nobody listens there."""
    set_up(
        home,
        SetUp(
            office_district=79,
            office_name_bn="জেলা ই-সেবা কেন্দ্র, পিরোজপুর",
            office_line_bn="জেলা প্রশাসকের কার্যালয়",
            counter_code=1,
            printer_url=printer_url,
            public_base="https://service.example.gov.bd",
            operator_login=OPERATOR,
            operator_name_bn="শাহানা",
            operator_password=PASSWORD,
        ),
    )
    return home


@contextmanager
def desk_at(home: Path) -> Iterator[Desk]:
    """Give the desk of a home that is made now if it is not there."""
    if not (home / "key").exists():
        make_home(home)
    desk = open_desk(home)
    try:
        yield desk
    finally:
        close_desk(desk)


def need(*modules: str) -> None:
    """Leave with one plain line when what only the benches need is not installed."""
    missing = [module for module in modules if importlib.util.find_spec(module) is None]
    if missing:
        sys.exit(f"not installed: {', '.join(missing)}; `python3 installer/bootstrap.py bench` installs them")
