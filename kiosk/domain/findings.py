"""Problems of a whole draft, gathered rather than raised one by one."""

from collections.abc import Callable
from typing import Any

from kiosk.domain.bangla import clean_line
from kiosk.errors import Problem, Refused


class Findings:
    """Problems gathered on the way, so that a person is told all of them at once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, field: str, code: str, **params: Any) -> None:
        """Note a problem."""
        self.problems.append(Problem(field, code, params))

    def check(self, field: str, value: str, rule: Callable[[str], Any], otherwise: Any = "") -> Any:
        """Return the value as its rule makes it, or `otherwise` with the problem noted; "" needs no rule."""
        if not value.strip(" "):
            return otherwise
        try:
            return rule(value)
        except Refused as refused:
            self.problems.extend(Problem(field, p.code, p.params) for p in refused.problems)
            return otherwise

    def line(self, field: str, value: str, limit: int) -> str:
        """Return one line of text in normal form, "" with the problem noted."""
        if not value.strip(" "):
            return ""
        try:
            return clean_line(value, field, limit=limit)
        except Refused as refused:
            self.problems.extend(refused.problems)
            return ""
