"""Who applies, one after another on one form: the first by plain names, the next as `p1.name`, as at the counter.

The first is whom word from the office reaches, so that one alone is asked for a contact.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kiosk import i18n
from kiosk.domain.application import MOST_PEOPLE, Applicant, Identity, IdType

PERSON = ("name", "name_latin", "guardian", "mobile", "email", "birth_date", "id_type", "id_number", "address")
"""What is asked of the first applicant; of the next ones all but an e-mail address."""
NEXT = tuple(name for name in PERSON if name != "email")
COUNT = "people"
"""The hidden input that counts the blocks of the page."""
MORE, FEWER = "more", "fewer."
"""What the buttons say: one block more, or the n-th one fewer."""
_FOLDED = ("name_latin", "birth_date", "id_number")
_INPUTS = {"id": "id_number", "id.number": "id_number", "id.type": "id_type"}


@dataclass(frozen=True, slots=True)
class Block:
    """An applicant on the page: what its inputs' names begin with, its title, whether its folded part is open.

    `fewer` is what the button that takes it away sends, empty for the first one.
    """

    at: str
    title: str
    fewer: str
    taken: str
    is_open: bool


def of_person(number: int, name: str) -> str:
    """Return the name of an input of the n-th applicant, counted from 0: `name`, `p1.name`."""
    return f"p{number}.{name}" if number else name


def names_of(number: int) -> tuple[str, ...]:
    """Return the names of the inputs of the n-th applicant, in the order of the page."""
    order = ("name", "name_latin", "guardian", "mobile", "email", "address", "id_type", "id_number", "birth_date")
    return tuple(of_person(number, name) for name in order if name in (NEXT if number else PERSON))


def people_in(typed: Mapping[str, object]) -> int:
    """Return how many blocks a form has: at least one, as many as at the counter at most."""
    said = typed.get(COUNT)
    found = re.fullmatch("[0-9]{1,2}", said) if isinstance(said, str) else None
    return min(max(int(found[0]), 1), MOST_PEOPLE) if found else 1


def with_person(typed: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed with room for one applicant more."""
    return {**typed, COUNT: str(min(people_in(typed) + 1, MOST_PEOPLE))}


def without_person(typed: Mapping[str, str], number: int) -> dict[str, str]:
    """Return what was typed without the n-th applicant; the next ones move up, the first one stays."""
    people = people_in(typed)
    if not 0 < number < people:
        return dict(typed)
    kept = {name: text for name, text in typed.items() if not re.match(r"p[0-9]+\.", name)}
    others = [n for n in range(1, people) if n != number]
    for place, other in enumerate(others, 1):
        said = ((of_person(place, name), typed.get(of_person(other, name), "")) for name in NEXT)
        kept |= {name: text for name, text in said if text}
    return {**kept, COUNT: str(people - 1)}


def changed_people(typed: Mapping[str, str], do: str) -> tuple[dict[str, str], str] | None:
    """Return what was typed after a button of the blocks, and the input to write in next; None for any other button."""
    if do == MORE:
        after = with_person(typed)
        return after, of_person(people_in(after) - 1, "name")
    if re.fullmatch(r"fewer\.[0-9]", do):
        return without_person(typed, int(do.removeprefix(FEWER))), MORE
    return None


def input_of_person(field: str) -> str:
    """Return the input that a path of a refusal is about, e.g. `applicants[1].id.number` → `p1.id_number`; else empty."""
    found = re.fullmatch(r"applicants(?:\[([0-9]+)\])?(?:\.([a-z_.]+))?", field)
    if not found:
        return ""
    name = found[2] or "name"
    return of_person(int(found[1] or 0), _INPUTS.get(name, name))


def person_of(name: str) -> int:
    """Return whose an input is, counted from 0."""
    found = re.match(r"p([0-9]+)\.", name)
    return int(found[1]) if found else 0


def applicants_of(typed: Mapping[str, str]) -> tuple[Applicant, ...]:
    """Return the people of a form, in its order; nothing is judged yet."""
    return tuple(_applicant(typed, number) for number in range(people_in(typed)))


def _applicant(typed: Mapping[str, str], number: int) -> Applicant:
    said = {name: typed.get(of_person(number, name), "") for name in (NEXT if number else PERSON)}
    name, number_of_id, kind = said["name"].strip(), said["id_number"].strip(), said["id_type"]
    latin = name.isascii()
    return Applicant(
        name="" if latin else name,
        name_latin=said["name_latin"].strip() or (name if latin else ""),
        guardian=said["guardian"],
        mobile=said["mobile"].strip(),
        email=said.get("email", "").strip(),
        birth_date=said["birth_date"].strip(),
        id=Identity(IdType(kind if kind in set(IdType) else IdType.NID), number_of_id) if number_of_id else None,
        address=said["address"],
    )


def blocks_of(typed: Mapping[str, str], wrong: Mapping[str, str], language: str) -> tuple[Block, ...]:
    """Return the blocks of the page."""
    words, people = i18n.translator(language).gettext, people_in(typed)
    made = []
    for number in range(people):
        n = i18n.digits(number + 1, language)
        folded = [of_person(number, name) for name in _FOLDED]
        made.append(
            Block(
                of_person(number, "name").removesuffix("name"),
                words("Applicant {n}").format(n=n) if people > 1 else words("Who applies"),
                f"{FEWER}{number}" if number else "",
                words("Take applicant {n} away").format(n=n),
                any(typed.get(name) or wrong.get(name) for name in folded),
            )
        )
    return tuple(made)
