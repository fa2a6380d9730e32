"""The guidance directory: found by words, changed by supervisors, every change kept."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QObject, Signal, Slot

from kiosk import i18n
from kiosk.desk.guidance import Change, Known, change_guidance, guidance_history, known_directory, restore_guidance
from kiosk.domain.bangla import search_key
from kiosk.domain.clock import DHAKA, unstamp
from kiosk.domain.floors import line_of, rooms_in
from kiosk.domain.guidance import BRANCH, OFFICE, QUESTION, SIDES, TEXTS, Directory, Entry
from kiosk.domain.rights import Act, may
from kiosk.domain.slips import Words
from kiosk.errors import KioskError, Refused
from kiosk.i18n import _
from kiosk.ui.helpdesk.guidance import place_of, said
from kiosk.ui.messages import by_field, sentence_of
from kiosk.ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from kiosk.desk.context import Desk
    from kiosk.desk.operators import Operator
    from kiosk.domain.catalogue import Branch

OF_QUESTIONS = ("name", "branch")
"""What only an everyday question says itself."""
OF_FLOORS = (*SIDES, "stairs")
"""What draws a floor: without it none is drawn, and nobody is asked."""
FIELDS = (
    *OF_QUESTIONS, "room", "floor", *OF_FLOORS, "officer", "hours", "about", "papers", "fee", "pay", "refused", "complain", "stop",
    "words",
)  # fmt: skip
"""What may be changed, in the order of the form."""
SEVERAL = {"papers": ";", "words": ","}
"""Fields that hold several things, and what parts them."""
MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class GuidanceRow:
    """One entry as the list shows it."""

    code: str
    name: str
    place: str
    version: int


@dataclass(frozen=True, slots=True)
class GuidanceState:
    """Everything the screen shows; `hints` are what a field says while the entry itself says nothing.

    `title` is what the entry is called, `asks` that it is an everyday question, `new` one that nobody kept yet.
    """

    typed: str = ""
    rows: tuple[GuidanceRow, ...] = ()
    chosen: int = 0
    form: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    hints: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    problems: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    history: tuple[str, ...] = ()
    said: str = ""
    busy: bool = False
    allowed: bool = False
    title: str = ""
    asks: bool = False
    new: bool = False


class GuidancePresenter(QObject):
    """Signals: `changed(GuidanceState)`, `kept()` an entry says something else now."""

    changed = Signal(object)
    kept = Signal()

    def __init__(self, desk: "Desk", tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._tasks, self._by = desk, tasks, ""
        self._known: Known | None = None
        self._entry = Entry(OFFICE)
        self._wanted = ""
        self.state = GuidanceState()

    def use_desk(self, desk: "Desk") -> None:
        """Work at this desk from now on."""
        self._desk = desk

    def use_operator(self, operator: "Operator") -> None:
        """Act in this person's name from now on."""
        self._by = operator.login
        self._show(allowed=may(operator.role, Act.KEEP_GUIDANCE), said="")

    def open(self) -> None:
        """Read the directory again."""
        self._run(partial(known_directory, self._desk, self._known), self._read)

    def _read(self, known: Known) -> None:
        self._known = known
        if not self.state.new:
            self._list(self.state.typed, self._wanted or self._code)
            self._wanted = ""

    @Slot(str)
    def on_typed(self, text: str) -> None:
        """Narrow the list by any everyday word."""
        self._show(new=False)
        self._list(text, "")

    @Slot(int)
    def choose(self, row: int) -> None:
        """Show an entry; what was typed for another is left."""
        if 0 <= row < len(self.state.rows) and not self.state.busy:
            self._show(chosen=row, said="", new=False)
            self._look()

    @Slot()
    def begin_question(self) -> None:
        """Write a new everyday question; it is there once it is kept."""
        if not self.state.allowed or self.state.busy:
            return
        self._entry = Entry(f"{QUESTION}q{self._desk.rng(4).hex()}")
        told = {"form": dict.fromkeys(FIELDS, ""), "hints": {}, "problems": {}, "history": ()}
        self._show(**told, said="", title=_("A new question"), asks=True, new=True)

    @Slot()
    def leave_question(self) -> None:
        """Leave a new question unwritten."""
        if self.state.new:
            self._show(new=False)
            self._look()

    @Slot(str, str)
    def on_edited(self, name: str, text: str) -> None:
        """Take what was typed into a field of the entry."""
        problems = {key: words for key, words in self.state.problems.items() if key not in {name, ""}}
        self._show(form={**self.state.form, name: text}, problems=problems, said="")

    @Slot()
    def keep(self) -> None:
        """Let the entry say what the form says, here and at every counter of the office."""
        if not self.state.allowed or self.state.busy or not (self._code or self.state.new):
            return
        try:
            entry = self._typed_entry()
        except Refused as refused:
            self._failed(refused)
            return
        self._act(partial(change_guidance, self._desk, entry, operator=self._by, via="window"))

    @Slot()
    def restore(self) -> None:
        """Let the entry say again what it said before the last change."""
        if self.state.allowed and not self.state.busy and self._entry.version and not self.state.new:
            before = self._entry.version - 1
            self._act(partial(restore_guidance, self._desk, self._code, before, operator=self._by, via="window"))

    # ------------------------------------------------------------------ what is shown

    @property
    def _code(self) -> str:
        return self.state.rows[self.state.chosen].code if self.state.rows else ""

    def _directory(self) -> Directory | None:
        return self._known.directory if self._known else None

    def _list(self, typed: str, code: str) -> None:
        directory = self._directory()
        if directory is None:
            self._show(typed=typed)
            return
        found = directory.find(typed, MOST_ROWS) if typed.strip() else tuple(directory.guides.values())
        rows = [*self._shared(directory, typed)]
        rows += [GuidanceRow(one.code, said(one.name), said(one.stop) or place_of(one), one.version) for one in found]
        chosen = next((place for place, row in enumerate(rows) if row.code == code), 0)
        self._show(typed=typed, rows=tuple(rows), chosen=chosen)
        self._look()

    def _shared(self, directory: Directory, typed: str) -> list[GuidanceRow]:
        """Return the entries that others take facts from: the office, the branches."""
        named = [(OFFICE, _("The whole office"))]
        branches = self._desk.catalogue.branches.values()
        named += [(f"{BRANCH}{one.code}", said(Words(one.name_bn, one.name_en))) for one in branches]
        asked = search_key(typed)
        kept = [(code, name) for code, name in named if asked in search_key(name)]
        entries = [(code, name, directory.entry(code)) for code, name in kept]
        return [GuidanceRow(code, name, i18n.digits(entry.room), entry.version) for code, name, entry in entries]

    def _look(self) -> None:
        directory = self._directory()
        if directory is None or not self._code:
            self._show(form={}, hints={}, history=(), problems={}, title="", asks=False)
            return
        self._entry = directory.entry(self._code)
        form = _form_of(self._entry) | {"branch": self._branch_name(self._entry.branch)}
        title, asks = self.state.rows[self.state.chosen].name, self._code.startswith(QUESTION)
        self._show(form=form, hints=_hints(directory, self._code), problems={}, title=title, asks=asks)
        self._run(partial(guidance_history, self._desk, self._code), partial(self._show_history, self._code))

    def _show_history(self, code: str, changes: tuple[Change, ...]) -> None:
        if code == self._code and not self.state.new:
            self._show(history=tuple(_line(change) for change in changes))

    def _typed_entry(self) -> Entry:
        values: dict[str, Any] = {}
        for name in FIELDS:
            text = self.state.form.get(name, "")
            if name in OF_QUESTIONS and not self.state.asks:
                continue
            if name == "branch":
                values[name] = self._branch_meant(text)
            elif name in SIDES:
                values[name] = rooms_in(text)
            elif name == "stairs":
                values[name] = _count(text)
            elif name in SEVERAL:
                parts = tuple(part.strip() for part in text.split(SEVERAL[name]) if part.strip())
                values[name] = _papers(self._entry.papers, parts) if name == "papers" else parts
            elif name in TEXTS:
                old: Words = getattr(self._entry, name)
                bn, en = (text, old.en) if i18n.language() == "bn" else (old.bn, text)
                values[name] = Words(bn, en if text else "")
            else:
                values[name] = text
        return msgspec.structs.replace(self._entry, **values)

    def _branch_name(self, code: str) -> str:
        known = self._desk.catalogue.branches.get(code)
        return said(Words(known.name_bn, known.name_en)) if known else ""

    def _branch_meant(self, typed: str) -> str:
        """Return the branch whose name has these words.  Raises Refused `guidance.branch`."""
        asked = search_key(typed).split()
        if not asked:
            return ""
        named = {one.code: search_key(f"{one.name_bn} {one.name_en}").split() for one in self._branches()}
        found = [code for code, words in named.items() if all(any(w.startswith(one) for w in words) for one in asked)]
        whole = [code for code in found if self._branch_name(code) == typed.strip()]
        if len(whole or found) != 1:
            raise Refused.because("guidance.branch", "branch")
        return (whole or found)[0]

    def _branches(self) -> "Iterable[Branch]":
        return self._desk.catalogue.branches.values()

    # ------------------------------------------------------------------ doing

    def _act(self, work: Callable[[], Entry]) -> None:
        self._show(busy=True, problems={}, said="")
        self._run(work, self._kept)

    def _kept(self, entry: Entry) -> None:
        if self.state.new:
            self._show(new=False, typed="")
        self._wanted = entry.code
        self._show(busy=False, said=_("Every counter of the office will say this."))
        self.kept.emit()
        self.open()

    def _run(self, work: Callable[[], Any], done: Callable[[Any], Any]) -> None:
        self._tasks.run(Lane.STORE, work, done=done, failed=self._failed)

    def _failed(self, error: KioskError) -> None:
        problems = dict(by_field(error)) if isinstance(error, Refused) else {"": sentence_of(error)}
        self._show(busy=False, problems=problems)

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        self.changed.emit(self.state)


