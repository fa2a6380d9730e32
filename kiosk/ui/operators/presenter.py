"""The people of this counter; a supervisor or administrator adds, renames, resets and closes them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from kiosk.domain import rights
from kiosk.domain.rights import may
from kiosk.errors import KioskError, Refused
from kiosk.i18n import _
from kiosk.ui.messages import by_field, sentence_of
from kiosk.ui.signin.presenter import first_letter, role_name
from kiosk.ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from kiosk.desk.context import Desk
    from kiosk.desk.operators import Operator


class Act(StrEnum):
    """What is being done; NONE only shows the list."""

    NONE = ""
    ADD = "add"
    RENAME = "rename"
    RESET = "reset"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One operator as the list shows them; `me` is who looks at it."""

    login: str
    name: str
    initial: str
    role: str
    active: bool
    me: bool


@dataclass(frozen=True, slots=True)
class PersonForm:
    """What is typed for the act; a field that it does not ask is empty."""

    name: str = ""
    login: str = ""
    role: str = "operator"
    password: str = ""
    again: str = ""


@dataclass(frozen=True, slots=True)
class OperatorsState:
    """Everything the screen shows; `problems` are sentences by field of `PersonForm`, "" for the whole."""

    rows: tuple[PersonRow, ...] = ()
    chosen: int = 0
    act: Act = Act.NONE
    form: PersonForm = field(default_factory=PersonForm)
    problems: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    said: str = ""
    busy: bool = False
    allowed: bool = False


_PATHS = {"name_bn": "name", "operator.name_bn": "name", "operator.login": "login", "operator.password": "password"}


class OperatorsPresenter(QObject):
    """Signals: `changed(OperatorsState)`, `done(str)` a sentence about what was done."""

    changed = Signal(object)
    done = Signal(str)

    def __init__(self, desk: "Desk", tasks: Tasks, *, operator: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._tasks, self._by = desk, tasks, operator
        self.state = OperatorsState()

    def use_desk(self, desk: "Desk") -> None:
        """Work at a desk that was opened again."""
        self._desk = desk

    def use_operator(self, operator: "Operator") -> None:
        """Act in this person's name from now on."""
        self._by = operator.login
        self._show(
            allowed=may(operator.role, rights.Act.KEEP_PEOPLE), act=Act.NONE, form=PersonForm(), problems={}, said=""
        )

    def open(self) -> None:
        """Read the people again."""
        self._show(act=Act.NONE, problems={}, said="")
        self._run(self._list, self._listed)

    @Slot(int)
    def choose(self, row: int) -> None:
        """Choose a person; an act that was begun for another is left."""
        if 0 <= row < len(self.state.rows) and not self.state.busy:
            self._show(chosen=row, act=Act.NONE, problems={}, said="")

    @Slot(str)
    def begin(self, act: str) -> None:
        """Begin an act for the chosen person; a closed person cannot be changed any more."""
        person = self.person
        wanted = Act(act)
        if not self.state.allowed or self.state.busy or self.state.act:
            return
        if wanted is not Act.ADD and (person is None or not person.active):
            return
        name = person.name if person and wanted is Act.RENAME else ""
        self._show(act=wanted, form=PersonForm(name=name), problems={}, said="")

    @Slot(str, str)
    def on_changed(self, name: str, value: str) -> None:
        """Take what was typed into one field."""
        problems = {key: text for key, text in self.state.problems.items() if key not in {name, ""}}
        self._show(form=replace(self.state.form, **{name: value}), problems=problems)

    @Slot()
    def leave(self) -> None:
        """Leave the act; nothing is changed."""
        if not self.state.busy:
            self._show(act=Act.NONE, form=PersonForm(), problems={})

    @Slot()
    def confirm(self) -> None:
        """Do what was begun."""
        if self.state.act is Act.NONE or self.state.busy:
            return
        problems = self._judge()
        if problems:
            self._show(problems=problems)
            return
        self._show(busy=True, problems={})
        self._run(self._work(), self._acted)

    @property
    def person(self) -> PersonRow | None:
        """The chosen person."""
        return self.state.rows[self.state.chosen] if self.state.rows else None

    def _judge(self) -> dict[str, str]:
        form = self.state.form
        if self.state.act in {Act.ADD, Act.RESET} and form.password != form.again:
            return {"again": _("The two passwords differ. Type both again.")}
        return {}

    def _work(self) -> Callable[[], Any]:
        from kiosk.desk import operators

        form, by = self.state.form, self._by
        login = self.person.login if self.person else ""
        if self.state.act is Act.ADD:
            return partial(
                operators.add_operator,
                self._desk,
                login=form.login.strip(),
                name_bn=form.name.strip(),
                role=form.role,
                password=form.password,
                by=by,
            )
        if self.state.act is Act.RENAME:
            return partial(operators.rename_operator, self._desk, login=login, name_bn=form.name.strip(), by=by)
        if self.state.act is Act.RESET:
            return partial(operators.reset_password, self._desk, login=login, password=form.password, by=by)
        return partial(operators.close_operator, self._desk, login=login, by=by)

    def _acted(self, _nothing: object) -> None:
        said = self._what_was_done()
        login = self.state.form.login.strip() if self.state.act is Act.ADD else ""
        self._show(busy=False, act=Act.NONE, form=PersonForm(), said=said)
        self.done.emit(said)
        self._run(self._list, partial(self._listed, choose=login))

    def _what_was_done(self) -> str:
        texts = {
            Act.ADD: _("{name} was added. Give them the password."),
            Act.RENAME: _("The name is now {name}."),
            Act.RESET: _("{name} has a new password."),
            Act.CLOSE: _("{name} can no longer sign in. Their earlier work stays."),
        }
        person = self.person
        name = self.state.form.name.strip() or (person.name if person else "")
        return texts[self.state.act].format(name=name)

    def _list(self) -> "tuple[Operator, ...]":
        from kiosk.desk.operators import list_operators

        return tuple(list_operators(self._desk))

    def _listed(self, operators: "tuple[Operator, ...]", choose: str = "") -> None:
        wanted = choose or (self.person.login if self.person else self._by)
        ordered = sorted(operators, key=lambda one: not one.active)
        rows = tuple(
            PersonRow(
                one.login,
                one.name_bn,
                first_letter(one.name_bn),
                role_name(one.role),
                one.active,
                one.login == self._by,
            )
            for one in ordered
        )
        self._show(rows=rows, chosen=next((n for n, row in enumerate(rows) if row.login == wanted), 0))

    def _run(self, work: Callable[[], Any], done: Callable[[Any], Any]) -> None:
        self._tasks.run(Lane.STORE, work, done=done, failed=self._failed)

    def _failed(self, error: KioskError) -> None:
        if isinstance(error, Refused):
            problems = {_PATHS.get(path, path): text for path, text in by_field(error).items()}
        else:
            problems = {"": sentence_of(error)}
        self._show(busy=False, problems=problems)

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        self.changed.emit(self.state)
