"""Files from strangers become pages in a child process that may fail alone."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import kiosk
from kiosk.domain.scans import MAX_PAGES, PAGE_TYPE, format_of
from kiosk.errors import Refused

PATIENCE_S = 40.0
Box = tuple[float, float, float, float]
"""Left, top, right, bottom, each as a fraction of the page."""


@dataclass(frozen=True, slots=True)
class Child:
    """How the child is started, and how many seconds it has."""

    command: tuple[str, ...] = (sys.executable, "-m", "kiosk.desk.decoding_child")
    patience_s: float = PATIENCE_S


def decode(content: bytes, *, turns: int = 0, box: Box | None = None, child: Child | None = None) -> tuple[bytes, ...]:
    """Return a file's pages, each shrunk to `PAGE_TYPE`; nothing of the file itself is kept.

    Raises Refused `file.empty|size|type|pixels|pages|unpacked|encrypted|active|broken|heavy`.
    """
    format_of(content)
    request = json.dumps({"turns": turns, "box": box}).encode() + b"\n"
    return _pages(_run(request + content, child or Child()))


def _run(given: bytes, child: Child) -> bytes:
    try:
        done = subprocess.run(
            child.command,
            input=given,
            capture_output=True,
            timeout=child.patience_s,
            check=False,
            env=_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired as error:
        raise Refused.because("file.heavy") from error
    if done.returncode < 0 or (done.returncode and b"MemoryError" in done.stderr):
        raise Refused.because("file.heavy")  # a limit ended it
    return done.stdout


def _environment() -> dict[str, str]:
    """Return what a child may know: where the program and the system's libraries are, no more."""
    known = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "LANG")
    return {
        **{name: os.environ[name] for name in known if name in os.environ},
        "PYTHONPATH": str(Path(kiosk.__file__).parents[1]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


def _pages(said: bytes) -> tuple[bytes, ...]:
    pages: list[bytes] = []
    while said and len(pages) <= MAX_PAGES:
        line, _, said = said.partition(b"\n")
        head = json.loads(line)
        if "done" in head:
            return tuple(pages)
        if "refused" in head:
            raise Refused.because(head["refused"], **head["params"])
        pages.append(said[: head["bytes"]])
        said = said[head["bytes"] :]
    raise Refused.because("file.broken")  # it fell silent in the middle


__all__ = ["PAGE_TYPE", "Box", "Child", "decode"]
