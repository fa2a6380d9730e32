"""The exception tree: whose fault it is, and what may be done about it.

`str(error)` is English, for the log. The sentence for a person is made from `code` and
`params` by `kiosk.i18n.sentence`.
"""

import dataclasses
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with one field.

    `field` is a path such as `applicants[0].mobile` (empty: the whole), `code` is stable
    (`phone.form`), `params` fill the sentence that belongs to the code.
    """

    field: str
    code: str
    params: Mapping[str, Any] = dataclasses.field(default_factory=lambda: _NOTHING)


class KioskError(Exception):
    """Something went wrong."""

    code: ClassVar[str] = "fault"

    def __init__(self, message: str = "", **params: Any) -> None:
        super().__init__(message or (type(self).__doc__ or "").partition("\n")[0])
        self.params: dict[str, Any] = params


class Refused(KioskError):
    """A person can put it right."""

    def __init__(self, *problems: Problem, message: str = "") -> None:
        super().__init__(message or "; ".join(f"{p.field or 'request'}: {p.code}" for p in problems))
        self.problems = problems

    @classmethod
    def because(cls, code: str, field: str = "", **params: Any) -> "Refused":
        """Return a refusal with one problem."""
        return cls(Problem(field, code, params))


class Unavailable(KioskError):
    """The world may recover: network, printer, disk. Nothing is lost, the work waits.

    `reason` is a stable code such as `net.refused`, `printer.paper_out`.
    """

    def __init__(self, reason: str, message: str = "", **params: Any) -> None:
        super().__init__(message or reason, **params)
        self.reason = reason


class Broken(KioskError):
    """Our fault: apologise with a reference, log the traceback."""
