"""What became of an attempt to send, said without anything personal."""

from dataclasses import dataclass

from kiosk.central.notices.queue import DELIVERED, FAILED, NOT_KNOWN, SENT

PERMANENT, TEMPORARY, TECHNICAL, LOST = "permanent", "temporary", "technical", "lost"


@dataclass(frozen=True, slots=True)
class Outcome:
    """`state` is `sent|failed|not_known`; `why` `permanent|temporary|technical|lost`; `gateway_id` theirs.

    Failed says for certain that nothing was taken; what may have been taken is not known.
    """

    state: str
    why: str = ""
    detail: str = ""
    gateway_id: str = ""

    @property
    def may_retry(self) -> bool:
        """Tell whether another try cannot become a second message."""
        return self.state == FAILED and self.why in {TEMPORARY, TECHNICAL}


def taken(gateway_id: str = "") -> Outcome:
    """The other side took it."""
    return Outcome(SENT, gateway_id=gateway_id[:200])


def not_taken(why: str, detail: str) -> Outcome:
    """The other side did not take it, for certain."""
    return Outcome(FAILED, why, detail[:80])


def in_doubt(detail: str) -> Outcome:
    """Nobody can say whether it was taken."""
    return Outcome(NOT_KNOWN, LOST, detail[:80])


FINAL = frozenset({DELIVERED, FAILED, NOT_KNOWN})
