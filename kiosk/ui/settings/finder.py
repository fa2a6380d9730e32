"""Finding a printer, trying it, and asking what came out: the same in the settings and at the first start."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage

from kiosk import i18n
from kiosk.domain.clock import Clock, stamp
from kiosk.errors import KioskError, Refused
from kiosk.i18n import _, ngettext
from kiosk.printing.search import PLACES, Found, Told, find_printers
from kiosk.ui.messages import sentence_of
from kiosk.ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from kiosk.printing.blocks import Page

WIDE, NARROW = "generic-80", "generic-58"
ANSWERS = ("all", "nothing", "letters", "edges", "codes", "cut")
"""What came out of a test, in the order of their keys."""

Search = Callable[[str, Told], tuple[Found, ...]]


@dataclass(frozen=True, slots=True)
class Word:
    """A sentence and its tone: `ok|warn|bad|plain`."""

    text: str = ""
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class FinderState:
    """Everything that is shown of a printer being found and tried.

    `done` are the places that answered; `url` and `profile` are what is chosen, `profiles` what may be;
    `asks` that a test went out and nobody said yet what came; `picture` is the test page, dot for dot.
    """

    address: str = ""
    searching: bool = False
    searched: bool = False
    done: frozenset[str] = frozenset()
    found: tuple[Found, ...] = ()
    url: str = ""
    profile: str = WIDE
    profiles: tuple[str, ...] = (WIDE, NARROW)
    printing: bool = False
    asks: bool = False
    answer: str = ""
    said: Word = field(default_factory=Word)
    problem: str = ""
    picture: QImage | None = None


class PrinterFinder(QObject):
    """Signals: `changed(FinderState)`, `chosen(str, str)` address and profile."""

    changed = Signal(object)
    chosen = Signal(str, str)
    _told = Signal(int, str, object)

    def __init__(
        self, tasks: Tasks, clock: Clock, *, search: Search | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks, self._clock = tasks, clock
        self._search = search or (lambda address, told: find_printers(address, told=told))
        self._turn = 0
        self._office = ""
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)
        self.state = FinderState()

    def use(self, url: str, profile: str, office: str = "") -> None:
        """Begin with the printer that is in force."""
        self._office = office
        if (url, profile) != (self.state.url, self.state.profile):
            self._show(url=url, profile=profile, profiles=_profiles(profile, self.state.found), asks=False, answer="")

    @Slot()
    def open(self) -> None:
        """Show the test page of what is chosen; look around when nobody did yet."""
        self._draw()
        if not self.state.searched:
            self.search()

    @Slot(str)
    def write_address(self, text: str) -> None:
        """Take the network address that is being written."""
        self.state = replace(self.state, address=text, problem="")

    @Slot()
    def search(self) -> None:
        """Look for printers; some seconds at worst, and the window goes on meanwhile."""
        if self.state.searching:
            return
        self._turn += 1
        self._show(searching=True, searched=True, done=frozenset(), found=(), said=Word(), problem="")
        work = partial(self._search, self.state.address.strip(), partial(self._told.emit, self._turn))
        self._tasks.run(Lane.DOCUMENT, work, done=self._on_found, failed=self._on_lost)

    def _on_told(self, turn: int, place: str, printers: tuple[Found, ...]) -> None:
        if turn == self._turn and self.state.searching:
            found = (*self.state.found, *printers)
            self._show(done=self.state.done | {place}, found=tuple(sorted(found, key=_order)))

    def _on_found(self, found: tuple[Found, ...]) -> None:
        self._show(searching=False, found=found, profiles=_profiles(self.state.profile, found), said=_said_of(found))

    def _on_lost(self, error: KioskError) -> None:
        self._show(searching=False, said=Word(sentence_of(error), "warn"))

    @Slot(int)
    def choose(self, place: int) -> None:
        """Take one of the printers that were found, with its model's profile where it is known."""
        if place >= len(self.state.found):
            return
        one = self.state.found[place]
        known = one.profile or self.state.profile
        said = (
            Word(i18n.sentence(one.reason), "warn") if one.reason else Word(_("Chosen. Print a test page now."), "ok")
        )
        self._take(one.url, known)
        self._show(said=said)

    @Slot(str)
    def choose_profile(self, name: str) -> None:
        """Take another width or model."""
        self._take(self.state.url, name)

    def _take(self, url: str, profile: str) -> None:
        self._show(
            url=url, profile=profile, profiles=_profiles(profile, self.state.found), asks=False, answer="", said=Word()
        )
        self.chosen.emit(url, profile)
        self._draw()

    @Slot()
    def print_test(self) -> None:
        """Print the test page."""
        if self.state.printing:
            return
        if not self.state.url or self.state.url == "none:":
            self._show(said=Word(_("Choose a printer first."), "warn"))
            return
        self._show(printing=True, asks=False, answer="", said=Word(_("Printing…")))
        work = partial(_print, self.state.url, self.state.profile, self._office, stamp(self._clock()))
        self._tasks.run(Lane.PRINT, work, done=self._on_printed, failed=self._on_not_printed)

    def _on_printed(self, answer: tuple[str, str]) -> None:
        outcome, reason = answer
        if outcome == "failed":
            self._show(printing=False, said=Word(i18n.sentence(reason), "warn"))
        else:
            self._show(printing=False, asks=True, said=Word(_("Look at the paper: what do you see?"), "plain"))

    def _on_not_printed(self, error: KioskError) -> None:
        tone = "bad" if isinstance(error, Refused) else "warn"
        self._show(printing=False, said=Word(sentence_of(error), tone))

    @Slot(str)
    def answer(self, what: str) -> None:
        """Tell what came out: one of `ANSWERS`."""
        self._show(
            answer=what, asks=what != "all", said=Word(_advice(what, self.state), "ok" if what == "all" else "warn")
        )

    def _draw(self) -> None:
        work = partial(_picture, self.state.url, self.state.profile, self._office, stamp(self._clock()))
        self._tasks.run(Lane.DOCUMENT, work, done=self._on_drawn)

    def _on_drawn(self, picture: QImage) -> None:
        self._show(picture=picture)

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        self.changed.emit(self.state)


