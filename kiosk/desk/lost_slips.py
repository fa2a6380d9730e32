"""Somebody lost the slip: a second fact besides the name proves whose application it is.

What the person says is compared with what stands in the application, and kept nowhere.
"""

from collections.abc import Callable, Iterator

from kiosk.domain.application import Applicant, Application
from kiosk.domain.bangla import fold_digits, search_key
from kiosk.domain.checks import check_date, check_mobile
from kiosk.errors import Refused


def facts_of(application: Application) -> tuple[str, ...]:
    """Return the facts by which somebody can be known: those that stand in the application."""
    people = _people(application)
    return tuple(fact for fact, of in _KEPT.items() if any(of(person) for person in people))


def check_fact(application: Application, fact: str, said: str) -> None:
    """Raise Refused `slip.no_fact` when the application does not tell, `slip.fact` when it says otherwise."""
    kept = [value for person in _people(application) if (value := _KEPT[fact](person))]
    if not kept:
        raise Refused.because("slip.no_fact", "fact")
    if not said.strip() or not any(_same(fact, said, value) for value in kept):
        raise Refused.because("slip.fact", "proof")


def _people(application: Application) -> list[Applicant]:
    agent = application.draft.agent
    return [*application.draft.applicants, *([agent] if agent else [])]


_KEPT: dict[str, Callable[[Applicant], str]] = {
    "mobile": lambda person: person.mobile,
    "identity": lambda person: person.id.number if person.id else "",
    "guardian": lambda person: person.guardian,
    "birth_date": lambda person: person.birth_date,
}


def _same(fact: str, said: str, kept: str) -> bool:
    return any(form == _settled(fact, kept) for form in _forms(fact, said))


def _forms(fact: str, said: str) -> Iterator[str]:
    try:
        yield _settled(fact, said)
    except Refused:
        return  # what has no form cannot be it


def _settled(fact: str, text: str) -> str:
    if fact == "mobile":
        return check_mobile(text)
    if fact == "birth_date":
        return check_date(text)
    if fact == "guardian":
        return search_key(text)
    return "".join(letter for letter in fold_digits(text).upper() if letter.isalnum())
