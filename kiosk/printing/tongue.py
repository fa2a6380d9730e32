"""The language of a slip: Bangla, English, or both one after the other."""

from collections.abc import Iterable
from datetime import date

from kiosk import i18n
from kiosk.domain.clock import DHAKA, unstamp

BOTH = "both"
BETWEEN = " / "
"""What stands between two languages on one line."""


class Tongue:
    """Says things in a slip's language; numbers go by the first where there are two."""

    def __init__(self, language: str) -> None:
        self.languages = i18n.LANGUAGES if language == BOTH else (language,)
        self.first = self.languages[0]
        self._words = [i18n.translator(one) for one in self.languages]

    def __call__(self, message: str, **values: object) -> str:
        """Return a message, its numbers in the digits of each language; a date shows as its day."""
        if not values:
            return joined(words.gettext(message) for words in self._words)
        pairs = zip(self._words, self.languages, strict=True)
        return joined(
            words.gettext(message).format(**{name: _shown(value, language) for name, value in values.items()})
            for words, language in pairs
        )

    def gettext(self, message: str) -> str:
        """Return a message in the first language alone, for places where two have no room."""
        return self._words[0].gettext(message)

    def ngettext(self, one: str, several: str, count: int, name: str) -> str:
        """Return a message for a count, which stands in it under its name."""
        pairs = zip(self._words, self.languages, strict=True)
        return joined(
            words.ngettext(one, several, count).format(**{name: i18n.digits(count, language)})
            for words, language in pairs
        )

    def pick(self, bangla: str, english: str) -> str:
        """Return a name in the slip's language, or both; the other one where there is none."""
        names = {"bn": bangla or english, "en": english or bangla}
        return joined(names[language] for language in self.languages)

    def digits(self, value: object) -> str:
        """Return a number."""
        return i18n.digits(value, self.first)

    def money(self, poisha: int | None) -> str:
        """Return an amount; empty where nobody knows it."""
        return "" if poisha is None else i18n.money(poisha, self.first)

    def day(self, text: str, *, year: bool = False) -> str:
        """Return a day `YYYY-MM-DD` as people write it, in the first language."""
        return i18n.day(date.fromisoformat(text), self.first, year=year)

    def moment(self, stamp: str) -> str:
        """Return an instant as day and time."""
        at = unstamp(stamp).astimezone(DHAKA)
        return f"{i18n.day(at.date(), self.first, year=True)}, {i18n.clock_time(at, self.first)}"


def _shown(value: object, language: str) -> str:
    return i18n.day(value, language) if isinstance(value, date) else i18n.digits(value, language)


def joined(words: Iterable[str]) -> str:
    """Return different words one after the other."""
    return BETWEEN.join(dict.fromkeys(words))
