"""The morning page: the office on one sheet of A4, for the Deputy Commissioner, before the first file."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from io import BytesIO

from kiosk import i18n, resources
from kiosk.central.centre import Centre
from kiosk.central.days import office_calendar
from kiosk.central.figures.charts import step_of
from kiosk.central.figures.count import DayCount, Figures, figures_of
from kiosk.central.figures.words import AGE_NAMES, Teller
from kiosk.central.portal.words import office_name
from kiosk.central.status import branches_of, office_card
from kiosk.domain.calendar import OfficeCalendar
from kiosk.domain.clock import DHAKA, dhaka_day
from kiosk.domain.figures import OF_THE_CENTRE
from kiosk.printing.documents.layouts import Column, Layout, parse_head
from kiosk.printing.documents.pdf import About, Pdf
from kiosk.printing.documents.sheet import BASELINE, INK, LEADING, LINE, Furniture, Sheet
from kiosk.printing.documents.table import Table


def _(message: str) -> str:
    """Mark a message for the catalogue."""
    return message


_FINE, _SMALL, _TEXT, _BIG = 6.6, 8.0, 9.5, 22.0
_CHART_TALL = 84.0
_GREY = "0.78 0.78 0.78"


def write_morning(centre: Centre, office: int, language: str, branches: Collection[str] | None = None) -> bytes:
    """Return the page as PDF: what lies there now, what yesterday's work was, the last thirty days, the oldest ten.

    Received and closed are those of the last working day before today.
    """
    today = dhaka_day(centre.clock())
    calendar = office_calendar(centre, office)
    worked = last_working_day(calendar, today)
    now, before = (figures_of(centre, office, day, branches) for day in (today, worked))
    with centre.database.read() as connection:
        card, names = office_card(connection, office), branches_of(connection, office)
    teller = Teller(centre, language, names)
    title, said = teller._(_("Morning page")), office_name(card, language)
    out = BytesIO()
    sheet = Sheet(
        Pdf(out, About(title, said, language, now.made_at)),
        _furniture(teller, said, title, now),
        landscape=False,
    )
    _Page(sheet, teller, calendar).draw(now, before)
    sheet.finish()
    sheet.close()
    return out.getvalue()


def last_working_day(calendar: OfficeCalendar, today: date) -> date:
    """Return the last working day before a day."""
    day = today - timedelta(days=1)
    while not calendar.is_working(day) and (today - day).days < 30:
        day -= timedelta(days=1)
    return day


def _furniture(teller: Teller, office: str, title: str, figures: Figures) -> Furniture:
    head = parse_head(resources.read_text("documents/office.toml"), "office.toml")
    at = figures.made_at.astimezone(DHAKA)
    made = teller._(_("Counted on {day} at {time}")).format(
        day=i18n.numeric_day(at.date(), teller.language), time=i18n.clock_time(at, teller.language)
    )
    return Furniture(
        above=tuple(above.in_(teller.language) for above in head.above),
        office=office,
        title=title,
        span=teller.day(figures.day),
        foot=made,
        page=teller._(_("Page {n}")),
        language=teller.language,
        nothing=teller._(_("Nothing is pending.")),
    )


class _Page:
    """Draws from top to bottom."""

    def __init__(self, sheet: Sheet, teller: Teller, calendar: OfficeCalendar) -> None:
        self._sheet, self._teller, self._calendar = sheet, teller, calendar
        self._say = teller._

    def draw(self, now: Figures, before: Figures) -> None:
        self._sheet.head()
        self._sheet.title()
        self._tiles(now, before)
        self._ageing(now)
        self._trend(before)
        self._oldest(now)
        self._meanings()

    def _tiles(self, now: Figures, before: Figures) -> None:
        """Draw the figures side by side, the name over each, what belongs to it under it."""
        pending, overdue, lately, _received, _closed = self._teller.tiles(now)
        *_rest, received, closed = self._teller.tiles(before)
        day = i18n.short_day(before.day, self._teller.language)
        own = (
            (pending.name, pending.value, ""),
            (overdue.name, overdue.value, overdue.beside),
            (lately.name, lately.value, lately.beside),
            (f"{received.name}, {day}", received.value, ""),
            (f"{closed.name}, {day}", closed.value, closed.beside),
        )
        sheet, wide = self._sheet, self._sheet.width / len(own)
        top, foot = sheet.y, sheet.y - 66
        for place, (name, value, beside) in enumerate(own):
            x = sheet.left + place * wide
            self._wrapped(name, x + 6, top - 12, wide - 10)
            sheet.say(value, x + 6, top - 48, _BIG, bold=True)
            sheet.say(beside, x + 6, foot + 6, _SMALL - 0.5)
            if place:
                sheet.code.append(f"q {LINE} RG 0.4 w {x:.2f} {top:.2f} m {x:.2f} {foot:.2f} l S Q\n")
        sheet.rule(sheet.left, sheet.right, top, width=1.0, colour=INK)
        sheet.rule(sheet.left, sheet.right, foot, width=1.0, colour=INK)
        sheet.y = foot - 8

    def _wrapped(self, text: str, x: float, y: float, width: float) -> None:
        setter = self._sheet.setter(_SMALL)
        for place, line in enumerate(setter.wrap(text, width)[:2]):
            self._sheet.put(setter, line, x, y - place * _SMALL * 1.3)

    def _heading(self, name: str) -> None:
        sheet = self._sheet
        sheet.say(self._teller.defined(name)[0], sheet.left, sheet.y - 12, 11, bold=True)
        sheet.y -= 19

    def _table(self, columns: Sequence[tuple[str, float, str]], rows: Sequence[Sequence[str]]) -> None:
        if not rows:
            self._sheet.say(self._sheet.furniture.nothing, self._sheet.left, self._sheet.y - 10, _TEXT)
            self._sheet.y -= 18
            return
        made = tuple(Column(bn=name, width=width, align=align) for name, width, align in columns)  # type: ignore[arg-type]
        table = Table(self._sheet, Layout(bn="", size=8.0, columns=made))
        table.begin()
        for row in rows:
            table.row(row)
        table.end()
        self._sheet.y -= 10

    def _ageing(self, now: Figures) -> None:
        self._heading("ageing")
        ages = [(self._say(name), 14.0, "right") for name in AGE_NAMES]
        columns = ((self._say(_("Branch")), 44.0, "left"), *ages, (self._say(_("All")), 12.0, "right"))
        shown, rest = now.ageing[:_MOST_BRANCHES], now.ageing[_MOST_BRANCHES:]
        named = [(self._teller.branch(row.branch), row.counts) for row in shown]
        if rest:
            young, week, fortnight, month = (sum(row.counts[age] for row in rest) for age in range(4))
            named.append((self._say(_("Other branches")), (young, week, fortnight, month)))
        number = self._teller.number
        self._table(columns, [(name, *map(number, counts), number(sum(counts))) for name, counts in named])

    def _oldest(self, now: Figures) -> None:
        self._heading("oldest")
        columns = (
            (self._say(_("Receive number")), 30.0, "left"),
            (self._say(_("Service")), 40.0, "left"),
            (self._say(_("Branch")), 34.0, "left"),
            (self._say(_("State")), 26.0, "left"),
            (self._say(_("Received on")), 20.0, "left"),
            (self._say(_("Days")), 11.0, "right"),
        )
        found = [self._teller.old(old, now.day) for old in now.oldest]
        rows = [(row.shown, row.what, row.branch, row.state, row.since, row.days) for row in found]
        self._table(columns, rows)

    # ------------------------------------------------------------------ the last thirty days

    def _trend(self, figures: Figures) -> None:
        """Draw received as grey bars and closed as a black line, alike on paper and on a copy of it."""
        self._heading("trend")
        sheet, days = self._sheet, figures.trend
        top = step_of(max([max(day.received, day.closed) for day in days], default=0)) * 4
        foot, left = sheet.y - _CHART_TALL, sheet.left + 26
        wide = (sheet.right - left) / len(days)
        for line in range(5):
            y = foot + (_CHART_TALL - 10) * line / 4
            sheet.rule(left, sheet.right, y, width=0.9 if line == 0 else 0.3, colour=INK if line == 0 else LINE)
            sheet.say(self._teller.number(top * line // 4), left - 5, y - 3, _SMALL, align="right")
        points = [self._bar(day, place, (left + place * wide, foot, wide), top) for place, day in enumerate(days)]
        path = " l ".join(f"{x:.2f} {y:.2f}" for x, y in points).replace(" l ", " m ", 1)
        sheet.code.append(f"q {INK} RG 1.3 w 1 j {path} l S Q\n")
        sheet.code += [f"q {INK} rg {x - 1.7:.2f} {y - 1.7:.2f} 3.4 3.4 re f Q\n" for x, y in points]
        sheet.y = foot - 14
        self._keys()

    def _bar(self, day: DayCount, place: int, at: tuple[float, float, float], top: int) -> tuple[float, float]:
        """Draw a day's bar and return where the line passes it; a day off has a tick under the line."""
        (x, foot, wide), sheet, scale = at, self._sheet, (_CHART_TALL - 10) / max(top, 1)
        tall = day.received * scale
        box = f"{x + wide * 0.16:.2f} {foot:.2f} {wide * 0.68:.2f} {tall:.2f} re"
        sheet.code.append(f"q {_GREY} rg {INK} RG 0.4 w {box} B Q\n")
        if not self._calendar.is_working(day.day):
            sheet.rule(x + wide * 0.16, x + wide * 0.84, foot - 2, width=1.6, colour=LINE)
        if place % 5 == 4:
            text = i18n.short_day(day.day, self._teller.language)
            sheet.say(text, x + wide / 2, foot - 12, _SMALL - 0.5, align="center")
        return x + wide / 2, foot + day.closed * scale

    def _keys(self) -> None:
        sheet, x = self._sheet, self._sheet.left + 26
        y = sheet.y - 10
        sheet.code.append(f"q {_GREY} rg {INK} RG 0.4 w {x:.2f} {y:.2f} 12 7 re B Q\n")
        x += 16 + sheet.say(self._teller.defined("received")[0], x + 16, y, _SMALL) + 18
        sheet.rule(x, x + 14, y + 3, width=1.3, colour=INK)
        x += 18 + sheet.say(self._teller.defined("closed")[0], x + 18, y, _SMALL) + 18
        sheet.rule(x, x + 12, y + 3, width=1.6, colour=LINE)
        sheet.say(self._say(_("Day off")), x + 16, y, _SMALL)
        sheet.y -= 22

    def _meanings(self) -> None:
        """Say what each figure counts, small, where there is room."""
        sheet, setter = self._sheet, self._sheet.setter(_FINE)
        said = " ".join(f"{name}: {words}" for name, words in map(self._teller.defined, OF_THE_CENTRE))
        lines = setter.wrap(said, sheet.width)
        if sheet.y - len(lines) * _FINE * LEADING < sheet.bottom:
            sheet.finish()
            sheet.short_head()
        for line in lines:
            sheet.put(setter, line, sheet.left, sheet.y - _FINE * BASELINE)
            sheet.y -= _FINE * LEADING


_MOST_BRANCHES = 7
"""More would not leave room for the rest on one sheet."""
