"""The search index: folded words of applications and visits, in a file of its own beside the database.

It is made from the database and can be thrown away at any time: `SearchIndex` makes it anew when it
is missing, damaged, older than this program's rules or of another database.  It is written outside
every registration, by its own connection, so that no index work falls into a commit that an
operator waits for.  What is found are row ids; the rows themselves stay in `counter.db`.

An application's *terms* are search keys of its words, its service and day as one term each, and
pieces of its numbers, from their beginnings and from their ends: a whole number is a term of its own
that an index pays for seven times over, pieces are shared by many.
"""

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from kiosk.domain.application import Visit
from kiosk.domain.bangla import fold_digits, search_key
from kiosk.store.connection import DatabaseError, connect, read_key

if TYPE_CHECKING:
    from kiosk.store.session import Store, Unit

DATABASE = "search.db"
VERSION = 2
"""Changing what terms are made of raises this: every counter makes its index anew."""

PREFIXES = 4
"""Beginnings of up to so many letters have a list of their own in the index."""

SERVICE, DAY, END, BEFORE_END, GOES_ON = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
"""First letters of terms that nobody can type: a service, a day; a number's last digits backwards,
those before them, and what comes after its first digits (which have no such letter)."""
FIRST, PIECE = 4, 4
"""Digits in a number's first piece, and in each other one."""

APPLICATIONS, VISITS = "application_words", "visit_words"
_CACHE_KIB = 48 * 1024
_NEWEST = (1 << 63) - 1
# Vowel signs and hasanta of words in other scripts belong to the word: the tokenizer cuts at each of them.
_INDEX = f"""CREATE VIRTUAL TABLE {{table}} USING fts5(words, content='', columnsize=0, detail=none,
prefix='{" ".join(map(str, range(1, PREFIXES + 1)))}',
tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'")"""
_SCHEMA = (
    """CREATE TABLE reached (id INTEGER PRIMARY KEY CHECK (id = 1), application_id INTEGER NOT NULL,
receive_number TEXT NOT NULL, seq INTEGER NOT NULL, hash TEXT NOT NULL)""",
    "INSERT INTO reached VALUES (1, 0, '', 0, '')",
    "CREATE TABLE long_word (word TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE TABLE series (beginning TEXT PRIMARY KEY) WITHOUT ROWID",
    _INDEX.format(table=APPLICATIONS),
    _INDEX.format(table=VISITS),
)


# ------------------------------------------------------------------------------ terms


class _Identity(Struct, gc=False):
    number: str = ""


class _Person(Struct, gc=False):
    name: str = ""
    name_latin: str = ""
    guardian: str = ""
    mobile: str = ""
    address: str = ""
    id: _Identity | None = None


class _Post(Struct, gc=False):
    registered_no: str = ""
    sender_place: str = ""


class _Draft(Struct, gc=False):
    service: str = ""
    applicants: tuple[_Person, ...] = ()
    agent: _Person | None = None
    subject: str = ""
    fields: dict[str, str] = {}
    memo_no: str = ""
    sender_office: str = ""
    post: _Post | None = None


class Seen(Struct, gc=False):
    """What is looked at of an application: reading the rest would take half of the building."""

    receive_number: str
    received_on: str
    draft: _Draft


read_seen = msgspec.json.Decoder(Seen).decode


class _VisitBody(Struct):
    visit: Visit


class _VisitEvent(Struct):
    body: _VisitBody


class _CorrectedNumber(Struct):
    receive_number: str


class _CorrectedBody(Struct):
    application: _CorrectedNumber


class _CorrectedEvent(Struct):
    body: _CorrectedBody


_read_visit = msgspec.json.Decoder(_VisitEvent).decode
_read_corrected = msgspec.json.Decoder(_CorrectedEvent).decode


