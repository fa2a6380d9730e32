"""Counters become ours, and prove that they are: one-time codes, challenges, sessions."""

import base64
import binascii
import hmac
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection, bindparam, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from kiosk.central.audit import record_act
from kiosk.central.centre import Centre
from kiosk.central.offices import ensure_office
from kiosk.central.setup.versions import CATALOGUE
from kiosk.central.slowdown import Gate, forgive, try_gate
from kiosk.central.store.tables import Counter, EnrolmentCode, Office, SessionToken, SetupVersion, UsedNonce
from kiosk.domain.clock import stamp
from kiosk.domain.events import GENESIS
from kiosk.errors import Refused
from kiosk.sync.protocol import (
    ChallengeAnswer,
    ChallengeRequest,
    EnrolAnswer,
    EnrolRequest,
    SessionAnswer,
    SessionRequest,
)

CODE_LETTERS = 12
CODE_LIFE = timedelta(days=7)
NONCE_LIFE = timedelta(seconds=60)
TOKEN_LIFE = timedelta(hours=1)
COUNTER_CODES = range(1, 100)

# Crockford's alphabet: no letter that could be read as a digit.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_FOLD = str.maketrans("OIL", "011", " -")
_UUID_LETTERS = 36


class Caller(NamedTuple):
    """The counter that a token speaks for; `setup` is its office's newest version of the catalogue, 0 for none."""

    office: int
    counter_id: str
    code: int
    setup: int = 0


_NEWEST = (
    select(func.max(SetupVersion.number))
    .where(SetupVersion.office == Counter.office, SetupVersion.area == CATALOGUE)
    .scalar_subquery()
)
_CALLER = (
    select(Counter.office, Counter.counter_id, Counter.code, func.coalesce(_NEWEST, 0))
    .join(SessionToken, SessionToken.counter_id == Counter.counter_id)
    .where(SessionToken.hash == bindparam("hash"), SessionToken.expires_at >= bindparam("now"))
    .where(Counter.revoked_at.is_(None))
)


def enrolment_code(centre: Centre, office: int, counter: int, *, by: str = "centre") -> str:
    """Return a new one-time code for a counter, good for a week, e.g. `7K2M-Q9TV-04XN`.

    Raises Refused `district.code|counter.code`.
    """
    if counter not in COUNTER_CODES:
        raise Refused.because("counter.code", "counter")
    letters = "".join(_ALPHABET[byte % 32] for byte in centre.rng(CODE_LETTERS))
    with centre.database.write() as connection:
        ensure_office(connection, office, centre.settings, centre.catalogue)
        values = {"office": office, "counter": counter, "expires_at": centre.clock() + CODE_LIFE}
        connection.execute(insert(EnrolmentCode).values(hash=_hash(letters), used_at=None, used_by="", **values))
        subject = f"{counter:02d}"
        record_act(connection, office, centre.clock(), actor=by, act="enrolment.issued", subject=subject)
    return "-".join(letters[start : start + 4] for start in range(0, CODE_LETTERS, 4))


def enrol_counter(centre: Centre, request: EnrolRequest, client: str) -> EnrolAnswer:
    """Take a counter in, or renew the key of one that is ours already.

    Raises Refused `enrol.code` (none, used, out of date: told alike), `enrol.slow`,
    `wire.form`, `enrol.full` when the office has no code left.
    """
    _check_identity(request)
    gate, now = Gate("enrol", client), centre.clock()
    with centre.database.write() as connection:
        if wait_s := try_gate(connection, gate, now):
            raise Refused.because("enrol.slow", "code", seconds=wait_s)
    with centre.database.write() as connection:
        spent = _use_code(connection, request, now)
        office, code = spent.office, _take_in(connection, request, spent, now)
        forgive(connection, gate, now)
        _audit_enrolment(connection, centre, request, office, code)
        names = connection.execute(select(Office.name_bn, Office.name_en).where(Office.office == office)).one()
    return EnrolAnswer(request.request_id, centre.epoch, office, code, names.name_bn, names.name_en)


