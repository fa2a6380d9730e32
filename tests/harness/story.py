"""A whole house for a story: a centre that is a process, people with browsers, a counter's window, paper, messages.

Nobody here looks into a database: what a person knows stands on a page, in the window, on paper or in a message.
"""

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from functools import partial
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QTableView, QWidget

from kiosk.demo.clerk import Clerk
from kiosk.demo.hands import CTRL, SHIFT, Hands
from kiosk.printing.virtual import VirtualPrinter
from kiosk.settings import read_settings, write_settings
from tests.harness.browser import DESK, TELEPHONE, a_browser, go, page_in, press, ready
from tests.harness.gateway import Mailbox, SmsGateway, mail_server
from tests.harness.qr_reader import codes_on
from tests.harness.world import OFFICE, Centre, enrolled_home

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

    from kiosk.ui.main_window import MainWindow

PASSWORD = "a long enough passphrase"
PUBLIC = "https://eseba.example"
PICTURES = os.environ.get("KIOSK_PICTURES", "")
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Worker:
    """Somebody who works at the centre."""

    login: str
    role: str
    name: str
    post: str = ""
    branches: tuple[str, ...] = ()


# ------------------------------------------------------------------------------ messages


@dataclass
class Post:
    """What left the centre: short messages and mails, in the order of their coming."""

    gateway: SmsGateway
    mailbox: Mailbox

    def sms(self, to: str) -> list[str]:
        """Return what somebody's mobile was told."""
        return [str(one["text"]) for one in self.gateway.taken if str(one["to"]).endswith(to[-10:])]

    def mails(self, to: str) -> list[str]:
        """Return what came by mail, subject and words."""
        return [_read(content) for _sender, whom, content in self.mailbox.mails if to in whom]


def _read(content: bytes) -> str:
    mail = message_from_bytes(content, policy=policy.default)
    body = mail.get_body(("plain",))
    return f"{mail['subject']}\n{body.get_content() if body else ''}"


# ------------------------------------------------------------------------------ the counter


