"""The Bangla catalogue: collect what the code says, keep its translation complete.

    .venv/bin/python installer/catalogue.py extract | update | compile | refresh | check
    .venv/bin/python installer/catalogue.py merge DIR [--replace]

`refresh` is extract, update and compile in one. `merge` fills translations from every `DIR/*.json`
(`{"english msgid": "বাংলা"}`, a list for plurals) and refreshes. English is the msgid; files carry
neither dates nor line numbers, so they change only when words do. The `.mo` is committed.
"""

import argparse
import gettext
import io
import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LANGUAGE = "bn"
METHODS = [("kiosk/**.py", "python"), ("kiosk/central/**.html", "jinja2"), ("kiosk/central/**.txt", "jinja2")]
SKIPPED_FOLDERS = {"__pycache__", "_resources", "static"}
# Beside gettext's own names: the centre's pages say `words(…)` in the reader's language and `counted(one, many, n)`.
SAID_BY = DEFAULT_KEYWORDS | {"words": None, "counted": (1, 2)}
PLACEHOLDER = re.compile(r"\{\w*\}|%(?:\(\w+\))?[sdif]")
HIDDEN = re.compile(r"""\bf["'].*\{n?(?:_|ngettext)\(""")
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)  # Babel insists on dates; ours never change
HEADER = r"""# {title} of kiosk. Made by installer/catalogue.py.
msgid ""
msgstr ""
"Project-Id-Version: kiosk\n"
"Language: {language}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: {plural_forms}\n"

"""


@dataclass(frozen=True)
class Place:
    """Where the catalogue of a checkout lives."""

    root: Path = ROOT

    @property
    def pot(self) -> Path:
        """The template: every message, no translation."""
        return self.root / "resources/locale/kiosk.pot"

    @property
    def po(self) -> Path:
        """The translation, for people."""
        return self.pot.parent / LANGUAGE / "LC_MESSAGES/kiosk.po"

    @property
    def mo(self) -> Path:
        """The translation, for the program."""
        return self.po.with_suffix(".mo")


# ------------------------------------------------------------------------- texts


