"""An office in the middle of its day: somebody of every role, and something to see behind every address."""

import re
from dataclasses import dataclass, field
from hashlib import sha256

from sqlalchemy import select

from kiosk.central.centre import Centre
from kiosk.central.hooks import add_hook
from kiosk.central.notices.settings import NoticeSettings
from kiosk.central.notices.stopping import stop_token
from kiosk.central.notices.worker import Worker
from kiosk.central.store.tables import NoteRow
from kiosk.central.users import ROLES
from kiosk.domain.application import Kind
from kiosk.domain.scans import Scan
from tests.integration.central.machine import OFFICE, Machine, MovingClock, draft, enrolled
from tests.integration.central.people import PASSWORD, Browser, hire, signed_in
from tests.integration.central.test_efile import act, service
from tests.integration.central.test_portal_apply import a_picture, filed, send_file, written
from tests.integration.central.test_scan_viewer import PAGES, upload

ELSEWHERE = 44
BRANCH = "revenue_sa"
HOOK_SECRET = "0123456789abcdef01234567"
_HOLE = re.compile(r"\{([a-z_]+):[a-z]+\}")


@dataclass
class Day:
    """`people` are signed in, by role, `strangers` the same at another office.

    `holes` fill the routes' paths, `own` those of routes that begin so.  `half` has shown the password alone;
    `writer` writes an application on the web.
    """

    centre: Centre
    url: str
    clock: MovingClock
    machine: Machine
    holes: dict[str, str]
    own: dict[str, dict[str, str]] = field(default_factory=dict)
    people: dict[str, Browser] = field(default_factory=dict)
    strangers: dict[str, Browser] = field(default_factory=dict)
    half: Browser | None = None
    writer: Browser | None = None

    def path(self, route: str, **other: str) -> str:
        """Return a route's address, with something behind it; KeyError where a hole is not known here."""
        values = dict(self.holes)
        for start, own in self.own.items():
            values |= own if route.startswith(start) else {}
        return _HOLE.sub(lambda hole: (values | other)[hole[1]], route)


def busy(centre: Centre, url: str, clock: MovingClock, *, with_strangers: bool = False) -> Day:
    """Return an office with applications of each kind at work."""
    machine = enrolled(centre, url)
    scans = tuple(Scan(sha256(page).hexdigest(), f"{n}.webp", 1, len(page)) for n, page in enumerate(PAGES, 1))
    plain = {"service": service(centre), "subject": "", "fields": {}, "papers": {}}
    number = machine.receive(417, draft=draft(**plain, scans=scans), kind=Kind.CITIZEN)
    later = machine.receive(418, draft=draft(**plain), kind=Kind.CITIZEN)
    copy = machine.receive(419, draft=draft(scans=scans[:1]))
    assert [one.answer for one in machine.round().answers] == ["accepted"] * 3
    for page in PAGES[:2]:
        upload(machine, number, page)
    upload(machine, number, PAGES[2], upto=1)
    upload(machine, copy, PAGES[0])
    day = Day(centre, url, clock, machine, {"number": number, "digest": scans[0].digest})
    hook, _secret = add_hook(centre, OFFICE, "https://example.org/heard")
    day.holes |= {
        "ordinal": "1", "format_": "csv", "step": "received", "login": "officer", "hook": hook, "code": "khatian_copy_normal",
        "counter_id": "0" * 32, "secret": HOOK_SECRET, "upload": "0" * 32, "file_path": "desk.css",
        "path": "openapi.json", "written": b"g@example.org".hex(), "token": stop_token(centre, "g@example.org"),
    }  # fmt: skip
    day.own = {
        "/desk/records/": {"number": copy},
        "/desk/setup/branches/": {"code": BRANCH},
        "/desk/setup/directory/": {"code": "service.khatian_copy_normal"},
        "/desk/a/{number:str}/letter/": {"number": later},
    }
    _people(day, with_strangers=with_strangers)
    _work(day, later)
    _web(day)
    return day


def _people(day: Day, *, with_strangers: bool) -> None:
    offices = [(OFFICE, day.people), (ELSEWHERE, day.strangers)]
    for role in ROLES:
        for office, kept in offices[: 1 + with_strangers]:
            branches = () if role == "record_room" else (BRANCH,)
            login = hire(
                day.centre, role.replace("_", "-"), role, office=office, branches=branches, post="সহকারী কমিশনার"
            )
            kept[role] = signed_in(day.centre, day.url, login if office == OFFICE else f"{login}@{office}")
    hire(day.centre, "half", "officer")
    day.half = Browser(day.url)
    day.half.get("/desk/sign-in")
    day.half.post("/desk/sign-in", login="half", password=PASSWORD)


def _work(day: Day, later: str) -> None:
    """Let one application be marked, another settled with a letter, and a copy be found."""
    number = day.holes["number"]
    dc, officer, room = (day.people[role] for role in ("dc", "officer", "record_room"))
    dc.follow(act(dc, number, "mark", to="officer", text="দেখুন", days="3"))
    day.clock.pass_by(minutes=1)
    officer.follow(act(officer, number, "note", text="তদন্ত প্রয়োজন নেই।"))
    dc.follow(act(dc, later, "dispose", outcome="granted", text="মঞ্জুর করা হলো।", told="পরচা নিন।"))
    copy = day.path("/desk/records/{number:str}")
    version = re.search(r'name="version" value="([^"]*)"', room.get(copy).text).group(1)
    room.follow(room.post(f"{copy}/record-found", version=version, folios="3"))
    with day.centre.database.read() as connection:
        mine = (NoteRow.receive_number == later) & (NoteRow.kind == "granted")
        day.own["/desk/a/{number:str}/letter/"]["ordinal"] = str(connection.scalar(select(NoteRow.ordinal).where(mine)))
    worker = Worker(day.centre, NoticeSettings())
    while worker.step():
        pass


def _web(day: Day) -> None:
    """Let somebody write on the web, and a Union Digital Centre file for a villager."""
    filed(day.centre, day.url)
    day.writer = Browser(day.url)
    day.holes["portal_id"] = written(day.writer)
    send_file(day.writer, day.holes["portal_id"], a_picture())
    written(day.people["udc"], name="হালিমা বেগম")
