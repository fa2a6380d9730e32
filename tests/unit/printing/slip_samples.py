"""Slips of invented people."""

from kiosk.domain.slips import (
    ChallanLine,
    Count,
    DayClose,
    FeeDemand,
    FeePart,
    FeeReceipt,
    FloorPlan,
    HandOver,
    PostalAcknowledgement,
    Slip,
    SlipHead,
    StampLine,
    WhereToGo,
    Words,
)

HEAD = SlipHead(
    office_bn="জেলা ই-সেবা কেন্দ্র, পিরোজপুর",
    office_en="District e-Service Centre, Pirojpur",
    office_line_bn="জেলা প্রশাসকের কার্যালয়",
    at="2026-11-23T04:56:00.000Z",
    counter=1,
    operator="শাহানা",
)
COPY_SERVICE = Words("খতিয়ান নকল, সাধারণ", "Certified copy of a record of rights")
BRANCH = Words("রাজস্ব (এসএ) শাখা", "Revenue (SA) branch")
NUMBER, QR = "7926010004177", "https://eservice.example.gov.bd/t/7926010004177#4821095377123"

WHERE_TO_GO = WhereToGo(
    HEAD,
    Words("কৃষি খাস জমি বন্দোবস্ত", "Settlement of agricultural khas land"),
    room="205",
    floor=Words("দোতলা, ডান দিকে", "First floor, to the right"),
    branch=BRANCH,
    plan=FloorPlan(("201", "202", "205", "206"), ("203", "204", "207", "208"), 2),
    days=90,
    fees=(FeePart("challan", 24100),),
    papers=tuple(
        Words(name)
        for name in (
            "স্বামী-স্ত্রীর আবেদন",
            "২০ টাকার কোর্ট ফি",
            "ভূমিহীন সনদ",
            "পরিবারের সবার ছবি",
            "জাতীয় পরিচয়পত্র",
        )
    ),
    submit=(
        Words("জমা দেবেন কাউন্টার ০১–০৪, ৯টা–৫টা", "Hand in at counters 01–04, 9 to 5"),
        Words("রবি থেকে বৃহস্পতিবার। গণশুনানি বুধবার।", "Sunday to Thursday. Public hearing on Wednesday."),
    ),
)
ELSEWHERE = WhereToGo(
    HEAD,
    Words("নামজারি", "Mutation"),
    elsewhere=Words("উপজেলা ভূমি অফিস, নাজিরপুর", "Upazila land office, Nazirpur"),
    papers=(Words("দলিলের কপি"), Words("খাজনার রশিদ")),
)
POSTAL = PostalAcknowledgement(
    HEAD,
    NUMBER,
    "মো. আবদুল করিম",
    COPY_SERVICE,
    "2026-11-23T04:45:00.000Z",
    subject="সয়না, আর.এস. ১১৮",
    place="সয়না রঘুনাথপুর, কাউখালী",
    posted_on="2026-11-19",
    arrived_on="2026-11-22",
    registered_no="RB 481 209 537 BD",
    promised_on="2026-12-07",
    branch=Words("রেকর্ডরুম", "Record room"),
    room="104",
    missing=(Words("ঠিকানা লেখা খাম"),),
    qr=QR,
    secret="4821095377123",
)
DEMAND = FeeDemand(
    HEAD,
    NUMBER,
    "মো. আবদুল করিম",
    COPY_SERVICE,
    (FeePart("court_fee", 2000), FeePart("folio", 1200), FeePart("vat", 480)),
    by="2026-11-30",
    code="1-0742-0001-2631",
    pages=6,
    pay_at=Words("সোনালী ব্যাংক, পিরোজপুর শাখা", "Sonali Bank, Pirojpur branch"),
    qr=QR,
)
FEES = FeeReceipt(
    HEAD,
    NUMBER,
    "মো. আবদুল করিম",
    COPY_SERVICE,
    stamps=(StampLine(1000, 2, "গ ৪৮১২০৯–৪৮১২১০"), StampLine(400, 3)),
    challans=(ChallanLine("T-118", 24100, "2026-11-22", "সোনালী ব্যাংক, পিরোজপুর", "1-0742-0001-2631"),),
    demanded_poisha=28000,
    qr=QR,
)
HANDED = HandOver(
    HEAD,
    NUMBER,
    "মো. আবদুল করিম",
    COPY_SERVICE,
    Words("খতিয়ানের জাবেদা নকল", "Certified copy of the khatian"),
    taken_by="মোসা. রহিমা খাতুন",
    relation=Words("স্ত্রী", "Wife"),
    identity="এনআইডি ···· 4417",
    mobile="01700-000146",
    copies=2,
    pages=6,
    qr=QR,
)
THUMB = HandOver(HEAD, NUMBER, "আজিজ সিকদার", COPY_SERVICE, HANDED.what, "আজিজ সিকদার", copies=1, thumb=True)
DAY = DayClose(
    HEAD,
    "2026-11-23",
    tuple(
        Count(what, count)
        for what, count in (
            ("walk_in", 29),
            ("post", 7),
            ("email", 2),
            ("portal", 4),
            ("registered", 42),
            ("voided", 1),
            ("scans", 71),
            ("copies_printed", 3),
            ("handed_over", 6),
            ("visits", 58),
            ("owed", 2),
        )
    ),
    first_number="7926010004010",
    last_number="7926010004424",
    fees=(FeePart("court_fee", 68000), FeePart("challan", 124100)),
    stamps=31,
    journal_events=217,
    journal_head="7f3ac91e04bd55aa0c1e2d3f4a5b6c7d8e9fa0b1c2d3e4f5061728394a5b6c7d",
    matches=True,
    left=("…412-8 আজিজ সিকদার: রশিদ বাকি, বিমল হালদার দেখবেন",),
)
SLIPS: dict[str, Slip] = {
    "where-to-go": WHERE_TO_GO,
    "elsewhere": ELSEWHERE,
    "postal": POSTAL,
    "fee-demand": DEMAND,
    "fee-receipt": FEES,
    "hand-over": HANDED,
    "thumb": THUMB,
    "day-close": DAY,
}
