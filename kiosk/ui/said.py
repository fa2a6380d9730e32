"""A message to the operator: what happened; what is safe and what to do."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """`tone` is `ok|warn|bad|act`; the first sentence is shown bold."""

    happened: str
    rest: str = ""
    tone: str = "ok"
    icon: str = "check"
