"""The screens between the bars, each wired to its presenter."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QMetaObject, QObject
from PySide6.QtWidgets import QWidget

from kiosk.ui.frame import Frame
from kiosk.ui.helpdesk.view import HelpdeskStrip
from kiosk.ui.register.view import RegisterView
from kiosk.ui.register.wiring import connect_view
from kiosk.ui.scans.wiring import connect_scans, take

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance

    from kiosk.ui.find.view import FindView
    from kiosk.ui.main_window import MainWindow
    from kiosk.ui.session import Session


class Screens(QObject):
    """Makes the views; settings and people only when they are asked for."""

    def __init__(self, session: "Session", window: "MainWindow") -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._links: list[QMetaObject.Connection] = []
        self.register = RegisterView()
        self.strip = HelpdeskStrip(window)
        self.find: FindView | None = None
        self._late: dict[str, QWidget] = {}
        self._wire_register()
        self._wire_helpdesk()

    def furnish(self) -> None:
        """Put up the page that exists from the beginning."""
        self._form = Frame(self.register)
        self._window.pages.addWidget(self._form)

    def open(self, name: str) -> None:
        """Open a page."""
        page = self._form if name == "register" else self._made(name)
        self._window.pages.setCurrentWidget(page)
        if name == "people":
            self._session.people.open()
        if name == "register":
            self.register.take_focus()

    def look_anew(self) -> None:
        """Let the clerk look for somebody else."""
        if self.find is not None:
            self.find.begin_anew()

    def disconnect_all(self) -> None:
        """Let go of the presenters: the views are about to be built again."""
        for link in self._links:
            QObject.disconnect(link)

    def _link(self, signal: "SignalInstance", slot: object) -> None:
        self._links.append(signal.connect(slot))

    def _wire_register(self) -> None:
        view, presenter = self.register, self._session.register
        connect_view(view, presenter, self._link)
        view.words.ask = self._session.habits.words_like
        scans = self._session.scans
        self.open_scans = connect_scans(view.scans, view, scans, self._link)
        view.pages_dropped.connect(lambda mime: take(mime, scans))
        self._link(presenter.looked, self._window.look_at)
        self._link(presenter.heap_ended, self._after_heap)
        card = view.side.not_known
        self._link(self._session.asked, card.render)
        card.answered.connect(lambda printed: self._session.answer(printed=printed))

    def _after_heap(self) -> None:
        """Show today's register of post, acknowledgements and labels, ready to be printed with one key."""
        self._session.documents.prepare("post_heap", "", "")
        self._window.show_screen("documents")

    def _wire_helpdesk(self) -> None:
        strip, presenter = self.strip, self._session.helpdesk
        self._link(presenter.changed, strip.render)
        self._link(presenter.left, self._window.leave_helpdesk)
        self._link(presenter.began, self._window.leave_helpdesk)
        strip.who_typed.connect(presenter.on_who)
        strip.who_left.connect(presenter.on_who_left)
        strip.topic_typed.connect(presenter.on_topic)
        strip.chosen.connect(presenter.choose)
        strip.moved.connect(presenter.move)
        strip.answered.connect(presenter.on_answer)
        strip.logged.connect(presenter.log)
        strip.began.connect(presenter.begin_application)
        strip.left.connect(presenter.leave)
        strip.phoned.connect(presenter.on_phone)
        strip.callback_typed.connect(presenter.on_callback)

    def _made(self, name: str) -> QWidget:
        if name not in self._late:
            made = {
                "settings": self._settings,
                "printer": self._printer,
                "receipt": self._receipt,
                "people": self._people,
                "tray": self._tray,
                "find": self._find,
                "documents": self._documents,
                "days": self._days,
                "guidance": self._guidance,
                "registers": self._registers,
                "dashboard": self._dashboard,
                "day": self._day,
            }
            page = Frame(made[name]())
            self._late[name] = page
            self._window.pages.addWidget(page)
        return self._late[name]

    def _settings(self) -> QWidget:
        from kiosk.ui.settings.view import SettingsView

        view, presenter = SettingsView(), self._session.settings
        self._link(presenter.changed, view.render)
        view.changed.connect(presenter.change)
        view.printer_asked.connect(presenter.ask_printer)
        view.enrol_asked.connect(presenter.enrol)
        view.sync_asked.connect(presenter.sync_now)
        view.backup_asked.connect(presenter.back_up)
        view.people_asked.connect(partial(self._window.show_screen, "people"))
        view.lock_asked.connect(self._window.lock)
        view.finder_asked.connect(partial(self._window.show_screen, "printer"))
        view.receipt_asked.connect(partial(self._window.show_screen, "receipt"))
        view.left.connect(partial(self._window.show_screen, "register"))
        view.render(presenter.state)
        return view

    def _printer(self) -> QWidget:
        from kiosk.ui.settings.wiring import printer_screen

        return printer_screen(self._session.settings, self._link, partial(self._window.show_screen, "settings"))

    def _receipt(self) -> QWidget:
        from kiosk.ui.settings.wiring import receipt_screen

        return receipt_screen(self._session.settings, self._link, partial(self._window.show_screen, "settings"))

    def _people(self) -> QWidget:
        from kiosk.ui.operators.view import OperatorsView

        view, presenter = OperatorsView(), self._session.people
        self._link(presenter.changed, view.render)
        view.chosen.connect(presenter.choose)
        view.begun.connect(presenter.begin)
        view.changed.connect(presenter.on_changed)
        view.confirmed.connect(presenter.confirm)
        view.act_left.connect(presenter.leave)
        view.left.connect(partial(self._window.show_screen, "register"))
        view.render(presenter.state)
        return view

    def _documents(self) -> QWidget:
        from kiosk.ui.documents.wiring import documents_screen

        return documents_screen(self._session.documents, self._link, partial(self._window.show_screen, "register"))

    def _registers(self) -> QWidget:
        from kiosk.ui.registers.wiring import registers_screen

        presenter = self._session.registers
        self._link(presenter.opened, self._window.look_at)
        self._link(presenter.document_wanted, self._write_register)
        return registers_screen(presenter, self._link, partial(self._window.show_screen, "register"))

    def _dashboard(self) -> QWidget:
        from kiosk.ui.dashboard.wiring import dashboard_screen

        session = self._session
        back = partial(self._window.show_screen, "register")
        return dashboard_screen(session.dashboard, session.desk.catalogue, self._link, back)

    def _day(self) -> QWidget:
        from kiosk.ui.day.wiring import day_screen

        presenter = self._session.day
        self._link(presenter.wanted, self._go_on)
        self._link(presenter.handed_over, self._window.let_in)
        self._link(self._session.background.line_changed, presenter.on_line)
        return day_screen(presenter, self._link, partial(self._window.show_screen, "register"))

    def _go_on(self, where: str, number: str) -> None:
        """Go where something that remains of the day is settled."""
        if where == "print":
            self._session.print_owed()
        elif where == "send":
            self._session.background.send_now()
        elif where == "find":
            self._window.look_at(number)
        else:
            self._session.tray.show_part("mine")
            self._window.show_screen("tray")

    def _write_register(self, register: str, first: str, last: str) -> None:
        """Show the same register and days as they will be printed."""
        self._session.documents.prepare(register, first, last)
        self._window.show_screen("documents")

    def _guidance(self) -> QWidget:
        from kiosk.ui.guidance.wiring import guidance_screen

        return guidance_screen(self._session.guidance, self._link, partial(self._window.show_screen, "register"))

    def _days(self) -> QWidget:
        from kiosk.ui.days.wiring import days_screen

        return days_screen(self._session.days, self._link, partial(self._window.show_screen, "register"))

    def _find(self) -> QWidget:
        from kiosk.ui.find.wiring import find_screen

        to_form = partial(self._window.show_screen, "register")
        for wanted in (self._session.find.correct_wanted, self._session.find.void_wanted):
            self._link(wanted, lambda _number: to_form())
        follow = self._session.follow
        self._link(follow.template_wanted, partial(self._write_for, "copy_application"))
        self._link(self._session.find.answer_wanted, partial(self._write_for, "post_answer"))
        self.find = find_screen(self._session.find, self._link, to_form, follow)
        return self.find

    def _write_for(self, kind: str, number: str) -> None:
        """Show a document of one number: the record room's template, or an answer by post; ready to be printed."""
        self._session.documents.prepare_number(kind, number)
        self._window.show_screen("documents")

    def _tray(self) -> QWidget:
        from kiosk.ui.tray.wiring import tray_screen

        tray = self._session.tray
        to_form = partial(self._window.show_screen, "register")
        self._link(tray.fetch_wanted, lambda _parked: to_form())
        self._link(tray.repair_wanted, lambda _number, _field, _code: to_form())
        self._link(tray.look_wanted, self._window.look_at)
        return tray_screen(self._session.tray, self._link, partial(self._window.show_screen, "register"))