def _form_of(entry: Entry) -> dict[str, str]:
    form = {name: _own(getattr(entry, name)) for name in FIELDS if name in TEXTS}
    papers = "; ".join(_own(paper) for paper in entry.papers)
    sides = {side: line_of(getattr(entry, side)) for side in SIDES}
    stairs = i18n.digits(entry.stairs) if any(sides.values()) else ""
    return {**form, **sides, "stairs": stairs, "room": entry.room, "papers": papers, "words": ", ".join(entry.words)}


def _count(text: str) -> int:
    """Return how many rooms stand left of the stairs; none for nothing.  Raises Refused `guidance.stairs`."""
    digits = i18n.ascii_digits(text).strip() or "0"
    if not (digits.isascii() and digits.isdigit() and len(digits) < 4):
        raise Refused.because("guidance.stairs", "stairs")
    return int(digits)


def _papers(before: tuple[Words, ...], typed: tuple[str, ...]) -> tuple[Words, ...]:
    """Return papers as typed in one language; one that was there keeps its name in the other."""
    known = {_own(one): one for one in before}
    if len(before) == len(typed):  # only some were worded otherwise
        known = {new: _worded(one, new) for one, new in zip(before, typed, strict=True)} | known
    return tuple(known.get(one) or _worded(Words(), one) for one in typed)


def _worded(words: Words, text: str) -> Words:
    return Words(text, words.en) if i18n.language() == "bn" else Words(words.bn or text, text)


def _own(words: Words) -> str:
    return words.en if i18n.language() == "en" else words.bn


def _hints(directory: Directory, code: str) -> dict[str, str]:
    guide = directory.guides.get(code)
    if guide is None:
        return {}
    hints = {name: said(value) if isinstance(value := getattr(guide, name, ""), Words) else "" for name in FIELDS}
    if plan := guide.plan:
        hints |= {"above": line_of(plan.above), "below": line_of(plan.below), "stairs": str(plan.stairs)}
        hints |= {name: i18n.digits(hints[name]) for name in OF_FLOORS}
    return hints | {"room": i18n.digits(guide.room), "papers": "; ".join(said(paper) for paper in guide.papers)}


def _line(change: Change) -> str:
    if not change.at:
        return _("as delivered")
    at: datetime = unstamp(change.at).astimezone(DHAKA)
    counter = _("Counter {code}").format(code=i18n.digits(f"{change.counter:02d}"))
    return f"{i18n.digits(change.entry.version)} · {i18n.short_day(at.date())} {i18n.clock_time(at)} · {change.operator} · {counter}"
