"""gettext, and the only place where digits, dates, times and money are written for people.

English is the msgid, Bangla the first translation.  The window uses one language at a time
(`use`); receipts and web pages ask for theirs by name (`translator`).
"""

import gettext as _gettext
from datetime import date, datetime
from functools import cache
from typing import Any

from kiosk import resources

LANGUAGES = ("bn", "en")
_BANGLA_DIGITS = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")
_ASCII_DIGITS = str.maketrans("০১২৩৪৫৬৭৮৯", "0123456789")
_MONTHS = {
    "bn": (
        "জানুয়ারি",
        "ফেব্রুয়ারি",
        "মার্চ",
        "এপ্রিল",
        "মে",
        "জুন",
        "জুলাই",
        "আগস্ট",
        "সেপ্টেম্বর",
        "অক্টোবর",
        "নভেম্বর",
        "ডিসেম্বর",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
_SHORT_MONTHS = {
    "bn": ("জানু", "ফেব", "মার্চ", "এপ্রি", "মে", "জুন", "জুলা", "আগ", "সেপ্টে", "অক্টো", "নভে", "ডিসে"),
    "en": tuple(name[:3] for name in _MONTHS["en"]),
}
_WEEKDAYS = {
    "bn": ("সোমবার", "মঙ্গলবার", "বুধবার", "বৃহস্পতিবার", "শুক্রবার", "শনিবার", "রবিবার"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_SHORT_WEEKDAYS = {
    "bn": ("সোম", "মঙ্গল", "বুধ", "বৃহঃ", "শুক্র", "শনি", "রবি"),
    "en": tuple(name[:3] for name in _WEEKDAYS["en"]),
}
_language = "bn"


@cache
def translator(language: str) -> _gettext.NullTranslations:
    """Return the catalogue of a language; English needs none."""
    if language == "en":
        return _gettext.NullTranslations()
    return _gettext.translation("kiosk", resources.path("locale"), [language], fallback=True)


def use(language: str) -> None:
    """Let the window speak this language from now on."""
    global _language  # noqa: PLW0603 - one window, one language
    _language = language


def language() -> str:
    """Return the language of the window."""
    return _language


def _(message: str) -> str:
    """Return the message in the window's language."""
    return translator(_language).gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """Return the message for a count in the window's language."""
    return translator(_language).ngettext(one, many, count)


def ascii_digits(text: str) -> str:
    """Return text with ASCII digits only."""
    return text.translate(_ASCII_DIGITS)


def digits(value: object, language: str = "") -> str:
    """Return a number, or text holding digits, with the digits of the language."""
    text = str(value)
    return text.translate(_BANGLA_DIGITS) if (language or _language) == "bn" else text


def day(value: date, language: str = "", *, year: bool = False) -> str:
    """Return `০৭ ডিসেম্বর` or `০৭ ডিসেম্বর ২০২৬`."""
    language = language or _language
    text = f"{value.day:02d} {_MONTHS[language][value.month - 1]}" + (f" {value.year}" if year else "")
    return digits(text, language)


def numeric_day(value: date, language: str = "") -> str:
    """Return `২৩-১১-২০২৬`, as registers write it."""
    return digits(f"{value:%d-%m-%Y}", language)


def short_day(value: date, language: str = "") -> str:
    """Return `২৩ নভে`."""
    language = language or _language
    return digits(f"{value.day:02d} {_SHORT_MONTHS[language][value.month - 1]}", language)


def weekday(value: date, language: str = "") -> str:
    """Return `সোমবার`."""
    return _WEEKDAYS[language or _language][value.weekday()]


def short_weekday(value: date, language: str = "") -> str:
    """Return `সোম`."""
    return _SHORT_WEEKDAYS[language or _language][value.weekday()]


def clock_time(value: datetime, language: str = "") -> str:
    """Return `১০:৪৫` of a local time."""
    return digits(f"{value:%H:%M}", language)


def money(poisha: int, language: str = "") -> str:
    """Return `২০ টাকা`, `২,৫০,০০০ টাকা`, with the poisha only where there are some."""
    language = language or _language
    taka, part = divmod(poisha, 100)
    number = _in_lakhs(taka) + (f".{part:02d}" if part else "")
    return translator(language).gettext("{amount} taka").format(amount=digits(number, language))


def _in_lakhs(number: int) -> str:
    """Return a whole number with commas as the country sets them: 12,34,567."""
    text = str(number)
    head, tail = text[:-3], text[-3:]
    pairs = [head[max(end - 2, 0) : end] for end in range(len(head), 0, -2)]
    return ",".join([*reversed(pairs), tail])


def receive_number(number: str, language: str = "") -> str:
    """Return `৭৯-২৬-০১-০০০৪১৭-৭`."""
    parts = (number[:2], number[2:4], number[4:6], number[6:12], number[12:])
    return digits("-".join(parts), language)


def mobile(number: str, language: str = "") -> str:
    """Return a stored `+8801712345678` as `০১৭১২-৩৪৫৬৭৮`."""
    local = number.removeprefix("+88")
    return digits(f"{local[:5]}-{local[5:]}" if len(local) > 5 else local, language)


def sentence(code: str, language: str = "", **params: Any) -> str:
    """Return what a refusal's code means, for a person; see `kiosk.refusals`.

    Whole numbers get the digits of the language; of `where_bn` and `where_en` the one in the
    language fills `{where}`; what is not given shows as `…`.
    """
    from kiosk.refusals import SENTENCES

    language = language or _language
    message = translator(language).gettext(SENTENCES.get(code, SENTENCES[""]))
    shown = {key: digits(value, language) if isinstance(value, int) else value for key, value in params.items()}
    shown |= {key[:-3]: value for key, value in params.items() if key.endswith(f"_{language}")}
    return message.format_map(_Blank(shown))


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"
