"""How a printer is, and the bytes in which printers say so.  Source: Epson ESC/POS command reference."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

_OUT_OF_PAPER = 0x60
_NEARLY_OUT = 0x0C


@dataclass(frozen=True, slots=True)
class PrinterState:
    """How a printer is; `reason` says why it would not print now.

    A printer that never answers is online with the reason `printer.silent`.
    """

    online: bool
    paper: Literal["ok", "near_end", "out"] = "ok"
    cover_open: bool = False
    reason: str = ""

    @property
    def ready(self) -> bool:
        """Whether a receipt may be sent."""
        return self.reason in ("", "printer.silent")


def read_state(answers: Mapping[int, int]) -> PrinterState:
    """Return what the answers to DLE EOT 1 to 4 mean; missing ones say that all is well."""
    one, two, three, four = (answers.get(number, 0) for number in (1, 2, 3, 4))
    out = bool(four & _OUT_OF_PAPER or two & 0x20)
    reasons = {
        "printer.cover_open": two & 0x04,
        "printer.paper_out": out,
        "printer.error": two & 0x40 or three & 0x68,
        "printer.offline": one & 0x08,
    }
    return PrinterState(
        online=not one & 0x08,
        paper="out" if out else "near_end" if four & _NEARLY_OUT else "ok",
        cover_open=bool(two & 0x04),
        reason=next((reason for reason, holds in reasons.items() if holds), ""),
    )


def real_time(number: int, state: PrinterState) -> bytes:
    """Return a printer's answer to DLE EOT `number`, 1 to 4."""
    out = state.paper == "out"
    bits = {
        1: 0x08 * (not state.online),
        2: 0x04 * state.cover_open | 0x20 * out,
        3: 0x08 * (state.reason == "printer.error"),
        4: _OUT_OF_PAPER * out | _NEARLY_OUT * (state.paper != "ok"),
    }
    return bytes((0x12 | bits[number],))


def in_turn(kind: str, number: int, state: PrinterState) -> bytes:
    """Return a printer's answer to GS r, GS I or GS a `number`."""
    paper = 0x03 * (state.paper != "ok") | 0x0C * (state.paper == "out")
    if kind == "r":
        return bytes((paper if number in (1, 49) else 0,))
    if kind == "I":
        return b"_KIOSK VIRTUAL\0" if number >= 65 else b"\x20"
    return bytes((0x10 | 0x08 * (not state.online), 0, paper, 0)) if number else b""


_REAL_TIME = b"\x10\x04"


def questions(seen: bytes) -> Iterator[int]:
    """Yield each DLE EOT wherever its bytes stand, pictures included: printers do not look around them."""
    at = seen.find(_REAL_TIME)
    while 0 <= at < len(seen) - 2:
        if 1 <= seen[at + 2] <= 4:
            yield seen[at + 2]
        at = seen.find(_REAL_TIME, at + 1)
