"""The state of an application, for whoever holds its slip or its mobile.

A number alone shows nothing: with it goes the receipt's secret or the last four digits of an
applicant's mobile.  What is not there and what is not yours are answered alike.
"""

import hmac
import re
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, select

from kiosk.central.centre import Centre
from kiosk.central.slowdown import Gate, forgive, try_gate
from kiosk.central.steps import steps_of
from kiosk.central.store.tables import ApplicationRow, Branch, Office
from kiosk.domain.application import SECRET_DIGITS, Application
from kiosk.domain.numbering import ReceiveNumber, parse_receive_number
from kiosk.domain.workflow import RECEIVED, Step
from kiosk.errors import Refused
from kiosk.i18n import ascii_digits

MOBILE_DIGITS = 4
NUMBER_LONGEST_S = 600

_GAPS = re.compile(r"[\s\-‐-―.]+")
_application = msgspec.json.Decoder(Application)


@dataclass(frozen=True, slots=True)
class OfficeCard:
    """What a page says of an office."""

    name_bn: str = ""
    name_en: str = ""
    phone: str = ""
    hours_bn: str = ""
    hours_en: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """An application and all its steps, in order; `branches` are both names by code."""

    application: Application
    state: str
    steps: tuple[Step, ...]
    office: OfficeCard
    branches: dict[str, tuple[str, str]]


def look_up(centre: Centre, number: str, proof: str, client: str) -> Found:
    """Return the application of a number to whoever proves that it is theirs.

    Raises Refused: `number.form|number.check` before anything is looked up; `proof.form` when
    the proof has neither four digits nor a secret's; `status.unknown` for all that does not fit
    together; `status.slow` after many wrong tries.
    """
    wanted = parse_receive_number(number)
    digits = _GAPS.sub("", ascii_digits(proof))
    if not re.fullmatch(r"[0-9]+", digits) or len(digits) not in (SECRET_DIGITS, MOBILE_DIGITS):
        raise Refused.because("proof.form", "proof")
    gates = _gates(wanted, digits, client)
    with centre.database.write() as connection:
        for gate in gates:
            # A try that one gate holds back was judged nowhere, so it counts nowhere.
            if wait_s := try_gate(connection, gate, centre.clock()):
                raise Refused.because("status.slow", "proof", seconds=wait_s)
    with centre.database.read() as connection:
        found = find_application(connection, wanted)
    if not _proven(found.application if found else None, digits) or found is None:
        raise Refused.because("status.unknown", "proof")
    with centre.database.write() as connection:
        for gate in gates:
            forgive(connection, gate, centre.clock())
    return found


def _gates(wanted: ReceiveNumber, digits: str, client: str) -> tuple[Gate, ...]:
    """The secret cannot be guessed; the four can, from many places at once."""
    if len(digits) == SECRET_DIGITS:
        return (Gate("secret", client),)
    return (Gate("mobile", client), Gate("number", str(wanted), NUMBER_LONGEST_S))


def _proven(application: Application | None, digits: str) -> bool:
    """Compare in constant time, with something even when there is nothing."""
    if len(digits) == SECRET_DIGITS:
        expected = [application.secret if application else "-" * SECRET_DIGITS]
    else:
        people = application.draft.applicants if application else ()
        expected = [person.mobile[-MOBILE_DIGITS:] for person in people if person.mobile]
    return any([hmac.compare_digest(digits, value) for value in [*expected, "-" * len(digits)]])  # noqa: C419 - no short cut


def find_application(connection: Connection, wanted: ReceiveNumber) -> Found | None:
    """Return an application with its history, None where there is none; the caller asks for the proof."""
    office, number = wanted.district, str(wanted)
    row = connection.execute(
        select(ApplicationRow.body, ApplicationRow.state, ApplicationRow.received_at, ApplicationRow.branch).where(
            ApplicationRow.office == office, ApplicationRow.receive_number == number
        )
    ).one_or_none()
    if row is None:
        return None
    received = Step(RECEIVED, row.received_at, counter=f"{wanted.counter:02d}")
    return Found(
        _application.decode(bytes(row.body)),
        row.state,
        (received, *steps_of(connection, office, number)),
        office_card(connection, office),
        branches_of(connection, office),
    )


def office_card(connection: Connection, office: int | None = None) -> OfficeCard:
    """Return an office's card; without a number that of the only one, if there is only one."""
    columns = (Office.name_bn, Office.name_en, Office.phone, Office.hours_bn, Office.hours_en)
    statement = select(*columns).limit(2)
    rows = connection.execute(statement if office is None else statement.where(Office.office == office)).all()
    return OfficeCard(*rows[0]) if len(rows) == 1 else OfficeCard()


def branches_of(connection: Connection, office: int) -> dict[str, tuple[str, str]]:
    """Return both names of every branch, by code."""
    rows = connection.execute(select(Branch.code, Branch.name_bn, Branch.name_en).where(Branch.office == office))
    return {row.code: (row.name_bn, row.name_en) for row in rows}
