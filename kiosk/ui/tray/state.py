"""What the tray shows: its parts, rows in words, the chosen one explained."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtGui import QImage


class Part(StrEnum):
    """Which rows are shown."""

    ALL = "all"
    MINE = "mine"
    ITSELF = "itself"
    OWED = "owed"
    CALLS = "calls"
    CAME = "came"


@dataclass(frozen=True, slots=True)
class Line:
    """A row in words; `tone` and `icon` are its state's."""

    state: str
    icon: str
    tone: str
    number: str
    who: str
    reason: str
    age: str


@dataclass(frozen=True, slots=True)
class Detail:
    """The chosen row in three parts: what happened, what is safe, what to do.

    `asks` that a person looks whether the paper came out, `prints` that F8 brings it, `moves` that another
    printer may; `calls` that somebody waits for a call, `pages` that it may have pages at the centre, `opens` what
    Enter does, in words.
    """

    title: str
    tone: str
    icon: str
    happened: str
    safe: str
    to_do: str
    asks: bool = False
    prints: bool = False
    moves: bool = False
    calls: bool = False
    pages: bool = False
    opens: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A printer that the chosen paper may move to: where, and in words."""

    url: str
    words: str


@dataclass(frozen=True, slots=True)
class Pages:
    """A page of what waits from the web: which of how many (0: not known yet), why there is none, else its picture."""

    title: str
    page: int = 1
    pages: int = 0
    said: str = ""
    image: QImage | None = None


@dataclass(frozen=True, slots=True)
class TrayState:
    """Everything the tray shows; `counts` go with the parts in order.

    `places` lie open when the chosen paper is to move; None: they do not.  `asked_day` is the day typed for
    another call, None while none is asked for, `day_words` what it means.  `web` are pages that lie open.
    """

    part: Part = Part.ALL
    counts: tuple[int, ...] = (0,) * len(Part)
    lines: tuple[Line, ...] = ()
    chosen: int = 0
    detail: Detail | None = None
    problem: str = ""
    busy: bool = False
    places: tuple[Place, ...] | None = None
    asked_day: str | None = None
    day_words: str = ""
    day_problem: str = ""
    web: Pages | None = None
