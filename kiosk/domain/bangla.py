"""One door for text: normal form, digits, and the key under which spellings meet.

What is stored is what was typed, in one encoding; what is searched is a folded key beside it.
The folding is published in `resources/docs/search-key.md`.
"""

import re
import unicodedata
from functools import cache, lru_cache

from kiosk.errors import Refused

_FOLD_DIGITS = str.maketrans("০১২৩৪৫৬৭৮৯", "0123456789")


def fold_digits(text: str) -> str:
    """Return text with Bangla digits turned into ASCII ones."""
    return text.translate(_FOLD_DIGITS)


# ------------------------------------------------------------------------------ the door

_HASANTA = "\u09cd"
_JOINERS = re.compile("[\u200c\u200d]+")
# What nearly all text is made of: printable ASCII, danda, assigned Bangla; then spaces and joiners.
_LETTERS = (
    "!-~\u0964\u0965\u0980-\u0983\u0985-\u098c\u098f\u0990\u0993-\u09a8\u09aa-\u09b0\u09b2\u09b6-\u09b9\u09bc-\u09c4"
    "\u09c7\u09c8\u09cb-\u09ce\u09d7\u09dc\u09dd\u09df-\u09e3\u09e6-\u09fe"
)
_USUAL = re.compile(f"[ {_LETTERS}\u200c\u200d]*")
_SETTLED = re.compile(f"[{_LETTERS}]+(?: [{_LETTERS}]+)*")
# All that NFC changes in usual text: letters taken apart, signs joined, marks put in order.
_UNJOINED = re.compile("[\u09dc\u09dd\u09df]|\u09c7[\u09be\u09d7]|[\u09cd\u09fe][\u09bc\u09cd]")
_BEFORE_HASANTA = re.compile("[\u0995-\u09b9\u09bc\u09dc-\u09df\u09f0\u09f1]")
_SPACES = re.compile("[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
# Nothing is seen of these either, though Unicode calls them letters, marks or symbols.
_FILLERS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_CONTROL = {"Cc", "Cs", "Zl", "Zp"}
_INVISIBLE = {"Cf", "Cn", "Co"}
_BYTES_PER_LETTER = 12  # a letter, hasanta or vowel sign, chandrabindu, joiner


def clean_line(text: str, field: str, *, limit: int = 200, required: bool = False) -> str:
    """Return one line of text in the one normal form; "" when nothing visible is left.

    `limit` counts letters as a reader does: vowel signs and joiners belong to their letter.
    Raises Refused `text.control|text.invisible|text.long`, and `text.empty` when required.
    """
    # The centre judges thousands a second, nearly all of them settled at the counter already.
    if len(text) <= limit and _SETTLED.fullmatch(text) and not _UNJOINED.search(text):
        return text
    _refuse_unseen(text, field)
    return _fitting(_settled_line(text), field, limit, required=required)


def clean_note(text: str, field: str, *, limit: int = 1000, required: bool = False) -> str:
    r"""Return text of several lines in the one normal form; line ends become `\n`.

    Raises Refused as `clean_line` does.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for line in lines:
        _refuse_unseen(line, field)
    return _fitting("\n".join(map(_settled_line, lines)).strip("\n"), field, limit, required=required)


def count_letters(text: str) -> int:
    """Return the length as a reader counts it: marks and joiners belong to their letter."""
    if text.isascii():
        return len(text)
    return sum(1 for c in text if unicodedata.category(c)[0] not in "MC")


def _refuse_unseen(text: str, field: str) -> None:
    if _USUAL.fullmatch(text):
        return
    kinds = {unicodedata.category(c) for c in _JOINERS.sub("", text)}
    if kinds & _CONTROL:
        raise Refused.because("text.control", field)
    if kinds & _INVISIBLE or _FILLERS.search(text):
        raise Refused.because("text.invisible", field)


def _settled_line(text: str) -> str:
    if not text.isascii():
        # NFC writes ড় ঢ় য় as letter and nukta, whichever way they were typed.
        text = unicodedata.normalize("NFC", text)
        if _JOINERS.search(text):
            text = unicodedata.normalize("NFC", _JOINERS.sub(_kept_joiner, text))
    return _SPACES.sub(" ", text).strip(" ")


def _kept_joiner(found: re.Match[str]) -> str:
    """Keep the joiner that shapes a cluster (র‍্য, ক্‌ষ), drop the stray one."""
    before, after = found.string[: found.start()][-1:], found.string[found.end() : found.end() + 1]
    shapes = before == _HASANTA or (after == _HASANTA and _BEFORE_HASANTA.match(before))
    return found[0][0] if shapes else ""


def _fitting(text: str, field: str, limit: int, *, required: bool) -> str:
    if required and not text:
        raise Refused.because("text.empty", field)
    if len(text) > limit and (count_letters(text) > limit or len(text.encode()) > limit * _BYTES_PER_LETTER):
        raise Refused.because("text.long", field, limit=limit)
    return text


# ------------------------------------------------------------------------------ Bijoy

# Bijoy writes Bangla with a Latin font: vowel signs are v w x y † ‡, half letters fill Latin-1.
_BIJOY_SIGNS = re.compile("[†‡ˆ‰Š‹Œ¨©ª«¬®¯±´µ¶·¸¹º»¼¾¿][A-Za-z]|[A-Za-z][†‡ˆŠŒ¨©ª«¬®¯±´µ¶·¸¹»¼¾¿]|v[À-ÿ]")
_BIJOY_LETTERS = re.compile("[BCDFGHJ-NPQRTVXZbcdfghjkmpqtxz]v|w[BCDFGHJ-NPQRTVXZbcdfgjkmpqtxz]|Av|[a-z][A-Z]")


def looks_like_bijoy(text: str) -> bool:
    """Tell whether text was probably typed with an old ANSI font, e.g. `Avãyj Kwig`."""
    if re.search("[\u0980-\u09ff]", text):
        return False
    return bool(_BIJOY_SIGNS.search(text)) or len(_BIJOY_LETTERS.findall(text)) > 1


# ------------------------------------------------------------------------------ the search key

_WORD = re.compile("(?:[^\\W_]|[\u0300-\u036f\u0981-\u09fe\u200c\u200d])+\\.?")
_SHORT_FORMS = {  # as people write the commonest first names; a word may end with its full stop
    **dict.fromkeys(("মোঃ", "মুঃ", "মোহাঃ", "মুহাঃ", "মো.", "md."), "mohammad"),
    **dict.fromkeys(("মোছাঃ", "মোসাঃ", "মোছা.", "মোসা.", "mst.", "mosa."), "mosammot"),
}

# Rules are (letter without which it cannot apply, pattern, replacement), in order.
_Rules = tuple[tuple[str, str, str], ...]
_pattern = cache(re.compile)  # at the first search: a window opens without them


def _apply(rules: _Rules, word: str) -> str:
    for needed, pattern, sound in rules:
        if needed in word:
            word = _pattern(pattern).sub(sound, word)
    return word


_BANGLA_CLUSTERS: _Rules = (
    ("\u200d", "\u200d্য", ""),  # র‍্য: the য is not heard
    ("\u200d", "\u200d", ""),
    ("\u200c", "\u200c", ""),
    ("়", "(?<=[ওোউুূ])য়", ""),  # ওয়া
    ("়", "য়", "i"),
    ("়", "[বডঢ]়", "র"),  # ড় ঢ়, and র as bad conversions write it
    ("্", "ক্ষ", "খ"),
    ("্", "জ্ঞ", "গ"),
    ("্", "(?<!র)্য", ""),  # nor is any other য-ফলা heard
    ("্", "^([ক-হ])্ব|(?<=[শষস])()্ব", r"\1\2"),  # nor ব-ফলা at the head of a word, or after শ
    ("", "(?<=[ক-হ])(?=[ক-হংৎ])", "a"),  # the vowel that is not written
)
# Breath is dropped (খ is ক).  হ is written x, so that folding a key again cannot take it for breath.
_BANGLA_SOUNDS = str.maketrans(
    {
        letter: sound
        for letters, sound in (
            ("অআাওো", "a"),
            ("ইঈিীএেঐৈ", "i"),
            ("উঊুূঔৌ", "u"),
            ("ঋৃ", "ri"),
            ("কখ", "k"),
            ("গঘ", "g"),
            ("ঙং", "ng"),
            ("চছ", "c"),
            ("জঝয", "j"),
            ("ঞণন", "n"),
            ("টঠতথৎ", "t"),
            ("ডঢদধ", "d"),
            ("প", "p"),
            ("ফ", "f"),
            ("বভ", "b"),
            ("ম", "m"),
            ("রৰ", "r"),
            ("ল", "l"),
            ("শষস", "s"),
            ("হ", "x"),
        )
        for letter in letters
    },
)
_LATIN_CLUSTERS: _Rules = (
    ("h", "ch+", "c"),
    ("h", "k?ksh", "k"),
    ("h", "sh+", "s"),
    ("h", "ph", "f"),
    ("h", "[jz]h", "j"),
    ("h", "([kgtdb])h", r"\1"),
    ("o", "oo", "u"),
    ("y", "(?<=[bcdfghjklmnpqrstvxz])y(?=[aeiou])", ""),
)
_LATIN_SOUNDS = str.maketrans("oweyzvqh", "aaiijbkx")
_KEY_RULES: _Rules = (
    ("", "([a-z])\\1+", r"\1"),
    # a and o are heard differently by everybody, so they only keep equal letters apart (lal, nana).
    ("a", "(?<=([bcdfgjklmnprstx]))a(?!\\1)|(?<=[iu])a", ""),
    ("", "([iu])\\1+", r"\1"),
    ("ng", "ng(?=k)", "n"),  # bank, ব্যাংক
    ("mux", "^mux", "mx"),  # মুহাম্মদ, মোহাম্মদ
    ("i", "(?<=xm)i(?=d$)|(?<=t)i(?=r$)", ""),  # আহমেদ, আহমদ; Akter, আক্তার
)


def search_key(text: str) -> str:
    """Return the key under which spellings of both scripts meet: rohim, রহিম and রহীম.

    Words of ASCII letters and digits, one space between them; the key of a key is itself.
    """
    return " ".join(filter(None, map(_word_key, _WORD.findall(text))))


@lru_cache(maxsize=1 << 16)
def _word_key(word: str) -> str:
    latin = word.isascii()
    word = word.lower() if latin else _without_accents(word)
    word = _SHORT_FORMS.get(word, word.removesuffix("."))
    if not latin:
        word = _sounds(fold_digits(word))
    return _apply(_KEY_RULES, _apply(_LATIN_CLUSTERS, word).translate(_LATIN_SOUNDS))


def _without_accents(word: str) -> str:
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    return unicodedata.normalize("NFC", re.sub("[\u0300-\u036f]", "", parts))


def _sounds(word: str) -> str:
    word = _apply(_BANGLA_CLUSTERS, word).translate(_BANGLA_SOUNDS)
    return "".join(c for c in word if c.isalnum() and not "\u0980" <= c <= "\u09ff")
