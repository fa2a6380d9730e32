"""Turns typing into a kept draft, lists and answers; and Ctrl+Enter into an application."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from kiosk.domain.application import Kind
from kiosk.errors import KioskError, Refused
from kiosk.i18n import _
from kiosk.ui.messages import problem_sentence, sentence_of
from kiosk.ui.register import form as forms
from kiosk.ui.register import knowledge
from kiosk.ui.register.form import Form
from kiosk.ui.register.state import RegisterState
from kiosk.ui.said import Said
from kiosk.ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from kiosk.desk.context import Desk
    from kiosk.desk.people import PersonMatch
    from kiosk.desk.print_receipt import PrintReport
    from kiosk.desk.register import Registered
    from kiosk.desk.today import MyDay
    from kiosk.domain.application import ApplicationDraft
    from kiosk.domain.catalogue import Service
    from kiosk.ui.register.state import Duplicate

KEEP_WITHIN_MS = 250
SAVED_MS = 10_000
PEOPLE_FROM = 4
PERSON_FIELDS = ("mobile", "name")
SERVICES_SHOWN = 7
QUICK = ("khatian_copy_normal", "khatian_copy_urgent", "khas_agri_settlement")


class RegisterPresenter(QObject):
    """Signals: `changed(RegisterState)`; `registered(Registered)`; `focus_wanted(str)` a field's name; `said(Said)`."""

    changed = Signal(object)
    registered = Signal(object)
    focus_wanted = Signal(str)
    said = Signal(object)

    def __init__(self, desk: "Desk", tasks: Tasks, *, operator: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._tasks, self._operator = desk, tasks, operator
        self._cleared: Form | None = None
        self._asked = ""
        self.preview_dots = 0
        self._asking = False
        self._keeping = QTimer(self, singleShot=True, interval=KEEP_WITHIN_MS)
        self._keeping.timeout.connect(self._keep)
        self._showing = QTimer(self, singleShot=True, interval=SAVED_MS)
        self._showing.timeout.connect(self._put_away)
        self.state = RegisterState(quick=knowledge.quick_services(desk.catalogue, QUICK))

    # ------------------------------------------------------------------ who sits here

    def use_desk(self, desk: "Desk") -> None:
        """Work with other settings of the same desk."""
        self._desk = desk

    def use_operator(self, login: str) -> None:
        """Register in this person's name, and bring back what they left unfinished."""
        if login == self._operator:
            return
        self.keep_now()
        self._operator = login
        self._empty(quietly=True)
        self._tasks.run(Lane.STORE, partial(self._load_kept, login), done=self._bring_back, failed=self._ignore)

    def stop(self) -> None:
        """Keep what is typed as left properly; nothing is left running."""
        self.keep_now(closed=True)
        self._keeping.stop()
        self._showing.stop()

    @property
    def unfinished(self) -> str:
        """The name of who is being written for; a dash when there is none; empty: nothing is written."""
        return "" if self.state.form.blank else self.state.form.text("name").strip() or "—"

    def again(self) -> None:
        """Show everything once more, to a window that was built again, perhaps in another language."""
        service = self.state.service
        if service is None:
            self._show(problems={})
            return
        form = replace(self.state.form, service_typed=knowledge.name_of(service))
        self._show(form=form, problems={}, promised=knowledge.promised(self._desk, service))

    @Slot(int)
    def on_preview_dots(self, dots: int) -> None:
        """Draw previews so wide from now on, on the lane rather than in the window."""
        self.preview_dots = dots

    # ------------------------------------------------------------------ typing

    @Slot(str, str)
    def on_edited(self, name: str, text: str) -> None:
        """Take what a person typed into a field."""
        if name == "service":
            self._search_service(text)
            return
        self._set_form(self.state.form.with_text(name, text), problems=self._problems_without(name))
        if name in PERSON_FIELDS:
            self._search_people(text)

    @Slot(str)
    def on_left(self, name: str) -> None:
        """Judge a field when it is left."""
        if name == "service":
            self._settle_service()
            return
        if name in PERSON_FIELDS:
            self._show(people=())
        self._judge(name)

    @Slot(str)
    def on_channel(self, channel: str) -> None:
        """Take how the application came in."""
        self._set_form(replace(self.state.form, channel=channel))

    @Slot()
    def on_dismissed(self) -> None:
        """Offer nothing more until the next letter, whatever answer is still on its way."""
        self._asked = ""
        self._show(services=(), people=())

    @Slot(object)
    def on_service(self, service: "Service") -> None:
        """Take a service from the list or by its key."""
        form = replace(self.state.form, service=service.code, service_typed=knowledge.name_of(service), papers={})
        facts = {
            "service": service,
            "services": (),
            "promised": knowledge.promised(self._desk, service),
            "problems": self._problems_without("service"),
        }
        self._set_form(form, **facts)
        self.focus_wanted.emit("memo_no" if service.kind == Kind.OFFICIAL else "mobile")

    @Slot(int)
    def on_quick(self, place: int) -> None:
        """Take one of the quick services, counted from 0."""
        if place < len(self.state.quick):
            self.on_service(self.state.quick[place])

    @Slot(object)
    def on_person(self, person: "PersonMatch") -> None:
        """Take a person from the list: what is known of them fills the form."""
        self._set_form(self.state.form.with_filled(knowledge.person_fields(person)), people=(), problems={})
        self._look_for_duplicate()
        self.focus_wanted.emit("subject" if self.state.service is None else "after_person")

    @Slot(str, str)
    def on_paper(self, code: str, state: str) -> None:
        """Take the state of a paper."""
        problems = self._problems_without(f"paper.{code}")
        self._set_form(self.state.form.with_paper(code, state), problems=problems)

    @Slot()
    def on_clear(self) -> None:
        """Empty the form; Ctrl+Z brings it back."""
        if self.state.form.blank:
            return
        self._cleared = self.state.form
        self._empty()
        self.focus_wanted.emit("service")
        self.said.emit(Said(_("The form is empty."), _("Ctrl+Z brings everything back."), "act", "arrow-back-up"))

    @Slot()
    def on_undo(self) -> None:
        """Bring back the form that was cleared, unless another one is begun."""
        if self._cleared is not None and self.state.form.blank:
            self._restore(self._cleared)
            self._cleared = None

    def begin(self, *, service: str, name: str, mobile: str, topic: str = "") -> None:
        """Go on with what the helpdesk heard; what is typed already stays."""
        known = {"name": name, "mobile": mobile, "subject": "" if service else topic}
        form = self.state.form
        self._set_form(form.with_filled({key: text for key, text in known.items() if not form.text(key)}))
        found = self._desk.catalogue.services.get(service)
        if found is not None and not form.service:
            self.on_service(found)

    # ------------------------------------------------------------------ saving

    @Slot(bool)
    def on_submit(self, print_receipt: bool = True) -> None:  # noqa: FBT001, FBT002 - a slot
        """Save: one transaction, then the number.  Twice is once: the form is empty after the first."""
        if self.state.saving or (self.state.form.blank and self.state.saved is not None):
            return
        self._settle_service()
        form = self.state.form
        draft = forms.draft_of(form, official=self._official)
        if problems := self._judge_all(draft):
            self._show(problems=problems)
            self.focus_wanted.emit("first_problem")
            return
        self._keeping.stop()
        self._empty(saving=True)
        self.focus_wanted.emit("service")
        work = partial(self._register, draft, print_receipt=print_receipt)
        self._tasks.run(Lane.STORE, work, done=self._show_number, failed=partial(self._not_saved, form))

    def _register(self, draft: "ApplicationDraft", *, print_receipt: bool) -> "Registered":
        from kiosk.desk.register import register_application

        return register_application(
            self._desk, draft, operator=self._operator, via="window", print_receipt=print_receipt
        )

    def _show_number(self, done: "Registered") -> None:
        self._show(saving=False, saved=knowledge.saved(done), kept=False)
        self._showing.start()
        if not self.state.form.blank:
            self._keep_soon()
        self.registered.emit(done)

    def _not_saved(self, form: Form, error: KioskError) -> None:
        """Put everything back as it was typed, and say what is wrong with it."""
        self._cleared = None if self.state.form.blank else self.state.form
        self._restore(form)
        problems = _by_form_field(error) if isinstance(error, Refused) else {}
        self._show(saving=False, problems=problems)
        if problems and all(map(forms.is_field, problems)):
            self.focus_wanted.emit("first_problem")
        else:
            self.said.emit(Said(_("It was not saved."), sentence_of(error), "bad", "alert-circle"))

    @Slot()
    def _put_away(self) -> None:
        self._show(saved=None)

    # ------------------------------------------------------------------ what others tell

    def show_day(self, day: "MyDay") -> None:
        """Show the operator's day."""
        self._show(day=day)

    def show_print(self, report: "PrintReport") -> None:
        """Tell what became of the paper of the number that is shown."""
        saved = self.state.saved
        if saved is not None and saved.receive_number == report.receive_number:
            self._show(saved=replace(saved, paper=report.outcome))

    # ------------------------------------------------------------------ looking things up

    def _match_services(self, text: str) -> "tuple[Service, ...]":
        from kiosk.domain.catalogue import match_services

        return tuple(match_services(self._desk.catalogue, text, SERVICES_SHOWN)) if text.strip() else ()

    def _search_service(self, text: str) -> None:
        form = replace(self.state.form, service_typed=text, service="", papers={})
        found = self._match_services(text)
        facts = {"service": None, "services": found, "promised": None, "duplicate": None, "receipt": None}
        self._set_form(form, **facts, problems=self._problems_without("service"))

    def _settle_service(self) -> None:
        """Take the only service that was meant; say so when none or several could be."""
        form = self.state.form
        if form.service or not form.service_typed.strip():
            return
        found = self._match_services(form.service_typed)
        if len(found) == 1:
            self.on_service(found[0])
            return
        sentence = (
            _("Choose one from the list: press the down key, then Enter.") if found else problem_missing_service()
        )
        self._show(services=(), problems={**self.state.problems, "service": sentence})

    def _search_people(self, text: str) -> None:
        self._asked = text if len(text.replace("-", "").strip()) >= PEOPLE_FROM else ""
        if not self._asked:
            self._show(people=())
        elif not self._asking:
            self._asking = True
            work = partial(self._match_people, self._asked)
            self._tasks.run(Lane.STORE, work, done=partial(self._offer_people, self._asked), failed=self._no_people)

    def _match_people(self, text: str) -> "tuple[PersonMatch, ...]":
        from kiosk.desk.people import match_people

        return tuple(match_people(self._desk, text))

    def _offer_people(self, asked: str, people: "tuple[PersonMatch, ...]") -> None:
        self._asking = False
        if asked != self._asked:
            self._search_people(self._asked)
            return
        self._show(people=people, people_for=asked)

    def _no_people(self, _error: KioskError) -> None:
        self._asking = False

    def _look_for_duplicate(self) -> None:
        """Warn early of the same person's same application."""
        if self.state.service is None:
            return
        draft = forms.draft_of(self.state.form, official=self._official)
        work = partial(knowledge.duplicate_of, self._desk, draft)
        self._tasks.run(Lane.STORE, work, done=partial(self._show_duplicate, self.state.service), failed=self._ignore)

    def _show_duplicate(self, service: "Service", found: "Duplicate | None") -> None:
        if service is self.state.service:
            self._show(duplicate=found)

    # ------------------------------------------------------------------ judging

    @property
    def _official(self) -> bool:
        return self.state.service is not None and self.state.service.kind == Kind.OFFICIAL

    def _judge(self, name: str) -> None:
        check = knowledge.CHECKS.get(name)
        text = self.state.form.text(name)
        problems = self._problems_without(name)
        if check is not None and text.strip():
            try:
                check(text)
            except Refused as refused:
                problems[name] = problem_sentence(refused.problems[0])
        if problems != self.state.problems:
            self._show(problems=problems)
        if name in {"mobile", "name"} and text.strip():
            self._look_for_duplicate()

    def _judge_all(self, draft: "ApplicationDraft") -> dict[str, str]:
        from kiosk.domain.intake import accept

        if not draft.service:
            held = self.state.problems.get("service")
            return {**self._judge_rest(draft), "service": held or problem_missing_service()}
        return self._problems_of(lambda: accept(draft, self._desk.catalogue))

    def _judge_rest(self, draft: "ApplicationDraft") -> dict[str, str]:
        """Return what else is wrong when there is no service to judge by yet."""
        applicant = draft.applicants[0]
        return {} if applicant.shown_name else {"name": knowledge.sentence("name.missing")}

    def _problems_of(self, judge: Callable[[], object]) -> dict[str, str]:
        try:
            judge()
        except Refused as refused:
            return _by_form_field(refused)
        return {}

    def _problems_without(self, name: str) -> dict[str, str]:
        return {key: sentence for key, sentence in self.state.problems.items() if key not in {name, ""}}

    # ------------------------------------------------------------------ keeping

    def keep_now(self, *, closed: bool = False) -> None:
        """Write what is typed to disk without waiting for the timer."""
        if self._keeping.isActive() or (closed and not self.state.form.blank):
            self._keeping.stop()
            self._keep(closed=closed)

    def _keep_soon(self) -> None:
        if not self._keeping.isActive():
            self._keeping.start()

    @Slot()
    def _keep(self, *, closed: bool = False) -> None:
        form = self.state.form
        work = partial(self._write_kept, self._operator, None if form.blank else forms.write_kept(form, closed=closed))
        self._tasks.run(Lane.STORE, work, done=partial(self._was_kept, form), failed=self._not_kept)
        self._draw_preview()

    def _write_kept(self, operator: str, kept: bytes | None) -> None:
        from kiosk.desk.drafts import drop_draft, save_draft

        if kept is None:
            drop_draft(self._desk, operator)
        else:
            save_draft(self._desk, operator, kept)

    def _was_kept(self, form: Form, _nothing: object) -> None:
        if form is self.state.form:
            self._show(kept=not form.blank)

    def _not_kept(self, error: KioskError) -> None:
        self.said.emit(Said(_("What you type is not being kept."), sentence_of(error), "bad", "alert-circle"))

    def _load_kept(self, operator: str) -> bytes | None:
        from kiosk.desk.drafts import load_draft

        return load_draft(self._desk, operator)

    def _bring_back(self, kept: bytes | None) -> None:
        found = forms.read_kept(kept) if kept else None
        if found is None or found.form.blank or not self.state.form.blank:
            return
        self._restore(found.form)
        if found.closed:
            self.said.emit(
                Said(_("Your unfinished application is here."), _("Look at it and go on."), "act", "history")
            )
        else:
            happened = _("The power was cut.")
            rest = _("Everything is back, to the last field. Look at it and go on.")
            self.said.emit(Said(happened, rest, "warn", "bolt"))

    def _restore(self, form: Form) -> None:
        service = self._desk.catalogue.services.get(form.service)
        if service is None:
            form = replace(form, service="")
        promised = knowledge.promised(self._desk, service) if service else None
        self._set_form(form, service=service, promised=promised, services=(), people=(), problems={})

    def _draw_preview(self) -> None:
        service, form = self.state.service, self.state.form
        if service is None:
            return
        draft = forms.draft_of(form, official=self._official)
        work = partial(knowledge.draw_preview, self._desk, draft, self._operator, self.preview_dots)
        self._tasks.run(Lane.STORE, work, done=partial(self._show_preview, service), failed=self._ignore)

    def _show_preview(self, service: "Service", receipt: Any) -> None:
        if service is self.state.service:
            self._show(receipt=receipt)

    # ------------------------------------------------------------------ showing

    def _ignore(self, _error: KioskError) -> None:
        """What was only a convenience is not worth a word; the log has it."""

    def _empty(self, *, saving: bool = False, quietly: bool = False) -> None:
        self._show(
            form=Form(), service=None, services=(), people=(), problems={}, promised=None, duplicate=None, receipt=None,
            kept=False, saving=saving,
        )  # fmt: skip
        if not (saving or quietly):
            self._keep_soon()

    def _set_form(self, form: Form, **changes: Any) -> None:
        if form != self.state.form:
            self._keep_soon()
            changes["kept"] = False
        self._show(form=form, **changes)

    def _show(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.changed.emit(self.state)


def problem_missing_service() -> str:
    """Return the sentence for a form without a service."""
    return knowledge.sentence("service.missing")


def _by_form_field(refused: Refused) -> dict[str, str]:
    sentences: dict[str, str] = {}
    for problem in refused.problems:
        sentences.setdefault(forms.field_of(problem.field), problem_sentence(problem))
    return sentences
