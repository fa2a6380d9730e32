"""`report.json` of the demo: what happened, how long it took, what to look at."""

import json
import platform
import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import qVersion

from kiosk import __version__
from kiosk.desk.context import Desk


class Report:
    """Collects steps with their seconds and pictures; `write` leaves the file in `folder`.

    `left_out` says in plain words what could not be shown on this machine.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._steps: list[dict[str, Any]] = []
        self._began = time.perf_counter()
        self.left_out: list[str] = []

    def step(self, name: str, picture: str | None = None) -> None:
        """Note that a step is done; its time is since the one before."""
        now = time.perf_counter()
        self._steps.append({"name": name, "seconds": round(now - self._began, 3), "picture": picture})
        self._began = now

    def write(self, applications: list[dict[str, Any]], visits: int, desk: Desk) -> None:
        """Write `report.json`."""
        report = {
            "applications": applications,
            "counts": {"applications": len(applications), "visits": visits},
            "versions": versions(desk),
            "steps": self._steps,
            "left_out": self.left_out,
        }
        text = json.dumps(report, ensure_ascii=False, indent=1)
        (self._folder / "report.json").write_text(text + "\n", "utf-8")


def versions(desk: Desk) -> dict[str, str]:
    """Return what the program runs on."""
    with desk.store.read() as unit:
        (sqlite,) = unit.one("SELECT sqlite_version()") or ("",)
    return {"kiosk": __version__, "python": platform.python_version(), "qt": qVersion(), "sqlite": sqlite}
