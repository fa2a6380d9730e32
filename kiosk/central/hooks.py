"""Other systems hear of an office's events: each event as a signed POST, in order, until somebody says 2xx.

The news is the queue: a hook remembers how far it has heard.  An event may come twice; its id says so.
Nothing personal travels: who may know more asks with the receive number.
"""

import hmac
import http.client
import json
import ssl
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import delete, insert, select, update

from kiosk.central.audit import record_act
from kiosk.central.centre import Centre
from kiosk.central.chores import Chore
from kiosk.central.store.tables import Hook, HookTry, NewsRow, Office
from kiosk.domain.clock import stamp
from kiosk.errors import Refused

SECRET_BYTES, AT_ONCE, TIMEOUT_S, TRIES_KEPT = 32, 100, 10, 1000
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=6)
LEASE = timedelta(seconds=TIMEOUT_S * 3)
_HERE = {"127.0.0.1", "::1", "localhost"}


def add_hook(centre: Centre, office: int, url: str, *, by: str = "centre") -> tuple[str, str]:
    """Let an address hear what happens from now on; return the hook's name and its secret, told this once.

    Raises Refused `hook.url|office.unknown`: only https, or this very machine.
    """
    parts = urlsplit(url)
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)):
        raise Refused.because("hook.url", "url")
    name, secret, now = centre.rng(6).hex(), centre.rng(SECRET_BYTES).hex(), centre.clock()
    with centre.database.write() as connection:
        head = connection.scalar(select(Office.news_head).where(Office.office == office))
        if head is None:
            raise Refused.because("office.unknown", "office")
        values = {"url": url, "secret": secret, "cursor": head, "failures": 0, "last": "", "next_at": now}
        connection.execute(insert(Hook).values(office=office, hook=name, made_at=now, **values))
        record_act(connection, office, now, actor=by, act="hook.added", subject=name)
    return name, secret


def signature(secret: str, at: str, body: bytes) -> str:
    """Return what `Kiosk-Signature` carries: HMAC-SHA-256 over the instant, a full stop and the body."""
    return hmac.new(bytes.fromhex(secret), at.encode() + b"." + body, sha256).hexdigest()


def deliver(centre: Centre) -> int:
    """Tell every hook that is due what it has not heard; return how many events were taken."""
    with centre.database.read() as connection:
        due = connection.execute(select(Hook.office, Hook.hook).where(Hook.next_at <= centre.clock())).all()
    return sum(_tell(centre, office, name) for office, name in due)


def _tell(centre: Centre, office: int, name: str) -> int:
    now, count = centre.clock(), 0
    mine = (Hook.office == office) & (Hook.hook == name)
    with centre.database.write() as connection:  # whoever comes second finds it taken
        lease = update(Hook).where(mine, Hook.next_at <= now).values(next_at=now + LEASE)
        if not connection.execute(lease).rowcount:
            return 0
        hook = connection.execute(select(Hook.url, Hook.secret, Hook.cursor, Hook.failures).where(mine)).one()
        columns = (NewsRow.cursor, NewsRow.kind, NewsRow.receive_number, NewsRow.body)
        news = select(*columns).where(NewsRow.office == office, NewsRow.cursor > hook.cursor)
        waiting = connection.execute(news.order_by(NewsRow.cursor).limit(AT_ONCE)).all()
    cursor, failures, last = hook.cursor, hook.failures, ""
    for event in waiting:
        last = post_event(hook.url, hook.secret, f"{office:02d}-{event.cursor}", _said(office, event), centre.clock())
        _note_try(centre, office, name, event, last)
        if not last.startswith("2"):
            failures += 1
            break
        cursor, failures, count = event.cursor, 0, count + 1
    wait = min(FIRST_WAIT * 2 ** min(failures - 1, 20), LONGEST_WAIT) if failures else timedelta(0)
    with centre.database.write() as connection:
        told = {"cursor": cursor, "failures": failures, "next_at": centre.clock() + wait, "last": last}
        connection.execute(update(Hook).where(mine).values(**told))
    return count


def _note_try(centre: Centre, office: int, name: str, event: Sequence[Any], answer: str) -> None:
    """Write down what became of a try, and forget what is long past."""
    cursor, kind, number, _body = event
    mine = (HookTry.office == office) & (HookTry.hook == name)
    said = {"answer": answer, "at": stamp(centre.clock())}
    with centre.database.write() as connection:
        again = update(HookTry).where(mine, HookTry.cursor == cursor).values(tries=HookTry.tries + 1, **said)
        if not connection.execute(again).rowcount:
            key = {"office": office, "hook": name, "cursor": cursor}
            connection.execute(insert(HookTry).values(**key, kind=kind, receive_number=number, tries=1, **said))
        connection.execute(delete(HookTry).where(mine, HookTry.cursor <= cursor - TRIES_KEPT))


def _said(office: int, event: Sequence[Any]) -> bytes:
    """Return an event's body: what happened to which number, and of a step its kind and instant."""
    cursor, kind, number, body = event
    step = json.loads(bytes(body)).get("step", {}) if body and kind == "application.step" else {}
    about = {name: step[name] for name in ("kind", "at", "branch") if name in step}
    said = {"id": f"{office:02d}-{cursor}", "office": office, "kind": kind, "receive_number": number, "step": about}
    return json.dumps(said, separators=(",", ":")).encode()


def post_event(url: str, secret: str, id_: str, body: bytes, now: datetime) -> str:
    """Return the status of an answer, or the name of what went wrong; a redirection is followed by nobody."""
    parts, at = urlsplit(url), stamp(now)
    secure = parts.scheme == "https"
    line: http.client.HTTPConnection = (
        http.client.HTTPSConnection(
            parts.hostname or "", parts.port, timeout=TIMEOUT_S, context=ssl.create_default_context()
        )
        if secure
        else http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=TIMEOUT_S)
    )
    signed = f"t={at},v1={signature(secret, at, body)}"
    headers = {"Content-Type": "application/json", "Kiosk-Event-Id": id_, "Kiosk-Signature": signed}
    try:
        line.request("POST", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), body, headers)
        return str(line.getresponse().status)
    except (OSError, http.client.HTTPException) as error:
        return type(error).__name__
    finally:
        line.close()


HOOKS = Chore("hooks", 20, deliver)
