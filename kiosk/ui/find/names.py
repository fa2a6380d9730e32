"""What services, papers, states, answers and mobiles are called on the find screen."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk import i18n
from kiosk.domain.workflow import (
    DELIVERED,
    DISPOSED,
    FILED,
    FORWARDED,
    GRANTED,
    IN_PROGRESS,
    INQUIRY,
    PENDING,
    POSTED,
    PREPARING,
    READY,
    RECEIVED,
    RECORD_ROOM,
    REFUSED,
    REPLIED,
    VOID,
    WAITING_FEE,
    WAITING_PAPERS,
    WITHDRAWN,
    state_name,
)
from kiosk.i18n import _

if TYPE_CHECKING:
    from kiosk.domain.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Tag:
    """How something stands: word, icon, tone."""

    words: str
    icon: str
    tone: str


def service_name(catalogue: "Catalogue", code: str) -> str:
    """Return a service's short name; of one that the catalogue no longer has, its code."""
    service = catalogue.services.get(code)
    if service is None:
        return code
    return service.short_bn or service.name_bn if i18n.language() == "bn" else service.name_en


def paper_name(catalogue: "Catalogue", service: str, code: str) -> str:
    """Return a paper's name in the window's language."""
    known = catalogue.services.get(service)
    paper = next((one for one in known.papers if one.code == code), None) if known else None
    if paper is None:
        return code
    return paper.name_bn if i18n.language() == "bn" else paper.name_en or paper.name_bn


_LOOKS = {
    RECEIVED: ("inbox", "plain"),
    FORWARDED: ("arrow-forward-up", "act"),
    IN_PROGRESS: ("hourglass", "act"),
    INQUIRY: ("search", "act"),
    WAITING_PAPERS: ("hourglass", "warn"),
    WAITING_FEE: ("coins", "warn"),
    RECORD_ROOM: ("archive", "act"),
    PREPARING: ("edit", "act"),
    READY: ("archive", "ok"),
    DELIVERED: ("check", "ok"),
    POSTED: ("mail", "ok"),
    GRANTED: ("check", "ok"),
    REFUSED: ("x", "plain"),
    REPLIED: ("mail", "ok"),
    FILED: ("archive", "plain"),
    DISPOSED: ("check", "ok"),
    WITHDRAWN: ("arrow-back-up", "plain"),
    VOID: ("ban", "plain"),
}
"""Icon and tone of each state; what it is called, the workflow says."""


def state_tag(state: str, missing: str = "") -> Tag:
    """Return how an application stands; while it is pending a missing paper comes first."""
    if missing and state in PENDING:
        return Tag(_("{paper} missing").format(paper=missing), "hourglass", "warn")
    icon, tone = _LOOKS.get(state, ("question-mark", "unk"))
    return Tag(_(state_name(state)), icon, tone)


def answer_words(answer: str) -> str:
    """Return how a visitor was answered."""
    return {
        "told": _("was told"),
        "slip": _("got a slip"),
        "sent": _("was sent to the room"),
        "begun": _("began an application"),
        "callback": _("will be called back"),
    }.get(answer, answer)


def masked(mobile: str) -> str:
    """Return a stored mobile with its middle hidden: ০১৭০০-•••২১৪."""
    shown = i18n.mobile(mobile)
    return shown if len(shown) < 12 else f"{shown[:5]}\u2011•••{shown[-3:]}"
