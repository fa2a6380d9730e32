"""Receipts of invented people."""

from kiosk.domain.receipt import Receipt, ReceiptPaper

HARD = "র্থিঁ ষ্ট্র ন্ধ্রূ ঞ্ঝৃ ক্ষ্মী কী"

COPY = Receipt(
    receive_number="7926010004177",
    office_bn="জেলা ই-সেবা কেন্দ্র",
    office_line_bn="জেলা প্রশাসকের কার্যালয়, পিরোজপুর",
    kind="copy",
    service="খতিয়ান নকল, সাধারণ",
    name="মো. আবদুল করিম",
    guardian="আবদুল হাকিম",
    subject="সয়না, আর.এস. ১১৮",
    branch="রেকর্ডরুম",
    room="104",
    received_at="2026-11-23T04:45:00.000Z",
    counter=1,
    operator="শাহানা",
    qr="https://eservice.example.gov.bd/t/7926010004177#4821095377123",
    secret="4821095377123",
    promised_on="2026-12-07",
    days=10,
    day_type="working",
    papers=(
        ReceiptPaper("আবেদনপত্র", "given"),
        ReceiptPaper("জাতীয় পরিচয়পত্র", "seen"),
        ReceiptPaper("ঠিকানা লেখা খাম", "missing"),
    ),
    court_fee_poisha=2000,
)
