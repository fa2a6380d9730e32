"""The people at this counter, without a window."""

import sys
from argparse import Namespace
from getpass import getpass

from kiosk import bootstrap, cli
from kiosk.desk import operators


def list_all(args: Namespace) -> None:
    """Print who may sign in."""
    with bootstrap.counter(args) as desk:
        people = operators.list_operators(desk)
    for person in people:
        value = {"login": person.login, "name": person.name_bn, "role": person.role, "active": person.active}
        cli.answer(args, value, f"{person.login}  {person.name_bn}  {person.role}")


def add(args: Namespace) -> None:
    """Add an operator; the password comes from the terminal or a line of standard input."""
    with bootstrap.counter(args) as desk:
        by = bootstrap.acting_operator(desk, args.operator)
        operators.add_operator(
            desk, login=args.login, name_bn=args.name, role=args.role, password=_password(), by=by, via="cli"
        )
    cli.answer(args, {"ok": True, "login": args.login}, args.login)


def password(args: Namespace) -> None:
    """Set another password."""
    with bootstrap.counter(args) as desk:
        by = bootstrap.acting_operator(desk, args.operator)
        operators.reset_password(desk, args.login, _password(), by=by, via="cli")
    cli.answer(args, {"ok": True, "login": args.login}, args.login)


def rename(args: Namespace) -> None:
    """Write an operator's name in another way."""
    with bootstrap.counter(args) as desk:
        by = bootstrap.acting_operator(desk, args.operator)
        operators.rename_operator(desk, args.login, args.name, by=by, via="cli")
    cli.answer(args, {"ok": True, "login": args.login}, args.login)


def _password() -> str:
    if sys.stdin.isatty():
        return getpass()
    return sys.stdin.readline().rstrip("\n")
