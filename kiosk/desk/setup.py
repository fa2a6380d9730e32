"""Making a home: key, ledger, database, settings, the first operator."""

import shutil
import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kiosk.domain.clock import Clock, Rng, system_clock, system_rng, uuid7
from kiosk.domain.numbering import PRACTICE_COUNTER
from kiosk.errors import Problem, Refused, Unavailable
from kiosk.settings import FILE as SETTINGS_FILE
from kiosk.settings import Settings, write_settings
from kiosk.store.connection import DATABASE, KEY_BYTES, KEY_FILE, make_key, reason_of_os, sync_folder

LEDGER = "ledger"
FOLDERS = ("files", "backups", "quarantine", "logs")
_PRINTERS = ("tcp", "usb", "serial", "cups", "windows", "file", "none")
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True)
class SetUp:
    """What set-up asks for.

    With `counter_code` the counter works alone, provisionally; else `server` and the one-time
    code `enrolment` give it its code at the first contact.
    """

    office_district: int
    office_name_bn: str
    operator_login: str
    operator_name_bn: str
    operator_password: str
    counter_code: int | None = None
    server: str = ""
    enrolment: str = ""
    printer_url: str = "none:"
    office_name_en: str = ""
    office_line_bn: str = ""
    public_base: str = ""
    printer_profile: str = "generic-80"


_KEYS: dict[tuple[str, str], tuple[str, type]] = {
    ("office", "district"): ("office_district", int),
    ("office", "name_bn"): ("office_name_bn", str),
    ("office", "name_en"): ("office_name_en", str),
    ("office", "line_bn"): ("office_line_bn", str),
    ("office", "public_base"): ("public_base", str),
    ("counter", "code"): ("counter_code", int),
    ("counter", "server"): ("server", str),
    ("counter", "enrolment"): ("enrolment", str),
    ("printer", "url"): ("printer_url", str),
    ("printer", "profile"): ("printer_profile", str),
    ("operator", "login"): ("operator_login", str),
    ("operator", "name_bn"): ("operator_name_bn", str),
    ("operator", "password"): ("operator_password", str),
}
_COMPULSORY = ("office_district", "office_name_bn", "operator_login", "operator_name_bn", "operator_password")


def read_set_up_file(text: str) -> SetUp:
    """Return what a set-up file says.  Raises Refused `setup.form` naming every key that is wrong."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refused.because("setup.form", "file", detail=str(error)) from error
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    for table, content in tables.items():
        for key, value in content.items() if isinstance(content, dict) else [("", content)]:
            name, wanted = _KEYS.get((table, key), ("", object))
            if not name or type(value) is not wanted:
                problems.append(_form(f"{table}.{key}".rstrip(".")))
            values[name] = value
    missing = [".".join(place) for place, (name, _) in _KEYS.items() if name in _COMPULSORY and name not in values]
    problems += [_form(place) for place in missing]
    if problems:
        raise Refused(*problems)
    return SetUp(**values)


def _form(place: str) -> Problem:
    return Problem(place, "setup.form", {"detail": place})


def is_set_up(home: Path) -> bool:
    """Tell whether a home is set up; a lost database is no reason to begin anew."""
    return (home / KEY_FILE).exists() and any((home / name).exists() for name in (DATABASE, LEDGER))


def check_set_up(given: SetUp) -> None:
    """Raise Refused with everything that is wrong with a set-up."""
    from kiosk.desk.operators import check_login, check_password

    problems = [*check_login(given.operator_login, "operator.login")]
    problems += check_password(given.operator_password, "operator.password")
    if not 1 <= given.office_district <= 99:
        problems.append(Problem("office.district", "district.code"))
    if given.counter_code is None and not (given.server and given.enrolment):
        problems.append(Problem("counter.code", "counter.code"))
    if given.counter_code is not None and not 0 <= given.counter_code <= 99:
        problems.append(Problem("counter.code", "counter.code"))
    if given.counter_code == PRACTICE_COUNTER and (given.server or given.enrolment):
        problems.append(Problem("counter.server", "practice.line"))
    if not given.operator_name_bn.strip():
        problems.append(Problem("operator.name_bn", "text.empty"))
    if not given.office_name_bn.strip():
        problems.append(Problem("office.name_bn", "text.empty"))
    if given.server and not is_server_url(given.server):
        problems.append(Problem("counter.server", "server.url"))
    if not is_printer_url(given.printer_url):
        problems.append(Problem("printer.url", "printer.url"))
    if problems:
        raise Refused(*problems)


def is_printer_url(url: str) -> bool:
    """Tell whether text has the form of a printer's address."""
    kind, colon, rest = url.partition(":")
    return bool(colon) and kind in _PRINTERS and (kind == "none" or bool(rest.strip("/")))


