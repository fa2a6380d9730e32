"""What is typed at the first start, and what makes each page right."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import IntEnum

from kiosk import i18n
from kiosk.i18n import _
from kiosk.ui.setup.districts import office_of

PASSWORD_LETTERS = 12


class Step(IntEnum):
    """The pages, in order."""

    OFFICE = 0
    COUNTER = 1
    PRINTER = 2
    OPERATOR = 3


@dataclass(frozen=True, slots=True)
class Form:
    """What was typed so far, as typed."""

    district: str = ""
    office: str = ""
    alone: bool = True
    counter: str = "1"
    server: str = ""
    enrolment: str = ""
    printer: bool = True
    printer_url: str = "tcp://"
    printer_profile: str = "generic-80"
    name: str = ""
    login: str = ""
    password: str = ""
    again: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the password, and whether it is kept."""

    text: str
    kept: bool


def number(text: str) -> int:
    """Return what was typed as a number, digits of either script; 0 when it is none."""
    folded = i18n.ascii_digits(text.strip())
    return int(folded) if folded.isascii() and folded.isdecimal() else 0


def with_office(form: Form, before: Form) -> Form:
    """Return the form with the office's name, unless somebody wrote one."""
    if before.office and before.office != office_of(number(before.district)):
        return form
    return replace(form, office=office_of(number(form.district)))


def rules(form: Form) -> tuple[Rule, ...]:
    """Return the password's rules, and which are kept."""
    return (
        Rule(_("at least 12 letters or digits"), len(form.password) >= PASSWORD_LETTERS),
        Rule(_("twice the same"), bool(form.password) and form.password == form.again),
    )


def _missing(text: str) -> str:
    return "" if text.strip() else i18n.sentence("text.empty")


def _range(text: str, code: str) -> str:
    return "" if 1 <= number(text) <= 99 else i18n.sentence(code)


def _server(form: Form) -> str:
    good = form.server.strip().startswith(("https://", "http://127.0.0.1", "http://localhost"))
    return "" if form.alone or good else i18n.sentence("server.url")


def _login(form: Form) -> str:
    text = form.login.strip()
    good = 2 <= len(text) <= 32 and text.isascii() and text.replace("-", "").isalnum() and text == text.lower()
    return "" if good else i18n.sentence("login.form")


def _password(form: Form) -> str:
    return "" if len(form.password) >= PASSWORD_LETTERS else i18n.sentence("password.short")


def _again(form: Form) -> str:
    return "" if form.password == form.again else _("The two passwords differ. Type both again.")


def _printer_url(form: Form) -> str:
    good = len(form.printer_url.strip()) > len("tcp://")
    return "" if not form.printer or good else i18n.sentence("printer.url")


_Judge = Callable[[Form], str]
_JUDGES: dict[Step, dict[str, _Judge]] = {
    Step.OFFICE: {
        "district": lambda form: _range(form.district, "district.code"),
        "office": lambda form: _missing(form.office),
    },
    Step.COUNTER: {
        "counter": lambda form: _range(form.counter, "counter.code") if form.alone else "",
        "server": _server,
        "enrolment": lambda form: "" if form.alone else _missing(form.enrolment),
    },
    Step.PRINTER: {"printer_url": _printer_url},
    Step.OPERATOR: {
        "name": lambda form: _missing(form.name),
        "login": _login,
        "password": _password,
        "again": _again,
    },
}


def judge(step: Step, form: Form) -> dict[str, str]:
    """Return a sentence for each field of the page that is not right yet."""
    return {name: said for name, check in _JUDGES[step].items() if (said := check(form))}


def fields_of(step: Step) -> frozenset[str]:
    """Return the names of a page's fields."""
    return frozenset(_JUDGES[step])
