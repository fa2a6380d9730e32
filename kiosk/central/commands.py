"""What `kiosk central …` does; arguments and output are the command line's business."""

import sys
from collections.abc import Sequence
from pathlib import Path

from kiosk.central.centre import close_centre, open_centre, opened
from kiosk.central.settings import read_central_settings
from kiosk.domain.workflow import Step
from kiosk.i18n import sentence


def serve(home: Path, *, host: str = "127.0.0.1", port: int = 0, database_url: str = "", public_base: str = "") -> None:
    """Serve until SIGTERM; the first line printed is `{"ready": "http://127.0.0.1:46837"}`.

    Raises Unavailable `port.busy|database.lost`, and Refused for what is wrong in the home.
    """
    from kiosk.central.carrying import problem_of
    from kiosk.central.serve import bind, serve_until_told

    settings = read_central_settings(home, database_url=database_url, public_base=public_base)
    listener = bind(host, port)
    try:
        centre = open_centre(home, settings)
        try:
            if problem := problem_of(centre):
                sys.stderr.write(sentence(problem) + "\n")  # and then on: new pages wait on the disk
            serve_until_told(centre, listener)
        finally:
            close_centre(centre)
    finally:
        listener.close()


def migrate(home: Path, database_url: str = "") -> None:
    """Bring the database up to date."""
    with opened(home, read_central_settings(home, database_url=database_url)):
        pass


def enrol(home: Path, *, office: int, counter: int, database_url: str = "") -> str:
    """Return a one-time code for a counter, good for a week."""
    from kiosk.central.counters import enrolment_code

    with opened(home, read_central_settings(home, database_url=database_url)) as centre:
        return enrolment_code(centre, office, counter)


def add_user(
    home: Path, *, login: str, name: str, role: str, office: int, password: str, database_url: str = ""
) -> None:
    """Add a person at the centre."""
    from kiosk.central import users

    with opened(home, read_central_settings(home, database_url=database_url)) as centre:
        users.add_user(centre, office, login=login, name=name, role=role, password=password)


def list_users(home: Path, *, office: int, database_url: str = "") -> list[dict[str, object]]:
    """Return who works at an office."""
    from kiosk.central.people.person import people_of

    with (
        opened(home, read_central_settings(home, database_url=database_url)) as centre,
        centre.database.read() as connection,
    ):
        people = people_of(connection, office)
    return [
        {"login": one.login, "name": one.name, "role": one.role, "branches": sorted(one.branches)} for one in people
    ]


def renew_user(home: Path, *, office: int, login: str, password: str, database_url: str = "") -> None:
    """Give somebody a new password; the second factor is set up anew."""
    from kiosk.central.people.accounts import renew_access

    with opened(home, read_central_settings(home, database_url=database_url)) as centre:
        renew_access(centre, office, login, password)


def set_user_branches(home: Path, *, office: int, login: str, branches: Sequence[str], database_url: str = "") -> None:
    """Say for which branches somebody works."""
    from kiosk.central.people.accounts import set_branches

    with opened(home, read_central_settings(home, database_url=database_url)) as centre:
        set_branches(centre, office, login, branches)


def close_user(home: Path, *, office: int, login: str, database_url: str = "") -> None:
    """Let nobody in under a login any more."""
    from kiosk.central.people import accounts

    with opened(home, read_central_settings(home, database_url=database_url)) as centre:
        accounts.close_user(centre, office, login)


def forward(home: Path, number: str, branch: str, *, note: str = "", database_url: str = "") -> Step:
    """Send an application on to a branch and return the step."""
    from kiosk.central import forward as forwarding

    with opened(home, read_central_settings(home, database_url=database_url)) as centre:
        return forwarding.forward(centre, number, branch, note)


def list_notices(
    home: Path, *, office: int, state: str = "", number: str = "", database_url: str = ""
) -> list[dict[str, object]]:
    """Return what the queue of messages holds, what changed last first."""
    from kiosk.central.notices import listing

    settings = read_central_settings(home, database_url=database_url)
    with opened(home, settings) as centre, centre.database.read() as connection:
        found = listing.list_notices(connection, office, state=state, number=number)
    told = ("name", "receive_number", "step", "channel", "contact", "state", "why", "detail", "tries", "changed_at")
    return [{name: getattr(one, name) for name in told} for one in found]


def resend_notice(home: Path, *, office: int, name: str, database_url: str = "") -> None:
    """Let a message go out once more.  Raises Refused `notice.unknown|notice.settled`."""
    from kiosk.central.notices import listing

    settings = read_central_settings(home, database_url=database_url)
    with opened(home, settings) as centre, centre.database.write() as connection:
        listing.resend(connection, office, name, by="centre", now=centre.clock())


def try_notices(home: Path, *, to: str, text: str, database_url: str = "") -> dict[str, str]:
    """Send one message at once, past the queue, and return what became of it; in test mode nothing leaves."""
    from kiosk.central.notices.trial import send_trial

    with opened(home, read_central_settings(home, database_url=database_url)) as centre:
        return send_trial(centre, to, text)


def declare_day(
    home: Path, *, office: int, day: str, kind: str = "holiday", name: str = "", database_url: str = ""
) -> None:
    """Declare a day off, or a working day, for an office; its counters hear of it as news."""
    from kiosk.central import days
    from kiosk.domain.events import DayDeclared

    with opened(home, read_central_settings(home, database_url=database_url)) as centre:
        days.declare_day(centre, office, DayDeclared(day, kind, name))
