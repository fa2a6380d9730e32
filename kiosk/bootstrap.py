"""Builds the real things: which home, which platform, which language."""

import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.errors import Refused

if TYPE_CHECKING:
    from kiosk.desk.context import Desk


def choose_home(given: Path | None) -> Path:
    """Return the home: `--home`, else `KIOSK_HOME`, else the platform's user data folder."""
    if given is None and (named := os.environ.get("KIOSK_HOME")):
        given = Path(named)
    if given is None:
        from platformdirs import user_data_path

        given = user_data_path("kiosk", appauthor=False)
    return given.expanduser().absolute()


def has_display() -> bool:
    """Tell whether a window can be shown: on Linux an X or Wayland display is named."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def speak(home: Path) -> None:
    """Use the language that the home's settings name."""
    from kiosk import i18n
    from kiosk.settings import read_settings

    i18n.use(read_settings(home).language)


@contextmanager
def counter(args: Namespace) -> Iterator["Desk"]:
    """Open the counter for one command.  Raises Refused `setup.missing`."""
    from kiosk.desk.context import close_desk, open_desk
    from kiosk.desk.setup import is_set_up

    home = choose_home(args.home)
    if not is_set_up(home):
        raise Refused.because("setup.missing")
    speak(home)
    desk = open_desk(home)
    try:
        yield desk
    finally:
        close_desk(desk)


def acting_operator(desk: "Desk", login: str | None) -> str:
    """Return who acts: `--operator`, else the home's first operator.  Raises Refused `login.unknown`."""
    from kiosk.desk.operators import list_operators

    logins = [operator.login for operator in list_operators(desk)]
    if login is None:
        return logins[0]
    if login not in logins:
        raise Refused.because("login.unknown", "operator")
    return login