def _check_identity(request: EnrolRequest) -> None:
    if len(request.counter_id) != _UUID_LETTERS or not request.counter_id.replace("-", "").isalnum():
        raise Refused.because("wire.form", "counter_id", detail="not a UUID")
    if not request.counter_id.isascii():
        raise Refused.because("wire.form", "counter_id", detail="not a UUID")
    if request.counter not in range(100):
        raise Refused.because("counter.code", "counter")
    _public_key(request.public_key)


def _public_key(text: str) -> Ed25519PublicKey:
    try:
        return Ed25519PublicKey.from_public_bytes(base64.b64decode(text, validate=True))
    except (ValueError, binascii.Error) as error:
        raise Refused.because("wire.form", "public_key", detail="not an Ed25519 key") from error


class _Spent(NamedTuple):
    """What a one-time code said; `again` when this very counter had spent it before."""

    office: int
    counter: int
    again: bool


def _use_code(connection: Connection, request: EnrolRequest, now: datetime) -> _Spent:
    """Spend a one-time code."""
    key = _hash(request.code.upper().translate(_FOLD))
    row = connection.execute(select(EnrolmentCode).where(EnrolmentCode.hash == key).with_for_update()).one_or_none()
    if row is None or row.expires_at < now or row.used_by not in {"", request.counter_id}:
        raise Refused.because("enrol.code", "code")
    values = {"used_at": now, "used_by": request.counter_id}
    connection.execute(update(EnrolmentCode).where(EnrolmentCode.hash == key).values(**values))
    return _Spent(row.office, row.counter, again=row.used_at is not None)


def _take_in(connection: Connection, request: EnrolRequest, spent: _Spent, now: datetime) -> int:
    """Return the code that the counter has from now on.

    A code that was spent may only be answered again, never bring another key.
    """
    office = spent.office
    # Counter first, office second: the order in which journals lock them.
    mine = select(Counter).where(Counter.counter_id == request.counter_id).with_for_update()
    ours = connection.execute(mine).one_or_none()
    connection.execute(select(Office.office).where(Office.office == office).with_for_update())
    if ours is not None:
        if ours.office != office or (spent.again and ours.public_key != request.public_key):
            raise Refused.because("enrol.code", "code")
        values = {"public_key": request.public_key, "revoked_at": None}
        connection.execute(update(Counter).where(Counter.counter_id == request.counter_id).values(**values))
        return int(ours.code)
    code = _free_code(connection, office, spent.counter, request.counter, now)
    who = {"counter_id": request.counter_id, "public_key": request.public_key, "provisional": request.counter}
    head = {"head_seq": 0, "head_hash": GENESIS, "enrolled_at": now}
    connection.execute(insert(Counter).values(office=office, code=code, **who, **head))
    return code


def _free_code(connection: Connection, office: int, named: int, provisional: int, now: datetime) -> int:
    """Return the provisional code if nobody has it or waits for it, else the named one, else the next."""
    used = set(connection.scalars(select(Counter.code).where(Counter.office == office)))
    waiting = select(EnrolmentCode.counter).where(
        EnrolmentCode.office == office, EnrolmentCode.used_at.is_(None), EnrolmentCode.expires_at >= now
    )
    promised = set(connection.scalars(waiting)) - {named}
    if provisional and provisional not in used | promised:
        return provisional
    if named not in used:
        return named
    for code in COUNTER_CODES:
        if code not in used | promised:
            return code
    raise Refused.because("enrol.full", "code")


def _audit_enrolment(connection: Connection, centre: Centre, request: EnrolRequest, office: int, code: int) -> None:
    _audit(connection, centre, office, "counter.enrolled", request.counter_id, f"{code:02d}")
    if request.counter not in (0, code):
        _audit(connection, centre, office, "counter.clash", request.counter_id, f"{request.counter:02d}")


