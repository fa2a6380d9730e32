"""An application is found by its number, or by words of names and subject in either script.

Words are indexed behind the arrival: the news tells what is new, so that taking an application in
costs nothing more.  What is typed may be everybody's name: whoever looks finds all that is pending,
and of what is closed as much as anybody reads.
"""

import re

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, and_, delete, exists, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased

from kiosk.central.centre import Centre
from kiosk.central.store.tables import ApplicationRow, Counter, NewsRow, Office, WordRow, is_open
from kiosk.domain.application import Application
from kiosk.domain.bangla import fold_digits, search_key
from kiosk.domain.clock import dhaka_day
from kiosk.domain.numbering import LAST_SERIAL, ReceiveNumber

AT_ONCE = 500
MOST_WORDS, MOST_FOUND = 5, 1000
_GAPS = re.compile(r"[\s\-‐-―.]+")
_END = "\U0010ffff"
_application = msgspec.json.Decoder(Application)


def index_new(centre: Centre, office: int, *, rounds: int = 20) -> int:
    """Index what came since the last time, a few thousand at most; return how many."""
    count = 0
    for _ in range(rounds):
        with centre.database.write() as connection:
            done = _index_some(connection, office)
        count += done
        if done < AT_ONCE:
            break
    return count


def _index_some(connection: Connection, office: int) -> int:
    searched = connection.scalar(select(Office.searched).where(Office.office == office).with_for_update()) or 0
    statement = select(NewsRow.cursor, NewsRow.receive_number).where(
        NewsRow.office == office, NewsRow.cursor > searched
    )
    news = connection.execute(statement.order_by(NewsRow.cursor).limit(AT_ONCE)).all()
    if not news:
        return 0
    numbers = sorted({row.receive_number for row in news if row.receive_number})
    mine = (ApplicationRow.office == office) & ApplicationRow.receive_number.in_(numbers)
    rows = connection.execute(select(ApplicationRow.receive_number, ApplicationRow.body).where(mine)).all()
    values = [
        {"office": office, "word": word, "receive_number": row.receive_number}
        for row in rows
        for word in words_of(_application.decode(bytes(row.body)))
    ]
    connection.execute(delete(WordRow).where(WordRow.office == office, WordRow.receive_number.in_(numbers)))
    if values:
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        connection.execute(dialect.insert(WordRow).on_conflict_do_nothing(), values)
    connection.execute(update(Office).where(Office.office == office).values(searched=news[-1].cursor))
    return len(news)


def words_of(application: Application) -> set[str]:
    """Return the folded words by which an application is found."""
    draft = application.draft
    texts = [draft.subject, draft.sender_office, draft.memo_no]
    for person in draft.applicants:
        texts += [person.name, person.name_latin]
    return {word for text in texts for word in search_key(text).split()}


def matching(
    connection: Connection, centre: Centre, office: int, typed: str, *, most: int = MOST_FOUND
) -> ColumnElement[bool]:
    """Return which applications somebody looks for: a number, its serial, or words that begin so.

    Where `most` have the words, they are the `most` pending ones that are most urgent, and `most` others.
    """
    digits = _GAPS.sub("", fold_digits(typed.strip()))
    if digits.isascii() and digits.isdigit():
        return ApplicationRow.receive_number.in_(_numbers(connection, centre, office, digits))
    words = search_key(typed).split()[:MOST_WORDS] or [""]
    counted = [(_count(connection, office, word, most), word) for word in dict.fromkeys(words)]
    least, rarest = min(counted)
    others = [word for _, word in counted if word != rarest]
    numbers = set(connection.scalars(_with_words(office, rarest, others).limit(most)))
    if least > most:
        numbers |= set(connection.scalars(_pending_with(office, [rarest, *others]).limit(most)))
    # Named one by one: of a list that it has to find first PostgreSQL believes that it is half the office.
    return ApplicationRow.receive_number.in_(sorted(numbers))


def _begins(office: int, word: str, row: type[WordRow] = WordRow) -> ColumnElement[bool]:
    return and_(row.office == office, row.word >= word, row.word < word + _END)


def _count(connection: Connection, office: int, word: str, most: int) -> int:
    """Count what is found by a word, as far as `most` + 1."""
    some = select(WordRow.office).where(_begins(office, word)).limit(most + 1).subquery()
    return connection.scalar(select(func.count()).select_from(some)) or 0


def _with_words(office: int, rarest: str, others: list[str]) -> Select[str]:
    """Look only at what has the rarest word."""
    also = []
    for word in others:
        row = aliased(WordRow)
        also.append(exists().where(_begins(office, word, row), row.receive_number == WordRow.receive_number))
    return select(WordRow.receive_number).where(_begins(office, rarest), *also)


def _pending_with(office: int, words: list[str]) -> Select[str]:
    """Look at what is pending, one by one, the most urgent first: so few are that, whatever has their words."""
    application = aliased(ApplicationRow)
    having = []
    for word in words:
        row = aliased(WordRow)
        one = select(row.office).where(_begins(office, word, row), row.receive_number == application.receive_number)
        # With an offset PostgreSQL looks it up for each, rather than first reading everybody of that name.
        having.append(one.limit(1).offset(0).correlate(application).exists())
    mine = (application.office == office) & is_open(application)
    return select(application.receive_number).where(mine, *having).order_by(application.promised_on)


def _numbers(connection: Connection, centre: Centre, office: int, digits: str) -> list[str]:
    """Return whole numbers that were meant: all thirteen digits, or a serial of this year or the last."""
    if len(digits) == 13 or int(digits) > LAST_SERIAL:
        return [digits]
    year = dhaka_day(centre.clock()).year % 100
    codes = connection.scalars(select(Counter.code).where(Counter.office == office)).all()
    return [str(ReceiveNumber(office, yy, code, int(digits))) for yy in (year, (year - 1) % 100) for code in codes]
