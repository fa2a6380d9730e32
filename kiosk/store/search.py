"""The search index: folded words of applications and visits, in a file of its own beside the database.

It is made from the database and can be thrown away at any time: `SearchIndex` makes it anew when it
is missing, damaged, older than this program's rules or of another database.  It is written outside
every registration, by its own connection, so that no index work falls into a commit that an
operator waits for.  What is found are row ids; the rows themselves stay in `counter.db`.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from kiosk.store.connection import DatabaseError, connect, read_key
from kiosk.store.fresh import Fresh, Reached, Rows, is_ours, read_fresh
from kiosk.store.terms import PREFIXES, is_long

if TYPE_CHECKING:
    from kiosk.store.session import Store

DATABASE = "search.db"
VERSION = 2
"""Changing what terms are made of raises this: every counter makes its index anew."""

APPLICATIONS, VISITS = "application_words", "visit_words"
_CACHE_KIB = 48 * 1024
_NEWEST = (1 << 63) - 1
_CHUNK = 5_000
"""Applications that are put in at once where many are."""
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


class IndexDamagedError(Exception):
    """The index cannot be read; it is to be made anew."""


class SearchIndex:
    """The index of one home.  Usable from any thread; a search does not wait for what is being added."""

    def __init__(self, home: Path, chunk: int = _CHUNK) -> None:
        self._home, self._path, self._chunk = home, home / DATABASE, chunk
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
            with self._transaction(), _Beside(self._insert_at_once) as beside:
                reached = self._reached()
                with store.read() as unit:
                    if not self._checked and not is_ours(unit, reached):
                        raise IndexDamagedError
                    fresh = read_fresh(unit, reached, most, self._chunk, beside.take)
                beside.wait()
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

    def _take(self, fresh: Fresh) -> int:
        if fresh.last is None and fresh.head is None:
            return 0
        self._insert(APPLICATIONS, fresh.applications)
        self._writer.executemany("INSERT OR IGNORE INTO series VALUES (?)", [(one,) for one in fresh.series])
        self._insert(VISITS, fresh.visits)
        words = {word for words in fresh.words for word in words.split() if is_long(word)}
        self._writer.executemany("INSERT OR IGNORE INTO long_word VALUES (?)", [(word,) for word in words])
        self._writer.execute(
            "UPDATE reached SET application_id = coalesce(?, application_id), receive_number = coalesce(?,"
            " receive_number), seq = coalesce(?, seq), hash = coalesce(?, hash)",
            (*(fresh.last or (None, None)), *(fresh.head or (None, None))),
        )
        return max(fresh.count + len(fresh.visits), 1)

    def _insert(self, table: str, rows: Sequence[tuple[int, str]]) -> None:
        self._writer.executemany(f"INSERT INTO {table} (rowid, words) VALUES (?, ?)", rows)  # noqa: S608 - our names

    def _insert_at_once(self, rows: Rows) -> None:
        """Insert many applications by one statement: between statements a thread waits for its turn."""
        marks = ",".join(["(?,?)"] * len(rows))
        try:
            self._writer.execute(f"INSERT INTO {APPLICATIONS} (rowid, words) VALUES {marks}", [*chain(*rows)])  # noqa: S608
        except DatabaseError as error:
            raise IndexDamagedError from error

    def _reached(self) -> Reached:
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


class _Beside:
    """Inserts rows in a thread of its own while the next ones are being read: SQLite needs no interpreter."""

    def __init__(self, insert: Callable[[Rows], None]) -> None:
        self._insert = insert
        self._threads = ThreadPoolExecutor(1, "search-index")  # it starts none before there is work
        self._running: Future[None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self._threads.shutdown()

    def take(self, rows: Rows) -> None:
        """Begin with these rows once those before them are in.  Raises IndexDamagedError of those."""
        self.wait()
        self._running = self._threads.submit(self._insert, rows)

    def wait(self) -> None:
        """Wait until all are in.  Raises IndexDamagedError."""
        if self._running is not None:
            self._running.result()
