"""The virtual printer as a command: a process that is a printer, told its states on standard input."""

import contextlib
import json
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TextIO

from kiosk.errors import Refused
from kiosk.printing.virtual_job import STATES, Faults
from kiosk.printing.virtual_printer import VirtualPrinter

__all__ = ["STATES", "Faults", "VirtualPrinter", "serve"]


def serve(port: int, out: Path, states: Mapping[str, str], stdin: Iterable[str], stdout: TextIO) -> None:
    """Be a printer until the process is ended; lines on `stdin` change its state, each is answered.

    The first line out is `{"ready": "tcp://127.0.0.1:PORT"}`.  The end of `stdin` ends nothing.
    Raises Refused `printer.state`, `printer.port`.
    """
    with _started(port, out, states) as printer:
        _tell(stdout, {"ready": printer.url})
        with contextlib.suppress(KeyboardInterrupt):
            for line in stdin:
                if words := line.split():
                    _tell(stdout, _obeyed(printer, words))
            threading.Event().wait()


def _started(port: int, out: Path, states: Mapping[str, str]) -> VirtualPrinter:
    try:
        printer = VirtualPrinter(port, out, states=states)
        printer.listen()
    except ValueError as error:
        raise Refused.because("printer.state", "state", states=", ".join(_WORDS)) from error
    except OSError as error:
        raise Refused.because("printer.port", "port", port=port) from error
    return printer


_WORDS = (
    "paper in",
    "paper near-end",
    "paper out",
    "cover shut",
    "cover open",
    "cutter free",
    "cutter jammed",
    "on",
    "off",
)


def _obeyed(printer: VirtualPrinter, words: list[str]) -> dict[str, Any]:
    name, value = ("power", words[0]) if len(words) == 1 else (words[0], " ".join(words[1:]))
    try:
        printer.set(name, value)
    except ValueError:
        return {"ok": False, "word": " ".join(words), "known": _WORDS}
    state = printer.state
    if state["cutter"] == "free":  # most printers' orders never speak of it
        del state["cutter"]
    return {"ok": True, **state}


def _tell(stdout: TextIO, value: dict[str, Any]) -> None:
    stdout.write(json.dumps(value) + "\n")
    stdout.flush()
