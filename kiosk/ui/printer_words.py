"""What is said when a paper did not simply come out."""

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


def slip_said(outcome: str, reason: str) -> Said | None:
    """Return the message of a slip that somebody stands here for; None when it came out."""
    if outcome == "failed":
        why = i18n.sentence(reason) if reason else ""
        cure = _("Say it aloud instead; it is printed when there is paper.")
        return Said(_("The slip was not printed."), f"{why} {cure}".strip(), "warn", "printer-off")
    if outcome == "not_known":
        return Said(_("Nobody knows whether the slip was printed."), "", "warn", "question-mark")
    return None
