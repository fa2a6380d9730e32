"""The day that the demo plays: visitors from `resources/demo/visitors.toml`, one key at a time."""

import tomllib
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from kiosk import resources
from kiosk.demo.hands import ALT, CTRL, Hands
from kiosk.domain.application import Channel
from kiosk.ui.main_window import MainWindow
from kiosk.ui.register.form import OFFICIAL

_WRITTEN = ("mobile", "name", "guardian", "address")
_ANSWER_KEYS = {"told": "1", "sent": "2", "begun": "3", "callback": "4"}
_PAPER_KEYS = {"given": "1", "seen": "2", "missing": "3"}
Visitor = Mapping[str, Any]


def visitors(kind: str) -> list[Visitor]:
    """Return the script's visitors of a kind: `application|visit`."""
    return list(tomllib.loads(resources.read_text("demo/visitors.toml"))[kind])


class Clerk:
    """Works at the window as a clerk does; what it looks at is what the window shows."""

    def __init__(self, window: MainWindow, hands: Hands) -> None:
        self._window, self._hands = window, hands

    def sign_in(self, password: str) -> None:
        """Type the password of the operator who sits here."""
        self._hands.until(lambda: self._window.session is not None, "the desk is open")
        self._hands.write(password)
        self._hands.press(Qt.Key.Key_Return)
        self._hands.until(lambda: self._focus() == "field.service", "the form is ready")

    def fill_in(self, visitor: Visitor) -> None:
        """Write a visitor's application into the form, ready to be saved."""
        self._hands.press(Qt.Key.Key_F2)
        self._choose_channel(visitor["channel"])
        self._hands.until(lambda: self._focus() == "field.service", "the service field has the focus")
        self._choose_service(visitor["search"], visitor["service"])
        for name in (*OFFICIAL, *_WRITTEN):
            self._write(name, visitor.get(name, ""))
        for code, text in visitor.get("fields", {}).items():
            self._write(f"x.{code}", text)
        self._write("subject", visitor["subject"])
        for code, state in visitor.get("papers", {}).items():
            self._hands.go_to(f"paper.{code}")
            self._hands.write(_PAPER_KEYS[state])

    def save(self) -> str:
        """Press Ctrl+Enter and return the number that the window shows."""
        before = self.number()
        self._hands.press(Qt.Key.Key_Return, CTRL)
        self._hands.until(lambda: self.number() not in {"", before}, "a number is shown")
        return self.number()

    def number(self) -> str:
        """Return the receive number that is shown large; empty when none is."""
        saved = self._register.state.saved
        return saved.receive_number if saved else ""

    def paper(self) -> str:
        """Return what the window says of the last number's receipt."""
        saved = self._register.state.saved
        return saved.paper if saved else ""

    def log_visit(self, visit: Visitor) -> None:
        """Log a helpdesk visit with F4."""
        self._hands.press(Qt.Key.Key_F4)
        self._hands.go_to("field.who")
        self._hands.write(visit["who"])
        self._hands.press(Qt.Key.Key_Return)
        self._hands.write(visit["topic"])
        self._hands.press(Qt.Key.Key_Return)
        self._hands.write(_ANSWER_KEYS[visit["answer"]])

    def finish_visit(self) -> None:
        """Press Enter on the open strip, and see it go."""
        strip = self._window.findChild(QWidget, "helpdesk")
        self._hands.press(Qt.Key.Key_Return)
        self._hands.until(lambda: strip is None or not strip.isVisible(), "the visit is written")

    @property
    def _register(self) -> Any:
        assert self._window.session is not None  # noqa: S101 - signed in
        return self._window.session.register

    def _choose_channel(self, channel: str) -> None:
        place = list(Channel).index(Channel(channel))
        self._hands.press(Qt.Key(Qt.Key.Key_1 + place), ALT)

    def _choose_service(self, search: str, wanted: str) -> None:
        self._hands.write(search)
        self._hands.until(lambda: wanted in self._offered(), f"{wanted} is offered for {search!r}")
        self._hands.press(Qt.Key.Key_Down, times=self._offered().index(wanted) + 1)
        self._hands.press(Qt.Key.Key_Return)
        self._hands.until(lambda: self._register.state.form.service == wanted, "the service is taken")

    def _offered(self) -> list[str]:
        return [service.code for service in self._register.state.services]

    def _write(self, name: str, text: str) -> None:
        if text:
            self._hands.go_to(f"field.{name}")
            self._hands.write(text)

    @staticmethod
    def _focus() -> str:
        focus = QApplication.focusWidget()
        return focus.objectName() if focus else ""
