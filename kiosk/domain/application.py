"""What a person hands in, and what the counter made of it."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from kiosk.domain.clock import dhaka_day, unstamp
from kiosk.domain.scans import MAX_PAGES, Scan

SECRET_DIGITS = 13
"""Digits of a receipt's secret: 43 bits, and still keyed on any telephone."""
MOST_PEOPLE = 9
"""Applicants that a form takes, at the counter and on the web."""


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


class Place(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where an address lies, in the office's spelling; what nobody said is empty.

    Names, not codes, so that a record says the same wherever its district's data are not at hand.
    """

    district: str = ""
    upazila: str = ""
    union: str = ""
    ward: str = ""
    post_office: str = ""
    post_code: str = ""


class Applicant(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A person who hands in an application: a name in Bangla or in Latin, all else optional.

    `mobile` is stored as `+8801XXXXXXXXX`; `mobile_of` is `self` or says whose it is; `place` is
    what `address` was understood to mean.
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
    place: Place | None = None

    @property
    def shown_name(self) -> str:
        """The name as the office writes it: Bangla, else Latin."""
        return self.name or self.name_latin


class Agent(Applicant, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Who files for the applicants; `relation` is to the first of them, in the office's words."""

    relation: str = ""


class Post(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How a letter came: all optional; days are `YYYY-MM-DD`.

    `sender_place` is the post office or town it was posted at, `arrived_on` the day on which the
    office received it, `registered_no` the number on a registered letter.
    """

    sender_place: str = ""
    posted_on: str = ""
    arrived_on: str = ""
    registered_no: str = ""
    return_envelope: bool = False


class Attachment(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A file that came with a mail: its shown name, what it says it is, bytes, SHA-256."""

    name: str
    type: str = ""
    size: int = 0
    digest: str = ""


class Mail(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How a mail came.  `arrived_at` is UTC text of `stamp`: the time of receipt."""

    sender: str = ""
    subject: str = ""
    arrived_at: str = ""
    message_id: str = ""
    attachments: Annotated[tuple[Attachment, ...], Meta(max_length=100)] = ()


class ApplicationDraft(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """An application as it was typed: one line of `kiosk register --file`.

    Text is as typed until `kiosk.domain.intake.accept` let it through the door.  `paper_dates` are
    the last days for missing papers, by paper code; `duplicate_reason` the code of why it is
    registered though it looks like one before; `portal_id` the reference under which it was filed on
    the web.
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
    agent: Agent | None = None
    post: Post | None = None
    mail: Mail | None = None
    paper_dates: dict[str, str] = {}
    duplicate_reason: str = ""
    scans: Annotated[tuple[Scan, ...], Meta(max_length=MAX_PAGES)] = ()
    portal_id: str = ""

    @property
    def arrived_on(self) -> str:
        """The Dhaka day on which post or mail arrived, where that is known."""
        if self.post and self.post.arrived_on:
            return self.post.arrived_on
        return dhaka_day(unstamp(self.mail.arrived_at)).isoformat() if self.mail and self.mail.arrived_at else ""


class Application(Struct, frozen=True, omit_defaults=True):
    """An application that has its number; never changed, only followed by further events.

    `received_at` is UTC text of `kiosk.domain.clock.stamp`, `received_on` and `promised_on`
    are Dhaka days `YYYY-MM-DD`; `secret` are the `SECRET_DIGITS` of the receipt's QR.  `version`
    counts its corrections: 0 is as it was received.
    """

    receive_number: str
    secret: str
    kind: Kind
    catalogue_version: str
    received_at: str
    received_on: str
    draft: ApplicationDraft
    promised_on: str | None = None
    version: int = 0

    @property
    def first_applicant(self) -> Applicant:
        """The person whose name the receipt bears."""
        return self.draft.applicants[0]


class Visit(Struct, frozen=True, omit_defaults=True):
    """A visitor who asked and was told; every field but the answer may be empty.

    `answer` is `told|slip|sent|begun|callback`, `channel` is `walk_in|phone`; `callback_on` is the Dhaka
    day on which somebody calls back.
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
    channel: str = "walk_in"
    callback_on: str = ""


VISIT_CHANNELS = ("walk_in", "phone")
ANSWERS = ("told", "slip", "sent", "begun", "callback")
