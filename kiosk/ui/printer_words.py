"""What is said when a receipt did not simply come out."""

from kiosk import i18n
from kiosk.i18n import _
from kiosk.ui.said import Said


def print_said(outcome: str, reason: str) -> Said | None:
    """Return the message for an outcome that needs a person; None when all is well."""
    if outcome == "failed":
        why = i18n.sentence(reason) if reason else ""
        cure = _("The application is safe. Put paper in and press F8.")
        return Said(_("The receipt was not printed."), f"{why} {cure}".strip(), "warn", "printer-off")
    if outcome == "not_known":
        rest = _("The number stands. Look at the paper, then choose ‘it did’ or ‘it did not’.")
        return Said(_("Nobody knows whether the receipt was printed."), rest, "warn", "question-mark")
    return None
