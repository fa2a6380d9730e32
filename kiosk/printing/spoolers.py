"""Printers behind a spooler: CUPS and Windows.  Bytes go in raw; what comes of them, nobody says.

A spooler that took a job tells nothing of the paper: *not known*, for the operator to confirm.
"""

import os
import subprocess
import sys
from collections.abc import Iterable

from kiosk.errors import Unavailable
from kiosk.printing.status import PrinterState

SPOOLED = "printer.spooled"
_TITLE = "slip"  # nothing personal in a spooler's list
_ASK_S = 3.0


def _plain() -> dict[str, str]:
    return {**os.environ, "LC_ALL": "C", "LANG": "C"}


def cups_print(queue: str, data: bytes, within_s: float, program: str = "lp") -> None:
    """Hand bytes to a queue, as they are.

    Raises Unavailable `printer.no_cups|printer.absent|printer.queue`; `printer.stalled` when CUPS
    did not answer in time: then it may have the job.
    """
    command = [program, "-d", queue, "-o", "raw", "-t", _TITLE]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=within_s, env=_plain(), check=False)
    except FileNotFoundError as error:
        raise Unavailable("printer.no_cups") from error
    except subprocess.TimeoutExpired as error:
        raise Unavailable("printer.stalled", may_have_it=True) from error
    if done.returncode:
        raise Unavailable(_why(done.stderr.decode("utf-8", "replace")))


def _why(words: str) -> str:
    return "printer.absent" if "not exist" in words or "unknown" in words.lower() else "printer.queue"


def cups_state(queue: str, program: str = "lpstat") -> PrinterState:
    """Return whether a queue is there and takes jobs."""
    try:
        done = subprocess.run(
            [program, "-p", queue], capture_output=True, timeout=_ASK_S, env=_plain(), check=False, text=True
        )
    except FileNotFoundError:
        return PrinterState(online=False, reason="printer.no_cups")
    except subprocess.TimeoutExpired:
        return PrinterState(online=False, reason="printer.no_answer")
    if done.returncode:
        return PrinterState(online=False, reason=_why(done.stderr))
    stopped = "disabled" in done.stdout
    return PrinterState(online=not stopped, reason="printer.queue" if stopped else "printer.silent")


def list_cups(program: str = "lpstat") -> list[str]:
    """Return the names of the queues; none without CUPS."""
    try:
        done = subprocess.run(
            [program, "-e"], capture_output=True, timeout=_ASK_S, env=_plain(), check=False, text=True
        )
    except (FileNotFoundError, subprocess.TimeoutExpired):
        return []
    return done.stdout.split() if not done.returncode else []


def windows_print(queue: str, chunks: Iterable[bytes]) -> None:
    """Hand bytes to a Windows queue, raw.  Untried: nobody had a Windows counter yet.

    Raises Unavailable `printer.no_windows|printer.absent|printer.queue`.
    """
    if sys.platform != "win32":
        raise Unavailable("printer.no_windows")
    else:  # noqa: RET506 - the checker reads this part on Windows alone
        _windows_print(queue, chunks)


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    class _Document(ctypes.Structure):
        _fields_ = (("name", wintypes.LPWSTR), ("output", wintypes.LPWSTR), ("kind", wintypes.LPWSTR))

    def _windows_print(queue: str, chunks: Iterable[bytes]) -> None:
        spooler = ctypes.WinDLL("winspool.drv", use_last_error=True)
        handle = wintypes.HANDLE()
        if not spooler.OpenPrinterW(queue, ctypes.byref(handle), None):
            raise Unavailable("printer.absent")
        try:
            if not spooler.StartDocPrinterW(handle, 1, ctypes.byref(_Document(_TITLE, None, "RAW"))):
                raise Unavailable("printer.queue")
            written = wintypes.DWORD()
            for chunk in chunks:
                if not spooler.WritePrinter(handle, chunk, len(chunk), ctypes.byref(written)):
                    raise Unavailable("printer.queue", may_have_it=True)
            spooler.EndDocPrinter(handle)
        finally:
            spooler.ClosePrinter(handle)