class Counter:
    """The window of a counter with a clerk before it, and its printer."""

    def __init__(self, home: Path, printer: VirtualPrinter, folder: Path) -> None:
        from kiosk.ui.app import open_window

        self.printer = printer
        self.window: MainWindow = open_window(home)
        self.window.resize(1366, 768)
        self.window.show()
        self.window.activateWindow()
        self.hands = Hands(self.window, folder)
        self.clerk = Clerk(self.window, self.hands)
        self._taken = 0

    def press(self, *keys: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press keys."""
        for key in keys:
            self.hands.press(key, held)

    def type(self, text: str) -> None:
        """Type; a line feed is Enter."""
        for part in text.splitlines(keepends=True):
            self.hands.write(part.rstrip("\n"))
            if part.endswith("\n"):
                self.hands.press(Qt.Key.Key_Return)

    def until(self, condition: Callable[[], object], what: str) -> None:
        """Wait until the window is so."""
        self.hands.until(lambda: bool(condition()), what)

    def sees(self, *wanted: str) -> None:
        """Wait until all these words stand in the window."""
        for words in wanted:
            self.hands.until(partial(self._says, words), f"the window says {words!r}")

    def _says(self, words: str) -> bool:
        return words in seen(self.window)

    def hear(self, condition: Callable[[], object], what: str) -> None:
        """Send and fetch with Ctrl+Shift+S until something is so."""
        self.press(Qt.Key.Key_S, held=CTRL | SHIFT)
        self.hands.until(lambda: bool(condition()), what, lambda: self.press(Qt.Key.Key_S, held=CTRL | SHIFT))

    def papers(self, count: int) -> list[str]:
        """Wait for so many papers more; return what a scanner reads on them."""
        self.hands.until(lambda: len(self.printer.pages) >= self._taken + count, f"{count} papers came out")
        new = self.printer.pages[self._taken :]
        self._taken = len(self.printer.pages)
        return [code for page in new for code in codes_on(page.raster)]

    def settled(self) -> None:
        """Wait until the line holds nothing more that the centre has not."""
        from kiosk.desk.status import line_status

        def sent() -> bool:
            status = line_status(self.clerk.session.desk)
            return status.waiting + status.sending == 0

        self.hear(sent, "the centre has everything")

    def close(self) -> None:
        """End the day."""
        self.window.close()
        self.hands.lay_down()
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def seen(window: QWidget) -> str:
    """Return every word that stands in a window, a line each."""
    return "\n".join(words for part in window.findChildren(QWidget) if part.isVisible() for words in _words(part))


def _words(part: QWidget) -> Iterator[str]:
    if isinstance(part, QLabel):
        yield unescape(_TAG.sub("", part.text()))
    elif isinstance(part, (QLineEdit, QAbstractButton)):
        yield part.text()
    elif isinstance(part, QTableView) and (model := part.model()) is not None:
        rows, columns = range(model.rowCount()), range(model.columnCount())
        yield from (str(model.index(row, column).data() or "") for row in rows for column in columns)
    yield part.accessibleName()


# ------------------------------------------------------------------------------ the house


@dataclass
class House:
    """Everything a story needs; `pages` are those of people who sit before a browser, by login."""

    centre: Centre
    counter: Counter
    post: Post
    browser: "Browser"
    folder: Path
    pages: "dict[str, Page]" = field(default_factory=dict)
    pictured: int = 0

    def sit_down(self, login: str) -> "Page":
        """Sign somebody in by keys alone, in Bangla, the first time; return their page."""
        if login not in self.pages:
            self.pages[login] = page = page_in(self.browser)
            page.goto(f"{self.centre.url}/desk/sign-in")
            press(page, typed=login)
            press(page, "Tab", typed=PASSWORD)
            go(page)
            if page.url.endswith("/second-factor"):
                self._prove(page)
        return self.pages[login]

    def _prove(self, page: "Page") -> None:
        """Do as the page says: put the key into a telephone, type what it shows."""
        from kiosk.central.people.totp import STEP_S, code_at

        secret = page.inner_text(".secret").replace(" ", "")
        self.look(page, "second-factor")
        press(page, typed=code_at(secret, int(time.time()) // STEP_S))
        go(page)

    def passer_by(self, size: "ViewportSize" = DESK) -> "Page":
        """Return the page of somebody whom nobody knows."""
        return page_in(self.browser, size=size)

    def pump(self, condition: Callable[[], object], what: str) -> None:
        """Let the window live until something outside is so."""
        self.counter.until(condition, what)

    def look(self, page: "Page", name: str) -> None:
        """Nothing is wrong for axe, nothing is wider than the screen; keep a picture where somebody wants one."""
        from tests.harness.browser import violations

        ready(page)
        if PICTURES:
            self.pictured += 1
            page.screenshot(
                path=Path(PICTURES) / f"{self.pictured:02d}-{name}.png", full_page=page.viewport_size == TELEPHONE
            )
        assert violations(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name

    def look_at_window(self, name: str) -> None:
        """Keep a picture of the window where somebody wants one."""
        if PICTURES:
            QTest.qWait(80)
            self.pictured += 1
            self.counter.window.grab().save(str(Path(PICTURES) / f"{self.pictured:02d}-{name}.png"))


@contextmanager
def a_house(folder: Path, workers: tuple[Worker, ...]) -> Iterator[House]:
    """Open a house with these people, everything running."""
    with ExitStack() as stack:
        gateway, mailbox = stack.enter_context(SmsGateway()), Mailbox()
        centre = Centre(folder / "centre")
        _furnish(centre.home, gateway.url, stack.enter_context(mail_server(mailbox)), workers)
        stack.callback(centre.kill)
        centre.start()
        printer = stack.enter_context(VirtualPrinter())
        home = enrolled_home(folder / "counter", centre, 1, printer_url=printer.url)
        write_settings(home, replace(read_settings(home), public_base=PUBLIC))
        counter = Counter(home, printer, folder)
        stack.callback(counter.close)
        counter.clerk.sign_in(PASSWORD)
        yield House(centre, counter, Post(gateway, mailbox), stack.enter_context(a_browser()), folder)


def _furnish(home: Path, sms_url: str, mail_port: int, workers: tuple[Worker, ...]) -> None:
    """Write the centre's settings, and let everybody in."""
    from kiosk.central.centre import opened
    from kiosk.central.people.accounts import set_branches
    from kiosk.central.settings import read_central_settings
    from kiosk.central.users import add_user

    home.mkdir()
    (home / "settings.toml").write_text(_SETTINGS, "utf-8")
    (home / "notices.toml").write_text(_NOTICES.format(sms_url=sms_url, mail_port=mail_port), "utf-8")
    with opened(home, read_central_settings(home)) as centre:
        for one in workers:
            about = {"login": one.login, "name": one.name, "role": one.role, "post_bn": one.post}
            add_user(centre, OFFICE, password=PASSWORD, **about)
            if one.branches:
                set_branches(centre, OFFICE, one.login, one.branches)


_SETTINGS = f"""
public_base = "{PUBLIC}"
office_name_bn = "জেলা ই-সেবা কেন্দ্র, পিরোজপুর"
office_name_en = "District e-Service Centre, Pirojpur"
office_phone = "+8801700000000"
"""
_NOTICES = """
mode = "live"
quiet_from = "00:00"
quiet_until = "00:00"
per_minute = 6000
[sms]
url = "{sms_url}/send"
body = '{{"to":"{{to}}","text":"{{text}}","ref":"{{id}}"}}'
success_path = "messages.0.status"
success_match = "^ok$"
id_path = "messages.0.id"
[mail]
host = "127.0.0.1"
port = {mail_port}
security = "none"
sender = "eseba@example.org"
"""
