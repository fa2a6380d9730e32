"""What is being typed, what is laid aside, and what was typed last.

A form is kept after every field, so that a crash takes the last field at most.  Parked work waits
for who parked it; a mail waits in the tray for anybody.
"""

from dataclasses import dataclass

import msgspec

from kiosk.desk.context import Desk
from kiosk.domain.application import Application, ApplicationDraft
from kiosk.domain.clock import stamp
from kiosk.errors import Refused
from kiosk.store.session import Unit

FORM, DRAFT, DONE = "form", "draft", "done"
ANYBODY = ""
_APPLICATION = msgspec.json.Decoder(Application)
_DRAFT = msgspec.json.Decoder(ApplicationDraft)
_encoder = msgspec.json.Encoder()


# ------------------------------------------------------------------------------ the form as it stands


def save_draft(desk: Desk, operator: str, draft_json: bytes) -> None:
    """Keep an operator's form as it stands.  Raises Unavailable `disk.*`."""
    with desk.store.write() as unit:
        unit.run(
            "INSERT INTO draft (operator, body, at) VALUES (?, ?, ?)"
            " ON CONFLICT (operator) DO UPDATE SET body = excluded.body, at = excluded.at",
            operator,
            draft_json,
            stamp(desk.clock()),
        )


def load_draft(desk: Desk, operator: str) -> bytes | None:
    """Return the kept form, None when there is none."""
    with desk.store.read() as unit:
        row = unit.one("SELECT body FROM draft WHERE operator = ?", operator)
    return bytes(row[0]) if row else None


def drop_draft(desk: Desk, operator: str) -> None:
    """Forget the kept form."""
    with desk.store.write() as unit:
        _drop(unit, operator)


def _drop(unit: Unit, operator: str) -> None:
    unit.run("DELETE FROM draft WHERE operator = ?", operator)


# ------------------------------------------------------------------------------ laid aside


@dataclass(frozen=True, slots=True)
class Parked:
    """Work that waits: `title` is who or what it is about, `at` UTC text since when.

    `operator` is empty for what waits for anybody; `format` is `form|draft`.
    """

    id: int
    operator: str
    channel: str
    title: str
    at: str
    format: str


@dataclass(frozen=True, slots=True)
class ParkedDraft:
    """What was brought back: a form as the window kept it, or an `ApplicationDraft` as JSON."""

    body: bytes
    format: str


def park(desk: Desk, operator: str, body: bytes, *, title: str, channel: str = "walk_in", reference: str = "") -> int:
    """Lay a form aside, empty the place of the kept one, and return its id.  Raises Unavailable `disk.*`.

    `reference` names the mail that the form came from: while it lies aside the two are one row.
    """
    with desk.store.write() as unit:
        _drop(unit, operator)
        return _insert(desk, unit, Parked(0, operator, channel, title, "", FORM), body, reference=reference)


def put_into_tray(
    desk: Desk,
    draft: ApplicationDraft,
    *,
    title: str,
    operator: str = ANYBODY,
    source: bytes | None = None,
    reference: str = "",
) -> int:
    """Let a draft wait for an operator, or for anybody, with the file that it came from; return its id."""
    with desk.store.write() as unit:
        about = Parked(0, operator, draft.channel.value, title, "", DRAFT)
        return _insert(desk, unit, about, _encoder.encode(draft), source, reference)


def _insert(
    desk: Desk, unit: Unit, about: Parked, body: bytes, source: bytes | None = None, reference: str = ""
) -> int:
    unit.run(
        "INSERT INTO parked (operator, channel, title, format, body, source, reference, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        about.operator,
        about.channel,
        about.title,
        about.format,
        body,
        source,
        reference,
        stamp(desk.clock()),
    )
    (made,) = unit.one("SELECT last_insert_rowid()") or (0,)
    return int(made)


def parked(desk: Desk, operator: str) -> tuple[Parked, ...]:
    """Return what waits for this operator and what waits for anybody, the oldest first."""
    with desk.store.read() as unit:
        rows = unit.all(
            "SELECT id, operator, channel, title, at, format FROM parked p WHERE operator IN (?, ?) AND format <> ?"
            " AND NOT (format = ? AND reference <> '' AND EXISTS"
            " (SELECT 1 FROM parked f WHERE f.reference = p.reference AND f.format = ?))"
            " ORDER BY id",
            operator,
            ANYBODY,
            DONE,
            DRAFT,
            FORM,
        )
    return tuple(Parked(*row) for row in rows)


def take_parked(desk: Desk, parked_id: int, operator: str) -> ParkedDraft:
    """Bring work back.  A form's row goes; a mail is this operator's until it is registered.

    Raises Refused `parked.missing`: somebody else has it.
    """
    with desk.store.write() as unit:
        row = unit.one(
            "SELECT body, format FROM parked WHERE id = ? AND operator IN (?, ?) AND format <> ?",
            parked_id,
            operator,
            ANYBODY,
            DONE,
        )
        if row is None:
            raise Refused.because("parked.missing", "id")
        if row[1] == FORM:
            unit.run("DELETE FROM parked WHERE id = ?", parked_id)
        unit.run("UPDATE parked SET operator = ? WHERE id = ?", operator, parked_id)
    return ParkedDraft(bytes(row[0]), row[1])


def settle_in(unit: Unit, draft: ApplicationDraft) -> None:
    """Take the mail that a draft came from out of the tray: it is registered; its file stays."""
    if draft.mail and draft.mail.message_id:
        unit.run("UPDATE parked SET format = ? WHERE reference = ?", DONE, draft.mail.message_id)


def remove_parked(desk: Desk, parked_id: int) -> None:
    """Throw parked work away; it is gone for good."""
    with desk.store.write() as unit:
        unit.run("DELETE FROM parked WHERE id = ?", parked_id)


def read_draft(work: ParkedDraft) -> ApplicationDraft:
    """Return the draft of work whose format is `draft`."""
    return _DRAFT.decode(work.body)


# ------------------------------------------------------------------------------ the last one


def last_draft(desk: Desk, operator: str) -> ApplicationDraft | None:
    """Return what this operator registered last, to take fields from; None when there is nothing yet."""
    with desk.store.read() as unit:
        row = unit.one("SELECT body FROM application WHERE operator = ? ORDER BY id DESC LIMIT 1", operator)
    return _APPLICATION.decode(row[0]).draft if row else None
