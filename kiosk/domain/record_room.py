"""A certified copy in the record room: what may be done with it when, and whose four names it needs.

Copyist, checker, comparer and approver are four people.  Whoever finds a mistake has the copy written
anew, and the names are collected anew, too.
"""

from collections.abc import Iterable, Mapping

from kiosk.domain.workflow import (
    FORWARDED,
    IN_PROGRESS,
    INQUIRY,
    PENDING,
    PREPARING,
    READY,
    RECEIVED,
    RECORD_ROOM,
    WAITING_FEE,
)

FOUND, NOT_FOUND, ELSEWHERE = "record_found", "record_not_found", "record_elsewhere"
DEMANDED, COPY_READY, COPY_POSTED = "fee_demanded", "copy_ready", "copy_posted"
PREPARED = "copy_prepared"
SIGNATURES = (PREPARED, "copy_checked", "copy_compared", "copy_approved")
"""Acts that each bear a name of their own, in their order."""

SEARCHED = (RECEIVED, FORWARDED, IN_PROGRESS, INQUIRY, RECORD_ROOM)
"""States of a copy whose record is still looked for."""

ACTS: Mapping[str, tuple[str, ...]] = {
    FOUND: SEARCHED,
    NOT_FOUND: SEARCHED,
    ELSEWHERE: SEARCHED,
    # What is still due may be handed in when the copy is fetched, so a fee is asked for late, too, or anew.
    DEMANDED: (PREPARING, WAITING_FEE, READY),
    **dict.fromkeys(SIGNATURES, (PREPARING,)),
    COPY_READY: (PREPARING,),
    COPY_POSTED: (READY,),
}
"""What the record room does with a copy, and in which states."""


def names_on(done: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return who signed the copy as it lies there, by act; `done` are acts with logins, in order."""
    names: dict[str, str] = {}
    for act, login in done:
        if act in (PREPARED, FOUND):
            names = {}
        if act in SIGNATURES:
            names[act] = login
    return names


def next_name(names: Mapping[str, str]) -> str:
    """Return the act whose name is wanted next; empty when all four are there."""
    return next((act for act in SIGNATURES if act not in names), "")


def why_not(act: str, state: str, names: Mapping[str, str], login: str) -> str:
    """Return why somebody cannot do this now, empty when they can.

    `state.closed`, `room.state`, `room.order` (another name is wanted first), `room.same_person`,
    `room.names` (ready only with all four).
    """
    if state not in ACTS[act]:
        return "room.state" if state in PENDING else "state.closed"
    if act == COPY_READY and next_name(names):
        return "room.names"
    if act not in SIGNATURES or act == PREPARED:  # written anew, whoever wrote it before
        return ""
    if next_name(names) != act:
        return "room.order"
    return "room.same_person" if login in names.values() else ""
