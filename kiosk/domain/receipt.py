"""What a receipt says: values only; how it looks is printing's business."""

from msgspec import Struct


class ReceiptPaper(Struct, frozen=True, omit_defaults=True):
    """A paper on the receipt: `state` is `given|seen|missing`; `until` the last day for a missing one."""

    name: str
    state: str
    until: str = ""


class Receipt(Struct, frozen=True, omit_defaults=True):
    """Everything a receipt says, ready to be laid out, stored with its print job.

    Names and sentences are in the receipt's language; numbers and dates are ASCII/ISO and are
    written out by printing through `kiosk.i18n`.  `copy_ordinal` 0 is the original, n the nth
    copy; `qr` is the public reference (`<public base>/t/<number>#<secret>` or `number.secret`).
    `practice` writes প্রশিক্ষণ across it.  `arrived_on` is the day a letter or mail came;
    `corrected` counts corrections, `void` marks what was cancelled.  The English names stand where
    `language` is `en` or `both`; a fee that nobody confirmed is None.  `moved` tells that `promised_on`
    is not the day that was promised first: `moved_from`, where that is known.
    """

    receive_number: str
    office_bn: str
    office_line_bn: str
    kind: str
    service: str
    name: str
    guardian: str
    subject: str
    branch: str
    room: str
    received_at: str
    counter: int
    operator: str
    qr: str
    secret: str = ""
    promised_on: str | None = None
    days: int | None = None
    day_type: str = "unknown"
    papers: tuple[ReceiptPaper, ...] = ()
    court_fee_poisha: int | None = None
    copy_ordinal: int = 0
    copied_at: str = ""
    copied_by: str = ""
    practice: bool = False
    language: str = "bn"
    arrived_on: str = ""
    corrected: int = 0
    void: bool = False
    office_en: str = ""
    name_latin: str = ""
    service_en: str = ""
    branch_en: str = ""
    challan_poisha: int | None = None
    vat_poisha: int | None = None
    folio_poisha: int | None = None
    moved: bool = False
    moved_from: str = ""
