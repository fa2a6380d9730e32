"""The day's closing: what remains, who takes it over, the shift's hand-over, outages, the slip."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from kiosk import i18n
from kiosk.errors import KioskError, Refused
from kiosk.i18n import _, ngettext
from kiosk.ui.day.words import LeftRow, outage_words, rows_of
from kiosk.ui.messages import by_field, sentence_of
from kiosk.ui.said import Said
from kiosk.ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from kiosk.desk.context import Desk
    from kiosk.desk.day import ClosedDay, DayBalance
    from kiosk.desk.operators import Operator

LIST, TAKE, SHIFT, OUTAGE, SLIP = "list", "take", "shift", "outage", "slip"


@dataclass(frozen=True, slots=True)
class DayState:
    """Everything the screen shows.

    `page` is `list|take|shift|outage|slip`: what remains, who takes it over, who gets the counter, an outage
    being written, the slip of the closed day.  `closed` says who closed it and that more was done since;
    `people` are logins and names of colleagues, `taker` the chosen one; `problems` go by field.
    """

    day: str = ""
    remaining: int = 0
    rows: tuple[LeftRow, ...] = ()
    chosen: int = 0
    channels: tuple[tuple[str, str, str], ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    journal: tuple[str, str, str] = ("", "", "plain")
    outages: tuple[str, ...] = ()
    people: tuple[tuple[str, str], ...] = ()
    taker: str = ""
    page: str = LIST
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    problems: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    closed: str = ""
    slip: QImage | None = None
    busy: bool = False


class DayPresenter(QObject):
    """Signals: `changed(DayState)`; `wanted(str, str)` where a row leads (`print|tray|find|send`) and a number;
    `handed_over(Operator)` a colleague has the counter; `written()` something travels; `said(Said)`.
    """  # noqa: D205 - the signals are the first line

    changed = Signal(object)
    wanted = Signal(str, str)
    handed_over = Signal(object)
    written = Signal()
    said = Signal(object)

    def __init__(self, desk: "Desk", tasks: Tasks, *, operator: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._tasks, self._operator = desk, tasks, operator
        self._balance: DayBalance | None = None
        self._watched = False
        self.state = DayState()

    def use_desk(self, desk: "Desk") -> None:
        """Work under other settings."""
        self._desk = desk

    def use_operator(self, login: str) -> None:
        """Act in this person's name."""
        self._operator = login
        self.state = DayState()
        self.changed.emit(self.state)

    @Slot()
    def open(self) -> None:
        """Look how the day stands."""
        self._watched = True
        self._tasks.run(Lane.STORE, self._read, done=self._on_read, failed=self._failed)

    @Slot()
    def look_away(self) -> None:
        """Nobody looks any more."""
        self._watched = False
        if self.state.page in {TAKE, SHIFT, OUTAGE}:
            self.leave()

    @Slot(object)
    def on_line(self, _status: object) -> None:
        """Look again when paper or line moved, while somebody looks."""
        if self._watched:
            self.open()

    def _read(self) -> "tuple[DayBalance, list[Operator]]":
        from kiosk.desk.day import day_balance
        from kiosk.desk.operators import list_operators

        return day_balance(self._desk), list(list_operators(self._desk))

    def _on_read(self, found: "tuple[DayBalance, list[Operator]]") -> None:
        balance, people = found
        self._balance = balance
        rows = rows_of(balance)
        others = tuple((one.login, one.name_bn) for one in people if one.active and one.login != self._operator)
        self._show(
            day=f"{i18n.weekday(balance.day)}, {i18n.day(balance.day, year=True)}",
            remaining=balance.remaining,
            rows=rows,
            chosen=min(self.state.chosen, max(len(rows) - 1, 0)),
            channels=_channels(balance),
            facts=_facts(balance),
            journal=_journal(balance),
            outages=tuple(outage_words(one) for one in balance.outages),
            people=others[:9],
            closed=_closed(balance, people),
        )

    # ------------------------------------------------------------------ what remains

    @Slot(int)
    def choose(self, row: int) -> None:
        """Choose a row."""
        if 0 <= row < len(self.state.rows):
            self._show(chosen=row)

    @Slot(int)
    def go(self, row: int) -> None:
        """Go where a row leads."""
        if self.state.page != LIST or not 0 <= row < len(self.state.rows):
            return
        one = self.state.rows[row]
        self._show(chosen=row)
        if one.goes and self._balance is not None:
            left = self._balance.left_of(one.of)
            self.wanted.emit(one.goes, left[0].reference if left else "")

    # ------------------------------------------------------------------ closing

    @Slot()
    def close(self) -> None:
        """Close the day; while something remains somebody has to take it over."""
        if self.state.page == LIST and not self.state.busy:
            if self.state.remaining:
                self.take_over()
            else:
                self._close("")

    @Slot()
    def take_over(self) -> None:
        """Ask who takes over what remains."""
        if self.state.page == LIST and not self.state.busy:
            self._show(page=TAKE, taker="", problems={})

    def _close(self, to: str) -> None:
        self._show(busy=True, problems={})
        self._tasks.run(Lane.STORE, partial(self._do_close, to), done=self._on_closed, failed=self._failed)

    def _do_close(self, to: str) -> "tuple[ClosedDay, QImage]":
        from kiosk.desk.day import close_day

        done = close_day(self._desk, operator=self._operator, via="window", hand_over_to=to)
        return done, _picture(self._desk, done, self._operator)

    def _on_closed(self, answer: "tuple[ClosedDay, QImage]") -> None:
        done, picture = answer
        self._show(page=SLIP, slip=picture, busy=False)
        rest = (
            _("The slip is printed. Sign it and file it.") if done.slip_job else _("There is no printer for the slip.")
        )
        self.said.emit(Said(_("The day is closed."), rest, "ok", "check"))
        self.written.emit()
        self.open()

    # ------------------------------------------------------------------ handing over

    @Slot()
    def begin_shift(self) -> None:
        """Ask who gets the counter."""
        if self.state.page in {LIST, SLIP}:
            self._show(page=SHIFT, taker="", values={}, problems={})

    @Slot(int)
    def pick(self, place: int) -> None:
        """Choose a colleague by their digit."""
        if self.state.page not in {TAKE, SHIFT} or not 0 < place <= len(self.state.people) or self.state.busy:
            return
        login = self.state.people[place - 1][0]
        self._show(taker=login)
        if self.state.page == TAKE:
            self._close(login)

    @Slot(str)
    def hand_over(self, password: str) -> None:
        """Give the counter to the chosen colleague, whose password this is."""
        if self.state.page == SHIFT and self.state.taker and not self.state.busy:
            self._show(busy=True, problems={})
            work = partial(self._do_hand_over, self.state.taker, password)
            self._tasks.run(Lane.STORE, work, done=self._on_handed_over, failed=self._failed)

    def _do_hand_over(self, login: str, password: str) -> "Operator":
        from kiosk.desk.day import hand_over_shift
        from kiosk.desk.operators import sign_in

        taker = sign_in(self._desk, login, password)
        hand_over_shift(self._desk, login, operator=self._operator, via="window")
        return taker

    def _on_handed_over(self, taker: "Operator") -> None:
        self._show(page=LIST, taker="", busy=False)
        self.written.emit()
        self.handed_over.emit(taker)
        self.said.emit(Said(_("{name} has the counter now.").format(name=taker.name_bn), "", "ok", "users"))

    # ------------------------------------------------------------------ outages

    @Slot()
    def begin_outage(self) -> None:
        """Write down that something did not work."""
        if self.state.page == LIST:
            self._show(page=OUTAGE, values={"what": "power"}, problems={})

    @Slot(str, str)
    def edit(self, name: str, text: str) -> None:
        """Take what was typed of an outage: `what`, `since`, `until`, `note`."""
        problems = {key: said for key, said in self.state.problems.items() if key not in {name, ""}}
        self._show(values={**self.state.values, name: text}, problems=problems)

    @Slot()
    def note(self) -> None:
        """Write the outage down."""
        if self.state.page != OUTAGE or self.state.busy:
            return
        values, today = self.state.values, self._desk.clock()
        try:
            since = _time("since", values.get("since", ""), today)
            until = _time("until", values.get("until", ""), today) if values.get("until", "").strip() else None
        except Refused as refused:
            self._failed(refused)
            return
        self._show(busy=True, problems={})
        work = partial(self._do_note, values.get("what", ""), since, until, values.get("note", ""))
        self._tasks.run(Lane.STORE, work, done=self._noted, failed=self._failed)

    def _do_note(self, what: str, since: datetime, until: datetime | None, note: str) -> None:
        from kiosk.desk.outages import note_outage

        note_outage(self._desk, what, since, until, operator=self._operator, via="window", note=note)

    def _noted(self, _nothing: object) -> None:
        self._show(page=LIST, values={}, busy=False)
        self.written.emit()
        self.open()

    # ------------------------------------------------------------------ back

    @Slot()
    def leave(self) -> None:
        """Go back to what remains."""
        if not self.state.busy:
            self._show(page=LIST, taker="", values={}, problems={}, slip=None)

    def _failed(self, error: KioskError) -> None:
        problems = by_field(error) if isinstance(error, Refused) else {"": sentence_of(error)}
        self._show(busy=False, problems=problems)

    def _show(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.changed.emit(self.state)


def _channels(balance: "DayBalance") -> tuple[tuple[str, str, str], ...]:
    """Return name, applications and scanned pages of every way in; the sum last."""
    from kiosk.ui.find.facts import channel_words

    rows = [(channel_words(one.channel), one.applications, one.scans) for one in balance.channels]
    rows.append((_("Together"), sum(row[1] for row in rows), sum(row[2] for row in rows)))
    return tuple((name, i18n.digits(count), i18n.digits(scans)) for name, count, scans in rows)


def _facts(balance: "DayBalance") -> tuple[tuple[str, str], ...]:
    def number(text: str) -> str:
        return "…" + i18n.receive_number(text)[-8:] if text else ""

    voided = i18n.digits(len(balance.voided))
    if balance.voided:
        voided += f" ({number(balance.voided[0])}{' …' if len(balance.voided) > 1 else ''})"
    counts, visits = balance.counts, balance.counts.get("visits", 0)
    rows = (
        (_("First number"), number(balance.first_number)),
        (_("Last number"), number(balance.last_number)),
        (_("Voided"), voided),
        (_("Copies printed"), i18n.digits(counts.get("copies_printed", 0))),
        (_("Copies handed over"), i18n.digits(counts.get("handed_over", 0))),
        (_("Helpdesk"), ngettext("{n} person", "{n} people", visits).format(n=i18n.digits(visits))),
    )
    return tuple((name, value) for name, value in rows if value)


def _journal(balance: "DayBalance") -> tuple[str, str, str]:
    """Return title, words and tone of how journal and centre agree."""
    head = balance.head
    events = ngettext("{n} event", "{n} events", head.seq).format(n=i18n.digits(head.seq))
    mark = " · ".join(head.hash[at : at + 4] for at in (0, 4, 8))
    last = _("Last mark *{mark}*").format(mark=mark)
    if balance.agrees is None:
        return _("The journal is whole"), f"{events}.\n{last}", "plain"
    if balance.agrees:
        return _("The journal agrees"), _("{events}, here and at the centre.").format(events=events) + f"\n{last}", "ok"
    return _("The journal does not agree"), f"{events}.\n{last}\n" + _("Tell the administrator."), "bad"


def _closed(balance: "DayBalance", people: "list[Operator]") -> str:
    if not balance.closed_by:
        return ""
    names = {one.login: one.name_bn for one in people}
    said = _("Closed by {name}.").format(name=names.get(balance.closed_by, balance.closed_by))
    if not balance.since_closed:
        return said
    return f"{said} " + _("Something was done since: the day is open again. Close it once more.")


def _picture(desk: "Desk", done: "ClosedDay", operator: str) -> QImage:
    """Return the slip as it is printed."""
    from kiosk.desk.day_slip import day_slip
    from kiosk.desk.slips import slip_head, slip_page
    from kiosk.printing.preview import picture
    from kiosk.printing.raster import draw_page

    head = slip_head(desk, operator)
    with desk.store.read() as unit:
        slip = day_slip(unit, done.balance, done.handed_to, head)
    return picture(draw_page(slip_page(desk, slip)))


def _time(name: str, typed: str, today: datetime) -> datetime:
    """Return a time of today, as typed: `14:05`, `1405` or `১৪.০৫`."""
    from kiosk.domain.clock import DHAKA

    digits = "".join(letter for letter in i18n.ascii_digits(typed) if letter.isdigit())
    if len(digits) == 3:
        digits = "0" + digits
    if len(digits) != 4 or int(digits[:2]) > 23 or int(digits[2:]) > 59:
        raise Refused.because("outage.clock", name)
    there = today.astimezone(DHAKA)
    return there.replace(hour=int(digits[:2]), minute=int(digits[2:]), second=0, microsecond=0)
