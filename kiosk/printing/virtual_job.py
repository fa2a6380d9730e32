"""What a printer made of software may be like: its states, its ways to misbehave, its connections."""

from dataclasses import dataclass, field

from kiosk.printing.commands import Parser
from kiosk.printing.lines import Line

STATES = {
    "paper": ("in", "near-end", "out"),
    "cover": ("shut", "open"),
    "cutter": ("free", "jammed"),
    "power": ("on", "off"),
}


@dataclass(frozen=True, slots=True)
class Faults:
    """Ways to misbehave, for tests.

    Never answer; reset the line after so many bytes; stop reading after so many; `gone_after` so many
    swallow everything and say nothing more, as a cable that is cut and nobody notices.  `garbage` stands
    in place of each answer; `merged` answers wait until so many can go as one; `status_back` puts
    the four bytes of an unasked status before each answer, or around it.
    """

    silent: bool = False
    reset_after: int | None = None
    stall_after: int | None = None
    gone_after: int | None = None
    garbage: bytes = b""
    merged: int = 1
    status_back: bool = False


@dataclass(slots=True, eq=False)
class Job:
    """One connection: bytes that wait for the head, answers that wait for the line."""

    line: Line
    buffer: bytearray = field(default_factory=bytearray)
    answers: bytearray = field(default_factory=bytearray)
    held: list[bytes] = field(default_factory=list)
    parser: Parser = field(default_factory=Parser)
    tail: bytes = b""
    ended: bool = False

    def forget(self) -> None:
        """Lose what was not printed, as when the power goes."""
        self.buffer.clear()
        self.answers.clear()
        self.held.clear()
        self.parser, self.tail = Parser(), b""
