"""Where the day is played: the window, the hands at it, the world around, and what came of it all.

An act finds the registration form open and empty, and leaves it so; it knows nothing of other acts
but the numbers that were given out before.
"""

import re
import shutil
import sys
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from kiosk import resources
from kiosk.demo.chromium import DESK, PHONE, Chromium, browser
from kiosk.demo.clerk import Clerk
from kiosk.demo.hands import CTRL, SHIFT, Hands
from kiosk.demo.reader import Reader, in_language
from kiosk.demo.report import Report
from kiosk.desk.find import Status, application_status
from kiosk.desk.slips import owed_slips
from kiosk.desk.status import line_status
from kiosk.errors import Broken

if TYPE_CHECKING:
    from kiosk.demo.world import World
    from kiosk.desk.context import Desk
    from kiosk.ui.main_window import MainWindow

Script = Mapping[str, Any]
"""What an act needs to know, a table of `resources/demo/day.toml`."""

_DAY = re.compile(r"\{(day|iso)([+-][0-9]+)\}")
_LOOKS = {"day": "%d-%m-%Y", "iso": "%Y-%m-%d"}
_PAPER_SETTLED = frozenset({"printed", "none"})


def scripts(today: date) -> list[Script]:
    """Return the acts of the day, in order; `{day-4}` in a text is the day four days ago, as people write it, `{iso-4}` as forms do."""
    text = resources.read_text("demo/day.toml")
    told = _DAY.sub(lambda found: (today + timedelta(days=int(found[2]))).strftime(_LOOKS[found[1]]), text)
    return list(tomllib.loads(told)["act"])


