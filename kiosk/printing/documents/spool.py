"""A document to the system's own printers, for A4 paper."""

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from kiosk.errors import Unavailable

_LONG_S = 60
_OLD = "to-print-*.pdf"


def print_pdf(data: bytes, title: str, home: Path, environment: Mapping[str, str] | None = None) -> None:
    """Give a PDF to the system's default printer; `title` is what its queue shows.

    Through `lp`, which reads it from a pipe: no file is left behind.  On Windows (untried) the
    program for PDFs prints a file of the home, which the next document takes away.  Raises
    Unavailable `paper.no_system|paper.refused`.
    """
    if sys.platform == "win32":
        _by_reader(data, home)
        return
    found = shutil.which("lp", path=(environment or {}).get("PATH"))
    if found is None:
        raise Unavailable("paper.no_system")
    command = [found, "-t", title, "-o", "media=A4"]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_LONG_S, check=False, env=environment)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unavailable("paper.refused", str(error)) from error
    if done.returncode:
        raise Unavailable("paper.refused", done.stderr.decode("utf-8", "replace").strip())


def _by_reader(data: bytes, home: Path) -> None:
    """Let the program that opens PDFs print one.  Untried: nobody had a Windows to try it on."""
    import os
    import tempfile

    forget_printed(home)
    handle, name = tempfile.mkstemp(dir=home, prefix="to-print-", suffix=".pdf")
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    try:
        start = getattr(os, "startfile")  # noqa: B009 - Windows alone has it
        start(name, "print")
    except (AttributeError, OSError) as error:
        Path(name).unlink(missing_ok=True)
        raise Unavailable("paper.refused", str(error)) from error


def forget_printed(home: Path) -> None:
    """Take away what an earlier document left for the reader, where that is done with it."""
    from contextlib import suppress

    for old in home.glob(_OLD):
        with suppress(OSError):  # still open: the next time
            old.unlink()