def terms_of(seen: Seen, long: set[str] | None = None) -> str:
    """Return the terms under which an application is found, spaces between; some may be there twice.

    Its long words go into `long`.
    """
    draft = seen.draft
    terms = [service_term(draft.service), day_term(seen.received_on), *end_terms(seen.receive_number)]
    for person in (*draft.applicants, draft.agent) if draft.agent else draft.applicants:
        for number in numbers_of(person):
            terms += number_terms(number)
    words = list(map(word_key, " ".join(_texts(draft)).split()))
    if long is not None:
        long.update([word for word in words if len(word) > PREFIXES])
    return " ".join(words + terms)


def numbers_and_words(seen: Seen) -> tuple[list[str], list[str]]:
    """Return the numbers that an application is found by, and its words, folded."""
    draft = seen.draft
    people = [*draft.applicants, draft.agent] if draft.agent else draft.applicants
    numbers = [seen.receive_number, *(number for person in people for number in numbers_of(person))]
    return numbers, " ".join(map(word_key, " ".join(_texts(draft)).split())).split()


def _texts(draft: _Draft) -> Iterator[str]:
    yield from (draft.subject, draft.memo_no, draft.sender_office, *draft.fields.values())
    if draft.post is not None:
        yield from (draft.post.registered_no, draft.post.sender_place)
    for person in (*draft.applicants, draft.agent) if draft.agent else draft.applicants:
        yield from (person.name, person.name_latin, person.guardian, person.address)


def visit_terms(visit: Visit) -> str:
    """Return the terms under which a visit is found."""
    terms = [service_term(visit.service)] if visit.service else []
    terms.append(day_term(visit.on))
    if visit.mobile:
        terms += number_terms(visit.mobile.removeprefix("+88"))
    return " ".join((*map(word_key, f"{visit.name} {visit.topic} {visit.note}".split()), *terms))


def numbers_of(person: _Person) -> Iterator[str]:
    """Yield the numbers that a person is found by: the mobile as people write it, the document's."""
    if person.mobile:
        yield person.mobile.removeprefix("+88")
    if person.id is not None and person.id.number:
        yield word_key(person.id.number)


class _Keys(dict[str, str]):
    """Search keys of what stands between two spaces: people's words repeat, and folding takes long."""

    most = 1 << 17

    def __missing__(self, word: str) -> str:
        if len(self) >= self.most:
            self.clear()
        key = self[word] = search_key(word)
        return key


word_key = _Keys().__getitem__


def number_terms(number: str) -> tuple[str, ...]:
    """Return a number's pieces: its first digits, those after them, and from its end."""
    return (number[:FIRST], GOES_ON + number[FIRST : FIRST + PIECE], *end_terms(number))


def end_terms(number: str) -> tuple[str, str]:
    """Return a number's last digits and those before them, backwards."""
    back = number[: -2 * PIECE - 1 : -1]
    return END + back[:PIECE], BEFORE_END + back[PIECE:]


@lru_cache(maxsize=1 << 10)
def service_term(code: str) -> str:
    """Return the one term that stands for all of a service's names."""
    return SERVICE + "".join(letter for letter in code if letter.isalnum())


@lru_cache(maxsize=1 << 10)
def day_term(day: str) -> str:
    """Return the term of a day `YYYY-MM-DD`."""
    return DAY + day[2:].replace("-", "")


# ------------------------------------------------------------------------------ the file


class IndexDamagedError(Exception):
    """The index cannot be read; it is to be made anew."""