class Stage:
    """What an act has: `world`, `window`, `hands`, `clerk`; `numbers` given out so far, by the order of the day.

    `scratch` is a folder for files that a visitor brings.
    """

    def __init__(self, world: "World", folder: Path, window: "MainWindow") -> None:
        self.world, self.folder, self.window = world, folder, window
        self.hands = Hands(window, folder)
        self.clerk = Clerk(window, self.hands)
        self.readers: dict[str, Reader] = {}
        self._browser: Chromium | None = None
        self._no_pages = ""
        self.numbers: list[str] = []
        self.visits = 0
        self.scratch = world.folder / "brought"
        self.scratch.mkdir()
        self._papers: dict[str, str] = {}
        self._pages: dict[str, list[Path]] = {}
        self._report = Report(folder)

    def leave_window(self) -> None:
        """Close the window, as at the end of a day."""
        self.window.close()
        self.window.deleteLater()

    def open_window(self) -> None:
        """Open the counter's window again."""
        from kiosk.ui.app import open_window

        size = self.window.size()
        self.window = open_window(self.world.counter)
        self.window.resize(size)
        self.window.show()
        self.window.activateWindow()
        self.hands.sit_at(self.window)
        self.clerk = Clerk(self.window, self.hands)

    # ------------------------------------------------------------------ pictures

    def step(self, name: str) -> None:
        """Note that a step is done, with a picture of the window once it does nothing more by itself."""
        self.hands.calm(self._calm)
        self._report.step(name, self.hands.picture(name))

    def _calm(self) -> bool:
        """Tell whether nothing is under way, and what is typed lies on the disk."""
        session = self.window.session
        shown = session.register.state if session is not None and session.operator is not None else None
        return not self.window.tasks.busy and (shown is None or shown.form.blank or shown.kept)

    def step_beside(self, name: str, picture: str) -> None:
        """Note a step whose picture somebody else took, under a name from `hands.next_name`."""
        self._report.step(name, picture)

    def step_of_page(self, name: str, path: str, login: str = "", size: tuple[int, int] = DESK) -> None:
        """Note a step with a picture of a page at the centre, as this person sees it; nothing without a browser."""
        program = browser()
        if program is None:
            self._leave_pages_out("no Chromium on this machine")
        if self._no_pages or program is None:
            return
        shot = self.hands.next_name(name)
        try:
            self._browser = self._browser or Chromium(program)
            self._shoot(self._browser, path, login, size, shot)
        except (Broken, OSError) as problem:
            self._leave_pages_out(f"Chromium did not come up: {problem}")
        else:
            self._report.step(name, shot)

    def _shoot(self, program: Chromium, path: str, login: str, size: tuple[int, int], shot: str) -> None:
        """Take a page in the language of the day's look; where it looks both ways, at the other size too."""
        look = self.world.look
        url = self.world.centre_url + in_language(path, look.language)
        cookies = self.readers[login].cookies if login in self.readers else None
        sizes = {shot: size}
        if look.both:
            phone = size == PHONE
            sizes[shot.replace(".png", "-desk.png" if phone else "-phone.png")] = DESK if phone else PHONE
        for name, asked in sizes.items():
            program.shoot(url, self.folder / name, look.size if asked == DESK else asked, cookies)

    def _leave_pages_out(self, why: str) -> None:
        """Say once, here and in the report, that pages are not pictured; everything else is played all the same."""
        if not self._no_pages:
            self._no_pages = f"pages of the centre have no pictures: {why}"
            self._report.left_out.append(self._no_pages)
            print(self._no_pages, file=sys.stderr, flush=True)

    def reader(self, login: str) -> Reader:
        """Return this person's browser at the centre; without a login, somebody who only looks."""
        if login not in self.readers:
            reader = Reader(self.world.centre_url)
            self.readers[login] = reader.sign_in(login) if login else reader
        return self.readers[login]

    # ------------------------------------------------------------------ an application

    def number_of(self, script: Script) -> str:
        """Return the number that an act is about: of an `earlier` one by its name, else of the day's first."""
        return self.world.earlier[script["earlier"]] if "earlier" in script else self.numbers[0]

    def save(self, *, paper: str = "") -> str:
        """Save the form; return the number once its receipt is out, or what else `paper` waits for."""
        return self.saved(self.clerk.save(), paper=paper)

    def saved(self, number: str, *, paper: str = "") -> str:
        """Take a number down and wait for its receipt."""
        if number not in self.numbers:
            self.numbers.append(number)
        self.wait_for_paper(number, paper)
        return number

    def wait_for_paper(self, number: str, paper: str = "") -> None:
        """Wait until a receipt is out, or until the window says `paper` of it."""
        wanted = {paper} if paper else _PAPER_SETTLED
        self.hands.until(lambda: self.clerk.paper(number) in wanted, f"the receipt of {number} is {paper or 'out'}")
        self._papers[number] = self.clerk.paper(number)
        self._take_pages(number)

    def take_slip(self, name: str) -> None:
        """Wait until every slip is out of the printer; those that are new are kept under this name."""
        self.hands.until(lambda: not owed_slips(self.desk), f"the slip {name} is out")
        self._take_pages(name)

    def _take_pages(self, name: str) -> None:
        known = {page for pages in self._pages.values() for page in pages}
        new = [page for page in sorted(self.world.pages.glob("*.png")) if page not in known]
        self._pages.setdefault(name, []).extend(new)

    def settle(self) -> None:
        """Wait until the centre has everything."""
        self.hear(lambda: self.waiting() == 0, "the centre has everything")

    def hear(self, condition: Callable[[], bool], what: str) -> None:
        """Send and fetch with Ctrl+Shift+S until a condition holds; a round may have begun before there was news."""
        send = partial(self.hands.press, Qt.Key.Key_S, CTRL | SHIFT)
        send()
        self.hands.until(condition, what, send)

    def waiting(self) -> int:
        """Return how many events the centre has not acknowledged."""
        status = line_status(self.desk)
        return status.waiting + status.sending

    def status(self, number: str) -> Status:
        """Return where an application stands."""
        return application_status(self.desk, number)

    @property
    def desk(self) -> "Desk":
        """The open desk."""
        assert self.window.session is not None  # noqa: S101 - signed in
        return self.window.session.desk

    # ------------------------------------------------------------------ the end

    def close(self) -> None:
        """End the window and the browser."""
        self.window.close()
        if self._browser is not None:
            self._browser.close()

    def leave_papers(self) -> None:
        """Leave each receipt under its number, as it lay in the printer's tray, and `report.json`."""
        self.hands.lay_down()
        receipts = self.folder / "receipts"
        receipts.mkdir(exist_ok=True)
        for number, pages in self._pages.items():
            for copy, page in enumerate(pages, 1):
                name = receipts / (number if copy == 1 else f"{number}-{copy}")
                shutil.copyfile(page, name.with_suffix(".png"))
                shutil.copyfile(page.with_suffix(".bin"), name.with_suffix(".bin"))
        self._report.write([self._told(number) for number in self.numbers], self.visits, self.desk)

    def _told(self, number: str) -> dict[str, Any]:
        status = self.status(number)
        draft = status.application.draft
        return {
            "receive_number": number,
            "service": draft.service,
            "channel": str(draft.channel),
            "kind": str(status.application.kind),
            "printed": self._papers[number],
            "acknowledged": self.waiting() == 0,
            "state": status.state,
        }
