"""What a person hands in, and what the counter made of it."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

SECRET_DIGITS = 13
"""Digits of a receipt's secret: 43 bits, and still keyed on any telephone."""


class Channel(StrEnum):
    """How an application came in."""

    WALK_IN = "walk_in"
    POST = "post"
    EMAIL = "email"
    PORTAL = "portal"
    PHONE = "phone"


class Kind(StrEnum):
    """Who asks, and where it goes: to the DC by e-file, or straight to the record room."""

    CITIZEN = "citizen"
    OFFICIAL = "official"
    COPY = "copy"


class PaperState(StrEnum):
    """What became of a paper that the service asks for."""

    GIVEN = "given"
    SEEN = "seen"
    MISSING = "missing"


class IdType(StrEnum):
    """Which document a person's number is of; length alone cannot tell."""

    NID = "nid"
    BIRTH_REGISTRATION = "birth_registration"
    PASSPORT = "passport"


class Identity(Struct, frozen=True, forbid_unknown_fields=True):
    """A document number with its kind, ASCII digits."""

    type: IdType
    number: str


class Applicant(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A person who hands in an application: a name in Bangla or in Latin, all else optional.

    `mobile` is stored as `+8801XXXXXXXXX`; `mobile_of` is `self` or says whose it is.
    """

    name: str = ""
    name_latin: str = ""
    guardian: str = ""
    mobile: str = ""
    mobile_of: str = "self"
    email: str = ""
    birth_date: str = ""
    id: Identity | None = None
    address: str = ""

    @property
    def shown_name(self) -> str:
        """The name as the office writes it: Bangla, else Latin."""
        return self.name or self.name_latin


class ApplicationDraft(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """An application as it was typed: one line of `kiosk register --file`.

    Text is as typed until `kiosk.domain.intake.accept` let it through the door.
    """

    service: str
    channel: Channel = Channel.WALK_IN
    applicants: Annotated[tuple[Applicant, ...], Meta(max_length=100)] = ()
    subject: str = ""
    fields: dict[str, str] = {}
    papers: dict[str, PaperState] = {}
    memo_no: str = ""
    memo_date: str = ""
    sender_office: str = ""


class Application(Struct, frozen=True, omit_defaults=True):
    """An application that has its number; never changed, only followed by further events.

    `received_at` is UTC text of `kiosk.domain.clock.stamp`, `received_on` and `promised_on`
    are Dhaka days `YYYY-MM-DD`; `secret` are the `SECRET_DIGITS` of the receipt's QR.
    """

    receive_number: str
    secret: str
    kind: Kind
    catalogue_version: str
    received_at: str
    received_on: str
    draft: ApplicationDraft
    promised_on: str | None = None

    @property
    def first_applicant(self) -> Applicant:
        """The person whose name the receipt bears."""
        return self.draft.applicants[0]


class Visit(Struct, frozen=True, omit_defaults=True):
    """A visitor who asked and was told; every field but the answer may be empty.

    `answer` is `told|slip|sent|begun|callback`.
    """

    visit_id: str
    at: str
    on: str
    answer: str
    service: str = ""
    topic: str = ""
    name: str = ""
    mobile: str = ""
    note: str = ""
    became: str = ""


ANSWERS = ("told", "slip", "sent", "begun", "callback")
