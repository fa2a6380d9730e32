"""The small world of the demo: a central server, a printer made of software, a counter's home."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from pathlib import Path

from kiosk.demo.before import Calendar, earlier, hand_in
from kiosk.demo.line import Line
from kiosk.demo.look import USUAL, Look
from kiosk.demo.office import hire
from kiosk.desk.setup import SetUp, set_up
from kiosk.domain.clock import system_rng
from kiosk.printing.virtual import VirtualPrinter
from kiosk.settings import read_settings, write_settings

DISTRICT, COUNTER = 79, 1
OFFICE_BN = "জেলা ই-সেবা কেন্দ্র, পিরোজপুর"
OFFICE_EN = "District e-Service Centre, Pirojpur"
OFFICE_LINE_BN = "জেলা প্রশাসকের কার্যালয়, পিরোজপুর"
PHONE = "+8801700000000"  # invented
LOGIN, OPERATOR_BN = "shahana", "শাহানা পারভীন"
PASSWORD = "pirojpur counter 1"  # noqa: S105 - of a world that is gone when the demo ends


class World:
    """Everything the demo needs, in one folder; `close` ends it.

    `pages` holds what the printer printed, `counter` is the counter's home;
    `on_page` gets each printed page's path, on the printer's thread.  `earlier` are the numbers of what was
    handed in on the days before, by the names of `resources/demo/earlier.toml`; `look` is how the day is looked at.
    """

    def __init__(self, folder: Path, look: Look = USUAL) -> None:
        self.folder, self.look = folder, look
        self.counter, self.centre_home = folder / "counter", folder / "centre"
        self.pages = folder / "pages"
        self.earlier: dict[str, str] = {}
        os.environ["KIOSK_ANCHOR_DIR"] = str(folder / "anchors")
        self._write_centre_settings()
        self._server, self.centre_url = self._serve()
        self.line = Line(int(self.centre_url.rpartition(":")[2]))
        self.on_page: Callable[[str], None] = lambda _path: None
        self.printer = VirtualPrinter(port=0, out=self.pages, on_page=lambda path: self.on_page(str(path)))
        self.printer.start()

    def _write_centre_settings(self) -> None:
        self.centre_home.mkdir(mode=0o700)
        lines = {"office_name_bn": OFFICE_BN, "office_name_en": OFFICE_EN, "office_phone": PHONE}
        lines["second_factor"] = "auditor"  # nobody here has a telephone that tells codes
        text = "".join(f'{key} = "{value}"\n' for key, value in lines.items())
        (self.centre_home / "settings.toml").write_text(text, "utf-8")

    def set_up(self) -> None:
        """Set the counter up, let the earlier days pass, and enrol it, as an office would."""
        from kiosk.central.commands import enrol as enrolment
        from kiosk.desk.context import close_desk, open_desk
        from kiosk.desk.enrol import enrol

        calendar, before = Calendar(), earlier()
        calendar.back = timedelta(days=before[0]["ago"] + 1)
        set_up(self.counter, self._answers(), clock=calendar, rng=system_rng)
        given = read_settings(self.counter)
        given = replace(given, scale=self.look.scale, language=self.look.language, server_url=self.line.url)
        write_settings(self.counter, given)
        desk = open_desk(self.counter, clock=calendar)
        try:
            self.earlier = hand_in(desk, calendar, before, LOGIN)
            enrol(desk, enrolment(self.centre_home, office=DISTRICT, counter=COUNTER))
        finally:
            close_desk(desk)
        hire(self.centre_home, DISTRICT)

    def _answers(self) -> SetUp:
        return SetUp(
            office_district=DISTRICT,
            office_name_bn=OFFICE_BN,
            office_name_en=OFFICE_EN,
            office_line_bn=OFFICE_LINE_BN,
            counter_code=COUNTER,
            printer_url=self.printer.url,
            operator_login=LOGIN,
            operator_name_bn=OPERATOR_BN,
            operator_password=PASSWORD,
        )

    def _serve(self) -> tuple[subprocess.Popen[str], str]:
        command = [*_KIOSK, "--home", str(self.centre_home), "central", "serve", "--port", "0"]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert server.stdout is not None  # noqa: S101 - it is piped
        _fetch()
        return server, json.loads(server.stdout.readline())["ready"]

    def close(self) -> None:
        """End server, line and printer."""
        self.line.close()
        self.printer.stop()
        self._server.terminate()
        self._server.wait(10)
        if self._server.stdout:
            self._server.stdout.close()


def _fetch() -> None:
    """Load what the day needs while the server does the same."""
    for name in ("kiosk.demo.day", "kiosk.desk.context", "kiosk.desk.enrol", "kiosk.desk.follow_ups"):
        import_module(name)


_KIOSK = [sys.executable, "-m", "kiosk"]
