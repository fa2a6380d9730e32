"""The desk: everything a use case needs, opened once."""

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from kiosk.desk.catalogue import load_calendar, load_catalogue
from kiosk.domain.calendar import OfficeCalendar
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.clock import Clock, Rng, system_clock, system_rng
from kiosk.domain.office_card import Card
from kiosk.errors import Broken, Refused
from kiosk.settings import Settings, read_settings
from kiosk.store import home as stored
from kiosk.store import journal
from kiosk.store.anchor import Anchor, default_folder
from kiosk.store.ledger import Ledger
from kiosk.store.locks import FileLock
from kiosk.store.session import Store, Unit

__all__ = ["Desk", "Identity", "close_desk", "home_lock", "open_desk"]


@dataclass(frozen=True, slots=True)
class Identity:
    """Who this counter is: `code` is its number on receipts, 0 the one for practice."""

    counter_id: str
    district: int
    code: int
    provisional: bool
    enrolled_at: str


@dataclass(frozen=True, slots=True)
class Days:
    """A calendar, and the promised days that were reckoned by it: services share a few time limits.

    `mark` tells which declared days it knows.
    """

    calendar: OfficeCalendar
    mark: tuple[int, str] = (0, "")
    promised: dict[tuple[int | None, str, date, bool], date | None] = field(default_factory=dict)


class OfficeDays:
    """The days in force; swapped whole when a day is declared, so that every thread sees one calendar."""

    def __init__(self, days: Days) -> None:
        self.now = days


class Offered:
    """The catalogue in force: as delivered, with what the office changed; swapped whole, as the days are.

    `mark` tells which changes it knows, and of which day.
    """

    def __init__(self, delivered: Catalogue) -> None:
        self.delivered = delivered
        self.now: tuple[Catalogue, tuple[str, int, int]] = (delivered, ("", 0, 0))


class OfficeCard:
    """The names that the centre gave the office; swapped whole, as the days are.  `mark` tells which card it is."""

    def __init__(self) -> None:
        self.now: tuple[int, Card | None] = (0, None)
        self._made: tuple[Settings, Card | None, Settings] | None = None

    @property
    def mark(self) -> int:
        """Which of the cards it is, 0 none."""
        return self.now[0]

    def upon(self, given: Settings) -> Settings:
        """Return a counter's settings with the names that its office goes by."""
        card, made = self.now[1], self._made
        if made is None or made[0] is not given or made[1] is not card:
            made = self._made = (given, card, _named(given, card))
        return made[2]


def _named(given: Settings, card: Card | None) -> Settings:
    if card is None or not card.name_bn:
        return given
    return replace(given, office_name_bn=card.name_bn, office_name_en=card.name_en or given.office_name_en)


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything a use case needs.  Use cases may run on any thread, several at once."""

    home: Path
    store: Store
    ledger: Ledger
    anchor: Anchor
    offered: Offered
    office_days: OfficeDays
    office_card: OfficeCard
    given: Settings
    clock: Clock
    rng: Rng

    @property
    def settings(self) -> Settings:
        """What was set at this counter, under the names that the centre gives the office."""
        return self.office_card.upon(self.given)

    @property
    def catalogue(self) -> Catalogue:
        """What the office offers today."""
        return self.offered.now[0]

    @property
    def calendar(self) -> OfficeCalendar:
        """The office's calendar, with the days that were declared late."""
        return self.office_days.now.calendar

    def with_settings(self, settings: Settings) -> "Desk":
        """Return the same desk under other settings."""
        return replace(self, given=settings)

    @property
    def identity(self) -> Identity:
        """Who this counter is now; enrolment may change its code."""
        with self.store.read() as unit:
            return read_identity(unit)


def read_identity(unit: Unit) -> Identity:
    """Return who this counter is."""
    row = unit.one("SELECT counter_id, district, code, provisional, enrolled_at FROM counter")
    if row is None:
        raise Broken("a home without a counter")
    return Identity(row[0], row[1], row[2], bool(row[3]), row[4])


def open_desk(home: Path, *, clock: Clock = system_clock, rng: Rng = system_rng) -> Desk:
    """Open a home: verified, healed from its ledger, brought up to date.

    Raises Refused `setup.missing|home.key|home.damaged|home.newer`, Unavailable `disk.*|store.busy`.
    """
    from kiosk.desk.office_calendar import refresh_calendar  # they need the desk, too
    from kiosk.desk.print_receipt import forget_interrupted
    from kiosk.desk.setup import is_set_up

    if not is_set_up(home):
        raise Refused.because("setup.missing", "home")
    settings = read_settings(home)
    store = stored.open_store(home, clock())
    try:
        with store.read() as unit:
            anchor = _check_anchor(unit)
        desk = Desk(
            home=home,
            store=store,
            ledger=store.ledger,
            anchor=anchor,
            offered=Offered(load_catalogue()),
            office_days=OfficeDays(Days(load_calendar())),
            office_card=OfficeCard(),
            given=settings,
            clock=clock,
            rng=rng,
        )
        refresh_calendar(desk)
        forget_interrupted(desk)
    except BaseException:
        store.close()
        raise
    return desk


def _check_anchor(unit: Unit) -> Anchor:
    anchor = Anchor(default_folder(), read_identity(unit).counter_id)
    row = unit.one("SELECT last_year, last_serial FROM counter")
    anchor.check(journal.head(unit).seq, *(row or (0, 0)))
    return anchor


def close_desk(desk: Desk) -> None:
    """Close files and connections."""
    desk.store.close()
    desk.anchor.close()


def home_lock(home: Path) -> FileLock:
    """Take the lock of the one window a home may have; `close` it to leave.  Raises Refused `home.busy`."""
    return stored.home_lock(home)
