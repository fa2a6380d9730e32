"""What services, papers, states, answers and mobiles are called on the find screen."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk import i18n
from kiosk.domain.workflow import DISPOSED, FORWARDED, PENDING, RECEIVED, VOID
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


def state_tag(state: str, missing: str = "") -> Tag:
    """Return how an application stands; while it is pending a missing paper comes first."""
    if missing and state in PENDING:
        return Tag(_("{paper} missing").format(paper=missing), "hourglass", "warn")
    tags = {
        RECEIVED: Tag(_("Received"), "inbox", "plain"),
        FORWARDED: Tag(_("With a branch"), "arrow-forward-up", "act"),
        DISPOSED: Tag(_("Disposed"), "check", "ok"),
        VOID: Tag(_("Cancelled"), "ban", "plain"),
    }
    return tags.get(state, Tag(state, "question-mark", "unk"))


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
