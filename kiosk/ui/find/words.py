"""What was found, in words: the rows of the list."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from kiosk import i18n
from kiosk.domain.bangla import search_key
from kiosk.i18n import _, ngettext
from kiosk.ui.find.names import Tag, answer_words, paper_name, service_name, state_tag

if TYPE_CHECKING:
    from kiosk.desk.find_screen import ApplicationFound, Found, PersonFound
    from kiosk.desk.find_words import Asked
    from kiosk.domain.application import Place, Visit
    from kiosk.domain.catalogue import Catalogue, Service

_LEAST = 4
SHOWN = 9
"""Rows that have a digit; applications take what the other groups leave."""


class Of(StrEnum):
    """What a row is of."""

    PERSON = "person"
    APPLICATION = "application"
    VISIT = "visit"
    SERVICE = "service"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a line: `mark` it is what was typed, `quiet` it is said by the way."""

    text: str
    bold: bool = False
    quiet: bool = False
    mark: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the list.  `number` is an application's receive number, `narrow` what Enter looks for instead.

    `group` and `count` are said beside the first row of a group.
    """

    of: Of
    line: tuple[Piece, ...]
    side: str = ""
    tag: Tag | None = None
    number: str = ""
    narrow: str = ""
    group: str = ""
    count: str = ""
    value: object = None

    @property
    def words(self) -> str:
        """The row as it is read aloud."""
        line = "".join(piece.text for piece in self.line)
        return " · ".join(part for part in (self.group, line, self.side, self.tag.words if self.tag else "") if part)


# ------------------------------------------------------------------------------ rows


def rows_of(found: "Found", catalogue: "Catalogue") -> tuple[Row, ...]:
    """Return what was found as rows: people, applications, visits, services, places."""
    marks = Marks(found.asked)
    people = [_person(one, marks) for one in found.people]
    visits = [_visit(one, marks, catalogue) for one in found.visits]
    services = [_service(one, marks) for one in found.services]
    places = [_place(one, marks) for one in found.places]
    others = len(people) + len(visits) + len(services) + len(places)
    room = max(SHOWN - others, _LEAST) if others else len(found.applications)
    applications = [_application(one, marks, catalogue) for one in found.applications[:room]]
    more = found.more or len(found.applications) > len(applications)
    return (
        *_headed(people, _("People"), ngettext("{n} person", "{n} people", len(people))),
        *_headed(applications, _("Applications"), "", more=more, count=len(found.applications)),
        *_headed(visits, _("Helpdesk"), ngettext("{n} visit", "{n} visits", len(visits))),
        *_headed(services, _("Services"), ""),
        *_headed(places, _("Places"), ""),
    )


def _headed(rows: list[Row], group: str, said: str, *, more: bool = False, count: int = 0) -> Iterator[Row]:
    for place, row in enumerate(rows):
        if place:
            yield row
            continue
        number = i18n.digits(count or len(rows)) + ("+" if more else "")
        yield replace(row, group=group, count=(said or _("{n} found")).format(n=number))


class Marks:
    """Tells which words of a line are what was typed."""

    def __init__(self, asked: "Asked") -> None:
        self._words = asked.words
        self._digits = asked.digits

    def line(self, text: str, *, bold: bool = False, quiet: bool = False) -> Iterator[Piece]:
        """Yield a text in pieces, with the words that were typed marked."""
        plain = ""
        for word in _split(text):
            if not word.isspace() and self._meant(word):
                if plain:
                    yield Piece(plain, bold=bold, quiet=quiet)
                plain = ""
                bare = word.rstrip(",.;:।")
                yield Piece(bare, bold=bold, quiet=quiet, mark=True)
                plain = word[len(bare) :]
            else:
                plain += word
        if plain:
            yield Piece(plain, bold=bold, quiet=quiet)

    def _meant(self, word: str) -> bool:
        keys = search_key(word).split()
        return any(key.startswith(typed) for key in keys for typed in self._words)

    def number(self, shown: str) -> Iterator[Piece]:
        """Yield a number, whole, marked when its end was typed."""
        digits = "".join(letter for letter in i18n.ascii_digits(shown) if letter.isdigit())
        typed = self._digits.lstrip("0") if self._digits.startswith("00") else self._digits
        meant = bool(typed) and (digits.endswith(typed) or digits.lstrip("0").startswith(typed))
        yield Piece(shown, bold=True, mark=meant)


def _split(text: str) -> Iterator[str]:
    """Yield words and the spaces between them, nothing lost."""
    word = ""
    for letter in text:
        if word and letter.isspace() != word[-1].isspace():
            yield word
            word = ""
        word += letter
    if word:
        yield word


def _joint() -> Piece:
    return Piece(" · ", quiet=True)


def _person(person: "PersonFound", marks: Marks) -> Row:
    line = [*marks.line(person.name, bold=True)]
    for text in (person.guardian, person.address):
        if text:
            line += [_joint(), *marks.line(text, quiet=True)]
    side = ngettext("{n} application", "{n} applications", person.applications)
    narrow = i18n.ascii_digits(i18n.mobile(person.mobile, "en")).replace("-", "") if person.mobile else person.name
    side = side.format(n=i18n.digits(person.applications))
    return Row(Of.PERSON, tuple(line), side=side, narrow=narrow, value=person)


def _application(one: "ApplicationFound", marks: Marks, catalogue: "Catalogue") -> Row:
    service = service_name(catalogue, one.service)
    number = "…" + i18n.receive_number(one.receive_number)[9:]
    line = (*marks.number(number), Piece(" "), *marks.line(service), _joint(), *marks.line(one.name, quiet=True))
    tag = state_tag(one.state, paper_name(catalogue, one.service, one.missing) if one.missing else "")
    return Row(Of.APPLICATION, line, tag=tag, number=one.receive_number, value=one)


def _visit(visit: "Visit", marks: Marks, catalogue: "Catalogue") -> Row:
    about = visit.topic or (service_name(catalogue, visit.service) if visit.service else "")
    day = i18n.day(date.fromisoformat(visit.on))
    who = [_joint(), *marks.line(visit.name, quiet=True)] if visit.name else []
    what = [_joint(), *marks.line(about, quiet=True)] if about else []
    return Row(Of.VISIT, (Piece(day), *who, *what), side=answer_words(visit.answer), narrow=visit.name, value=visit)


def _service(service: "Service", marks: Marks) -> Row:
    name = service.name_bn if i18n.language() == "bn" else service.name_en
    branch = service.branch_bn if i18n.language() == "bn" else service.branch_en
    room = _("Room {room}").format(room=i18n.digits(service.room)) if service.room else ""
    line = [*marks.line(name)]
    for text in (branch, room):
        if text:
            line += [_joint(), Piece(text, quiet=True)]
    return Row(Of.SERVICE, tuple(line), narrow=name, value=service)


def _place(place: "Place", marks: Marks) -> Row:
    office = f"{place.post_office} {i18n.digits(place.post_code)}".strip() if place.post_office else ""
    own = place.union or place.upazila
    line = [*marks.line(own)]
    for text in (place.upazila if place.union else "", place.district, office):
        if text:
            line += [_joint(), *marks.line(text, quiet=True)]
    return Row(Of.PLACE, tuple(line), narrow=own, value=place)
