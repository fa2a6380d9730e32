"""What everybody at the form shares: what it shows, the desk behind it, who writes."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from kiosk.domain.application import Channel
from kiosk.ui.register import knowledge
from kiosk.ui.register.form import POST, Form
from kiosk.ui.register.keeper import Keeper
from kiosk.ui.register.lookup import Lookup
from kiosk.ui.register.state import Promised, RegisterState
from kiosk.ui.said import Said
from kiosk.ui.tasks import Tasks

if TYPE_CHECKING:
    from kiosk.desk.context import Desk
    from kiosk.domain.catalogue import Service


class Board(QObject):
    """Signals: `changed(RegisterState)`; `focus_wanted(str)` a field's name; `said(Said)`; `turned(str)` another
    form is about to lie here instead of the one of that title; `restored()` a whole form was put up.  `sheet` counts the forms that lay here:
    an answer to a question of one belongs on no other.
    """  # noqa: D205 - the signals are the first line

    changed = Signal(object)
    focus_wanted = Signal(str)
    said = Signal(object)
    turned = Signal(str)
    restored = Signal()

    def __init__(self, desk: "Desk", tasks: Tasks, *, operator: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk, self.tasks, self.operator = desk, tasks, operator
        self.state = RegisterState()
        self.sheet = 0
        self.keeper = Keeper(lambda: self.desk, self.tasks, lambda: self.state.form, self)
        self.keeper.kept.connect(self._was_kept)
        self.keeper.said.connect(self.said)
        self._undo: tuple[Form, Form] | None = None

    def lookup(self, work: Callable[[Any], Any], found: Callable[[Any, Any], None]) -> Lookup:
        """Return questions to the desk, of which `found(question, answer)` hears the latest answer."""
        made = Lookup(self.tasks, work, self)
        made.found.connect(found)
        return made

    # ------------------------------------------------------------------ showing

    @property
    def form(self) -> Form:
        """What is typed."""
        return self.state.form

    def show(self, **changes: Any) -> None:
        """Show something else of the state."""
        self.state = replace(self.state, **changes)
        self.changed.emit(self.state)

    def set_form(self, form: Form, **changes: Any) -> None:
        """Show another form, and keep it in a moment."""
        other = form != self.state.form
        if other:
            changes["kept"] = False
        if self.state.correcting is not None:
            changes.setdefault("before", self.before(form))
        self.show(form=form, **changes)
        if other:
            self.keeper.soon()

    def before(self, form: Form) -> Mapping[str, str]:
        """Return what the changed fields held before the correction."""
        assert self.state.correcting is not None  # noqa: S101 - asked only then
        return knowledge.changed_from(form, self.state.correcting.original, self.state.service)

    def restore(self, form: Form) -> None:
        """Put a whole form up, as it was kept or would have been typed."""
        service = self.desk.catalogue.services.get(form.service)
        if service is None:
            form = replace(form, service="")
        self._turn()
        self.set_form(form, **self.facts_of(form, service), people=(), places=(), problems={})
        self.restored.emit()

    def empty(self, *, saving: bool = False, quietly: bool = False) -> None:
        """Show an empty form; in a heap of letters the next one."""
        form = self.form.next_letter() if saving and self.form.batch else Form()
        service = self.state.service if form.service else None
        form = form.with_filled(knowledge.defaults_of(service)) if service else form
        self._turn()
        self.show(
            form=form, **self.facts_of(form, service), people=(), places=(), problems={}, duplicate=None, receipt=None,
            kept=False, saving=saving, asking=None, correcting=None, before={},
        )  # fmt: skip
        if not (saving or quietly):
            self.keeper.soon()

    def _turn(self) -> None:
        self.sheet += 1
        self.turned.emit(self.form.title)

    def say(self, happened: str, rest: str, tone: str, icon: str) -> None:
        """Tell the operator something."""
        self.said.emit(Said(happened, rest, tone, icon))

    def problems_without(self, name: str) -> dict[str, str]:
        """Return what else is wrong, when a field is being mended."""
        return {key: sentence for key, sentence in self.state.problems.items() if key not in {name, ""}}

    def _was_kept(self, form: Form) -> None:
        if form is self.form:
            self.show(kept=not form.blank)

    # ------------------------------------------------------------------ of the service

    def facts_of(self, form: Form, service: "Service | None") -> dict[str, Any]:
        """Return what is shown of a service beside the form."""
        if service is None:
            return {"service": None, "services": (), "promised": None, "paper_day": "", "sum": ()}
        day = knowledge.last_paper_day(self.desk)
        promised = self.promised(form, service)
        return {"service": service, "services": (), "promised": promised, "paper_day": day, "sum": ()}

    def promised(self, form: Form, service: "Service") -> Promised:
        """Return when the applicant may come."""
        return knowledge.promised(self.desk, service, arrived_on(form))

    # ------------------------------------------------------------------ taking back

    def undoable(self, form: Form) -> None:
        """Show another form; Ctrl+Z brings this one back."""
        before = self.form
        self.set_form(form)
        self.may_undo(before)

    def may_undo(self, before: Form | None) -> None:
        """Let Ctrl+Z bring `before` back, until something else is begun; None: nothing."""
        self._undo = None if before is None else (before, self.form)

    def undo(self) -> None:
        """Bring back the form that was cleared or filled at once, unless another one is begun."""
        if self._undo is not None and self.form in (self._undo[1], Form()):
            before, self._undo = self._undo[0], None
            self.restore(before)


def arrived_on(form: Form) -> str:
    """Return the typed day on which a letter came; nothing for what came otherwise."""
    return form.text(POST + "arrived_on") if form.channel == Channel.POST else ""