def _order(one: Found) -> int:
    return PLACES.index(one.place)


def _profiles(chosen: str, found: tuple[Found, ...]) -> tuple[str, ...]:
    """Return what may be chosen: both widths, the models that were found, and what is in force."""
    known = [one.profile for one in found if one.profile]
    return tuple(dict.fromkeys([WIDE, NARROW, *known, chosen]))


def profile_name(name: str) -> str:
    """Return what a profile is called."""
    return {WIDE: _("80 mm"), NARROW: _("58 mm")}.get(name, name)


def place_name(place: str) -> str:
    """Return where a printer was found."""
    return {
        "usb": _("USB"),
        "cups": _("Print queue"),
        "file": _("Device file"),
        "serial": _("Serial port"),
        "network": _("Network"),
    }[place]


def answer_name(answer: str) -> str:
    """Return what somebody may see on the paper."""
    return {
        "all": _("All of it"),
        "nothing": _("Nothing came"),
        "letters": _("Strange letters"),
        "edges": _("An edge is missing"),
        "codes": _("The QR cannot be read"),
        "cut": _("It was not cut"),
    }[answer]


def _said_of(found: tuple[Found, ...]) -> Word:
    if not found:
        return Word(
            _("No printer was found. Switch it on, plug it in, or write its network address, then search again."),
            "warn",
        )
    count = len(found)
    said = ngettext("{n} place found. Choose it by its number.", "{n} places found. Choose one by its number.", count)
    return Word(said.format(n=i18n.digits(count)), "ok")


def _advice(answer: str, state: FinderState) -> str:
    narrow = _("Choose 58 mm and print the test page again.")
    return {
        "all": _("Good. Receipts are printed here from now on."),
        "nothing": _(
            "Is it switched on, the cover shut, paper in, thermal side up? Choose another place from the list if it stays silent."
        ),
        "letters": _("It may not print pictures (raster). Choose its model, or ask for a printer that knows ESC/POS."),
        "edges": narrow if state.profile != NARROW else _("Look that the roll lies straight and is 58 mm wide."),
        "codes": _("Clean the print head and take new paper; then print the test page again."),
        "cut": _("Some have no cutter: tear the paper off. Otherwise choose its model."),
    }[answer]


def _page(url: str, profile_name: str, office: str, at: str) -> "Page":
    from kiosk.printing.profiles import profile
    from kiosk.printing.trial import lay_out_test

    return lay_out_test(profile(profile_name), office=office, printer=url, at=at, language=i18n.language())


def _picture(url: str, profile_name: str, office: str, at: str) -> QImage:
    from kiosk.printing.preview import picture
    from kiosk.printing.raster import draw_page

    return picture(draw_page(_page(url, profile_name, office, at)))


def _print(url: str, profile_name: str, office: str, at: str) -> tuple[str, str]:
    from kiosk.printing.device import open_printer
    from kiosk.printing.slip import page_bytes

    result = open_printer(url).send(page_bytes(_page(url, profile_name, office, at)))
    return result.outcome, result.reason
