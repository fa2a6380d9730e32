"""Error → what the operator is told: what happened, what is safe, what to do."""

from kiosk import i18n
from kiosk.errors import Problem, Refused, Unavailable
from kiosk.i18n import _


def sentence_of(error: BaseException) -> str:
    """Return one short paragraph about any error, in the window's language."""
    if isinstance(error, Refused):
        return " ".join(dict.fromkeys(problem_sentence(problem) for problem in error.problems))
    if isinstance(error, Unavailable):
        return i18n.sentence(error.reason, **error.params)
    reference = str(getattr(error, "params", {}).get("reference", ""))
    return _(
        "Our mistake, it was not done. Everything before is safe. Try again; if it stays, tell us {reference}."
    ).format(reference=i18n.digits(reference))


def problem_sentence(problem: Problem) -> str:
    """Return what one problem means."""
    return i18n.sentence(problem.code, **problem.params)


def by_field(refused: Refused) -> dict[str, str]:
    """Return the first sentence for each field path; the whole request's under the empty path."""
    sentences: dict[str, str] = {}
    for problem in refused.problems:
        sentences.setdefault(problem.field, problem_sentence(problem))
    return sentences
