"""The day played off-screen: everything that can go wrong at a counter does, and nothing is lost."""

import shutil
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from kiosk import i18n
from kiosk.demo import page
from kiosk.demo.hands import CTRL, SHIFT, Hands
from kiosk.demo.report import Report
from kiosk.demo.story import Clerk, Visitor, visitors
from kiosk.demo.world import PASSWORD, World
from kiosk.desk.find import Status, application_status
from kiosk.desk.status import line_status
from kiosk.ui.app import open_window
from kiosk.ui.main_window import MainWindow

SIZE = (1366, 768)
BRANCH = "record_room"


def play_day(world: World, folder: Path) -> None:
    """Play it, and leave pictures, receipts and `report.json` in the folder."""
    window = open_window(world.counter)
    window.resize(*SIZE)
    window.show()
    try:
        _Day(world, folder, window).play()
    finally:
        window.close()


class _Day:
    def __init__(self, world: World, folder: Path, window: MainWindow) -> None:
        self._world, self._folder, self._window = world, folder, window
        self._hands = Hands(window, folder)
        self._clerk = Clerk(window, self._hands)
        self._report = Report(folder)
        self._numbers: list[str] = []
        self._papers: dict[str, str] = {}
        self._away = False

    def play(self) -> None:
        self._step("sign-in")
        self._clerk.sign_in(PASSWORD)
        self._step("empty-form")
        for visitor in visitors("application"):
            self._register(visitor)
        self._mend_line()
        for visit in visitors("visit"):
            self._clerk.log_visit(visit)
            self._step("helpdesk")
            self._clerk.finish_visit()
        self._settle()
        self._forward(self._numbers[0])
        self._look_around()
        self._public_page(self._numbers[0])
        self._leave_papers()

    # ------------------------------------------------------------------ the visitors

    def _register(self, visitor: Visitor) -> None:
        self._line(away=visitor.get("line") == "away")
        if visitor.get("paper") == "out":
            self._world.printer.set("paper", "out")
        self._clerk.fill_in(visitor)
        self._step("filled")
        number = self._clerk.save()
        self._numbers.append(number)
        if visitor.get("paper") == "out":
            self._paper_ran_out()
        self._hands.until(lambda: self._clerk.paper() in {"printed", "none"}, f"the receipt of {number} is printed")
        self._papers[number] = self._clerk.paper()
        self._step("saved")

    def _paper_ran_out(self) -> None:
        """The number stands, the receipt is owed; paper in, F8, and the citizen has it."""
        self._hands.until(lambda: self._clerk.paper() == "failed", "the paper is out")
        self._step("paper-out")
        self._world.printer.set("paper", "in")
        self._hands.press(Qt.Key.Key_F8)

    def _line(self, *, away: bool) -> None:
        if away and not self._away:
            self._settle()
            self._world.line.cut()
            self._away = True
        elif not away:
            self._mend_line()

    def _mend_line(self) -> None:
        if self._away:
            self._step("line-away")
            self._world.line.mend()
            self._away = False
            self._hands.press(Qt.Key.Key_S, CTRL | SHIFT)
            self._settle()
            self._step("line-back")

    def _settle(self) -> None:
        """Wait until the centre has everything."""
        self._hands.until(lambda: self._waiting() == 0, "the centre has everything")

    def _waiting(self) -> int:
        status = line_status(self._desk)
        return status.waiting + status.sending

    # ------------------------------------------------------------------ the centre

    def _forward(self, number: str) -> None:
        """The DC's office sends one on; the counter hears of it."""
        self._world.centre("forward", number, "--to", BRANCH)
        self._hands.press(Qt.Key.Key_S, CTRL | SHIFT)
        shown = i18n.receive_number(number)
        self._hands.until(lambda: shown in self._window.toast.words, "the window tells the news")
        self._step("news")

    def _public_page(self, number: str) -> None:
        application = self._status(number).application
        proof = application.first_applicant.mobile[-4:]
        html = page.ask(self._world.centre_url, number, proof)
        (self._folder / "public-page.html").write_text(html, "utf-8")
        shot = self._hands.next_name("public-page")
        taken = page.scan(self._world.centre_url, number, application.secret, self._folder / shot)
        self._report.step("public-page", shot if taken else None)

    # ------------------------------------------------------------------ looking, and what is left

    def _look_around(self) -> None:
        """A picture of each screen that has not been seen yet."""
        for key, modifiers, name in (
            (Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier, "waiting"),
            (Qt.Key.Key_Comma, CTRL, "settings"),
            (Qt.Key.Key_O, CTRL | SHIFT, "people"),
            (Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier, "form"),
            (Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier, "keys"),
        ):
            self._hands.press(key, modifiers)
            self._step(name)
        self._hands.press(Qt.Key.Key_Escape)
        self._hands.press(Qt.Key.Key_F12)
        self._step("locked")

    def _leave_papers(self) -> None:
        """Copy each receipt under its number, as it lay in the printer's tray."""
        receipts = self._folder / "receipts"
        receipts.mkdir(exist_ok=True)
        for number, paper in zip(self._numbers, sorted(self._world.pages.glob("*.png")), strict=True):
            shutil.copyfile(paper, receipts / f"{number}.png")
            shutil.copyfile(paper.with_suffix(".bin"), receipts / f"{number}.bin")
        told = [self._told(number) for number in self._numbers]
        self._report.write(told, len(visitors("visit")), self._desk)

    def _told(self, number: str) -> dict[str, Any]:
        status = self._status(number)
        draft = status.application.draft
        return {
            "receive_number": number,
            "service": draft.service,
            "channel": str(draft.channel),
            "kind": str(status.application.kind),
            "printed": self._papers[number],
            "acknowledged": self._waiting() == 0,
            "state": status.state,
        }

    def _status(self, number: str) -> Status:
        return application_status(self._desk, number)

    @property
    def _desk(self) -> Any:
        assert self._window.session is not None  # noqa: S101 - signed in
        return self._window.session.desk

    def _step(self, name: str) -> None:
        self._report.step(name, self._hands.picture(name))
