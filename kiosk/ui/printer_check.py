"""Ask the printer how it is, or print a slip that is nobody's receipt.  Runs on the PRINT lane."""

from kiosk import i18n
from kiosk.domain.clock import Clock, dhaka_day, stamp
from kiosk.domain.numbering import PRACTICE_COUNTER, ReceiveNumber
from kiosk.domain.receipt import Receipt
from kiosk.i18n import _
from kiosk.settings import Settings

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


def print_test_slip(settings: Settings, clock: Clock) -> Answer:
    """Print a practice slip, and return what became of it.  Raises Refused `printer.url`."""
    from kiosk.printing.device import open_printer
    from kiosk.printing.profiles import profile
    from kiosk.printing.slip import receipt_bytes

    chunks = receipt_bytes(_slip(settings, clock), profile(settings.printer_profile))
    result = open_printer(settings.printer_url).send(chunks)
    if result.outcome == "printed":
        return "ok", _("The test slip was printed.")
    if result.outcome == "none":
        return "ok", _("No printer is set. Receipts are not printed, and none is owed.")
    return "warn", i18n.sentence(result.reason)


def _slip(settings: Settings, clock: Clock) -> Receipt:
    now = clock()
    number = str(ReceiveNumber(0, dhaka_day(now).year % 100, PRACTICE_COUNTER, 0))
    return Receipt(
        receive_number=number,
        office_bn=settings.office_name_bn,
        office_line_bn=settings.office_line_bn,
        kind="citizen",
        service="প্রিন্টার পরীক্ষা",
        name="ক্ষ্ম ন্ধ্রূ ঞ্ঝৃ র্থিঁ",
        guardian="",
        subject="এটি কারও রশিদ নয়",
        branch="",
        room="",
        received_at=stamp(now),
        counter=PRACTICE_COUNTER,
        operator="",
        qr=number,
        practice=True,
    )
