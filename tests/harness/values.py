"""Values for the extra fields of services: good ones with what is kept of them, and bad ones with their codes."""

from kiosk.domain.application import Applicant, ApplicationDraft, Kind, PaperState
from kiosk.domain.catalogue import Service, ServiceField
from kiosk.domain.fields import kept_of, shown_fields

GOOD: dict[str, dict[str, str]] = {
    "text": {"পাকা ঘর": "পাকা ঘর", "১২": "12"},
    "name": {"  আবদুল   করিম ": "আবদুল করিম", "Karim Traders": "Karim Traders"},
    "mouza": {"সয়না": "সয়না"},
    "place": {"কাউখালী": "কাউখালী"},
    "number_text": {"১২/৩": "12/3", "12 / 3": "12/3", "১৫ ক": "15ক", "২৫-১০১": "25-101"},
    "reference": {"১২৩/২০২৬": "123/2026", "পিরোজ-ক (৪৫)": "পিরোজ-ক (45)", "RL 12": "RL 12"},
    "licence_no": {"৪৫/২০১৯": "45/2019"},
    "challan_no": {"T-১২": "T-12", "T-১২, T-১৩": "T-12, T-13"},
    "case_no": {"১২/২০১৯": "12/2019"},
    "memo_no": {"০৫.১০.৭৯০০.০০০.০১.০০১.২৬-১২": "05.10.7900.000.01.001.26-12"},
    "jl_no": {"১২": "12", "জে.এল. নং ১২": "12", "JL-012": "12"},
    "ward": {"৩": "3", "৩ নং ওয়ার্ড": "3", "ward no. 03": "3"},
    "quantity": {"২": "2", "২ টি": "2", "২ কপি": "2"},
    "account_no": {"0123 4567-89": "0123456789"},
    "land_area": {
        "৩৩ শতক": "0.33 acre",
        "33 decimal": "0.33 acre",
        "১ একর ২৫ শতাংশ": "1.25 acre",
        "0.3300 acre": "0.33 acre",
    },
    "decimal": {"১২.৫০": "12.5", "7": "7"},
    "measure": {"৫০ লিটার": "50 লিটার", "প্রায় ২ টন": "প্রায় 2 টন"},
    "date": {"২৩-১১-২০২৬": "2026-11-23", "2026-11-23": "2026-11-23"},
    "year": {"২০২৬": "2026", "২০২৫-২৬": "2025-2026", "১৩৯৫ সন": "1395"},
    "bangla_year": {"১৪৩৩": "1433", "১৪৩৩ বঙ্গাব্দ": "1433"},
    "amount": {"২০০০": "2000", "0": "0"},
}
BAD: dict[str, dict[str, str]] = {
    "text": {"ক\u202eখ": "text.invisible", "ক" * 301: "text.long", "ক\x1bখ": "text.control"},
    "name": {"১২৩": "name.form"},
    "mouza": {"১২৩": "mouza.form"},
    "place": {"--": "place.form"},
    "number_text": {"নেই": "number_text.form", "12//3": "number_text.form", "১২, ১৩": "number_text.form"},
    "reference": {"নেই": "reference.form", "<১২>": "reference.form", "১" * 101: "reference.form"},
    "licence_no": {"হারিয়েছে": "licence_no.form"},
    "challan_no": {"দেওয়া হয়নি": "challan_no.form"},
    "case_no": {"মনে নেই": "case_no.form"},
    "memo_no": {"স্মারক": "memo_no.form"},
    "jl_no": {"১২৩৪৫": "jl_no.form", "ক": "jl_no.form", "০": "jl_no.form"},
    "ward": {"০": "ward.form", "১২৩": "ward.form", "তিন": "ward.form"},
    "quantity": {"০": "quantity.range", "1000000": "quantity.range", "২.৫": "quantity.form", "-১": "quantity.form"},
    "account_no": {"1234": "account_no.form", "12345x": "account_no.form"},
    "land_area": {"৩৩": "area.unit", "৩৩ কাঠা": "area.unit", "০ শতক": "area.form", "-1 acre": "area.form"},
    "decimal": {"বড়": "decimal.form", "0": "decimal.form", "১২ হাত": "decimal.form"},
    "measure": {"অনেক": "measure.form"},
    "date": {"কাল": "date.form", "31-02-2026": "date.range", "01-01-1800": "date.range"},
    "year": {"২৬": "year.form", "২০২৫-২০২৭": "year.range", "৩০২৬": "year.range"},
    "bangla_year": {"৩৩": "bangla_year.form", "২০২৬": "bangla_year.range"},
    "amount": {"২.৫": "money.form", "-1": "money.form", "1e3": "money.form", "দুইশ": "money.form"},
    "choice": {"এমন কিছু নেই": "choice.unknown"},
}


def good_value(field: ServiceField) -> str:
    """Return a value as a person would type it into this field."""
    if field.type == "choice":
        return field.options[0].name_bn
    if field.type == "land_area":
        return "৩৩ শতক"
    if field.example_bn:
        return field.example_bn
    return next(iter(GOOD[field.type]))


def whole_draft(service: Service, number: int = 0) -> ApplicationDraft:
    """Return an application for this service with every field that it asks for filled, as a window keeps it."""
    values: dict[str, str] = {}
    for field in service.fields:
        values[field.code] = kept_of(field, good_value(field))
    asked = {field.code for field in shown_fields(service, values)}
    person = Applicant(name="রহিমা বেগম", guardian="করিম শেখ", mobile=f"017{number:08d}", address="সয়না, কাউখালী")
    memo = (
        {"memo_no": "০৫.১০.৭৯০০.০০০-১২", "memo_date": "20-11-2026", "sender_office": "উপজেলা নির্বাহী অফিস"}
        if service.kind is Kind.OFFICIAL
        else {}
    )
    return ApplicationDraft(
        service=service.code,
        applicants=(person,),
        fields={code: value for code, value in values.items() if code in asked},
        papers={p.code: PaperState.MISSING if n else PaperState.GIVEN for n, p in enumerate(service.papers)},
        **memo,
    )
