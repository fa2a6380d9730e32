"""Turns typing into a kept draft, lists and answers; and Ctrl+Enter into an application."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from kiosk import i18n
from kiosk.domain.application import Channel, Kind
from kiosk.errors import KioskError, Refused
from kiosk.i18n import _
from kiosk.ui.messages import problem_sentence, sentence_of
from kiosk.ui.register import deeds, knowledge
from kiosk.ui.register import form as forms
from kiosk.ui.register.form import POST, Form
from kiosk.ui.register.keeper import Keeper
from kiosk.ui.register.lookup import Lookup
from kiosk.ui.register.state import Asking, Correcting, RegisterState
from kiosk.ui.said import Said
from kiosk.ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from kiosk.desk.context import Desk
    from kiosk.desk.correct import Corrected
    from kiosk.desk.drafts import ParkedDraft
    from kiosk.desk.people import PersonMatch
    from kiosk.desk.print_receipt import PrintReport
    from kiosk.desk.register import Registered
    from kiosk.desk.today import MyDay
    from kiosk.domain.application import Application, ApplicationDraft, Place
    from kiosk.domain.catalogue import Service
    from kiosk.domain.scans import Scan

SAVED_MS = 10_000
VOID_WITHIN = timedelta(minutes=2)
PEOPLE_FROM, PLACES_FROM = 4, 3
PERSON_FIELDS = ("mobile", "name", "id")
SERVICES_SHOWN = 7
QUICK = ("khatian_copy_normal", "khatian_copy_urgent", "khas_agri_settlement")


class RegisterPresenter(QObject):
    """Signals: `changed(RegisterState)`; `registered(Registered)`; `settled(str)` an application was
    corrected or voided; `looked(str)` an application is to be shown; `focus_wanted(str)` a field's
    name; `said(Said)`.
    """  # noqa: D205 - the signals are the first line

    changed = Signal(object)
    registered = Signal(object)
    settled = Signal(str)
    looked = Signal(str)
    focus_wanted = Signal(str)
    said = Signal(object)

    def __init__(self, desk: "Desk", tasks: Tasks, *, operator: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._tasks, self._operator = desk, tasks, operator
        self._undo: tuple[Form, Form] | None = None
        self._last: tuple[str, datetime] | None = None
        self.preview_dots = 0
        self._showing = QTimer(self, singleShot=True, interval=SAVED_MS)
        self._showing.timeout.connect(self._put_away)
        self.state = RegisterState(quick=knowledge.quick_services(desk.catalogue, QUICK))
        self._make_helpers()

    def _make_helpers(self) -> None:
        self._keeper = Keeper(lambda: self._desk, self._tasks, lambda: self.state.form, self)
        self._keeper.kept.connect(self._was_kept)
        self._keeper.keeping.connect(self._draw_preview)
        self._keeper.found.connect(self._bring_back)
        self._keeper.parked.connect(lambda parked: self._show(parked=parked))
        self._keeper.fetched.connect(self._on_fetched)
        self._keeper.said.connect(self.said)
        self._people = self._lookup(self._match_people, self._offer_people)
        self._places = self._lookup(lambda text: knowledge.places_like(self._desk, text), self._offer_places)
        self._place = self._lookup(lambda text: knowledge.place_of(self._desk, text), self._take_place)
        self._duplicates = self._lookup(lambda draft: knowledge.duplicate_of(self._desk, draft), self._show_duplicate)
        self._previews = self._lookup(self._preview, self._show_preview)
        self._sums = self._lookup(lambda asked: knowledge.sum_of(self._desk, asked), self._show_sum)

    def _lookup(self, work: Callable[[Any], Any], found: Callable[[Any, Any], None]) -> Lookup:
        made = Lookup(self._tasks, work, self)
        made.found.connect(found)
        return made

    # ------------------------------------------------------------------ who sits here

    def use_desk(self, desk: "Desk") -> None:
        """Work with other settings of the same desk."""
        self._desk = desk

    def use_operator(self, login: str) -> None:
        """Register in this person's name, and bring back what they left unfinished."""
        if login == self._operator:
            return
        self.keep_now()
        self._operator, self._last, self._undo = login, None, None
        self._empty(quietly=True)
        self._keeper.load(login)

    def stop(self) -> None:
        """Keep what is typed as left properly; nothing is left running."""
        self.keep_now(closed=True)
        self._keeper.hold()
        self._showing.stop()

    def keep_now(self, *, closed: bool = False) -> None:
        """Write what is typed to disk without waiting."""
        self._keeper.now(closed=closed)

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
        self._show(form=form, problems={}, promised=self._promised(form, service))

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
        elif name.endswith("address"):
            self._search_places(text)
        elif name == POST + "arrived_on" and self.state.service is not None:
            self._show(promised=self._promised(self.state.form, self.state.service))

    @Slot(str, str)
    def on_switched(self, name: str, code: str) -> None:
        """Take whose a mobile is, or of what document a number."""
        kind = "mobile_of" if name.endswith("mobile") else "id_type"
        field = name.rpartition(".")[0]
        self._set_form(self.state.form.with_text(f"{field}.{kind}" if field else kind, code))
        self._judge(name)

    @Slot(str)
    def on_left(self, name: str) -> None:
        """Judge a field when it is left."""
        if name == "service":
            self._settle_service()
            return
        if name in PERSON_FIELDS:
            self._people.forget()
            self._show(people=())
        if name.endswith("address"):
            self._settle_place(self.state.form.text(name))
        self._judge(name)
        if name in PERSON_FIELDS or name == "guardian":
            self._look_for_duplicate()

    @Slot(str)
    def on_channel(self, channel: str) -> None:
        """Take how the application came in; a letter came today unless another day is typed."""
        form = replace(self.state.form, channel=channel, batch=0)
        if channel == Channel.POST and not form.text(POST + "arrived_on"):
            form = form.with_filled({POST + "arrived_on": self._today()})
        self._set_form(form)

    def _today(self) -> str:
        return i18n.digits(forms.office_day(knowledge.received_day(self._desk).isoformat()))

    @Slot()
    def on_batch(self) -> None:
        """Begin a heap of letters, of which service, dates and post office stay; or end it."""
        if self.state.form.batch:
            self._set_form(replace(self.state.form, batch=0))
            return
        self.on_channel(Channel.POST.value)
        self._set_form(replace(self.state.form, batch=1))
        self.focus_wanted.emit(POST + "registered_no" if self.state.service else "service")

    @Slot(object)
    def on_scans(self, scans: "tuple[Scan, ...]") -> None:
        """Take the pages as they are now."""
        self._set_form(replace(self.state.form, scans=scans))

    @Slot()
    def on_dismissed(self) -> None:
        """Offer nothing more until the next letter, whatever answer is still on its way."""
        self._people.forget()
        self._places.forget()
        self._show(services=(), people=(), places=())

    @Slot(object)
    def on_service(self, service: "Service") -> None:
        """Take a service from the list or by its key."""
        form = replace(self.state.form, service=service.code, service_typed=knowledge.name_of(service), papers={})
        form = form.with_filled({name: text for name, text in _defaults(service).items() if not form.text(name)})
        self._set_form(form, **self._facts_of(form, service), problems=self._problems_without("service"))
        self._look_for_duplicate()
        self.focus_wanted.emit(self._first_field(service))

    def _facts_of(self, form: Form, service: "Service | None") -> dict[str, Any]:
        if service is None:
            return {"service": None, "services": (), "promised": None, "paper_day": "", "sum": ()}
        promised = self._promised(form, service)
        day = knowledge.last_paper_day(self._desk)
        return {"service": service, "services": (), "promised": promised, "paper_day": day, "sum": ()}

    def _promised(self, form: Form, service: "Service") -> Any:
        arrived = form.text(POST + "arrived_on") if form.channel == Channel.POST else ""
        return knowledge.promised(self._desk, service, arrived)

    def _first_field(self, service: "Service") -> str:
        if self.state.form.channel == Channel.POST:
            return POST + "registered_no"
        return "memo_no" if service.kind == Kind.OFFICIAL else "mobile"

    @Slot(int)
    def on_quick(self, place: int) -> None:
        """Take one of the quick services, counted from 0."""
        if place < len(self.state.quick):
            self.on_service(self.state.quick[place])

    @Slot(object)
    def on_person(self, person: "PersonMatch") -> None:
        """Take a person from the list: what is known of them fills the form."""
        form = self.state.form.with_filled(knowledge.person_fields(person))
        if person.place is not None:
            form = replace(form, places={**form.places, person.address.strip(): person.place})
        self._set_form(form, people=(), problems={})
        self._look_for_duplicate()
        self.focus_wanted.emit("subject" if self.state.service is None else "after_person")

    @Slot(object)
    def on_place(self, place: "Place") -> None:
        """Take a place from the list under the address: what was typed before its names stays."""
        text = knowledge.address_with(self.state.form.text("address"), place)
        form = self.state.form.with_text("address", text)
        self._set_form(replace(form, places={**form.places, text.strip(): place}), places=())

    @Slot(str, str)
    def on_paper(self, code: str, state: str) -> None:
        """Take the state of a paper."""
        problems = self._problems_without(f"paper.{code}")
        self._set_form(self.state.form.with_paper(code, state), problems=problems)

    @Slot(str, str)
    def on_paper_day(self, code: str, text: str) -> None:
        """Take another last day for a missing paper."""
        try:
            day = knowledge.typed_day(self._desk, text)
        except Refused as refused:
            self._show(problems={**self.state.problems, f"paper.{code}": problem_sentence(refused.problems[0])})
            return
        dates = {**self.state.form.paper_dates, code: day}
        self._set_form(replace(self.state.form, paper_dates=dates), problems=self._problems_without(f"paper.{code}"))

    # ------------------------------------------------------------------ more and fewer fields

    @Slot()
    def on_more(self) -> None:
        """Open the name in English, e-mail and birth day; or close them."""
        self._toggle("more", "name_latin")

    @Slot()
    def on_agent(self) -> None:
        """Open who files for somebody else; or close it."""
        self._toggle("agent", "agent.name")

    def _toggle(self, part: str, first: str) -> None:
        self._set_form(self.state.form.with_part(part))
        if part in self.state.form.parts:
            self.focus_wanted.emit(first)

    @Slot()
    def on_person_more(self) -> None:
        """Make room for one applicant more."""
        form = self.state.form.with_person()
        self._set_form(form)
        self.focus_wanted.emit(forms.of_person(form.people - 1, "name"))

    @Slot()
    def on_person_fewer(self) -> None:
        """Take the last applicant away; Ctrl+Z brings them back."""
        form = self.state.form.without_person(self.state.form.people - 1)
        self._undoable(form)
        self.focus_wanted.emit("name")

    # ------------------------------------------------------------------ clearing, undoing, repeating

    def _undoable(self, form: Form) -> None:
        self._undo = (self.state.form, form)
        self._set_form(form)

    @Slot()
    def on_clear(self) -> None:
        """Empty the form; Ctrl+Z brings it back."""
        if self.state.form.blank:
            return
        before = self.state.form
        self._empty()
        self._undo = (before, self.state.form)
        self.focus_wanted.emit("service")
        self.said.emit(Said(_("The form is empty."), _("Ctrl+Z brings everything back."), "act", "arrow-back-up"))

    @Slot()
    def on_undo(self) -> None:
        """Bring back the form that was cleared or filled at once, unless another one is begun."""
        if self._undo is not None and self.state.form in (self._undo[1], Form()):
            self._restore(self._undo[0])
            self._undo = None

    @Slot(str)
    def on_repeat(self, name: str) -> None:
        """Take a field, or with an empty name all fields, from the last application."""
        work = partial(deeds.last_draft, self._desk, self._operator)
        self._tasks.run(Lane.STORE, work, done=partial(self._repeat, name))

    def _repeat(self, name: str, draft: "ApplicationDraft | None") -> None:
        if draft is None:
            self.said.emit(Said(_("There is no application before this one."), "", "act", "history"))
            return
        last = knowledge.typed_again(self._desk, draft)
        form = self.state.form
        if name == "service":
            if service := self._desk.catalogue.services.get(last.service):
                self.on_service(service)
            return
        if name:
            self._undoable(form.with_filled({name: last.text(name)}))
            return
        self._repeat_all(last)

    def _repeat_all(self, last: Form) -> None:
        """Fill what is empty; what is typed stays."""
        form = self.state.form
        service = self._desk.catalogue.services.get(form.service or last.service)
        texts = {name: text for name, text in last.texts.items() if not form.text(name)}
        named = knowledge.name_of(service) if service else form.service_typed
        filled = replace(form, service=service.code if service else "", service_typed=named, places=last.places)
        filled = replace(filled, people=max(form.people, last.people)).with_filled(texts)
        self._undoable(filled)
        self._show(**self._facts_of(filled, service))
        self._look_for_duplicate()

    # ------------------------------------------------------------------ parking

    @Slot()
    def on_park(self) -> None:
        """Put the form aside; with an empty form bring back what was parked last."""
        if not self.state.form.blank:
            self._park()
        elif len(self.state.parked) > 1:
            self.focus_wanted.emit("parked")
        elif self.state.parked:
            self._keeper.fetch(self.state.parked[0].id)

    def _park(self) -> None:
        form = self.state.form
        title = (
            form.text("name").strip() or form.text("sender_office").strip() or form.service_typed or form.text("mobile")
        )
        self._keeper.park(form, title or _("without a name"))
        self._empty(quietly=True)
        self._keeper.hold()
        self.focus_wanted.emit("service")
        happened, rest = _("The application is put aside."), _("All of it is kept. F7 brings it back.")
        self.said.emit(Said(happened, rest, "act", "player-pause"))

    @Slot(int)
    def on_fetch(self, parked_id: int) -> None:
        """Bring a parked form back; what is being written is parked in its place."""
        if not self.state.form.blank:
            self._park()
        self._keeper.fetch(parked_id)

    @Slot(bytes)
    def on_mail(self, eml: bytes) -> None:
        """Let an e-mail that was dropped here become a draft."""
        if not self.state.form.blank:
            self._park()
        self._keeper.take_mail(eml)

    def _on_fetched(self, parked: "ParkedDraft") -> None:
        if parked.format == "draft":
            from kiosk.desk.drafts import read_draft

            self._restore(knowledge.typed_again(self._desk, read_draft(parked)))
        elif (kept := forms.read_kept(parked.body)) is not None:
            self._restore(kept.form)
        self._look_for_duplicate()
        self.focus_wanted.emit("first_blank")

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
        if self.state.asking is not None:
            self._show(asking=None)
        self._settle_service()
        draft = forms.draft_of(self.state.form, self.state.service)
        if problems := self._judge_all(draft):
            self._show(problems=problems)
            self.focus_wanted.emit("first_problem")
        elif self.state.form.corrects:
            self._ask("correct", self.state.form.corrects, print_receipt=print_receipt)
        elif self.state.duplicate is not None and not self.state.form.duplicate_reason:
            self._ask("duplicate", self.state.duplicate.receive_number, print_receipt=print_receipt)
        else:
            self._save(draft, print_receipt=print_receipt)

    def _save(self, draft: "ApplicationDraft", *, print_receipt: bool) -> None:
        form = self.state.form
        self._keeper.hold()
        self._people.forget()
        self._duplicates.forget()
        self._empty(saving=True)
        self.focus_wanted.emit(POST + "registered_no" if self.state.form.batch else "service")
        work = partial(deeds.register, self._desk, draft, self._operator, print_receipt=print_receipt)
        self._tasks.run(Lane.STORE, work, done=self._show_number, failed=partial(self._not_saved, form, print_receipt))

    def _show_number(self, done: "Registered") -> None:
        self._show(saving=False, saved=knowledge.saved(done), kept=False)
        self._last = (done.application.receive_number, self._desk.clock())
        self._showing.start()
        if not self.state.form.blank:
            self._keeper.soon()
        self.registered.emit(done)

    def _not_saved(self, form: Form, print_receipt: bool, error: KioskError) -> None:  # noqa: FBT001 - bound
        """Put everything back as it was typed, and say what is wrong with it."""
        begun, self._undo = self.state.form, None
        self._restore(form)
        if not begun.blank:
            self._undo = (begun, form)
        problems = _by_form_field(error) if isinstance(error, Refused) else {}
        self._show(saving=False, problems=problems)
        if "duplicate_reason" in problems:
            self._show(problems={})
            self._look_for_duplicate()
            self._ask("duplicate", "", print_receipt=print_receipt)
        elif problems and all(map(forms.is_field, problems)):
            self.focus_wanted.emit("first_problem")
        else:
            self.said.emit(Said(_("It was not saved."), sentence_of(error), "bad", "alert-circle"))

    @Slot()
    def _put_away(self) -> None:
        self._show(saved=None)

    # ------------------------------------------------------------------ reasons

    def _ask(self, what: str, number: str, *, print_receipt: bool = True) -> None:
        reasons = self._desk.catalogue.reasons.get("void" if what == "reissue" else what, ())
        self._show(asking=Asking(what, number, reasons, print_receipt))
        self.focus_wanted.emit("reason")

    @Slot(str)
    def on_reason(self, code: str) -> None:
        """Take the reason that was asked for, and do what waited for it."""
        asking = self.state.asking
        if asking is None:
            return
        self._show(asking=None)
        draft = forms.draft_of(replace(self.state.form, duplicate_reason=code), self.state.service)
        if asking.what == "duplicate":
            self._set_form(replace(self.state.form, duplicate_reason=code))
            self._save(draft, print_receipt=asking.print_receipt)
        elif asking.what == "void":
            work = partial(deeds.void, self._desk, asking.number, self._operator, reason=code)
            self._tasks.run(Lane.STORE, work, done=partial(self._voided, asking.number), failed=self._refused)
            self.focus_wanted.emit("back")
        else:
            self._correct(asking, code)

    @Slot()
    def on_reason_left(self) -> None:
        """Ask no reason any more; nothing is done."""
        self._show(asking=None)
        self.focus_wanted.emit("back")

    @Slot()
    def on_reissue(self) -> None:
        """Instead of a correction: void the number and register the same data under another."""
        asking = self.state.asking
        if asking is not None and asking.what in {"correct", "reissue"}:
            other = "reissue" if asking.what == "correct" else "correct"
            self._ask(other, asking.number, print_receipt=asking.print_receipt)

    @Slot()
    def on_void(self) -> None:
        """Void the last number, within two minutes; older ones are found first."""
        now = self._desk.clock()
        if self._last is None or now - self._last[1] > VOID_WITHIN:
            self.said.emit(Said(_("Nothing was saved just now."), _("Find it with F3 to void it."), "act", "search"))
            return
        self._ask("void", self._last[0])

    def _voided(self, number: str, _done: object) -> None:
        self._last = None
        saved = self.state.saved
        self._show(saved=None if saved and saved.receive_number == number else saved)
        rest = _("The number stays in the record. Take the receipt back.")
        self.said.emit(Said(_("The application is void."), rest, "warn", "ban"))
        self.settled.emit(number)

    def _refused(self, error: KioskError) -> None:
        self.said.emit(Said(_("It was not done."), sentence_of(error), "bad", "alert-circle"))

    # ------------------------------------------------------------------ correcting

    @Slot(str)
    def correct(self, number: str) -> None:
        """Fill the form with an application that has its number, to correct it; what is written is parked."""
        if not self.state.form.blank:
            self._park()
        work = partial(deeds.application_of, self._desk, number)
        self._tasks.run(Lane.STORE, work, done=self._begin_correction, failed=self._refused)

    def _begin_correction(self, application: "Application") -> None:
        number = application.receive_number
        form = replace(knowledge.typed_again(self._desk, application.draft), corrects=number)
        self._show(correcting=Correcting(number, form))
        self._restore(form)
        self.focus_wanted.emit("subject")

    def _go_on_correcting(self, application: "Application") -> None:
        """Know again how an application stood, of which a correction was brought back."""
        number = application.receive_number
        if self.state.form.corrects == number:
            form = replace(knowledge.typed_again(self._desk, application.draft), corrects=number)
            self._show(correcting=Correcting(number, form))
            self._show(before=self._before(self.state.form))

    def _correct(self, asking: Asking, reason: str) -> None:
        draft = forms.draft_of(self.state.form, self.state.service)
        facts: dict[str, Any] = {"reason": reason, "print_receipt": asking.print_receipt}
        deed: Callable[..., Corrected | Registered] = deeds.reissue if asking.what == "reissue" else deeds.correct
        work = partial(deed, self._desk, asking.number, draft, self._operator, **facts)
        self._show(saving=True)
        self._tasks.run(Lane.STORE, work, done=self._corrected, failed=self._not_corrected)

    def _corrected(self, done: "Corrected | Registered") -> None:
        self._empty(quietly=True)
        self._keeper.soon()
        self._show(saving=False, saved=knowledge.saved(done))
        self._showing.start()
        self.focus_wanted.emit("service")
        self.settled.emit(done.application.receive_number)

    def _not_corrected(self, error: KioskError) -> None:
        problems = _by_form_field(error) if isinstance(error, Refused) else {}
        known = {name: sentence for name, sentence in problems.items() if forms.is_field(name)}
        self._show(saving=False, problems=known)
        self.focus_wanted.emit("first_problem" if known else "back")
        if not known:
            self._refused(error)

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
        form = replace(self.state.form, service_typed=text, service="", papers={}, duplicate_reason="")
        found = self._match_services(text)
        facts = {**self._facts_of(form, None), "services": found, "duplicate": None, "receipt": None}
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
        if len(text.replace("-", "").strip()) >= PEOPLE_FROM:
            self._people.ask(text)
        else:
            self._people.forget()
            self._show(people=())

    def _match_people(self, text: str) -> "tuple[PersonMatch, ...]":
        from kiosk.desk.people import match_people

        return tuple(match_people(self._desk, text))

    def _offer_people(self, asked: str, people: "tuple[PersonMatch, ...]") -> None:
        self._show(people=people, people_for=asked)

    def _search_places(self, text: str) -> None:
        if len(text.strip()) >= PLACES_FROM:
            self._places.ask(text)
        else:
            self._places.forget()
            self._show(places=())

    def _offer_places(self, _asked: str, places: "tuple[Place, ...]") -> None:
        self._show(places=places)

    def _settle_place(self, text: str) -> None:
        self._places.forget()
        self._show(places=())
        if text.strip() and text.strip() not in self.state.form.places:
            self._place.ask(text.strip())

    def _take_place(self, asked: str, place: "Place | None") -> None:
        if place is not None:
            self._set_form(replace(self.state.form, places={**self.state.form.places, asked: place}))

    def _look_for_duplicate(self) -> None:
        """Warn early of the same person's application before; not of the one that is being corrected."""
        if self.state.service is not None and not self.state.form.corrects:
            self._duplicates.ask(forms.draft_of(self.state.form, self.state.service))

    def _show_duplicate(self, _draft: object, found: Any) -> None:
        known = self.state.duplicate
        if (found and found.receive_number) != (known and known.receive_number):
            self._set_form(replace(self.state.form, duplicate_reason=""), duplicate=found)
            if found is not None and self.state.asking is not None and not self.state.asking.number:
                self._show(asking=replace(self.state.asking, number=found.receive_number))

    @Slot()
    def on_look(self) -> None:
        """Show the application that this one may repeat."""
        if self.state.duplicate is not None:
            self.looked.emit(self.state.duplicate.receive_number)

    @Slot()
    def on_sum(self) -> None:
        """Show how the promised date comes about, day by day; once more: put it away."""
        if self.state.sum or self.state.service is None:
            self._show(sum=())
            return
        form = self.state.form
        arrived = form.text(POST + "arrived_on") if form.channel == Channel.POST else ""
        self._sums.ask((self.state.service, arrived))

    def _show_sum(self, _asked: object, days: Any) -> None:
        self._show(sum=days)

    # ------------------------------------------------------------------ judging

    def _judge(self, name: str) -> None:
        text, problems = self.state.form.text(name), self._problems_without(name)
        if text.strip():
            field = name.rpartition(".")[0]
            kind = self.state.form.text(f"{field}.id_type" if field else "id_type")
            try:
                knowledge.judge(name, text, kind, self.state.service)
            except Refused as refused:
                problems[name] = problem_sentence(refused.problems[0])
        if problems != self.state.problems:
            self._show(problems=problems)

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

    def _was_kept(self, form: Form) -> None:
        if form is self.state.form:
            self._show(kept=not form.blank)

    def _bring_back(self, form: Form, closed: bool) -> None:  # noqa: FBT001 - a slot
        if not self.state.form.blank:
            return
        self._restore(form)
        self._look_for_duplicate()
        if closed:
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
        self._set_form(form, **self._facts_of(form, service), people=(), places=(), problems={})
        if form.corrects and self.state.correcting is None:
            work = partial(deeds.application_of, self._desk, form.corrects)
            self._tasks.run(Lane.STORE, work, done=self._go_on_correcting, failed=self._refused)

    def _draw_preview(self) -> None:
        if self.state.service is not None:
            draft = forms.shown_so_far(forms.draft_of(self.state.form, self.state.service))
            self._previews.ask((draft, self._operator, self.preview_dots))

    def _preview(self, asked: "tuple[ApplicationDraft, str, int]") -> Any:
        return knowledge.draw_preview(self._desk, *asked)

    def _show_preview(self, asked: "tuple[ApplicationDraft, str, int]", receipt: Any) -> None:
        if asked[0].service == self.state.form.service:
            self._show(receipt=receipt)

    # ------------------------------------------------------------------ showing

    def _empty(self, *, saving: bool = False, quietly: bool = False) -> None:
        """Show an empty form; in a heap of letters the next one."""
        form = self.state.form.next_letter() if saving and self.state.form.batch else Form()
        service = self.state.service if form.service else None
        self._show(
            form=form, **self._facts_of(form, service), people=(), places=(), problems={}, duplicate=None, receipt=None,
            kept=False, saving=saving, asking=None, correcting=None, before={},
        )  # fmt: skip
        if not (saving or quietly):
            self._keeper.soon()

    def _set_form(self, form: Form, **changes: Any) -> None:
        if form != self.state.form:
            self._keeper.soon()
            changes["kept"] = False
        if self.state.correcting is not None:
            changes.setdefault("before", self._before(form))
        self._show(form=form, **changes)

    def _before(self, form: Form) -> Mapping[str, str]:
        assert self.state.correcting is not None  # noqa: S101 - asked only then
        return knowledge.changed_from(form, self.state.correcting.original, self.state.service)

    def _show(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.changed.emit(self.state)


def _defaults(service: "Service") -> dict[str, str]:
    """Return what nobody needs to type, as it stands in the form."""
    from kiosk.domain.fields import typed_of

    fields = (one for one in service.fields if one.default)
    return {
        forms.EXTRA + one.code: one.default if one.type == "choice" else i18n.digits(typed_of(one, one.default))
        for one in fields
    }


def problem_missing_service() -> str:
    """Return the sentence for a form without a service."""
    return knowledge.sentence("service.missing")


def _by_form_field(refused: Refused) -> dict[str, str]:
    sentences: dict[str, str] = {}
    for problem in refused.problems:
        sentences.setdefault(forms.field_of(problem.field), problem_sentence(problem))
    return sentences
