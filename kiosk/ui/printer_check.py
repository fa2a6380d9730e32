"""Ask the printer how it is.  Runs on the PRINT lane."""

from kiosk import i18n
from kiosk.i18n import _

Answer = tuple[str, str]
"""A tone (`ok|warn`) and a sentence."""


def ask_printer(url: str) -> Answer:
    """Return what the printer says of itself, within a few seconds.  Raises Refused `printer.url`."""
    from kiosk.printing.device import open_printer

    if url == "none:":
        return "ok", _("No printer is set. Receipts are not printed, and none is owed.")
    state = open_printer(url).state()
    if state.reason == "printer.silent":
        return "warn", _("The printer takes data, but does not answer questions. Print a test slip and look.")
    if state.reason:
        return "warn", i18n.sentence(state.reason)
    if state.paper == "near_end":
        return "warn", _("The printer answers. Its paper is nearly used up.")
    return "ok", _("The printer answers and is ready.")
