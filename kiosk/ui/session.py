"""The presenters of an open desk, and who talks to whom among them.  No widgets."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kiosk import i18n
from kiosk.desk.practice_counter import is_practice
from kiosk.domain.rights import Act, may
from kiosk.errors import KioskError
from kiosk.i18n import _
from kiosk.ui.background import Background
from kiosk.ui.days.presenter import DaysPresenter
from kiosk.ui.find.presenter import FindPresenter
from kiosk.ui.habits import Habits
from kiosk.ui.helpdesk.presenter import HelpdeskPresenter
from kiosk.ui.messages import sentence_of
from kiosk.ui.operators.presenter import OperatorsPresenter
from kiosk.ui.practice.presenter import PracticePresenter
from kiosk.ui.printer_words import print_said, slip_said
from kiosk.ui.register.presenter import RegisterPresenter
from kiosk.ui.said import Said
from kiosk.ui.scans.presenter import ScansPresenter
from kiosk.ui.settings.presenter import SettingsPresenter
from kiosk.ui.tasks import Lane, Tasks
from kiosk.ui.tray.presenter import TrayPresenter
from kiosk.ui.typing import scripts

if TYPE_CHECKING:
    from kiosk.desk.context import Desk
    from kiosk.desk.follow_ups import FollowedUp
    from kiosk.desk.news import Heard
    from kiosk.desk.operators import Operator
    from kiosk.desk.print_receipt import OwedReceipt, PrintReport
    from kiosk.desk.register import Registered
    from kiosk.desk.slips import OwedSlip, SlipReport
    from kiosk.domain.application import Visit
    from kiosk.domain.catalogue import Catalogue
    from kiosk.settings import Settings
    from kiosk.ui.dashboard.presenter import DashboardPresenter
    from kiosk.ui.day.presenter import DayPresenter
    from kiosk.ui.documents.presenter import DocumentsPresenter
    from kiosk.ui.follow.presenter import FollowPresenter
    from kiosk.ui.guidance.presenter import GuidancePresenter
    from kiosk.ui.helpdesk.presenter import Begun
    from kiosk.ui.registers.presenter import RegistersPresenter


class Session(QObject):
    """Signals: `said(Said)`, `look_changed(Settings)` language, theme or size are others now,
    `asked(str)` a receipt's number of which nobody knows whether it came out, empty: none.
    """  # noqa: D205 - the signals are the first line

    said = Signal(object)
    look_changed = Signal(object)
    asked = Signal(str)

    def __init__(self, desk: "Desk", tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk, self._tasks = desk, tasks
        self.operator: Operator | None = None
        self._owed: tuple[OwedReceipt, ...] = ()
        self._slips: tuple[OwedSlip, ...] = ()
        self._last_number = ""
        self._documents: DocumentsPresenter | None = None
        self._guidance: GuidancePresenter | None = None
        self._registers: RegistersPresenter | None = None
        self._dashboard: DashboardPresenter | None = None
        self._follow: FollowPresenter | None = None
        self._day: DayPresenter | None = None
        self.register = RegisterPresenter(desk, tasks, operator="", parent=self)
        self.helpdesk = HelpdeskPresenter(desk, tasks, operator="", parent=self)
        self.settings = SettingsPresenter(desk, tasks, parent=self)
        self.people = OperatorsPresenter(desk, tasks, parent=self)
        self.tray = TrayPresenter(desk, tasks, parent=self)
        self.find = FindPresenter(desk, tasks, parent=self)
        self.scans = ScansPresenter(desk, tasks, parent=self)
        self.days = DaysPresenter(desk, tasks, parent=self)
        self.background = Background(desk, tasks, operator="", parent=self)
        self.practice = PracticePresenter(desk, tasks, self) if is_practice(desk) else None
        self.habits = Habits(desk, tasks, parent=self)
        self._connect()

    @property
    def guidance(self) -> "GuidancePresenter":
        """The directory; only supervisors change it, now and then."""
        if self._guidance is None:
            from kiosk.ui.guidance.presenter import GuidancePresenter

            self._guidance = GuidancePresenter(self.desk, self._tasks, parent=self)
            self._guidance.kept.connect(self.background.nudge_sync)
            if self.operator is not None:
                self._guidance.use_operator(self.operator)
        return self._guidance

    @property
    def follow(self) -> "FollowPresenter":
        """What is done with an application that was received before."""
        if self._follow is None:
            from kiosk.ui.follow.presenter import FollowPresenter

            login = self.operator.login if self.operator else ""
            follow = self._follow = FollowPresenter(self.desk, self._tasks, operator=login, parent=self)
            self.find.opened.connect(follow.open)
            follow.done.connect(self._on_followed)
            follow.said.connect(self.said)
            if self.find.state.opened is not None:
                follow.open(self.find.state.opened.number)
        return self._follow

    @property
    def day(self) -> "DayPresenter":
        """The end of the day; nobody needs it at the start."""
        if self._day is None:
            from kiosk.ui.day.presenter import DayPresenter

            login = self.operator.login if self.operator else ""
            self._day = DayPresenter(self.desk, self._tasks, operator=login, parent=self)
            self._day.said.connect(self.said)
            self._day.written.connect(self._on_day_written)
        return self._day

    @property
    def documents(self) -> "DocumentsPresenter":
        """The documents; nobody needs them at the start."""
        if self._documents is None:
            from kiosk.ui.documents.presenter import DocumentsPresenter

            login = self.operator.login if self.operator else ""
            self._documents = DocumentsPresenter(self.desk, self._tasks, operator=login, parent=self)
        return self._documents

    @property
    def dashboard(self) -> "DashboardPresenter":
        """The day in pictures; nobody needs it at the start."""
        if self._dashboard is None:
            from kiosk.ui.dashboard.presenter import DashboardPresenter

            self._dashboard = DashboardPresenter(self.desk, self._tasks, parent=self)
        return self._dashboard

    @property
    def registers(self) -> "RegistersPresenter":
        """The registers on the screen; nobody needs them at the start."""
        if self._registers is None:
            from kiosk.ui.registers.presenter import RegistersPresenter

            self._registers = RegistersPresenter(self.desk, self._tasks, parent=self)
        return self._registers

    def _connect(self) -> None:
        background, register = self.background, self.register
        register.registered.connect(self._on_registered)
        self.habits.quick_learned.connect(register.learn_quick)
        register.said.connect(self.said)
        register.turned.connect(self.scans.turn_over)
        self.scans.reading.connect(register.saving.on_reading)
        self.scans.late.connect(register.parking.keep_late)
        register.changed.connect(lambda state: self.scans.use_pages(state.form.scans))
        self.scans.pages_changed.connect(register.on_scans)
        register.letter.connect(self.scans.take_mail)
        self.scans.said.connect(self.said)
        register.settled.connect(self._on_settled)
        self.helpdesk.logged.connect(self._on_visit)
        if self.practice is not None:
            register.registered.connect(self.practice.on_registered)
            self.helpdesk.logged.connect(self.practice.on_visit)
        self.helpdesk.began.connect(self._on_begun)
        background.day_changed.connect(register.show_day)
        background.printed.connect(self._on_printed)
        background.owed_changed.connect(self._on_owed)
        background.slips_changed.connect(self._on_slips)
        background.line_changed.connect(self.settings.on_line)
        background.heard.connect(self._on_heard)
        background.synced.connect(self.register.parking.on_synced)
        background.stopped.connect(self._on_stopped)
        background.unprinted.connect(self._on_unprinted)
        self.settings.saved.connect(self.use_settings)
        self.settings.sync_wanted.connect(background.send_now)
        self.settings.enrolled.connect(background.send_now)
        self.days.declared.connect(register.again)
        self.days.declared.connect(background.nudge_sync)
        self.tray.print_wanted.connect(self.print_owed)
        self.tray.move_wanted.connect(self.print_at)
        self.find.print_wanted.connect(self.print_copy)
        self.find.correct_wanted.connect(register.corrections.correct)
        self.find.void_wanted.connect(register.corrections.void)
        self.tray.send_wanted.connect(background.send_now)
        self.tray.settled.connect(self._answered_paper)
        self.tray.settled.connect(background.nudge_sync)
        self.tray.fetch_wanted.connect(register.parking.on_fetch)
        self.tray.repair_wanted.connect(register.corrections.repair)
        background.line_changed.connect(self.tray.on_line)
        self._tasks.troubled.connect(self._on_trouble)

    def sign_in(self, operator: "Operator") -> None:
        """Let this person work."""
        self.operator = operator
        self.register.use_operator(operator.login)
        self.helpdesk.use_operator(operator.login)
        self.people.use_operator(operator)
        self.days.use_operator(operator)
        self.tray.use_operator(operator.login)
        self.find.use_operator(operator.login)
        if self._documents is not None:
            self._documents.use_operator(operator.login)
        if self._guidance is not None:
            self._guidance.use_operator(operator)
        if self._registers is not None:
            self._registers.forget()
        for late in (self._follow, self._day):
            if late is not None:
                late.use_operator(operator.login)
        self.settings.use_keeper(keeper=may(operator.role, Act.KEEP_SETTINGS))
        self.background.use_operator(operator.login)
        scripts.forget()
        self.habits.use_operator(operator.login)

    def use_settings(self, settings: "Settings") -> None:
        """Work under other settings from now on."""
        old = self.desk.settings
        self.take_desk(self.desk.with_settings(settings))
        scripts.use(settings.typing)
        if (old.language, old.theme, old.scale) != (settings.language, settings.theme, settings.scale):
            self.look_changed.emit(self.desk.settings)

    def take_desk(self, desk: "Desk") -> None:
        """Work at another desk of the same home: opened again, or under other settings."""
        self.desk = desk
        parts = (self.register, self.helpdesk, self.find, self.settings, self.scans, self.tray, self.people, self.days)
        for part in (*parts, self.background, self.habits):
            part.use_desk(desk)
        shown = (self._documents, self._guidance, self._registers, self._dashboard, self._follow, self._day)
        for late in (self.practice, *shown):
            if late is not None:
                late.use_desk(desk)

    def stop(self) -> None:
        """Keep what is typed; leave no timer running."""
        self.register.stop()
        self.background.stop()
        self.habits.stop()
        if self._documents is not None:
            self._documents.forget()

    # ------------------------------------------------------------------ after an act

    def _on_registered(self, done: "Registered") -> None:
        self._last_number = done.application.receive_number
        self.habits.learn(done.application.draft)
        self.background.refresh()
        self.background.nudge_print()
        self.background.nudge_sync()
        self._tasks.run(Lane.STORE, partial(_opened_again, self.desk), done=self._on_opened_again)

    def _on_opened_again(self, again: bool) -> None:  # noqa: FBT001 - an outcome
        if again:
            rest = _("This application is counted in it. Close the day once more with Ctrl+F9.")
            self.said.emit(Said(_("The day was closed; it is open again."), rest, "warn", "alert-triangle"))

    def _on_day_written(self) -> None:
        """The day was closed or handed over, an outage noted: that travels, the slip is printed."""
        self.background.refresh()
        self.background.nudge_print(asked=True)
        self.background.nudge_sync()

    def _on_followed(self, done: "FollowedUp") -> None:
        """Something was done with an application: that travels, its papers are printed, its screen is true again."""
        self.find.refresh()
        self.background.refresh()
        self.background.nudge_print(asked=bool(done.slip_job or done.receipt_job))
        self.background.nudge_sync()

    def _on_settled(self, _number: str) -> None:
        """An application was corrected or voided: that travels, and a corrected receipt is printed."""
        self.background.refresh()
        self.background.nudge_print()
        self.background.nudge_sync()

    def _on_visit(self, visit: "Visit") -> None:
        if visit.answer == "slip":
            self._tasks.run(Lane.PRINT, self._print_slips, done=self._slips_came)
        self.said.emit(Said(_("The visit is written down."), "", "ok", "check"))
        self.background.refresh()
        self.background.nudge_sync()

    def _print_slips(self) -> "SlipReport | None":
        """Print the slips that somebody stands here for; what fails waits."""
        from kiosk.desk.slips import print_next_slip

        last = report = print_next_slip(self.desk)
        while report is not None and report.outcome == "printed":
            last, report = report, print_next_slip(self.desk)
        return report or last

    def _slips_came(self, report: "SlipReport | None") -> None:
        said = slip_said(report.outcome, report.reason) if report is not None else None
        if said is not None:
            self.said.emit(said)
        self.background.refresh()

    def _on_begun(self, begun: "Begun") -> None:
        if not self.register.state.form.blank:  # two people must not meet in one form
            rest = _("The form holds another application. Save or empty it, then begin this one.")
            self.said.emit(Said(_("The visit is written down."), rest, "warn", "alert-triangle"))
            return
        mobile = i18n.mobile(begun.mobile) if begun.mobile else ""
        self.register.begin(service=begun.service, name=begun.name, mobile=mobile, topic=begun.topic)

    def _on_heard(self, heard: "tuple[Heard, ...]") -> None:
        self.said.emit(
            Said(_("News from the centre."), heard_sentence(heard[0], self.desk.catalogue), "act", "arrow-forward-up")
        )

    def _on_stopped(self, error: KioskError) -> None:
        self.said.emit(Said(_("Nothing was sent."), sentence_of(error), "bad", "alert-circle"))

    def _on_trouble(self, error: KioskError) -> None:
        self.said.emit(Said(_("Something did not work."), sentence_of(error), "bad", "alert-circle"))

    # ------------------------------------------------------------------ paper

    def _on_printed(self, report: "PrintReport") -> None:
        self.register.saving.show_print(report)
        said = print_said(report.outcome, report.reason)
        if said is not None:
            self.said.emit(said)

    def _on_unprinted(self, error: KioskError) -> None:
        self.said.emit(Said(_("The receipt was not printed."), sentence_of(error), "warn", "printer-off"))

    def _on_owed(self, owed: "tuple[OwedReceipt, ...]") -> None:
        self._owed = owed
        doubtful = next((one.receive_number for one in owed if one.state == "not_known"), "")
        self.asked.emit(doubtful)

    def _on_slips(self, owed: "tuple[OwedSlip, ...]") -> None:
        self._slips = owed

    def answer(self, *, printed: bool) -> None:
        """Tell whether the doubtful receipt came out."""
        doubtful = next((one for one in self._owed if one.state == "not_known"), None)
        if doubtful is None or self.operator is None:
            return
        self._tasks.run(Lane.STORE, lambda: self._confirm(doubtful.job_id, printed=printed), done=self._answered)

    def _confirm(self, job_id: int, *, printed: bool) -> None:
        from kiosk.desk.print_receipt import confirm

        confirm(self.desk, job_id, printed, self.operator.login if self.operator else "")

    def _answered(self, _nothing: object) -> None:
        self._answered_paper()

    def _answered_paper(self) -> None:
        self.background.refresh()
        self.background.nudge_print()

    def print_owed(self) -> None:
        """Print what is owed; if nothing is, the last receipt again as a copy (অনুলিপি)."""
        slips = any(one.state == "queued" for one in self._slips)
        if slips:
            self._tasks.run(Lane.PRINT, self._print_slips, done=self._slips_came)
        if any(one.state in {"queued", "failed"} for one in self._owed):
            self._tasks.run(Lane.PRINT, self._print_all_owed, done=self._paper_came)
        elif slips:
            return
        elif self._last_number:
            self._tasks.run(Lane.PRINT, partial(self._print_number, self._last_number), done=self._paper_came)
        else:
            self.said.emit(Said(_("Nothing is owed on paper."), "", "act", "receipt"))

    def print_at(self, number: str, url: str) -> None:
        """Print what is owed of this number at another printer, or into a file."""
        self._tasks.run(Lane.PRINT, partial(self._print_elsewhere, number, url), done=self._paper_came)

    def _print_elsewhere(self, number: str, url: str) -> "PrintReport":
        from kiosk.desk.printers import remember_printer

        report = self._print_number(number, url)
        if report.outcome != "failed":
            remember_printer(self.desk, url)
        return report

    def print_copy(self, number: str) -> None:
        """Print this number's receipt once more, as a copy (অনুলিপি) when an original is out."""
        self._tasks.run(Lane.PRINT, partial(self._print_number, number), done=self._copy_came)

    def _copy_came(self, report: "PrintReport") -> None:
        self._paper_came(report)
        self.find.refresh()

    def _print_all_owed(self) -> "PrintReport | None":
        """Print one after the other until one does not come out; what is doubtful is asked, not printed."""
        last = None
        for one in self._owed:
            if one.state not in {"queued", "failed"}:
                continue
            last = self._print_number(one.receive_number)
            if last.outcome != "printed":
                break
        return last

    def _print_number(self, number: str, url: str = "") -> "PrintReport":
        from kiosk.desk.print_receipt import print_number

        login = self.operator.login if self.operator else ""
        to = url or self.desk.settings.printer_url
        return print_number(self.desk, number, to=to, reprint=True, by=login, via="window")

    def _paper_came(self, report: "PrintReport | None") -> None:
        if report is not None:
            self._on_printed(report)
            if report.outcome == "printed":
                self.said.emit(Said(_("Printed."), "", "ok", "printer"))
            self.background.ask_printer()
        self.background.refresh()
        self.background.nudge_sync()


def _opened_again(desk: "Desk") -> bool:
    """Tell whether something was just done in a day that was closed."""
    from kiosk.desk.day import closed_in
    from kiosk.domain.clock import dhaka_day

    with desk.store.read() as unit:
        return closed_in(unit, dhaka_day(desk.clock()))[1] == 1


def heard_sentence(heard: "Heard", catalogue: "Catalogue") -> str:
    """Return what the centre did with an application, for the operator."""
    number = i18n.receive_number(heard.receive_number)
    branch = catalogue.branches.get(heard.branch)
    if heard.kind == "forwarded" and branch is not None:
        name = branch.name_bn if i18n.language() == "bn" else branch.name_en
        return _("{number} was sent to: {branch}.").format(number=number, branch=name)
    if heard.kind == "disposed":
        return _("{number} is disposed of.").format(number=number)
    return _("{number} moved on.").format(number=number)
