"""State is computed from steps by one pure function, shared by counter, server and public page."""

from collections.abc import Iterable

from msgspec import Struct

RECEIVED, FORWARDED, DISPOSED, VOID = "received", "forwarded", "disposed", "void"
PENDING = (RECEIVED, FORWARDED)
CORRECTED = "corrected"
"""A step that changes no state: the application says something else, and stands where it stood."""


class Step(Struct, frozen=True, omit_defaults=True):
    """Something that happened to an application, at the counter or at the centre.

    `kind` is `received|forwarded|disposed|void|corrected`, `at` UTC text, `branch` the code of the
    branch it went to, `note` what the applicant may read.
    """

    kind: str
    at: str
    counter: str = ""
    branch: str = ""
    note: str = ""


def state_of(steps: Iterable[Step]) -> str:
    """Return the state after all steps, in order: void is final, else the last one speaks."""
    state = RECEIVED
    for step in steps:
        if state != VOID and step.kind != CORRECTED:
            state = step.kind
    return state