def is_server_url(url: str) -> bool:
    """Tell whether text is an address that records may go to: https, or http on this machine."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    )


def set_up(home: Path, given: SetUp, *, clock: Clock = system_clock, rng: Rng = system_rng) -> None:
    """Make a home.  It is made aside and moved in whole; a crash on the way leaves nothing that counts.

    With an enrolment code the centre must answer.  Raises Refused (`setup.exists`, `enrol.*`
    and everything wrong with `given`), Unavailable `disk.*|net.*`.
    """
    check_set_up(given)
    if is_set_up(home):
        raise Refused.because("setup.exists", "home")
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        home.chmod(0o700)
        made = home / ".making"
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir(mode=0o700)
        _make(made, given, clock(), rng)
        if given.enrolment:
            _enrol(made, given, clock, rng)
        for name in FOLDERS:
            (home / name).mkdir(mode=0o700, exist_ok=True)
        for name in (SETTINGS_FILE, KEY_FILE, LEDGER, DATABASE):
            (made / name).replace(home / name)
        shutil.rmtree(made)
        sync_folder(home)
    except OSError as error:
        raise Unavailable(reason_of_os(error), str(error)) from error


def _make(home: Path, given: SetUp, at: datetime, rng: Rng) -> None:
    from kiosk.store.home import migrate, open_store

    write_settings(home, _settings(given))
    make_key(home, rng(KEY_BYTES))
    from kiosk.store.connection import read_key

    migrate(home / DATABASE, read_key(home))
    store = open_store(home, at)
    try:
        _first_events(store, given, at, rng)
    finally:
        store.close()


def _enrol(home: Path, given: SetUp, clock: Clock, rng: Rng) -> None:
    from kiosk.desk.context import close_desk, open_desk
    from kiosk.desk.enrol import enrol

    desk = open_desk(home, clock=clock, rng=rng)
    try:
        enrol(desk, given.enrolment, operator=given.operator_login, fresh=True)
    finally:
        close_desk(desk)


def _first_events(store: Any, given: SetUp, at: datetime, rng: Rng) -> None:
    from kiosk.desk.operators import verifier_of
    from kiosk.domain.events import CounterOpened, OperatorChanged
    from kiosk.store import journal, projection
    from kiosk.store.projection import LocalPart

    opened = CounterOpened(given.office_district, given.counter_code or 0, provisional=True)
    first = OperatorChanged(given.operator_login, "added", given.operator_name_bn.strip(), "administrator")
    device_key = rng(32)
    with store.write() as unit:
        projection.open_counter(unit, uuid7(at, rng), device_key)
        for body, local in (
            (opened, LocalPart(device_key=device_key)),
            (first, LocalPart(verifier=verifier_of(given.operator_password))),
        ):
            journal.append(unit, body, at=at, operator=given.operator_login, via="cli", rng=rng, local=local)


def _settings(given: SetUp) -> Settings:
    return Settings(
        office_name_bn=given.office_name_bn.strip(),
        office_name_en=given.office_name_en.strip(),
        office_line_bn=given.office_line_bn.strip(),
        printer_url=given.printer_url,
        printer_profile=given.printer_profile,
        server_url=given.server,
        public_base=given.public_base or given.server,
    )
