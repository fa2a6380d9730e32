"""Starting: the window, set-up without a window, the demo."""

import sys
from argparse import Namespace
from pathlib import Path

from kiosk import bootstrap, cli
from kiosk.errors import Refused


def run(args: Namespace) -> int:
    """Open the counter window; set-up first when the home has none.  A practice counter has its home beside."""
    from kiosk.ui.app import run_window

    home = bootstrap.choose_home(args.home)
    if args.practice:
        from kiosk.desk.practice import prepare_practice

        home = prepare_practice(home)
    return run_window(home)


def setup(args: Namespace) -> None:
    """Set a home up from a file.  A home that is set up refuses, unchanged."""
    from kiosk.desk.setup import read_set_up_file, set_up

    home = bootstrap.choose_home(args.home)
    set_up(home, read_set_up_file(read_given(args.file)))
    cli.answer(args, {"ok": True, "home": str(home)}, str(home))


def read_given(path: Path | str) -> str:
    """Return the text of a file that a person named, `-` standard input.

    Raises Refused `file.missing|wire.form`.
    """
    try:
        return sys.stdin.read() if str(path) == "-" else Path(path).read_text("utf-8")
    except OSError as error:
        raise Refused.because("file.missing", "file", file=str(path)) from error
    except UnicodeDecodeError as error:
        raise Refused.because("wire.form", "file", detail="UTF-8") from error


def demo(args: Namespace) -> int:
    """Play a day in a small world of our own: in a window, or through the window off-screen."""
    from kiosk.demo import play

    headless = args.headless or not bootstrap.has_display()
    return play(args.out, headless=headless, look=args.look or "", every_look=args.every_look)
