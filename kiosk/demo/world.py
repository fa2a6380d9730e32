"""The small world of the demo: a central server, a printer made of software, a counter's home."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from kiosk.demo.line import Line
from kiosk.desk.setup import SetUp, set_up
from kiosk.domain.clock import system_clock, system_rng
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
    `on_page` gets each printed page's path, on the printer's thread.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.counter, self._centre = folder / "counter", folder / "centre"
        self.pages = folder / "pages"
        os.environ["KIOSK_ANCHOR_DIR"] = str(folder / "anchors")
        self._write_centre_settings()
        self._server, self.centre_url = self._serve()
        self.line = Line(int(self.centre_url.rpartition(":")[2]))
        self.on_page: Callable[[str], None] = lambda _path: None
        self.printer = VirtualPrinter(port=0, out=self.pages, on_page=lambda path: self.on_page(str(path)))
        self.printer.start()

    def _write_centre_settings(self) -> None:
        self._centre.mkdir(mode=0o700)
        lines = {"office_name_bn": OFFICE_BN, "office_name_en": OFFICE_EN, "office_phone": PHONE}
        text = "".join(f'{key} = "{value}"\n' for key, value in lines.items())
        (self._centre / "settings.toml").write_text(text, "utf-8")

    def set_up(self) -> None:
        """Set the counter up and enrol it, as an office would."""
        set_up(self.counter, self._answers(), clock=system_clock, rng=system_rng)
        write_settings(self.counter, replace(read_settings(self.counter), scale=1.0))

    def _answers(self) -> SetUp:
        code = self.centre("enrol", "--office", str(DISTRICT), "--counter", str(COUNTER))["code"]
        return SetUp(
            office_district=DISTRICT,
            office_name_bn=OFFICE_BN,
            office_name_en=OFFICE_EN,
            office_line_bn=OFFICE_LINE_BN,
            counter_code=None,
            server=self.line.url,
            enrolment=code,
            printer_url=self.printer.url,
            operator_login=LOGIN,
            operator_name_bn=OPERATOR_BN,
            operator_password=PASSWORD,
        )

    def centre(self, *words: str) -> dict[str, Any]:
        """Run a command of the centre, as its administrator would, and return its answer."""
        command = [*_KIOSK, "--json", "--home", str(self._centre), "central", *words]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        return dict(json.loads(done.stdout))

    def _serve(self) -> tuple[subprocess.Popen[str], str]:
        command = [*_KIOSK, "--home", str(self._centre), "central", "serve", "--port", "0"]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert server.stdout is not None  # noqa: S101 - it is piped
        return server, json.loads(server.stdout.readline())["ready"]

    def close(self) -> None:
        """End server, line and printer."""
        self.line.cut()
        self.printer.stop()
        self._server.terminate()
        self._server.wait(10)
        if self._server.stdout:
            self._server.stdout.close()


_KIOSK = [sys.executable, "-m", "kiosk"]
