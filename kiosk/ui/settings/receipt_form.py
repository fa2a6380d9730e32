"""The receipt's form being made: what stands where, in which language and size; drawn as it will be printed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from msgspec import structs
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from kiosk import i18n
from kiosk.domain.bangla import clean_line
from kiosk.domain.clock import DHAKA, stamp
from kiosk.domain.receipt import Receipt, ReceiptPaper
from kiosk.errors import KioskError, Refused
from kiosk.i18n import _
from kiosk.printing.form import NEEDED, PARTS, ROWS, USUAL, Form
from kiosk.ui.messages import problem_sentence, sentence_of
from kiosk.ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from kiosk.desk.context import Desk

LINES = {"head": 2, "ask": 3, "foot": 2}
"""Lines of one's own, and how many there are to fill."""
LINE_LIMIT = 120
KEPT = 100
"""So many steps can be taken back."""

CHOICES: dict[str, tuple[object, ...]] = {
    "language": ("bn", "en", "both"),
    "size": ("normal", "large"),
    "barcode": (True, False),
}
"""What chips offer, in their order."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A part or row in its place: `on` when it is printed, `fixed` when it always is."""

    name: str
    on: bool
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class ReceiptFormState:
    """Everything the page shows.

    `problems` are sentences by line (`head.0`); `dirty` that it is not in force yet; `said` and `tone`
    what became of the last thing; `picture` the receipt, dot for dot as it would be printed.
    """

    form: Form = USUAL
    lines: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    problems: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    dirty: bool = False
    may_undo: bool = False
    usual: bool = True
    busy: bool = False
    said: str = ""
    tone: str = "plain"
    picture: QImage | None = None

    def listed(self, which: str) -> tuple[Listed, ...]:
        """Return the parts (`order`) or rows (`rows`): those that are printed, then the others."""
        known = PARTS if which == "order" else ROWS
        shown = getattr(self.form, which)
        needed = NEEDED if which == "order" else ()
        on = [Listed(name, True, name in needed) for name in shown]
        return (*on, *(Listed(name, False) for name in known if name not in shown))


