"""What is said of a scanned slip: genuine or not, and what to compare with the paper and the person."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk import i18n
from kiosk.errors import Refused
from kiosk.i18n import _
from kiosk.ui.find.names import service_name
from kiosk.ui.messages import sentence_of

if TYPE_CHECKING:
    from kiosk.desk.sealing import Checked
    from kiosk.domain.catalogue import Catalogue

_GENUINE, _FORGED = "slip.genuine", "slip.forged"


@dataclass(frozen=True, slots=True)
class SlipSaid:
    """The verdict in a tone (`ok|warn|bad`), and the facts that were signed: a quiet name and its value."""

    verdict: str
    tone: str
    icon: str
    facts: tuple[tuple[str, str], ...] = ()


def slip_said(found: "Checked", catalogue: "Catalogue") -> SlipSaid:
    """Return what is said of a checked slip."""
    tone, icon = {_GENUINE: ("ok", "shield-check"), _FORGED: ("bad", "alert-circle")}.get(
        found.verdict, ("warn", "question-mark")
    )
    facts = [(_("Number"), i18n.receive_number(found.receive_number)), (_("Received"), i18n.day(found.day, year=True))]
    if found.service:
        facts.append((_("Service"), service_name(catalogue, found.service)))
    facts.append((_("Initials"), " ".join(found.initials)))
    if found.signed_by:
        facts.append((_("Signed by"), _("Counter {code}").format(code=i18n.digits(f"{found.signed_by:02d}"))))
    return SlipSaid(i18n.sentence(found.verdict), tone, icon, tuple(facts))


def slip_refused(refused: Refused) -> SlipSaid:
    """Return what is said of a code that is no slip of ours."""
    unsigned = refused.problems[0].code == "slip.unsigned"
    return SlipSaid(
        sentence_of(refused), "warn" if unsigned else "bad", "question-mark" if unsigned else "alert-circle"
    )