def as_text(catalogue: Catalog, title: str) -> str:
    """Return a catalogue as the text of its file: sorted, unwrapped, without dates and places."""
    body = io.BytesIO()
    write_po(body, catalogue, width=0, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    language = str(catalogue.locale or "")
    header = HEADER.format(title=title, language=language, plural_forms=catalogue.plural_forms)
    return header + body.getvalue().decode("utf-8").strip("\n") + "\n"


def template(root: Path) -> Catalog:
    """Collect the messages of the code under `root`."""
    catalogue = Catalog(charset="utf-8", creation_date=LONG_AGO)
    found = extract_from_dir(
        root / "kiosk",
        method_map=[(pattern.removeprefix("kiosk/"), method) for pattern, method in METHODS],
        options_map={pattern.removeprefix("kiosk/"): {"silent": "false"} for pattern, _ in METHODS},
        keywords=SAID_BY,
        comment_tags=["Translators:"],
        strip_comment_tags=True,
        directory_filter=lambda folder: Path(folder).name not in SKIPPED_FOLDERS,
    )
    for _name, _line, message, comments, context in found:
        catalogue.add(message, auto_comments=comments, context=context)
    return catalogue


def translation(place: Place) -> Catalog:
    """Read the translation as it stands; an empty one if there is none."""
    if not place.po.exists():
        return Catalog(locale=LANGUAGE, charset="utf-8", creation_date=LONG_AGO, revision_date=LONG_AGO)
    with place.po.open("rb") as file:
        catalogue = read_po(file, locale=LANGUAGE, charset="utf-8")
    catalogue.creation_date = catalogue.revision_date = LONG_AGO
    return catalogue


def updated(place: Place) -> Catalog:
    """Return the translation with the messages of today's code: no guesses, nothing obsolete."""
    catalogue = translation(place)
    catalogue.update(template(place.root), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue


def pot_text(root: Path) -> str:
    """Return what the template file should say."""
    return as_text(template(root), "Messages")


def po_text(catalogue: Catalog) -> str:
    """Return what the translation file should say."""
    return as_text(catalogue, "Bangla")


def mo_bytes(catalogue: Catalog) -> bytes:
    """Return the compiled translation."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


# ------------------------------------------------------------------------- judgement


def placeholders(text: str) -> set[str]:
    """Return what a message leaves to be filled in."""
    return set(PLACEHOLDER.findall(text))


def forms(value: str | Iterable[str] | None) -> list[str]:
    """Return the plural forms of a msgid or msgstr; one for an ordinary message."""
    return [value] if isinstance(value, str) else list(value or [""])


def faults(message: Message) -> Iterator[str]:
    """Say what is wrong with one translated message."""
    allowed = [placeholders(text) for text in forms(message.id)]
    for text in forms(message.string):
        if not text.strip():
            yield "not translated"
        elif placeholders(text) not in allowed:
            yield f"placeholders differ: {text!r}"
    if message.fuzzy:
        yield "fuzzy"


def incomplete(catalogue: Catalog) -> Iterator[str]:
    """Name every message that is not ready for an operator."""
    for message in catalogue:
        if message.id:
            yield from (f"{forms(message.id)[0]!r}: {fault}" for fault in faults(message))


def stale(place: Place) -> Iterator[str]:
    """Name every file that is behind the one it is made from."""
    if not place.pot.exists() or place.pot.read_text("utf-8") != pot_text(place.root):
        yield f"{place.pot.relative_to(place.root)} is behind the code: run `installer/catalogue.py refresh`"
    if not place.po.exists() or place.po.read_text("utf-8") != po_text(updated(place)):
        yield f"{place.po.relative_to(place.root)} is behind the code: run `installer/catalogue.py refresh`"
    if not place.mo.exists() or _entries(place.mo.read_bytes()) != _entries(mo_bytes(translation(place))):
        yield f"{place.mo.relative_to(place.root)} is behind its .po: run `installer/catalogue.py compile`"


def _entries(mo: bytes) -> dict[object, str]:
    entries: dict[object, str] = vars(gettext.GNUTranslations(io.BytesIO(mo)))["_catalog"]
    return {key: text for key, text in entries.items() if key}


# ------------------------------------------------------------------------- commands


def extract(place: Place) -> None:
    """Write the template."""
    _write(place.pot, pot_text(place.root).encode())


def update(place: Place) -> None:
    """Bring the translation up to the code."""
    _write(place.po, po_text(updated(place)).encode())


def compile_(place: Place) -> None:
    """Compile the translation."""
    _write(place.mo, mo_bytes(translation(place)))


def refresh(place: Place) -> None:
    """Extract, update and compile."""
    extract(place)
    update(place)
    compile_(place)


def check(place: Place) -> list[str]:
    """Return everything that is wrong with the catalogue; nothing, when all is well."""
    return [*unseen(place), *stale(place), *incomplete(translation(place))]


def unseen(place: Place) -> list[str]:
    """Name the words inside f-strings, where Babel does not find them."""
    sources = sorted((place.root / "kiosk").rglob("*.py"))
    return [
        f"{path.relative_to(place.root)}:{number}: words inside an f-string are not collected: take them out"
        for path in sources
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if HIDDEN.search(line)
    ]


def merge(place: Place, folder: Path, *, replace: bool = False) -> list[str]:
    """Fill translations from the JSON files of `folder`; return the words nobody asked for."""
    catalogue = updated(place)
    words: dict[str, str | list[str]] = {}
    for path in sorted(folder.glob("*.json")):
        words |= json.loads(path.read_text("utf-8"))
    used = {key for message in catalogue if message.id for key in _fill(message, words, replace=replace)}
    _write(place.po, po_text(catalogue).encode())
    refresh(place)
    return sorted(words.keys() - used)


def _fill(message: Message, words: dict[str, str | list[str]], *, replace: bool) -> set[str]:
    """Translate one message; return the keys that speak of it: `msgid`, or context, EOT and msgid as in a `.mo`."""
    msgid = forms(message.id)[0]
    keys = [key for key in (f"{message.context}\x04{msgid}", msgid) if key in words]
    if keys and (replace or not all(text.strip() for text in forms(message.string))):
        given = [unicodedata.normalize("NFC", text) for text in forms(words[keys[0]])]
        plural = not isinstance(message.id, str)
        message.string = tuple((given * 2)[:2]) if plural else given[0]
        message.flags.discard("fuzzy")
    return set(keys)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def main(argv: list[str]) -> int:
    """Do one command; 1 when `check` finds something."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["extract", "update", "compile", "refresh", "check", "merge"])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--replace", action="store_true", help="merge: also over a translation that is there")
    asked = parser.parse_args(argv)
    place = Place()
    if asked.command == "check":
        found = check(place)
        print("\n".join(found) or f"{len(translation(place))} messages, all in Bangla.")
        return 1 if found else 0
    if asked.command == "merge":
        if not asked.folder:
            parser.error("merge needs a folder")
        unknown = merge(place, asked.folder, replace=asked.replace)
        print("\n".join(f"nobody says: {word!r}" for word in unknown))
        missing = list(incomplete(translation(place)))
        print(f"{len(missing)} to go", *missing, sep="\n")
        return 0
    {"extract": extract, "update": update, "compile": compile_, "refresh": refresh}[asked.command](place)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
