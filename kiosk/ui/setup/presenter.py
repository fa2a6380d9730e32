"""The first start, step by step; nothing is written before the last one."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from kiosk.domain.clock import Clock, Rng
from kiosk.errors import KioskError, Problem, Refused
from kiosk.i18n import _
from kiosk.ui.messages import problem_sentence, sentence_of
from kiosk.ui.printer_check import ask_printer
from kiosk.ui.setup.districts import DISTRICTS
from kiosk.ui.setup.form import Form, Rule, Step, fields_of, judge, number, rules, with_office
from kiosk.ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from kiosk.desk.setup import SetUp
    from kiosk.ui.settings.finder import PrinterFinder

FILE_LIMIT = 64 * 1024


@dataclass(frozen=True, slots=True)
class SetUpState:
    """Everything the first start shows.

    `problems` are sentences by field of `Form`, `printer_said` and `printer_tone` (`ok|warn|bad`)
    what the printer answered, `offline` that the server was not reached: the counter may begin
    alone and be enrolled later.
    """

    step: Step = Step.OFFICE
    form: Form = field(default_factory=Form)
    district_name: str = ""
    problems: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    printer_said: str = ""
    printer_tone: str = ""
    rules: tuple[Rule, ...] = ()
    busy: str = ""
    trouble: str = ""
    offline: bool = False


_PATHS = {
    "office.district": "district",
    "office.name_bn": "office",
    "counter.code": "counter",
    "counter.server": "server",
    "counter.enrolment": "enrolment",
    "printer.url": "printer_url",
    "operator.name_bn": "name",
    "operator.login": "login",
    "operator.password": "password",
    "district": "district",
    "office_name_bn": "office",
    "code": "enrolment",
    "enrolment": "enrolment",
    "server": "server",
    "server_url": "server",
    "name_bn": "name",
    "login": "login",
    "password": "password",
}
"""Where a refusal of the desk belongs on the pages."""


class SetUpPresenter(QObject):
    """Signals: `changed(SetUpState)`, `finished()` once the counter is set up."""

    changed = Signal(object)
    finished = Signal()

    def __init__(self, home: Path, tasks: Tasks, *, clock: Clock, rng: Rng, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._home, self._tasks, self._clock, self._rng = home, tasks, clock, rng
        self._finder: PrinterFinder | None = None
        self.state = SetUpState(rules=rules(Form()))

    @property
    def finder(self) -> "PrinterFinder":
        """What looks for printers, as in the settings."""
        if self._finder is None:
            from kiosk.ui.settings.finder import PrinterFinder

            self._finder = PrinterFinder(self._tasks, self._clock, parent=self)
            self._finder.chosen.connect(self.use_printer)
        form = self.state.form
        url = form.printer_url if form.printer and form.printer_url != "tcp://" else ""
        self._finder.use(url, form.printer_profile, form.office)
        return self._finder

    @Slot(str, str)
    def use_printer(self, url: str, profile: str) -> None:
        """Print there."""
        form = replace(self.state.form, printer=True, printer_url=url or "tcp://", printer_profile=profile)
        problems = {key: text for key, text in self.state.problems.items() if key != "printer_url"}
        self._show(form=form, problems=problems, printer_said="")

    @Slot(str, object)
    def on_changed(self, name: str, value: object) -> None:
        """Take what was typed into one field."""
        form = replace(self.state.form, **{name: value})  # type: ignore[arg-type]
        problems = {key: text for key, text in self.state.problems.items() if key != name}
        said = "" if name in {"printer", "printer_url"} else self.state.printer_said
        if name == "district":
            form = with_office(form, self.state.form)
        self._show(form=form, problems=problems, printer_said=said, rules=rules(form), offline=False, trouble="")

    @Slot()
    def go_on(self) -> None:
        """Go to the next page when this one is right; from the last one, set up."""
        problems = judge(self.state.step, self.state.form)
        if problems or self.state.busy:
            self._show(problems=problems)
        elif self.state.step is Step.OPERATOR:
            self._set_up()
        else:
            self._show(step=Step(self.state.step + 1), problems={})

    @Slot()
    def go_back(self) -> None:
        """Go to the page before; what was typed stays."""
        if self.state.step and not self.state.busy:
            self._show(step=Step(self.state.step - 1), problems={}, offline=False, trouble="")

    @Slot()
    def begin_alone(self) -> None:
        """Begin without the server, with a provisional counter number; it can be enrolled later."""
        self._show(form=replace(self.state.form, alone=True), offline=False, trouble="")
        self.go_on()

    @Slot()
    def ask_printer(self) -> None:
        """Ask the printer how it is."""
        if self.state.busy:
            return
        url = self.state.form.printer_url.strip()
        self._show(busy=_("Asking the printer…"), printer_said="", printer_tone="")
        self._tasks.run(Lane.PRINT, partial(ask_printer, url), done=self._printer_said, failed=self._printer_silent)

    @Slot(str)
    def read_file(self, path: str) -> None:
        """Fill the pages from a set-up file; it is looked at before anything is written."""
        self._show(busy=_("Reading the set-up file…"), trouble="")
        self._tasks.run(Lane.STORE, partial(_read, path), done=self._fill, failed=self._failed)

    def _set_up(self) -> None:
        self._show(busy=self._what_is_done(), trouble="", offline=False, problems={})
        work = partial(_set_up, self._home, self._as_set_up(), self._clock, self._rng)
        self._tasks.run(Lane.STORE, work, done=self._done, failed=self._failed)

    def _what_is_done(self) -> str:
        if self.state.form.alone:
            return _("Making the counter's book…")
        return _("Making the counter's book and asking the server…")

    def _as_set_up(self) -> "SetUp":
        from kiosk.desk.setup import SetUp

        form = self.state.form
        return SetUp(
            office_district=number(form.district),
            office_name_bn=form.office.strip(),
            counter_code=number(form.counter) if form.alone else None,
            server="" if form.alone else form.server.strip(),
            enrolment="" if form.alone else form.enrolment.strip(),
            printer_url=form.printer_url.strip() if form.printer else "none:",
            printer_profile=form.printer_profile,
            operator_login=form.login.strip(),
            operator_name_bn=form.name.strip(),
            operator_password=form.password,
        )

    def _fill(self, found: "SetUp") -> None:
        printer = found.printer_url != "none:"
        form = Form(
            district=str(found.office_district),
            office=found.office_name_bn,
            alone=not found.server,
            counter=str(found.counter_code or 1),
            server=found.server,
            enrolment=found.enrolment,
            printer=printer,
            printer_url=found.printer_url if printer else "tcp://",
            printer_profile=found.printer_profile,
            name=found.operator_name_bn,
            login=found.operator_login,
            password=found.operator_password,
            again=found.operator_password,
        )
        self._show(form=form, step=Step.OPERATOR, busy="", problems={}, rules=rules(form))

    def _done(self, _nothing: object) -> None:
        self._show(busy="")
        self.finished.emit()

    def _failed(self, error: KioskError) -> None:
        if isinstance(error, Refused):
            self._refused(error)
        else:
            self._show(busy="", trouble=sentence_of(error), offline=not self.state.form.alone)

    def _refused(self, refused: Refused) -> None:
        problems = {_place(problem): problem_sentence(problem) for problem in reversed(refused.problems)}
        whole = problems.pop("", "")
        steps = [step for step in Step if problems.keys() & fields_of(step)]
        self._show(busy="", problems=problems, trouble=whole, step=min(steps, default=self.state.step))

    def _printer_said(self, answer: tuple[str, str]) -> None:
        tone, said = answer
        self._show(busy="", printer_tone=tone, printer_said=said)

    def _printer_silent(self, error: KioskError) -> None:
        if isinstance(error, Refused):
            self._show(busy="", problems={"printer_url": sentence_of(error)})
        else:
            self._show(busy="", printer_tone="warn", printer_said=sentence_of(error))

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        name = DISTRICTS.get(number(self.state.form.district), "")
        self.state = replace(self.state, district_name=name)
        self.changed.emit(self.state)


def _read(path: str) -> "SetUp":
    from kiosk.desk.setup import read_set_up_file

    try:
        with Path(path).open("rb") as file:
            found = file.read(FILE_LIMIT + 1)
        if len(found) > FILE_LIMIT:
            raise Refused.because("setup.form", detail=_("the file is too large"))
        return read_set_up_file(found.decode("utf-8"))
    except FileNotFoundError as error:
        raise Refused.because("file.missing", file=Path(path).name) from error
    except (OSError, UnicodeDecodeError) as error:
        raise Refused.because("setup.form", detail=_("the file cannot be read")) from error


def _set_up(home: Path, wanted: "SetUp", clock: Clock, rng: Rng) -> None:
    from kiosk.desk.setup import set_up

    set_up(home, wanted, clock=clock, rng=rng)


def _place(problem: Problem) -> str:
    return _PATHS.get(problem.field, "")
