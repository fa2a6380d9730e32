"""What happens to an application at a counter after it was received, each act an event of its own.

An event and the step that the history shows of it are one thing said twice, so `step_of` makes
the step from the event, at the counter and at the centre alike.  Money is whole poisha; the
counter never takes cash: a fee comes as court-fee stamps or as paid challans.
"""

from collections.abc import Iterable
from typing import Annotated, Any

from msgspec import Meta, Struct, structs

from kiosk.domain.application import Application, Kind, PaperState
from kiosk.domain.workflow import (
    FORWARDED,
    IN_PROGRESS,
    INQUIRY,
    PENDING,
    POSTED,
    PREPARING,
    READY,
    RECEIVED,
    RECORD_ROOM,
    STATES,
    VOID,
    WAITING_FEE,
    WAITING_PAPERS,
    Step,
)

MOST_PARTS = 100

Text = Annotated[str, Meta(max_length=1000)]
Codes = Annotated[tuple[str, ...], Meta(max_length=MOST_PARTS)]


class Stamp(Struct, frozen=True, omit_defaults=True):
    """Court-fee stamps of one value: `count` of them, the serials as they are printed on them."""

    poisha: int
    count: int = 1
    serials: Codes = ()


class Challan(Struct, frozen=True, omit_defaults=True):
    """A paid treasury challan: its number, amount, and the day of the bank's seal."""

    number: str
    poisha: int
    on: str = ""


class FollowUp(Struct, frozen=True, omit_defaults=True):
    """What every follow-up says: which application, and what the applicant may read of it."""

    receive_number: str
    note: Text = ""


class PaperReceived(FollowUp, frozen=True, omit_defaults=True):
    """Missing papers were brought.  Kind `paper.received`; `papers` are codes of the service."""

    papers: Codes = ()


class FeeDemanded(FollowUp, frozen=True, omit_defaults=True):
    """Court fee is asked for.  Kind `fee.demanded`.

    `poisha` = `base_poisha` + `folios` × `per_folio_poisha`; `until` is the last Dhaka day.
    """

    poisha: int = 0
    folios: int = 0
    base_poisha: int = 0
    per_folio_poisha: int = 0
    until: str = ""


class FeeReceived(FollowUp, frozen=True, omit_defaults=True):
    """Stamps or challans were handed in.  Kind `fee.received`."""

    stamps: Annotated[tuple[Stamp, ...], Meta(max_length=MOST_PARTS)] = ()
    challans: Annotated[tuple[Challan, ...], Meta(max_length=MOST_PARTS)] = ()

    @property
    def poisha(self) -> int:
        """What all of it is worth."""
        stamps = sum(stamp.poisha * stamp.count for stamp in self.stamps)
        return stamps + sum(challan.poisha for challan in self.challans)


class CopyRequested(FollowUp, frozen=True, omit_defaults=True):
    """The template went to the record room, `printed` on paper or sent.  Kind `copy.requested`."""

    printed: bool = True


class CopyReady(FollowUp, frozen=True, omit_defaults=True):
    """The copy came from the record room, of so many folios.  Kind `copy.ready`."""

    folios: int = 0


class CopyHandedOver(FollowUp, frozen=True, omit_defaults=True):
    """Somebody took the copy.  Kind `copy.handed_over`.

    `taken_by` is the person's name where it is not the applicant, `relation` to the applicant;
    `identity` what was seen (`nid|birth_registration|passport|slip|known`), `mark` is `signature|thumb`.
    """

    taken_by: Text = ""
    relation: Text = ""
    identity: str = ""
    mark: str = "signature"


class CopyPosted(FollowUp, frozen=True, omit_defaults=True):
    """The copy went by post.  Kind `copy.posted`; a line of the despatch register."""

    registered_no: Text = ""
    posted_on: str = ""


class CopyReturned(FollowUp, frozen=True, omit_defaults=True):
    """The letter came back.  Kind `copy.returned`; `reason` is a code of the catalogue's `returned` reasons."""

    registered_no: Text = ""
    reason: str = ""


class StatusTold(FollowUp, frozen=True, omit_defaults=True):
    """Somebody asked and was told how it stands.  Kind `status.told`."""


