"""Assembles the screens: sign-in, then the work between top bar and status bar."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from kiosk import i18n
from kiosk.domain.clock import Clock, system_clock
from kiosk.errors import KioskError, Unavailable
from kiosk.i18n import _
from kiosk.ui import icons, theme
from kiosk.ui.bars import StatusBar, TopBar
from kiosk.ui.frame import Frame, follow
from kiosk.ui.messages import sentence_of
from kiosk.ui.register.wiring import connect_actions as connect_register_actions
from kiosk.ui.scan_keys import ScanKeys
from kiosk.ui.signin.idle import IdleWatch
from kiosk.ui.signin.presenter import SignInPresenter, Why
from kiosk.ui.signin.view import SignInView
from kiosk.ui.tasks import Lane, Tasks
from kiosk.ui.typing.line import ComposingLine
from kiosk.ui.widgets import BANGLA, FieldBox, FocusHalo
from kiosk.ui.widgets.field import script_of

if TYPE_CHECKING:
    from kiosk.desk.context import Desk
    from kiosk.desk.manual import Topic
    from kiosk.desk.operators import Operator
    from kiosk.settings import Settings
    from kiosk.ui.said import Said
    from kiosk.ui.screens import Screens
    from kiosk.ui.session import Session

_TABS = {"register": "F2", "find": "F3", "tray": "F9"}
SETTLED_MS = 30
"""How long the first screen has the processor for itself before the desk is opened behind it."""

STOPPED = frozenset({"disk.sync", "store.damaged"})
"""After these the store writes nothing until it was opened and looked at again."""

ZOOM = (0.8, 0.9, 1.0, 1.1, 1.2, 1.35, 1.5, 1.75, 2.0)
LEAST = (1024, 600)
"""No window smaller than this, in pixels; what is enlarged scrolls inside it."""

_BEHIND = {"printer": "settings", "receipt": "settings"}
"""Where Esc leads from a page that another one opened."""


class MainWindow(QWidget):
    """The counter's window.

    `open_desk` runs on the STORE lane after the first paint; `operators` may sit here.  Signals:
    `ready()` the desk is open and the form is built; `signed_in(Operator)`; `closed()` nothing runs any more.
    """

    ready = Signal()
    signed_in = Signal(object)
    closed = Signal()

    def __init__(
        self,
        open_desk: "Callable[[], Desk]",
        settings: "Settings",
        operators: "Sequence[Operator]",
        *,
        clock: Clock = system_clock,
        tasks: Tasks | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle(_("District e-Service Centre"))
        self.tasks = tasks or Tasks(self)
        self.session: Session | None = None
        self._open_desk, self._settings, self._clock = open_desk, settings, clock
        self._opened = self._closing = self._shut = False
        self._typed_in: FieldBox | None = None
        self._screen = "register"
        self._code = ""
        self._sign_in = SignInPresenter(self.tasks, office=_office(settings), counter="", clock=clock, parent=self)
        self._sign_in.signed_in.connect(self._on_signed_in)
        self._sign_in.opening_wanted.connect(self._open_again)
        self.tasks.unavailable.connect(self._on_unavailable)
        self._idle = IdleWatch(self)
        self._idle.idle.connect(partial(self.lock, Why.IDLE))
        self._scans = ScanKeys(self)
        self._scans.number_scanned.connect(self._on_scan)
        self._scans.slip_scanned.connect(self._on_slip)
        self._minute = QTimer(self, singleShot=True)
        self._minute.timeout.connect(self._on_minute)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._build()
        self._sign_in.begin(tuple(operators))
        self._on_minute()
        QApplication.instance().focusChanged.connect(self._on_focus)  # type: ignore[union-attr]

    # ------------------------------------------------------------------ building

    def _build(self) -> None:
        self.setMinimumSize(*LEAST)
        self._whole = QStackedWidget()
        self.sign_in_view = SignInView()
        self.sign_in_view.chosen.connect(self._sign_in.choose)
        self.sign_in_view.submitted.connect(self._sign_in.submit)
        self.sign_in_view.practice_asked.connect(self._open_practice)
        self._sign_in.changed.connect(self.sign_in_view.render)
        self._front = Frame(self.sign_in_view)
        self._whole.addWidget(self._front)
        self.status = StatusBar()
        self._column.addWidget(self._whole, 1)
        self._column.addWidget(self.status)
        self._halo = FocusHalo(self)
        self.screens: Screens | None = None
        self.sign_in_view.render(self._sign_in.state)

    def _furnish(self) -> None:
        """Build what the first screen does not show."""
        from kiosk.ui.actions import Actions
        from kiosk.ui.key_sheet import KeySheet
        from kiosk.ui.widgets import Toast

        if not hasattr(self, "actions_"):
            self.actions_ = Actions(self)
            self._connect_actions()
        self.work = QWidget()
        self.top = TopBar(_office(self._settings).partition(",")[0])
        self.top.asked.connect(self._on_tab)
        self.pages = QStackedWidget()
        column = QVBoxLayout(self.work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        self._under_top = column
        column.addWidget(self.pages, 1)
        self._whole.addWidget(self.work)
        self.toast = Toast(self)
        self.keys = KeySheet(self)
        self.actions_.enable()

    def _build_screens(self) -> None:
        if self.session is None or self.screens is not None:
            return
        from kiosk.ui.screens import Screens

        self.screens = Screens(self.session, self)
        self._show_practice()
        self.screens.furnish()

    def _open_practice(self) -> None:
        """Start the practice counter: a program of its own, in a home of its own."""
        import sys

        from PySide6.QtCore import QProcess

        if self.session is not None:
            home = str(self.session.desk.home)
            QProcess.startDetached(sys.executable, ["-m", "kiosk", "--home", home, "run", "--practice"])

    def _show_practice(self) -> None:
        """Say who stands here, where the counter is for practice."""
        if self.session is None or self.screens is None or self.session.practice is None:
            return
        from kiosk.ui.practice.wiring import practice_strip

        strip = practice_strip(self.session.practice, self)
        self._under_top.insertWidget(1, strip)
        self.screens.strip.leave_above(strip.height())

    def _rebuild(self, settings: "Settings") -> None:
        """Build everything again in another language, theme or size; presenters keep their state."""
        self._settings = settings
        here, screen, hands = self._whole.currentIndex(), self._screen, self._hands_on()
        application = QApplication.instance()
        assert isinstance(application, QApplication)  # noqa: S101 - a window needs one
        i18n.use(settings.language)
        theme.apply(application, settings.theme, theme.best_scale(application, settings.scale))
        for old in (self._whole, self.status, self.toast, self.keys, self._halo):
            old.hide()
            old.setParent(None)
            old.deleteLater()
        if self.screens is not None:
            self.screens.disconnect_all()
        self._sign_in.changed.disconnect()
        self._build()
        self._furnish()
        self._build_screens()
        self._tell_again()
        if here == 1:
            self._open_work(screen)
            self._put_hands(hands)

    def _hands_on(self) -> str:
        focus = QApplication.focusWidget()
        return focus.objectName() if focus is not None else ""

    def _put_hands(self, name: str) -> None:
        """Put the focus where it was before everything was built again."""
        again = self.pages.findChild(QWidget, name) if name else None
        if again is not None:
            again.setFocus()

    def _tell_again(self) -> None:
        self._on_minute()
        if self.session is None:
            return
        self._connect_session_view()
        self._show_who()
        self._sign_in.rename(office=_office(self._settings), counter=self._counter)
        self.session.register.again()
        self.session.background.refresh()
        self.session.background.ask_printer()

    # ------------------------------------------------------------------ start

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._opened:
            self._opened = True
            QTimer.singleShot(SETTLED_MS, self, self._begin)

    def _begin(self) -> None:
        """Open the desk, now that the window stands."""
        self.setWindowIcon(icons.window_icon())
        self._furnish()
        handle = self.windowHandle()
        if handle is not None:
            self._idle.over(handle)
            self._scans.over(handle)
        self.tasks.run(Lane.STORE, self._open, done=self._on_desk, failed=self._on_no_desk)

    def _open(self) -> "tuple[Desk, str, Sequence[Operator]]":
        from kiosk.desk.operators import list_operators

        desk = self._open_desk()
        return desk, f"{desk.identity.code:02d}", list_operators(desk)

    def _on_desk(self, opened: "tuple[Desk, str, Sequence[Operator]]") -> None:
        from kiosk.ui.session import Session

        desk, code, operators = opened
        self._code = code
        self.session = Session(desk, self.tasks, self)
        self._follow_office()
        self._settings = desk.settings
        self.session.look_changed.connect(self._rebuild)
        self.session.settings.saved.connect(self._on_settings)
        self.session.background.synced.connect(self._follow_office)
        self._build_screens()
        self._connect_session_view()
        self.session.background.start()
        self._sign_in.rename(office=_office(desk.settings), counter=self._counter)
        if not self._sign_in.state.operators:  # healed, now that the desk is open
            self._sign_in.begin(tuple(one for one in operators if one.active))
        self._sign_in.use_desk(desk)
        self.ready.emit()
        if self.session.practice is not None and operators:  # nobody's secrets are here
            self._on_signed_in(operators[0])

    def _on_settings(self, settings: "Settings") -> None:
        self._settings = settings
        self._idle.wait(settings.idle_lock_minutes * 60_000)

    def _on_no_desk(self, error: KioskError) -> None:
        self._sign_in.failed_to_open(sentence_of(error) + " " + _("Press Enter to try again."))

    # ------------------------------------------------------------------ a desk that had to stop

    def _on_unavailable(self, error: Unavailable) -> None:
        """Shut the screen when the store writes nothing any more; what is typed stays in the window."""
        if self.session is None or error.reason not in STOPPED or self._shut or self._closing:
            return
        self._shut = True
        self.lock(Why.TROUBLE)
        self.session.background.stop()
        self._sign_in.failed_to_open(sentence_of(error) + " " + _("Press Enter to check the data and go on."))

    def _open_again(self) -> None:
        """Open the desk once more, when nothing is at work on the old one any more."""
        if self.tasks.busy:
            self.tasks.idle.connect(self._open_again, Qt.ConnectionType.SingleShotConnection)
            return
        old = self.session.desk if self.session is not None else None
        done = self._on_desk if old is None else self._on_desk_again
        self.tasks.run(Lane.STORE, partial(self._reopen, old), done=done, failed=self._on_no_desk)

    def _reopen(self, old: "Desk | None") -> "tuple[Desk, str, Sequence[Operator]]":
        if old is not None:
            _close(old)
        return self._open()

    def _on_desk_again(self, opened: "tuple[Desk, str, Sequence[Operator]]") -> None:
        assert self.session is not None  # noqa: S101 - there was a desk before
        desk = opened[0]
        self._shut = False
        self.session.take_desk(desk)
        self.session.background.start()
        self.session.register.keep_soon()
        self._sign_in.use_desk(desk)

    def _connect_session_view(self) -> None:
        session = self.session
        assert session is not None  # noqa: S101 - called with one
        background, status = session.background, self.status
        background.line_changed.connect(status.show_line)
        background.line_changed.connect(self.top.show_line)
        background.printer_changed.connect(status.show_printer)
        session.said.connect(self._say)

    def _follow_office(self, _synced: object = None) -> None:
        """Go by the name that the centre gives the office; the next start shows it at once."""
        if self.session is None:
            return
        now, name = self.session.desk.settings, _office(self._settings)
        self._settings = replace(self._settings, office_name_bn=now.office_name_bn, office_name_en=now.office_name_en)
        if _office(now) == name:
            return
        self.top.rename(_office(now).partition(",")[0])
        self._sign_in.rename(office=_office(now), counter=self._counter)
        self.tasks.run(Lane.STORE, partial(_remember, self.session.desk.home, now))

    # ------------------------------------------------------------------ who works

    def _on_signed_in(self, operator: "Operator") -> None:
        assert self.session is not None  # noqa: S101 - passwords are tried with a desk
        self.session.sign_in(operator)
        self._build_screens()
        self._show_who()
        self._open_work()
        self._idle.wait(self._settings.idle_lock_minutes * 60_000)
        self.signed_in.emit(operator)

    @property
    def _counter(self) -> str:
        return _("Counter {code}").format(code=i18n.digits(self._code)) if self._code else ""

    def _show_who(self) -> None:
        operator = self.session.operator if self.session else None
        self.top.show_who(self._counter, operator.name_bn if operator else "")

    def _open_work(self, screen: str = "register") -> None:
        self._whole.setCurrentWidget(self.work)
        self._scans.listen(True)
        self.show_screen(screen)

    def lock(self, why: Why = Why.KEY) -> None:
        """Cover the screen; what is typed is kept."""
        if self.session is None or self.session.operator is None or self._whole.currentWidget() is self._front:
            return
        if self.session.practice is not None:
            return
        self.session.register.keep_now()
        name = self.session.register.unfinished if why is not Why.TROUBLE else ""  # then the disk has it not
        kept = _("The unfinished application of {name} is kept.").format(name=name) if name else ""
        if self.screens is not None:
            self.screens.strip.hide()
        self.keys.hide()
        self.toast.hide()
        self._idle.wait(0)
        self._scans.listen(False)
        self._whole.setCurrentWidget(self._front)
        self.actions_.enable()
        self._sign_in.lock(why, self.session.operator.login, kept=kept, minutes=self._settings.idle_lock_minutes)

    # ------------------------------------------------------------------ screens and keys

    def show_screen(self, name: str) -> None:
        """Open a screen: `register`, `find`, `tray`, `registers`, `dashboard`, `documents`, `settings` or `people`."""
        if self.screens is None:
            return
        self.screens.strip.hide()
        self._screen = name
        self.screens.open(name)
        self.top.show_tab(_TABS.get(name, ""))
        self.actions_.enable("signed_in", "register" if name == "register" else "")

    def hand_over_shift(self) -> None:
        """Ask who gets the counter."""
        if self.session is not None and self.screens is not None:
            self.show_screen("day")
            self.session.day.begin_shift()

    def let_in(self, operator: "Operator") -> None:
        """Let a colleague work on who showed who they are."""
        self._on_signed_in(operator)

    def show_helpdesk(self) -> None:
        """Lay the helpdesk strip over the screen."""
        if self.screens is None or self.session is None:
            return
        self.session.helpdesk.open()
        self.screens.strip.open()
        self.top.show_tab("F4")
        self.actions_.enable("signed_in")

    def leave_helpdesk(self) -> None:
        """Take the strip away; the form below is as it was."""
        if self.screens is not None:
            self.screens.strip.hide()
            self.show_screen("register")

    def _on_tab(self, key: str) -> None:
        self.actions_[{"F3": "find", "F4": "helpdesk", "F9": "tray"}.get(key, "new")].trigger()

    def _connect_actions(self) -> None:
        does: dict[str, Callable[[], None]] = {
            "keys": self._toggle_keys,
            "new": partial(self.show_screen, "register"),
            "find": self._look_anew,
            "helpdesk": self.show_helpdesk,
            "lock": partial(self.lock, Why.KEY),
            "script": self._other_script,
            "scan": self._open_scans,
            "language": self._other_language,
            "tray": partial(self.show_screen, "tray"),
            "documents": partial(self.show_screen, "documents"),
            "registers": partial(self.show_screen, "registers"),
            "dashboard": partial(self.show_screen, "dashboard"),
            "day": partial(self.show_screen, "day"),
            "shift": self.hand_over_shift,
            "days": partial(self.show_screen, "days"),
            "guidance": partial(self.show_screen, "guidance"),
            "settings": partial(self.show_screen, "settings"),
            "people": partial(self.show_screen, "people"),
            "bigger": partial(self._zoom, 1),
            "smaller": partial(self._zoom, -1),
            "usual": partial(self._zoom, 0),
            "away": self._put_away,
            **{name: partial(self._with_session, do) for name, do in _SESSION_DEEDS.items()},
            "print": self._print,
        }
        for name, do in does.items():
            self.actions_[name].triggered.connect(lambda _checked=False, do=do: do())
        connect_register_actions(self)
        for number in range(1, 10):
            self.actions_[f"quick.{number}"].triggered.connect(partial(self._quick, number - 1))
        for number in range(1, 6):
            self.actions_[f"channel.{number}"].triggered.connect(partial(self._channel, number - 1))

    def _with_session(self, do: "Callable[[Session], None]") -> None:
        if self.session is not None:
            do(self.session)

    def _print(self) -> None:
        """F8: a copy of what is chosen while one searches, else what is owed."""
        if self.session is None:
            return
        if self._screen == "find" and self.session.find.number:
            self.session.find.print_copy()
        else:
            self.session.print_owed()

    def _on_scan(self, number: str) -> None:
        """A receipt was scanned, whatever screen is open: show its application."""
        if self._whole.currentWidget() is self.work:
            self.look_at(number)

    def _on_slip(self, code: str) -> None:
        """A signed slip was scanned: tell whether it is genuine."""
        if self._whole.currentWidget() is self.work and self.session is not None and self.screens is not None:
            self.show_screen("find")
            self.session.find.slip_scanned(code)

    def look_at(self, number: str) -> None:
        """Show an application by its number; the form below is as it was."""
        if self.session is None or self.screens is None:
            return
        self.show_screen("find")
        self.session.find.scanned(number)

    def _look_anew(self) -> None:
        """F3: the box for the next one, whatever was looked at before."""
        self.show_screen("find")
        if self.screens is not None:
            self.screens.look_anew()

    def _open_scans(self) -> None:
        if self.screens is not None:
            self.screens.open_scans()

    def _quick(self, place: int, _checked: object = None) -> None:
        if self.session is not None:
            self.session.register.choosing.on_quick(place)

    def _channel(self, place: int, _checked: object = None) -> None:
        from kiosk.ui.register.form import CHANNELS

        if self.session is not None:
            self.session.register.on_channel(CHANNELS[place].value)

    def _toggle_keys(self) -> None:
        if self.keys.isVisible():
            self.keys.hide()
            return
        from kiosk.ui.actions import deeds
        from kiosk.ui.key_sheet import field_keys, strip_keys

        shown = [(_key_words(deed.key), deed.words) for deed in deeds() if deed.words and self._holds(deed.name)]
        on_form = self._whole.currentWidget() is self.work and self.top.open_tab == "F2"
        topic, field = self._help()
        on_strip = self.screens is not None and self.screens.strip.isVisible()
        first = strip_keys() if on_strip else []
        self.keys.show_help(topic, field, first + shown + (field_keys() if on_form else []))

    def _help(self) -> "tuple[Topic | None, str]":
        """Return the help of what is on top, and of the field where the cursor is."""
        from kiosk.desk.manual import field_help, help_for

        screen = self._screen if self._whole.currentWidget() is self.work else "signin"
        if self.screens is not None and self.screens.strip.isVisible():
            screen = "helpdesk"
        topic, field = help_for(screen, i18n.language()), self._hands_on()
        return topic, field_help(topic, field) if topic and field else ""

    def _holds(self, name: str) -> bool:
        return self.actions_[name].isEnabled()

    def _put_away(self) -> None:
        """Esc: the sheet of keys, else a wait, else the message, else back to the form."""
        waits = self.session is not None and self.session.register.state.awaiting
        if not self.keys.isVisible() and waits and self.screens is not None and self.screens.register.put_away():
            return
        for part in (self.keys, self.toast):
            if part.isVisible():
                part.hide()
                return
        if self.screens is not None and self.screens.strip.isVisible():
            self.leave_helpdesk()
        elif self.screens is not None and self.screens.register.put_away():
            return
        elif self._whole.currentWidget() is self.work and self.top.open_tab != "F2":
            self.show_screen(_BEHIND.get(self._screen, "register"))

    def _other_language(self) -> None:
        other = "en" if i18n.language() == "bn" else "bn"
        self._change(language=other)

    def _zoom(self, step: int) -> None:
        now = theme.look().scale
        nearest = min(range(len(ZOOM)), key=lambda place: abs(ZOOM[place] - now))
        scale = ZOOM[min(max(nearest + step, 0), len(ZOOM) - 1)] if step else 0.0
        self._change(scale=scale)

    def _change(self, **wanted: object) -> None:
        """Change the look here and now, and remember it."""
        if self.session is None:
            return
        settings = replace(self.session.desk.settings, **wanted)  # type: ignore[arg-type]
        home = self.session.desk.home
        self.session.use_settings(settings)
        self.tasks.run(Lane.STORE, partial(_remember, home, settings))

    # ------------------------------------------------------------------ small things

    def _say(self, said: "Said") -> None:
        self.toast.say(said.happened, said.rest, tone=said.tone, icon=said.icon)

    def _on_minute(self) -> None:
        now = self._clock()
        self.status.show_clock(now)
        self._minute.start((60 - now.second) * 1000)

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._typed_in is not None and shiboken6.isValid(self._typed_in):
            self._typed_in.badge_changed.disconnect(self._show_typing)
        box = new.parentWidget() if new is not None else None
        self._typed_in = box if isinstance(box, FieldBox) and self.isAncestorOf(box) else None
        if self._typed_in is not None:
            self._typed_in.badge_changed.connect(self._show_typing)
            self._show_typing()
        if self.screens is not None and new is not None:
            QTimer.singleShot(0, new, partial(self._follow, new))

    def _follow(self, new: QWidget) -> None:
        """Scroll to what has the focus, once everything has its place."""
        if new.hasFocus():
            follow(new)

    def _show_typing(self) -> None:
        if (box := self._typed_in) is not None:
            self.status.show_typing(box.badge or script_of(box.entry.text()) or BANGLA)

    def _other_script(self) -> None:
        line = QApplication.focusWidget()
        if isinstance(line, ComposingLine):
            line.toggle_script()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what is typed, finish what was asked for, close the desk."""
        if not self._closing:
            self._closing = True
            self.hide()
            self.stop()
        super().closeEvent(event)

    def stop(self) -> None:
        """Leave no thread, timer or file behind."""
        self._sign_in.stop()
        self._minute.stop()
        self._idle.wait(0)
        if self.session is not None:
            self.session.stop()
        self.tasks.stop()
        if self.session is not None:  # only now: every lane may have been at the database
            _close(self.session.desk)
        self.closed.emit()


_SESSION_DEEDS: "dict[str, Callable[[Session], None]]" = {
    "print": lambda session: session.print_owed(),
    "send_now": lambda session: session.background.send_now(),
    "save": lambda session: session.register.saving.on_submit(True),
    "save_without": lambda session: session.register.saving.on_submit(False),
    "clear": lambda session: session.register.repeating.on_clear(),
    "came_out": lambda session: session.answer(printed=True),
    "did_not": lambda session: session.answer(printed=False),
}


def _close(desk: "Desk") -> None:
    from kiosk.desk.context import close_desk

    close_desk(desk)


def _remember(home: "object", settings: "Settings") -> None:
    from pathlib import Path

    from kiosk.settings import write_settings

    write_settings(Path(str(home)), settings)


def _office(settings: "Settings") -> str:
    name = settings.office_name_en if i18n.language() == "en" else settings.office_name_bn
    return name or settings.office_name_bn or _("District e-Service Centre")


def _key_words(key: str) -> str:
    return {
        "Ctrl+Return": "Ctrl+Enter",
        "Ctrl+Shift+Return": "Ctrl+Shift+Enter",
        "Alt+1": "Alt+1…5",
        "Ctrl+1": "Ctrl+1…3",
    }.get(key, key)