class SearchIndex:
    """The index of one home.  Usable from any thread; a search does not wait for what is being added."""

    def __init__(self, home: Path) -> None:
        self._home, self._path = home, home / DATABASE
        self._reader: Any = None
        self._writer: Any = None
        self._reading, self._writing = threading.Lock(), threading.RLock()
        self._checked = False

    def close(self) -> None:
        """Close the connections."""
        with self._writing, self._reading:
            for connection in (self._reader, self._writer):
                if connection is not None:
                    connection.close()
            self._reader = self._writer = None

    # ------------------------------------------------------------------ reading

    def matches(self, table: str, expression: str, limit: int, before: int = _NEWEST) -> list[int]:
        """Return the ids that an FTS5 expression finds, the latest first.  Raises IndexDamagedError."""
        sql = f"SELECT rowid FROM {table} WHERE {table} MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?"  # noqa: S608 - our names
        return [rowid for (rowid,) in self._ask(sql, expression, before, limit)]

    def longer_words(self, beginning: str, limit: int) -> list[str]:
        """Return long words that begin like this, at most `limit` and one."""
        sql = "SELECT word FROM long_word WHERE word >= ?1 AND word < ?1 || ?2 LIMIT ?3"
        return [word for (word,) in self._ask(sql, beginning, "\U0010ffff", limit + 1)]

    def series(self) -> list[str]:
        """Return what receive numbers begin with here: district, year, counter."""
        return [beginning for (beginning,) in self._ask("SELECT beginning FROM series")]

    def _ask(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        try:
            while True:
                with self._reading:
                    if self._reader is not None:
                        found: list[tuple[Any, ...]] = self._reader.execute(sql, values).fetchall()
                        return found
                self._open_reader()
        except DatabaseError as error:
            raise IndexDamagedError from error

    # ------------------------------------------------------------------ adding

    def add_pending(self, store: "Store", most: int) -> int:
        """Take in the next applications and events that are not yet; return how many, 0 when all are.

        An index that cannot be read is made anew.  Raises IndexDamagedError when that does not help
        either, Unavailable as `Store.read` does.
        """
        with self._writing:
            try:
                return self._add(store, most)
            except IndexDamagedError:
                self.forget()
                return self._add(store, most)

    def pending(self, store: "Store") -> int:
        """Return about how many rows are not taken in yet."""
        with self._writing:
            try:
                reached = self._reached()
            except DatabaseError:
                reached = (0, "", 0, "")
        with store.read() as unit:
            newest = unit.one("SELECT (SELECT max(id) FROM application), (SELECT max(seq) FROM event)") or (0, 0)
        return max((newest[0] or 0) - reached[0], 0) + max((newest[1] or 0) - reached[2], 0)

    def forget(self) -> None:
        """Throw the index away."""
        self.close()
        self._remove()
        self._checked = False

    def _remove(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)

    def settle(self) -> None:
        """Bring the index into its quickest form, after much was added.  Raises IndexDamagedError."""
        with self._writing:
            try:
                for table in (APPLICATIONS, VISITS):
                    self._open_writer().execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608
                self._open_writer().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            except DatabaseError as error:
                raise IndexDamagedError from error

    def _add(self, store: "Store", most: int) -> int:
        """Add what is next.  Store and index are never asked inside each other: the trouble of one is not the other's."""
        try:
            with self._transaction():
                reached = self._reached()
                with store.read() as unit:
                    if not self._checked and not _is_ours(unit, reached):
                        raise IndexDamagedError
                    fresh = _next(unit, reached, most)
                self._checked = True
                return self._take(fresh)
        except DatabaseError as error:
            raise IndexDamagedError from error

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        writer = self._open_writer()
        writer.execute("BEGIN IMMEDIATE")  # another process may be adding the same rows
        try:
            yield
            writer.execute("COMMIT")
        except BaseException:
            with suppress(DatabaseError):
                writer.execute("ROLLBACK")
            raise

    def _take(self, fresh: "_Fresh") -> int:
        if fresh.last is None and fresh.head is None:
            return 0
        self._insert(APPLICATIONS, fresh.applications)
        self._writer.executemany("INSERT OR IGNORE INTO series VALUES (?)", [(one,) for one in fresh.series])
        self._insert(VISITS, fresh.visits)
        words = {word for words in fresh.long for word in words.split() if is_long(word)}
        self._writer.executemany("INSERT OR IGNORE INTO long_word VALUES (?)", [(word,) for word in words])
        self._writer.execute(
            "UPDATE reached SET application_id = coalesce(?, application_id), receive_number = coalesce(?,"
            " receive_number), seq = coalesce(?, seq), hash = coalesce(?, hash)",
            (*(fresh.last or (None, None)), *(fresh.head or (None, None))),
        )
        return max(len(fresh.applications) + len(fresh.visits), 1)

    def _insert(self, table: str, rows: Sequence[tuple[int, str]]) -> None:
        self._writer.executemany(f"INSERT INTO {table} (rowid, words) VALUES (?, ?)", rows)  # noqa: S608 - our names

    def _reached(self) -> tuple[int, str, int, str]:
        row = self._open_writer().execute("SELECT application_id, receive_number, seq, hash FROM reached").fetchone()
        return (row[0], row[1], row[2], row[3])

    # ------------------------------------------------------------------ connections

    def _open_reader(self) -> None:
        with self._writing:
            self._open_writer()
            with self._reading:
                self._reader = self._reader or self._connected()

    def _open_writer(self) -> Any:
        with self._writing:
            if self._writer is None:
                self._writer = self._made()
            return self._writer

    def _made(self) -> Any:
        """Return a connection to an index of this version, made now if there is none."""
        connection = self._connected()
        if connection.execute("PRAGMA user_version").fetchone()[0] == VERSION:
            return connection
        connection.close()
        self._remove()
        connection = self._connected()
        connection.execute("BEGIN IMMEDIATE")
        for statement in _SCHEMA:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
        for table in (APPLICATIONS, VISITS):
            connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('hashsize', {64 << 20})")  # noqa: S608
        return connection

    def _connected(self) -> Any:
        self._path.touch(mode=0o600)  # SQLite's own would be readable by others
        connection = connect(self._path, read_key(self._home), create=True)
        # What is lost here is only made again; a crash must not leave it half written, though.
        for pragma in ("synchronous = NORMAL", f"cache_size = -{_CACHE_KIB}", "wal_autocheckpoint = 4000"):
            connection.execute(f"PRAGMA {pragma}")
        return connection


def is_long(word: str) -> bool:
    """Tell whether a word goes beyond the beginnings that have lists; numbers are as good as unique."""
    return len(word) > PREFIXES and word.isalpha()


Reached = tuple[int, str, int, str]
"""The last application that is in, by id and number; the last event, by seq and hash."""


@dataclass(frozen=True, slots=True)
class _Fresh:
    """What comes next into the index, and how far that goes; None where nothing is new."""

    applications: list[tuple[int, str]]
    last: tuple[int, str] | None
    visits: list[tuple[int, str]]
    head: tuple[int, str] | None
    series: set[str]
    long: set[str]


def _is_ours(unit: "Unit", reached: Reached) -> bool:
    """Tell whether an index is of this database: ids of another one mean other people."""
    rowid, number, seq, kept = reached
    row = unit.one("SELECT receive_number FROM application WHERE id = ?", rowid)
    event = unit.one("SELECT hash FROM event WHERE seq = ?", seq)
    return (not rowid or (row is not None and row[0] == number)) and (
        not seq or (event is not None and event[0] == kept)
    )


def _next(unit: "Unit", reached: Reached, most: int) -> _Fresh:
    fresh = _Fresh([], None, [], None, set(), set())
    last = _next_applications(unit, reached, most, fresh)
    head = _next_events(unit, reached, most, fresh)
    return replace(fresh, last=last, head=head)


def _next_applications(unit: "Unit", reached: Reached, most: int, fresh: _Fresh) -> tuple[int, str] | None:
    """Take in the next applications; return how far that goes."""
    number = ""
    # Row by row: a hundred thousand bodies at once would be a hundred megabytes.
    for rowid, body in unit.driver.execute(
        "SELECT id, body FROM application WHERE id > ? ORDER BY id LIMIT ?", (reached[0], most)
    ):
        seen = read_seen(body)
        number = seen.receive_number
        fresh.series.add(number[:SERIES])
        fresh.applications.append((rowid, terms_of(seen, fresh.long)))
    return (fresh.applications[-1][0], number) if number else None


def _next_events(unit: "Unit", reached: Reached, most: int, fresh: _Fresh) -> tuple[int, str] | None:
    """Take in visits, and again applications that were corrected; `seq` has no gaps."""
    newest = unit.one("SELECT max(seq) FROM event")
    end = min((newest and newest[0]) or 0, reached[2] + most)
    if end <= reached[2]:
        return None
    rows = unit.all(
        "SELECT seq, kind, record FROM event WHERE kind IN ('visit.logged', 'application.corrected')"
        " AND seq > ? AND seq <= ?",
        reached[2],
        end,
    )
    corrected = set()
    for seq, kind, record in rows:
        if kind == "visit.logged":
            visit = _read_visit(record).body.visit
            fresh.long.update(map(word_key, f"{visit.name} {visit.topic} {visit.note}".split()))
            fresh.visits.append((seq, visit_terms(visit)))
        else:
            corrected.add(_read_corrected(record).body.application.receive_number)
    for number in sorted(corrected):
        _again(unit, number, reached[0], fresh)
    kept = unit.one("SELECT hash FROM event WHERE seq = ?", end)
    return end, kept[0] if kept else ""


def _again(unit: "Unit", number: str, reached: int, fresh: _Fresh) -> None:
    """Take in an application that says something else now; what it said before still finds it."""
    row = unit.one("SELECT id, body FROM application WHERE receive_number = ?", number)
    if row is not None and row[0] <= reached:
        fresh.applications.append((row[0], terms_of(read_seen(row[1]), fresh.long)))


# ------------------------------------------------------------------------------ rows


COLUMNS = "id, receive_number, name, service, state, received_on, body"
_LAST = "\U0010ffff"


def applications(unit: "Unit", ids: Sequence[int]) -> list[Sequence[Any]]:
    """Return the rows (`COLUMNS`) of ids, the latest first."""
    marks = ",".join("?" * len(ids))
    return unit.all(f"SELECT {COLUMNS} FROM application WHERE id IN ({marks}) ORDER BY id DESC", *ids)  # noqa: S608


SERIES = 6
"""Digits of a receive number before its serial."""


def with_serial(unit: "Unit", series: Iterable[str], serial: str, limit: int) -> list[int]:
    """Return the ids of the applications with this serial (and check digit), whatever year and counter."""
    found: list[int] = []
    for beginning in series:
        found += numbered(unit, beginning + serial, limit)
    return found


def numbered(unit: "Unit", beginning: str, limit: int) -> list[int]:
    """Return the ids of receive numbers that begin like this, the highest first."""
    rows = unit.all(
        "SELECT id FROM application WHERE receive_number >= ?1 AND receive_number < ?1 || ?2"
        " ORDER BY receive_number DESC LIMIT ?3",
        beginning,
        _LAST,
        limit,
    )
    return [rowid for (rowid,) in rows]


def visits(unit: "Unit", seqs: Sequence[int]) -> list[Visit]:
    """Return the visits of these events, the latest first."""
    marks = ",".join("?" * len(seqs))
    rows = unit.all(f"SELECT record FROM event WHERE seq IN ({marks}) ORDER BY seq DESC", *seqs)  # noqa: S608
    return [_read_visit(record).body.visit for (record,) in rows]


def plain_digits(text: str) -> str:
    """Return the digits of text that has no letters, in ASCII; empty when it has letters or no digits."""
    folded = fold_digits(text)
    if any(letter.isalpha() for letter in folded):
        return ""
    return "".join(letter for letter in folded if letter.isascii() and letter.isdigit())