class Withdrawn(FollowUp, frozen=True, omit_defaults=True):
    """The applicant takes the application back.  Kind `application.withdrawn`."""

    reason: str = ""


class DelayComplained(FollowUp, frozen=True, omit_defaults=True):
    """The promised day passed and the applicant complains.  Kind `delay.complained`."""


class SlipLost(FollowUp, frozen=True, omit_defaults=True):
    """A lost slip is given again.  Kind `slip.lost`; `fact` is what proved the person besides the name.

    `fact` is `mobile|identity|guardian|birth_date`: which it was, never its value.
    """

    fact: str = ""


FOLLOW_UPS: dict[str, type[FollowUp]] = {
    "paper.received": PaperReceived,
    "fee.demanded": FeeDemanded,
    "fee.received": FeeReceived,
    "copy.requested": CopyRequested,
    "copy.ready": CopyReady,
    "copy.handed_over": CopyHandedOver,
    "copy.posted": CopyPosted,
    "copy.returned": CopyReturned,
    "status.told": StatusTold,
    "application.withdrawn": Withdrawn,
    "delay.complained": DelayComplained,
    "slip.lost": SlipLost,
}

STEP_KINDS: dict[type[FollowUp], str] = {
    body: "withdrawn" if body is Withdrawn else kind.replace(".", "_") for kind, body in FOLLOW_UPS.items()
}


def step_of(body: FollowUp, at: str, counter: str) -> Step:
    """Return what the application's history says of a follow-up; `at` is UTC text, `counter` two digits."""
    until = getattr(body, "until", "") or getattr(body, "posted_on", "")
    poisha, count = getattr(body, "poisha", 0), getattr(body, "folios", 0)
    papers = getattr(body, "papers", ())
    return Step(
        STEP_KINDS[type(body)], at, counter, note=body.note, until=until, poisha=poisha, count=count, papers=papers
    )


# -------------------------------------------------------------------- what fits


class Fit(Struct, frozen=True):
    """When an act may be done at a counter: in which states, and whether only with an application for a copy."""

    states: tuple[str, ...] = PENDING
    copies: bool = False


_UNDER_WAY = (RECEIVED, FORWARDED, IN_PROGRESS, INQUIRY, WAITING_PAPERS, WAITING_FEE, PREPARING)

FITS: dict[str, Fit] = {
    "paper.received": Fit(),
    "fee.demanded": Fit(),
    "fee.received": Fit(),
    "copy.requested": Fit(_UNDER_WAY, copies=True),
    # What is still due is handed in when the copy is fetched, so a copy may be ready before its fee.
    "copy.ready": Fit((*_UNDER_WAY, RECORD_ROOM), copies=True),
    "copy.handed_over": Fit((READY,), copies=True),
    "copy.posted": Fit((READY,), copies=True),
    "copy.returned": Fit((POSTED,), copies=True),
    "status.told": Fit(tuple(STATES)),
    "application.withdrawn": Fit(),
    "delay.complained": Fit(),
    "slip.lost": Fit(tuple(state for state in STATES if state != VOID)),
}
"""Which acts a counter does when.  The centre takes any: what was done was done."""


def why_not(act: str, kind: Kind, state: str) -> str:
    """Return why an act does not fit an application: `follow_up.kind|follow_up.state`, empty when it does."""
    fit = FITS[act]
    if fit.copies and kind is not Kind.COPY:
        return "follow_up.kind"
    return "" if state in fit.states else "follow_up.state"


# -------------------------------------------------------------------- papers that came


def with_papers(application: Application, steps: Iterable[Step]) -> Application:
    """Return an application whose missing papers are given where a step says that they came."""
    came = {code for step in steps for code in step.papers}
    papers = application.draft.papers
    now_given = [code for code, state in papers.items() if state is PaperState.MISSING and code in came]
    if not now_given:
        return application
    left: dict[str, Any] = {code: day for code, day in application.draft.paper_dates.items() if code not in now_given}
    given = {**papers, **dict.fromkeys(now_given, PaperState.GIVEN)}
    return structs.replace(application, draft=structs.replace(application.draft, papers=given, paper_dates=left))
