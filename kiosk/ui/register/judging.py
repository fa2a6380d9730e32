"""Judging what is typed: one field when it is left, everything before it is saved."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.errors import Refused
from kiosk.ui.messages import problem_sentence
from kiosk.ui.register import knowledge
from kiosk.ui.register.board import Board
from kiosk.ui.register.form import field_of

if TYPE_CHECKING:
    from kiosk.domain.application import ApplicationDraft


def judge_field(board: Board, name: str) -> None:
    """Show what is wrong with a field, or that nothing is any more."""
    text, problems = board.form.text(name), board.problems_without(name)
    if text.strip():
        field = name.rpartition(".")[0]
        kind = board.form.text(f"{field}.id_type" if field else "id_type")
        try:
            knowledge.judge(name, text, kind, board.state.service)
        except Refused as refused:
            problems[name] = problem_sentence(refused.problems[0])
    if problems != board.state.problems:
        board.show(problems=problems)


def judge_all(board: Board, draft: "ApplicationDraft") -> dict[str, str]:
    """Return what is wrong with a whole draft: sentences by field."""
    from kiosk.domain.intake import accept

    if not draft.service:
        held = board.state.problems.get("service")
        return {**_judge_rest(draft), "service": held or missing_service()}
    return _problems_of(lambda: accept(draft, board.desk.catalogue))


def _judge_rest(draft: "ApplicationDraft") -> dict[str, str]:
    """Return what else is wrong when there is no service to judge by yet."""
    applicant = draft.applicants[0]
    return {} if applicant.shown_name else {"name": knowledge.sentence("name.missing")}


def _problems_of(judge: Callable[[], object]) -> dict[str, str]:
    try:
        judge()
    except Refused as refused:
        return by_form_field(refused)
    return {}


def missing_service() -> str:
    """Return the sentence for a form without a service."""
    return knowledge.sentence("service.missing")


def by_form_field(error: Exception) -> dict[str, str]:
    """Return the sentences of a refusal by the fields beside which they stand; none for other errors."""
    sentences: dict[str, str] = {}
    for problem in error.problems if isinstance(error, Refused) else ():
        sentences.setdefault(field_of(problem.field), problem_sentence(problem))
    return sentences