def _audit(connection: Connection, centre: Centre, office: int, act: str, subject: str, detail: str = "") -> None:
    record_act(connection, office, centre.clock(), actor="centre", act=act, subject=subject, detail=detail)


# ---------------------------------------------------------------------------- challenge, session


def challenge(centre: Centre, request: ChallengeRequest) -> ChallengeAnswer:
    """Return a nonce for whoever asks; nothing is stored, and nothing is told about who is ours."""
    now = centre.clock()
    chance = centre.rng(16).hex()
    expires = f"{int((now + NONCE_LIFE).timestamp()):x}"
    nonce = f"{chance}.{expires}.{_signed(centre, request.counter_id, chance, expires)}"
    return ChallengeAnswer(request.request_id, centre.epoch, nonce, stamp(now))


def open_session(centre: Centre, request: SessionRequest) -> SessionAnswer:
    """Return a token for a counter that signed our nonce.

    Raises Refused `auth.nonce` (ask for another), `auth.unknown`.
    """
    now = centre.clock()
    _check_nonce(centre, request, now)
    with centre.database.read() as connection:
        counter = connection.execute(select(Counter).where(Counter.counter_id == request.counter_id)).one_or_none()
    if counter is None or counter.revoked_at is not None or not _has_signed(counter.public_key, request):
        raise Refused.because("auth.unknown", "counter_id")
    token = base64.urlsafe_b64encode(centre.rng(32)).decode().rstrip("=")
    with centre.database.write() as connection:
        _spend_nonce(connection, request.nonce, counter.office, now)
        connection.execute(delete(SessionToken).where(SessionToken.expires_at < now))
        values = {"office": counter.office, "counter_id": counter.counter_id, "expires_at": now + TOKEN_LIFE}
        connection.execute(insert(SessionToken).values(hash=_hash(token), **values))
        _note_program(connection, counter.counter_id, request.program)
    return SessionAnswer(request.request_id, centre.epoch, token)


def _note_program(connection: Connection, counter_id: str, program: str) -> None:
    other = (Counter.counter_id == counter_id) & (Counter.program != program)
    connection.execute(update(Counter).where(other).values(program=program))


def _signed(centre: Centre, counter_id: str, chance: str, expires: str) -> str:
    return hmac.new(centre.secret, f"{counter_id}:{chance}:{expires}".encode(), sha256).hexdigest()


def _check_nonce(centre: Centre, request: SessionRequest, now: datetime) -> None:
    chance, _, rest = request.nonce.partition(".")
    expires, _, signature = rest.partition(".")
    expected = _signed(centre, request.counter_id, chance, expires)
    if not hmac.compare_digest(signature.encode(), expected.encode()) or int(expires, 16) < now.timestamp():
        raise Refused.because("auth.nonce", "nonce")


def _has_signed(public_key: str, request: SessionRequest) -> bool:
    message = f"kiosk-session:{request.counter_id}:{request.nonce}".encode()
    try:
        _public_key(public_key).verify(base64.b64decode(request.signature, validate=True), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _spend_nonce(connection: Connection, nonce: str, office: int, now: datetime) -> None:
    connection.execute(delete(UsedNonce).where(UsedNonce.expires_at < now))
    try:
        with connection.begin_nested():
            values = {"office": office, "expires_at": now + 2 * NONCE_LIFE}
            connection.execute(insert(UsedNonce).values(hash=_hash(nonce), **values))
    except IntegrityError as error:
        raise Refused.because("auth.nonce", "nonce") from error


def caller_of(connection: Connection, token: str, now: datetime) -> Caller:
    """Return whom a bearer token speaks for.  Raises Refused `auth.token`."""
    row = connection.execute(_CALLER, {"hash": _hash(token), "now": now}).one_or_none()
    if row is None:
        raise Refused.because("auth.token")
    return Caller(*row)


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
