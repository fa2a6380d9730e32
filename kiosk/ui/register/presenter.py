"""Turns typing into a kept draft, lists and answers; each idea of the form has its own part."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from kiosk import i18n
from kiosk.domain.application import Channel, PaperState
from kiosk.errors import Refused
from kiosk.i18n import _, ngettext
from kiosk.ui.messages import problem_sentence
from kiosk.ui.register import judging, knowledge
from kiosk.ui.register.as_typed import office_day
from kiosk.ui.register.board import Board, arrived_on
from kiosk.ui.register.choosing import Choosing
from kiosk.ui.register.correcting import Corrections
from kiosk.ui.register.drafting import draft_of, shown_so_far
from kiosk.ui.register.form import POST, of_person
from kiosk.ui.register.knowing import PERSON_FIELDS, Knowing
from kiosk.ui.register.parking import Parking
from kiosk.ui.register.plan import asked_papers
from kiosk.ui.register.reasoning import Reasoning
from kiosk.ui.register.repeating import Repeating
from kiosk.ui.register.returning import Returning
from kiosk.ui.register.saving import Saving
from kiosk.ui.register.state import RegisterState
from kiosk.ui.tasks import Tasks

if TYPE_CHECKING:
    from kiosk.desk.context import Desk
    from kiosk.desk.today import MyDay
    from kiosk.domain.application import ApplicationDraft
    from kiosk.domain.scans import Scan

QUICK = ("khatian_copy_normal", "khatian_copy_urgent", "khas_agri_settlement")


class RegisterPresenter(QObject):
    """Signals: `changed(RegisterState)`; `turned(str)` another form is about to lie here; `registered(Registered)`;
    `settled(str)` an application was corrected or voided; `looked(str)` an application is to be shown;
    `letter(int)` an e-mail of the tray is in the form; `heap_ended()` its letters are registered;
    `focus_wanted(str)` a field's name; `said(Said)`.

    Its parts, each a `QObject`: `choosing` the service, `knowing` people and places, `parking`,
    `repeating`, `reasoning`, `saving`, `corrections`; they share a `Board`.
    """  # noqa: D205 - the signals are the first line

    changed = Signal(object)
    turned = Signal(str)
    registered = Signal(object)
    settled = Signal(str)
    looked = Signal(str)
    letter = Signal(int)
    heap_ended = Signal()
    focus_wanted = Signal(str)
    said = Signal(object)

    def __init__(self, desk: "Desk", tasks: Tasks, *, operator: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._board = board = Board(desk, tasks, operator=operator, parent=self)
        self.knowing = Knowing(board)
        self.choosing = Choosing(board, self.knowing.look_for_duplicate)
        self.parking = Parking(board, self.knowing.look_for_duplicate)
        self.repeating = Repeating(board, self.choosing, self.knowing.look_for_duplicate)
        self.reasoning = Reasoning(board)
        self.saving = Saving(board, self.choosing, self.knowing, self.reasoning)
        self.corrections = Corrections(board, self.parking, self.reasoning, self.saving)
        self.returning = Returning(board, self.reasoning)
        self._previews = board.lookup(self._preview, self._show_preview)
        self._sums = board.lookup(lambda asked: knowledge.sum_of(board.desk, asked), self._show_sum)
        self.preview_dots = 0
        self.last_left = ""
        self._pass_on()
        board.show(quick=knowledge.quick_services(desk.catalogue, QUICK))

    def _pass_on(self) -> None:
        board = self._board
        for ours, theirs in ((self.changed, board.changed), (self.said, board.said)):
            theirs.connect(ours)
        board.focus_wanted.connect(self.focus_wanted)
        board.turned.connect(self.turned)
        board.turned.connect(self.knowing.forget)
        board.keeper.keeping.connect(self._draw_preview)
        board.keeper.letter.connect(self.letter)
        self.saving.registered.connect(self.registered)
        self.corrections.settled.connect(self.settled)
        self.returning.returned.connect(self.settled)

    @property
    def state(self) -> RegisterState:
        """What the screen shows."""
        return self._board.state

    # ------------------------------------------------------------------ who sits here

    def use_desk(self, desk: "Desk") -> None:
        """Work with other settings of the same desk."""
        self._board.desk = desk

    def use_operator(self, login: str) -> None:
        """Register in this person's name, and bring back what they left unfinished."""
        board = self._board
        if login == board.operator:
            return
        self.keep_now()
        board.operator = login
        self.corrections.forget()
        board.may_undo(None)
        board.empty(quietly=True)
        board.keeper.load(login)

    def stop(self) -> None:
        """Keep what is typed as left properly; nothing is left running."""
        self.keep_now(closed=True)
        self._board.keeper.close()
        self.saving.stop()

    def keep_now(self, *, closed: bool = False) -> None:
        """Write what is typed to disk without waiting."""
        self._board.keeper.now(closed=closed)

    def keep_soon(self) -> None:
        """Write what is typed to disk in a moment, whether or not it was written before."""
        self._board.keeper.soon()

    @property
    def unfinished(self) -> str:
        """The name of who is being written for; a dash when there is none; empty: nothing is written."""
        form = self.state.form
        return "" if form.blank else form.text("name").strip() or "—"

    def again(self) -> None:
        """Show everything once more, to a window that was built again, perhaps in another language."""
        service = self.state.service
        if service is None:
            self._board.show(problems={})
            return
        form = replace(self.state.form, service_typed=knowledge.name_of(service))
        self._board.show(form=form, problems={}, promised=self._board.promised(form, service))

    def begin(self, *, service: str, name: str, mobile: str, topic: str = "") -> None:
        """Go on with what the helpdesk heard; what is typed already stays."""
        known = {"name": name, "mobile": mobile, "subject": "" if service else topic}
        form = self.state.form
        self._board.set_form(form.with_filled({key: text for key, text in known.items() if not form.text(key)}))
        found = self._board.desk.catalogue.services.get(service)
        if found is not None and not form.service:
            self.choosing.on_service(found)

    def learn_quick(self, codes: tuple[str, ...]) -> None:
        """Give the most frequent services keys of their own; a new counter begins with the office's commonest."""
        wanted = tuple(dict.fromkeys((*codes, *QUICK)))[: max(len(codes), len(QUICK))]
        self._board.show(quick=knowledge.quick_services(self._board.desk.catalogue, wanted))

    def show_day(self, day: "MyDay") -> None:
        """Show the operator's day."""
        self._board.show(day=day)

    # ------------------------------------------------------------------ typing

    @Slot(str, str)
    def on_edited(self, name: str, text: str) -> None:
        """Take what a person typed into a field."""
        board = self._board
        if name == "service":
            self.choosing.search(text)
            return
        board.set_form(board.form.with_text(name, text), problems=board.problems_without(name))
        self.knowing.typed(name, text)
        if name == POST + "arrived_on" and board.state.service is not None:
            board.show(promised=board.promised(board.form, board.state.service))

    @Slot(str, str)
    def on_switched(self, name: str, code: str) -> None:
        """Take whose a mobile is, or of what document a number."""
        kind = "mobile_of" if name.endswith("mobile") else "id_type"
        field = name.rpartition(".")[0]
        self._board.set_form(self.state.form.with_text(f"{field}.{kind}" if field else kind, code))
        judging.judge_field(self._board, name)

    @Slot(str)
    def on_left(self, name: str) -> None:
        """Judge a field when it is left."""
        self.last_left = name
        if name == "service":
            self.choosing.settle()
            return
        self.knowing.left(name)
        judging.judge_field(self._board, name)
        if name in PERSON_FIELDS or name == "guardian":
            self.knowing.look_for_duplicate()

    @Slot(str)
    def on_channel(self, channel: str) -> None:
        """Take how the application came in; a letter came today unless another day is typed."""
        form = replace(self.state.form, channel=channel, batch=0)
        if channel == Channel.POST and not form.text(POST + "arrived_on"):
            form = form.with_filled({POST + "arrived_on": self._today()})
        self._board.set_form(form)

    def _today(self) -> str:
        return i18n.digits(office_day(knowledge.received_day(self._board.desk).isoformat()))

    @Slot()
    def on_batch(self) -> None:
        """Begin a heap of letters, of which service, dates and post office stay; or end it."""
        if letters := self.state.form.batch:
            if letters > 1 and self.state.form.blank:
                self._end_heap(letters - 1)
            else:
                self._board.set_form(replace(self.state.form, batch=0))
            return
        self.on_channel(Channel.POST.value)
        self._board.set_form(replace(self.state.form, batch=1))
        self.focus_wanted.emit(POST + "registered_no" if self.state.service else "service")

    def _end_heap(self, letters: int) -> None:
        """Let go of what stayed from letter to letter; what is printed for them comes next."""
        self._board.empty()
        many = ngettext("{n} letter is registered.", "{n} letters are registered.", letters)
        rest = _("Alt+P prints register, acknowledgements and labels.")
        self._board.say(many.format(n=i18n.digits(letters)), rest, "ok", "mail")
        self.heap_ended.emit()

    @Slot(object)
    def on_scans(self, scans: "tuple[Scan, ...]") -> None:
        """Take the pages as they are now."""
        self._board.set_form(replace(self.state.form, scans=scans))

    @Slot(str, str)
    def on_paper(self, code: str, state: str) -> None:
        """Take the state of a paper."""
        problems = self._board.problems_without(f"paper.{code}")
        self._board.set_form(self.state.form.with_paper(code, state), problems=problems)

    @Slot()
    def on_papers_given(self) -> None:
        """Take every paper of which nothing is said yet as handed in."""
        form = self.state.form
        for paper in asked_papers(form, self.state.service):
            if not form.papers.get(paper.code):
                form = form.with_paper(paper.code, PaperState.GIVEN.value)
        if form != self.state.form:
            kept = {name: words for name, words in self.state.problems.items() if not name.startswith("paper.")}
            self._board.set_form(form, problems=kept)

    @Slot(str, str)
    def on_paper_day(self, code: str, text: str) -> None:
        """Take another last day for a missing paper."""
        board, name = self._board, f"paper.{code}"
        try:
            day = knowledge.typed_day(board.desk, text)
        except Refused as refused:
            board.show(problems={**self.state.problems, name: problem_sentence(refused.problems[0])})
            return
        dates = {**self.state.form.paper_dates, code: day}
        board.set_form(replace(self.state.form, paper_dates=dates), problems=board.problems_without(name))

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
        self._board.set_form(self.state.form.with_part(part))
        if part in self.state.form.parts:
            self.focus_wanted.emit(first)

    @Slot()
    def on_person_more(self) -> None:
        """Make room for one applicant more."""
        form = self.state.form.with_person()
        self._board.set_form(form)
        self.focus_wanted.emit(of_person(form.people - 1, "name"))

    @Slot()
    def on_person_fewer(self) -> None:
        """Take the last applicant away; Ctrl+Z brings them back."""
        self._board.undoable(self.state.form.without_person(self.state.form.people - 1))
        self.focus_wanted.emit("name")

    # ------------------------------------------------------------------ at the side

    @Slot()
    def on_look(self) -> None:
        """Show the application that this one may repeat."""
        if self.state.duplicate is not None:
            self.looked.emit(self.state.duplicate.receive_number)

    @Slot()
    def on_sum(self) -> None:
        """Show how the promised date comes about, day by day; once more: put it away."""
        if self.state.sum or self.state.service is None:
            self._board.show(sum=())
            return
        self._sums.ask((self.state.service, arrived_on(self.state.form)))

    def _show_sum(self, _asked: object, days: Any) -> None:
        self._board.show(sum=days)

    @Slot(int)
    def on_preview_dots(self, dots: int) -> None:
        """Draw previews so wide from now on, on the lane rather than in the window."""
        self.preview_dots = dots

    def _draw_preview(self) -> None:
        if self.state.service is not None:
            draft = shown_so_far(draft_of(self.state.form, self.state.service))
            self._previews.ask((draft, self._board.operator, self.preview_dots))

    def _preview(self, asked: "tuple[ApplicationDraft, str, int]") -> Any:
        return knowledge.draw_preview(self._board.desk, *asked)

    def _show_preview(self, asked: "tuple[ApplicationDraft, str, int]", receipt: Any) -> None:
        if asked[0].service == self.state.form.service:
            self._board.show(receipt=receipt)
