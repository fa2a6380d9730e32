"""The central server's commands."""

import sys
from argparse import Namespace
from getpass import getpass

from kiosk import bootstrap, cli
from kiosk.central import commands as centre
from kiosk.domain.checks import check_date
from kiosk.i18n import ascii_digits


def serve(args: Namespace) -> None:
    """Serve until the process is ended; the first line says where."""
    centre.serve(
        bootstrap.choose_home(args.home),
        host=args.host,
        port=args.port,
        database_url=args.database_url,
        public_base=args.public_base,
    )


def migrate(args: Namespace) -> None:
    """Bring the centre's database up to date."""
    centre.migrate(bootstrap.choose_home(args.home), args.database_url)
    cli.answer(args, {"ok": True})


def enrol(args: Namespace) -> None:
    """Print the one-time code of a counter."""
    home = bootstrap.choose_home(args.home)
    code = centre.enrol(home, office=args.office, counter=args.counter, database_url=args.database_url)
    cli.answer(args, {"code": code}, code)


def user(args: Namespace) -> None:
    """Add a person at the centre."""
    password = _password()
    centre.add_user(
        bootstrap.choose_home(args.home),
        login=args.login,
        name=args.name,
        role=args.role,
        office=args.office,
        password=password,
        database_url=args.database_url,
    )
    cli.answer(args, {"ok": True, "login": args.login}, args.login)


def users(args: Namespace) -> None:
    """Show who works at an office of the centre."""
    found = centre.list_users(bootstrap.choose_home(args.home), office=args.office, database_url=args.database_url)
    lines = ("\t".join(str(one[name]) for name in ("login", "role", "name")) for one in found)
    cli.answer(args, {"users": found}, "\n".join(lines))


def user_password(args: Namespace) -> None:
    """Give somebody at the centre a new password, and the second factor anew."""
    home, who = bootstrap.choose_home(args.home), {"office": args.office, "login": args.login}
    centre.renew_user(home, **who, password=_password(), database_url=args.database_url)
    cli.answer(args, {"ok": True, "login": args.login}, args.login)


def user_branches(args: Namespace) -> None:
    """Say for which branches somebody at the centre works."""
    home, who = bootstrap.choose_home(args.home), {"office": args.office, "login": args.login}
    centre.set_user_branches(home, **who, branches=args.branch, database_url=args.database_url)
    cli.answer(args, {"ok": True, "login": args.login, "branches": args.branch}, " ".join(args.branch))


def user_close(args: Namespace) -> None:
    """Let somebody into the centre no more."""
    home, who = bootstrap.choose_home(args.home), {"office": args.office, "login": args.login}
    centre.close_user(home, **who, database_url=args.database_url)
    cli.answer(args, {"ok": True, "login": args.login}, args.login)


def _password() -> str:
    return getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")


def forward(args: Namespace) -> None:
    """Send an application on to a branch; the counter hears of it as news."""
    home = bootstrap.choose_home(args.home)
    step = centre.forward(home, args.number, args.to, note=args.note, database_url=args.database_url)
    cli.answer(args, {"ok": True, "state": step.kind, "branch": step.branch, "at": step.at}, step.branch)


def notices_list(args: Namespace) -> None:
    """Show the queue of messages."""
    home, what = bootstrap.choose_home(args.home), {"state": args.state, "number": ascii_digits(args.number)}
    found = centre.list_notices(home, office=args.office, **what, database_url=args.database_url)
    lines = ("\t".join(str(one[name]) for name in ("name", "step", "contact", "state", "why")) for one in found)
    cli.answer(args, {"notices": found}, "\n".join(lines))


def notices_resend(args: Namespace) -> None:
    """Send a message once more."""
    home = bootstrap.choose_home(args.home)
    centre.resend_notice(home, office=args.office, name=args.name, database_url=args.database_url)
    cli.answer(args, {"ok": True, "name": args.name}, args.name)


def notices_send_test(args: Namespace) -> None:
    """Send one message at once, to see whether the way out works."""
    home = bootstrap.choose_home(args.home)
    told = centre.try_notices(home, to=args.to, text=args.text, database_url=args.database_url)
    cli.answer(args, dict(told), " ".join(value for value in told.values() if value))


def holiday(args: Namespace) -> None:
    """Declare a day for an office; its counters hear of it as news."""
    day = check_date(args.day)
    kind = "usual" if args.usual else "working" if args.working else "holiday"
    home = bootstrap.choose_home(args.home)
    centre.declare_day(home, office=args.office, day=day, kind=kind, name=args.name, database_url=args.database_url)
    cli.answer(args, {"ok": True, "day": day, "kind": kind}, day)