class ReceiptFormPresenter(QObject):
    """Signals: `changed(ReceiptFormState)`, `kept()` the form is in force."""

    changed = Signal(object)
    kept = Signal()

    def __init__(self, desk: "Desk", tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._tasks = desk, tasks
        self._keeper = self._opened = self._drawing = self._again = False
        self._in_force = self._usual = USUAL
        self._before: list[tuple[Form, Mapping[str, str]]] = []
        self._typing = ""
        self.state = ReceiptFormState()

    def use_desk(self, desk: "Desk") -> None:
        """Draw for this office's printer from now on."""
        self._desk = desk

    def use_keeper(self, *, keeper: bool) -> None:
        """Let this person change it, or not."""
        self._keeper = keeper

    @Slot()
    def open(self) -> None:
        """Begin with the form in force; what somebody began to change is still there."""
        if self._opened:
            self._draw()
            return
        self._opened = True
        self._tasks.run(Lane.STORE, partial(_read, self._desk), done=self._begin)

    def _begin(self, found: tuple[Form, Form, str]) -> None:
        in_force, usual, problem = found
        self._in_force, self._usual = in_force, usual
        self._before.clear()
        self._take(in_force, _lines_of(in_force), problems={}, said=problem, tone="warn" if problem else "plain")

    @Slot(str, object)
    def change(self, name: str, value: object) -> None:
        """Take a choice, or a line as it is typed: `language`, `size`, `barcode`, `head.0` and so on."""
        if "." not in name:
            self._remember("")
            self._take(structs.replace(self.state.form, **{name: value}), self.state.lines)
            return
        if value == self.state.lines.get(name, ""):
            return
        self._remember(name)
        lines = {**self.state.lines, name: str(value)}
        kept, problems = _kept(lines)
        self._take(structs.replace(self.state.form, **kept), lines, problems=problems)

    @Slot(str, str)
    def switch(self, which: str, name: str) -> None:
        """Print a part or row, or leave it out; it comes back where it usually stands."""
        known, shown = (PARTS, self.state.form.order) if which == "order" else (ROWS, self.state.form.rows)
        if name in NEEDED and which == "order":
            self._show(said=_("The number and the QR code are on every receipt."), tone="warn")
            return
        if name in shown:
            wanted = tuple(one for one in shown if one != name)
        else:
            later = known[known.index(name) + 1 :]
            at = next((place for place, one in enumerate(shown) if one in later), len(shown))
            wanted = (*shown[:at], name, *shown[at:])
        self._remember("")
        self._take(structs.replace(self.state.form, **{which: wanted}), self.state.lines)

    @Slot(str, str, int)
    def shift(self, which: str, name: str, by: int) -> None:
        """Move a part or row up (-1) or down (1)."""
        shown = list(getattr(self.state.form, which))
        if name not in shown or not 0 <= shown.index(name) + by < len(shown):
            return
        at = shown.index(name)
        shown[at], shown[at + by] = shown[at + by], shown[at]
        self._remember("")
        self._take(structs.replace(self.state.form, **{which: tuple(shown)}), self.state.lines)

    @Slot()
    def undo(self) -> None:
        """Take the last step back."""
        if self._before:
            form, lines = self._before.pop()
            self._typing = ""
            self._take(form, lines, problems=_kept(lines)[1])

    @Slot()
    def reset(self) -> None:
        """Begin with the usual form again; it can be taken back."""
        self._remember("")
        self._take(self._usual, _lines_of(self._usual), problems={})

    @Slot()
    def write(self) -> None:
        """Put the form in force: the next receipt has it."""
        if self.state.busy or not self._keeper:
            return
        if self.state.problems:
            self._show(said=_("A line is not right yet; see there."), tone="bad")
            return
        self._show(busy=True, said="")
        work = partial(_write, self._desk, self.state.form)
        self._tasks.run(Lane.STORE, work, done=self._written, failed=self._not_written)

    def _written(self, form: Form) -> None:
        self._in_force = form
        now = i18n.clock_time(self._desk.clock().astimezone(DHAKA))
        said = _("In force since {time}; the next receipt has it.").format(time=now)
        self._show(busy=False, dirty=self.state.form != form, said=said, tone="ok")
        self.kept.emit()

    def _not_written(self, error: KioskError) -> None:
        self._show(busy=False, said=sentence_of(error), tone="warn")

    def _remember(self, typing: str) -> None:
        """Keep what was, so that it can come back; a line being typed is one step."""
        if not typing or typing != self._typing:
            self._before = [*self._before[-KEPT + 1 :], (self.state.form, self.state.lines)]
        self._typing = typing

    def _take(
        self,
        form: Form,
        lines: Mapping[str, str],
        *,
        problems: Mapping[str, str] | None = None,
        said: str = "",
        tone: str = "plain",
    ) -> None:
        wrong = self.state.problems if problems is None else problems
        dirty = form != self._in_force or bool(wrong)
        self._show(
            form=form, lines=lines, problems=wrong, dirty=dirty, may_undo=bool(self._before),
            usual=form == self._usual, said=said, tone=tone,
        )  # fmt: skip
        self._draw()

    def _draw(self) -> None:
        """Draw the newest form; one at a time, so that typing is never behind."""
        if self._drawing:
            self._again = True
            return
        self._drawing = True
        work = partial(_picture, self._desk, self.state.form)
        self._tasks.run(Lane.DOCUMENT, work, done=self._drawn, failed=self._not_drawn)

    def _drawn(self, picture: QImage) -> None:
        self._drawing = False
        self._show(picture=picture)
        if self._again:
            self._again = False
            self._draw()

    def _not_drawn(self, error: KioskError) -> None:
        self._drawing = self._again = False
        self._show(said=sentence_of(error), tone="warn")

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        self.changed.emit(self.state)


def part_name(name: str) -> str:
    """Return what a part or row is called."""
    names = {
        "head": _("Office and its lines"), "number": _("Receive number"), "promise": _("Promised date"),
        "rows": _("Who and what"), "papers": _("Papers"), "news": _("QR and code"), "ask": _("Where to ask"),
        "foot": _("Time, counter, last lines"),
        "name": _("Name"), "guardian": _("Guardian"), "service": _("Service"), "subject": _("Subject"),
        "arrived": _("Arrived"), "fees": _("Fees"), "place": _("Branch and room"),
    }  # fmt: skip
    return names[name]


def _lines_of(form: Form) -> dict[str, str]:
    """Return the lines of one's own by their place."""
    found: dict[str, str] = {}
    for name, least in LINES.items():
        lines = getattr(form, name)
        padded = [*lines, *[""] * (least - len(lines))]
        found |= {f"{name}.{place}": line for place, line in enumerate(padded)}
    return found


def _kept(lines: Mapping[str, str]) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """Return the lines as they are kept, and a sentence for each that cannot be."""
    kept: dict[str, list[str]] = {name: [] for name in LINES}
    problems: dict[str, str] = {}
    for key, line in lines.items():
        if not line.strip():
            continue
        try:
            kept[key.partition(".")[0]].append(clean_line(line, key, limit=LINE_LIMIT))
        except Refused as refused:
            problems[key] = problem_sentence(refused.problems[0])
    return {name: tuple(found) for name, found in kept.items()}, problems


def _read(desk: "Desk") -> tuple[Form, Form, str]:
    """Return the form in force and the usual one; one that cannot be read is told, and the usual stands in."""
    from kiosk.desk.receipt_form import receipt_form
    from kiosk.printing.form import usual_form

    usual = usual_form()
    try:
        return receipt_form(desk.home), usual, ""
    except Refused as refused:
        return usual, usual, problem_sentence(refused.problems[0])


def _write(desk: "Desk", form: Form) -> Form:
    from kiosk.desk.receipt_form import save_form

    save_form(desk.home, form)
    return form


def _picture(desk: "Desk", form: Form) -> QImage:
    from kiosk.desk.receipt_form import in_form
    from kiosk.printing.preview import preview
    from kiosk.printing.profiles import profile

    return preview(in_form(sample(desk), form), profile(desk.settings.printer_profile), form)


def sample(desk: "Desk") -> Receipt:
    """Return an invented person's receipt that has every part and row."""
    settings: Any = desk.settings
    code = desk.identity.code
    number = f"{desk.identity.district:02d}26{code:02d}000417"
    return Receipt(
        receive_number=f"{number}7",
        office_bn=settings.office_name_bn,
        office_en=settings.office_name_en,
        office_line_bn=settings.office_line_bn,
        kind="copy",
        service="খতিয়ানের নকল",
        service_en="Copy of a khatian",
        name="মো. আবদুল করিম",
        name_latin="Md. Abdul Karim",
        guardian="রহিম উদ্দিন শেখ",
        subject="সয়না, আর.এস. ১১৮",
        branch="রেকর্ডরুম",
        branch_en="Record room",
        room="104",
        received_at=stamp(desk.clock()),
        arrived_on="2026-01-04",
        counter=code,
        operator="শাহানা",
        qr=f"{settings.public_base or 'https://example.gov.bd'}/t/{number}7#4821095377123",
        secret="4821095377123",  # noqa: S106 - nobody's
        promised_on="2026-12-07",
        days=10,
        day_type="working",
        papers=(
            ReceiptPaper("আবেদনপত্র", "given"),
            ReceiptPaper("জাতীয় পরিচয়পত্র", "seen"),
            ReceiptPaper("ঠিকানা লেখা খাম", "missing", "2026-11-30"),
        ),
        court_fee_poisha=2000,
    )
