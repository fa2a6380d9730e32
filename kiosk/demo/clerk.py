"""The clerk: works at the window by its keys, and waits for what the window shows."""

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from kiosk.demo.hands import ALT, CTRL, SHIFT, Hands
from kiosk.domain.application import Channel
from kiosk.errors import Broken
from kiosk.ui.follow.presenter import FollowState
from kiosk.ui.main_window import MainWindow
from kiosk.ui.register.state import RegisterState
from kiosk.ui.session import Session
from kiosk.ui.widgets import TypeAhead

Key = Qt.Key
_PAPER_KEYS = {"given": "1", "seen": "2", "missing": "3"}
_NOT_OUT = frozenset({"printing", "owed"})


class Clerk:
    """Acts by keys alone; what it looks at is what the window shows."""

    def __init__(self, window: MainWindow, hands: Hands) -> None:
        self._window, self._hands = window, hands

    def sign_in(self, password: str) -> None:
        """Type the password of the operator who sits here, and wait for the empty form."""
        self.enter(password)
        self.wait_for("field.service")

    def enter(self, password: str) -> None:
        """Type the password of the operator who sits here, and wait for the form."""
        self._hands.until(lambda: self._window.session is not None, "the desk is open")
        self._hands.write(password)
        self._hands.press(Key.Key_Return)
        self._hands.until(lambda: self.visible("screen.register"), "the form is open")

    # ------------------------------------------------------------------ the form

    def begin(self, channel: str) -> None:
        """Go to the form and say how the application came in."""
        self._hands.press(Key.Key_F2)
        self.choose_channel(channel)
        self.wait_for("field.service")

    def choose_channel(self, channel: str) -> None:
        """Say how the application came in."""
        self._hands.press(Key(Key.Key_1 + list(Channel).index(Channel(channel))), ALT)

    def search_service(self, search: str, wanted: str) -> None:
        """Type what the visitor says until the wanted service is offered."""
        self._hands.write(search)
        self._hands.until(lambda: wanted in self._offered(), f"{wanted} is offered for {search!r}")

    def take_service(self, wanted: str) -> None:
        """Go down the list to a service and take it."""
        self._hands.press(Key.Key_Down, times=self._offered().index(wanted) + 1)
        self._hands.press(Key.Key_Return)
        self._hands.until(lambda: self.shown.form.service == wanted, f"{wanted} is taken")

    def _offered(self) -> list[str]:
        return [service.code for service in self.shown.services]

    def write_fields(self, texts: Mapping[str, str]) -> None:
        """Write into fields by their names, each found with Tab."""
        for name, text in texts.items():
            self._hands.go_to(f"field.{name}")
            self._hands.write(text)

    def look_for_person(self, digits: str) -> None:
        """Type the beginning of a mobile until the list of people is open."""
        self._hands.go_to("field.mobile")
        self._hands.write(digits)
        self._hands.until(lambda: self.listed("people.mobile"), f"somebody is known by {digits}")

    def take_listed(self) -> None:
        """Take the first person of the list."""
        self._hands.press(Key.Key_Down)
        self._hands.press(Key.Key_Return)
        self._hands.until(lambda: bool(self.shown.form.text("name")), "the person's name is filled in")

    def add_people(self, people: Iterable[Mapping[str, str]]) -> None:
        """Write down the second and further applicants."""
        for number, texts in enumerate(people, 1):
            self._hands.press(Key.Key_A, CTRL | SHIFT)
            self.wait_for(f"field.p{number}.name")
            self.write_fields({f"p{number}.{name}": text for name, text in texts.items()})

    def add_agent(self, texts: Mapping[str, str]) -> None:
        """Write down who files for somebody else."""
        self._hands.press(Key.Key_A, ALT)
        self.wait_for("field.agent.name")
        self.write_fields({f"agent.{name}": text for name, text in texts.items()})

    def mark_papers(self, papers: Mapping[str, str], days: Mapping[str, str]) -> None:
        """Mark papers as given, seen or missing; `days` names another last day of a missing one."""
        for code, state in papers.items():
            self._hands.go_to(f"paper.{code}")
            self._hands.write(_PAPER_KEYS[state])
            if code in days:
                self._hands.go_to(f"paper.{code}", back=True)
                self._hands.write(_PAPER_KEYS[state])
                self._hands.write(days[code])
                self._hands.press(Key.Key_Return)

    def save(self) -> str:
        """Press Ctrl+Enter and return the number that the window shows."""
        before = self.number()
        self._hands.press(Key.Key_Return, CTRL)
        return self.next_number(before)

    def next_number(self, before: str) -> str:
        """Wait for another number than `before` and return it."""
        self._hands.until(lambda: self.number() not in {"", before}, "a number is shown")
        return self.number()

    def number(self) -> str:
        """Return the receive number that is shown large; empty when none is."""
        saved = self.shown.saved
        return saved.receive_number if saved else ""

    def paper(self, number: str) -> str:
        """Return what the window says of a number's receipt: large, or in the list of the day."""
        saved = self.shown.saved
        if saved is not None and saved.receive_number == number:
            return saved.paper
        marks = {row.receive_number: row.mark for row in self.shown.day.applications} if self.shown.day else {}
        return "printing" if marks.get(number, "printing") in _NOT_OUT else "printed"

    # ------------------------------------------------------------------ other screens

    def to_form(self) -> None:
        """Leave whatever is open for the form."""
        self._hands.press(Key.Key_F2)
        self.wait_for("field.service")

    def put_news_away(self) -> None:
        """Press Esc while a message lies over the form."""
        self.to_form()
        if self._window.toast.isVisible():
            self._hands.press(Key.Key_Escape)

    def scan_slip(self, number: str) -> None:
        """Scan a slip, and wait until the window says what may be done with its application."""
        self._hands.scan(number)
        self._hands.until(lambda: self.follow.number == number and bool(self.follow.acts), f"{number} is open")
        self._hands.until(lambda: self.visible("find.detail"), "the application is shown")

    def begin_act(self, act: str) -> None:
        """Open the sheet of an act by its digit."""
        self._hands.until(lambda: bool(self._digit_of(act)), f"{act} can be done")
        self._hands.write(self._digit_of(act))
        self._hands.until(lambda: self.follow.sheet is not None and self.visible("follow.sheet"), f"{act} is asked for")

    def _digit_of(self, act: str) -> str:
        """Return its digit; empty while it is not known yet, or cannot be done."""
        return next((row.key for row in self.follow.acts if row.act == act), "")

    def end_act(self) -> None:
        """Write the act down."""
        self._hands.press(Key.Key_Return, CTRL)
        self._hands.until(lambda: self.follow.sheet is None or bool(self.follow.problems), "the act is written down")
        if self.follow.problems:
            raise Broken(f"the sheet says {dict(self.follow.problems)}")

    def open_tray(self) -> None:
        """Open what is not settled."""
        self._hands.press(Key.Key_F9)
        self._hands.until(lambda: self.visible("tray"), "the tray is open")

    def choose_in_tray(self, state: str) -> None:
        """Go to the first row in this state, in the window's words; rows above it may settle meanwhile."""
        self._hands.until(lambda: self._comes_to(state), f"{state} is chosen in the tray")

    def _comes_to(self, state: str) -> bool:
        """Go a row towards it; tell whether it is the chosen one, of which the window says what to do."""
        tray = self.session.tray.state
        states = self.tray_states()
        if state not in states or tray.busy:
            return False
        steps = states.index(state) - tray.chosen
        if steps:
            self._hands.press(Key.Key_Down if steps > 0 else Key.Key_Up)
        return not steps and self.within("tray")

    def tray_states(self) -> list[str]:
        """Return what the rows of the tray say of themselves."""
        return [line.state for line in self.session.tray.state.lines]

    @property
    def follow(self) -> FollowState:
        """What may be done with the application that is open."""
        return self.session.follow.state

    @property
    def session(self) -> Session:
        """What the window knows."""
        assert self._window.session is not None  # noqa: S101 - the desk is open
        return self._window.session

    # ------------------------------------------------------------------ eyes

    @property
    def shown(self) -> RegisterState:
        """What the form shows."""
        assert self._window.screens is not None  # noqa: S101 - signed in
        return self._window.screens.register.state

    def listed(self, name: str) -> bool:
        """Tell whether a list is open under its field: `services`, `people.mobile`, `places`, `options`."""
        return any(found.isVisible() for found in self._window.findChildren(TypeAhead, f"list.{name}"))

    def visible(self, name: str) -> bool:
        """Tell whether a part of the window is to be seen."""
        return any(found.isVisible() for found in self._window.findChildren(QWidget, name))

    def within(self, name: str) -> bool:
        """Tell whether what has the focus is in a part of the window."""
        widget: QWidget | None = QApplication.focusWidget()
        while widget is not None and widget.objectName() != name:
            widget = widget.parentWidget()
        return widget is not None

    def words(self, name: str) -> str:
        """Return what a label says; empty when it is not to be seen."""
        return next((one.text() for one in self._window.findChildren(QLabel, name) if one.isVisible()), "")

    def wait_for(self, name: str) -> None:
        """Wait until a field has the focus."""
        self._hands.until(lambda: focus() == name, f"{name} has the focus")

    def wait_empty(self) -> None:
        """Wait until the form is empty and ready."""
        self._hands.until(lambda: self.shown.form.blank and not self.shown.saving, "the form is empty")


def focus() -> str:
    """Return the name of what has the focus."""
    widget: Any = QApplication.focusWidget()
    return widget.objectName() if widget else ""
