"""From a receipt to the printer's bytes, in one step."""

from collections.abc import Iterator

from kiosk.domain.receipt import Receipt, ReceiptPaper
from kiosk.printing.app import ensure_gui
from kiosk.printing.blocks import Page
from kiosk.printing.escpos import encode_strips
from kiosk.printing.form import USUAL, Form
from kiosk.printing.layout import lay_out
from kiosk.printing.profiles import Profile
from kiosk.printing.raster import strips


def receipt_bytes(receipt: Receipt, profile: Profile, form: Form = USUAL) -> Iterator[bytes]:
    """Yield a receipt as bytes for the printer; the first leave before the last are drawn."""
    return page_bytes(lay_out(receipt, profile, form))


def page_bytes(page: Page) -> Iterator[bytes]:
    """Yield any slip as bytes for the printer."""
    return encode_strips(strips(page), page.profile)


_SAMPLES = tuple(
    Receipt(
        receive_number="7900000000000",
        office_bn="জেলা ই-সেবা কেন্দ্র",
        office_line_bn="জেলা প্রশাসকের কার্যালয়",
        kind="copy",
        service="খতিয়ানের নকল Abc",
        name="০১২৩৪৫৬৭৮৯ Abc",
        guardian="ক",
        subject="ক",
        branch="রেকর্ডরুম",
        room="104",
        received_at="2026-01-01T00:00:00.000Z",
        counter=0,
        operator="ক",
        qr="https://example.gov.bd/t/7900000000000#0000000000",
        secret="0123456789",  # noqa: S106 - a sample
        promised_on="2026-01-12",
        days=10,
        papers=(ReceiptPaper("ক Abc", "given"), ReceiptPaper("ক", "seen"), ReceiptPaper("ক Abc", "missing")),
        language=language,
    )
    for language in ("bn", "en")
)


def warm(profile: Profile) -> None:
    """Make this thread's first receipt as quick as the next: load the fonts, cast the letters.

    Call it on the thread that will draw, when nobody waits; the application must exist by then.
    """
    ensure_gui()
    for sample in _SAMPLES:
        for _bytes in receipt_bytes(sample, profile):
            pass
