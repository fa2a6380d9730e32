"""Help for each screen, field and key, and the manual that is made of the same words.

`resources/help/{bn,en}/SCREEN.md`: a title (`# …`), paragraphs, then `## field.NAME` for single fields;
`keys.md` has `## ACTION` for each action of the window.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import escape
from types import MappingProxyType
from typing import TYPE_CHECKING

from kiosk import resources

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = "help"
ORDER = (
    "signin", "register", "helpdesk", "guidance", "find", "tray", "registers", "documents", "days", "people",
    "settings", "printer", "receipt", "practice",
)  # fmt: skip
"""The chapters; what is not named here comes last.  `keys` is no chapter."""
KEYS = "keys"


@dataclass(frozen=True, slots=True)
class Topic:
    """A page of help: `parts` are texts by what they are about, a field or an action."""

    title: str
    paragraphs: tuple[str, ...]
    parts: "Mapping[str, str]"


def parse_topic(text: str) -> Topic:
    """Return a page of help out of its Markdown."""
    head, *sections = text.split("\n## ")
    title, _, body = head.strip().partition("\n")
    parts = {}
    for section in sections:
        name, _, words = section.partition("\n")
        parts[name.strip()] = " ".join(words.split())
    return Topic(title.removeprefix("# ").strip(), tuple(_paragraphs(body)), MappingProxyType(parts))


def _paragraphs(text: str) -> Iterator[str]:
    return (joined for piece in text.split("\n\n") if (joined := " ".join(piece.split())))


@cache
def help_for(screen: str, language: str) -> Topic | None:
    """Return the help of a screen; None where nobody wrote any."""
    name = f"{FOLDER}/{language}/{screen}.md"
    return parse_topic(resources.read_text(name)) if resources.path(name).is_file() else None


def field_help(topic: Topic, field: str) -> str:
    """Return what is said of a field, by its own name or that of what it lies in; empty where nothing is."""
    parts = field.split(".")
    names = (".".join(parts[: len(parts) - cut]) for cut in range(len(parts)))
    tail = f"field.{parts[-1]}"
    return next((topic.parts[name] for name in (*names, tail) if name in topic.parts), "")


def chapters(language: str) -> list[str]:
    """Return the screens that have help, in the manual's order."""
    found = [name.rpartition("/")[2].removesuffix(".md") for name in resources.names(f"{FOLDER}/{language}", ".md")]
    place = {name: number for number, name in enumerate(ORDER)}
    return sorted((name for name in found if name != KEYS), key=lambda name: (place.get(name, len(ORDER)), name))


def manual_html(language: str, keys: "Mapping[str, str]", names: "Mapping[str, str]") -> str:
    """Return the manual as one page that needs nothing else.

    `keys` are the keys of actions by name, `names` what fields are called, where they have a name.
    """
    keyed = help_for(KEYS, language)
    title = {"bn": "কাউন্টারের সহায়িকা", "en": "The counter’s manual"}[language]
    body = [f"<h1>{escape(title)}</h1>", "<nav><ol>"]
    pages = [(name, topic) for name in chapters(language) if (topic := help_for(name, language))]
    body += [f'<li><a href="#{name}">{escape(topic.title)}</a></li>' for name, topic in pages]
    body.append("</ol></nav>")
    for name, topic in pages:
        body.append(f'<h2 id="{name}">{escape(topic.title)}</h2>')
        body += [f"<p>{escape(words)}</p>" for words in topic.paragraphs]
        rows = [(names.get(part, part.rpartition(".")[2]), words) for part, words in topic.parts.items()]
        body += _table(rows, "th")
    if keyed is not None:
        body.append(f'<h2 id="keys">{escape(keyed.title)}</h2>')
        body += _table([(keys.get(part, part), words) for part, words in keyed.parts.items()], "kbd")
    return _PAGE.format(language=language, title=escape(title), body="\n".join(body))


def _table(rows: list[tuple[str, str]], kind: str) -> list[str]:
    if not rows:
        return []
    named = (f"<kbd>{escape(name)}</kbd>" if kind == "kbd" else escape(name) for name, _words in rows)
    cells = (f"<tr><th>{name}</th><td>{escape(row[1])}</td></tr>" for name, row in zip(named, rows, strict=True))
    return ["<table>", *cells, "</table>"]


_PAGE = """<!DOCTYPE html>
<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body {{ max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #1b1d24; background: #fff;
  font: 1.05rem/1.7 "Noto Sans Bengali", "Noto Sans", sans-serif; }}
h1, h2 {{ line-height: 1.4; }} h2 {{ margin-top: 2.5rem; border-bottom: 2px solid #2b3f97; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ text-align: left; vertical-align: top; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid #d6d1c3; }}
th {{ width: 30%; font-weight: 700; }}
kbd {{ font: .9rem "Noto Sans", sans-serif; border: 1px solid #817b6c; border-radius: 4px; padding: .1rem .4rem; }}
a {{ color: #2b3f97; }} @media print {{ h2 {{ break-after: avoid; }} tr {{ break-inside: avoid; }} }}
</style></head><body>
{body}
</body></html>
"""
