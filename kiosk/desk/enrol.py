"""A counter becomes one of the office's, with a one-time code that the centre gave out."""

from kiosk.desk.context import Desk, read_identity
from kiosk.desk.synchronise import client_for
from kiosk.domain.events import CounterOpened
from kiosk.store import journal
from kiosk.sync.protocol import EnrolAnswer


def enrol(desk: Desk, code: str, *, operator: str = "", via: str = "cli", fresh: bool = False) -> EnrolAnswer:
    """Show the centre our key and take the counter code that it gives, for the next number on.

    The key was made with the home and stays there.  Asking twice with one code does no harm:
    the centre answers the same.  Raises Refused `enrol.code|enrol.slow|enrol.full|server.url`,
    Unavailable `net.…`; then nothing was changed here.  `fresh`: the home is being set up, without a code so far.
    """
    identity = desk.identity
    client = client_for(desk, fresh=fresh)
    try:
        answer = client.enrol(code, identity.code)
    finally:
        client.close()
    with desk.store.write() as unit:
        now = read_identity(unit)
        if now.provisional or (now.district, now.code) != (answer.office, answer.counter):
            opened = CounterOpened(answer.office, answer.counter)
            journal.append(unit, opened, at=desk.clock(), operator=operator, via=via, rng=desk.rng)
    return answer
