"""Knowing whom and where: people who came before, places, the same application once before."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot

from kiosk.ui.register import knowledge
from kiosk.ui.register.board import Board
from kiosk.ui.register.drafting import draft_of

if TYPE_CHECKING:
    from kiosk.desk.people import PersonMatch
    from kiosk.domain.application import Place

PEOPLE_FROM, PLACES_FROM = 4, 3
PERSON_FIELDS = ("mobile", "name", "id")


class Knowing(QObject):
    """Asks the desk while one types, and fills in what was chosen."""

    def __init__(self, board: Board) -> None:
        super().__init__(board)
        self._board = board
        self._people = board.lookup(self._match_people, self._offer_people)
        self._places = board.lookup(lambda text: knowledge.places_like(board.desk, text), self._offer_places)
        self._place = board.lookup(lambda text: knowledge.place_of(board.desk, text), self._take_place)
        self._duplicates = board.lookup(lambda draft: knowledge.duplicate_of(board.desk, draft), self._show_duplicate)

    def typed(self, name: str, text: str) -> None:
        """Look for whom or where a field may mean."""
        if name in PERSON_FIELDS:
            self._search_people(text)
        elif name.endswith("address"):
            self._search_places(text)

    def left(self, name: str) -> None:
        """Offer nothing any more for a field that is left, and understand its place."""
        if name in PERSON_FIELDS:
            self._people.forget()
            self._board.show(people=())
        if name.endswith("address"):
            self._settle_place(self._board.form.text(name))

    @Slot()
    def forget(self) -> None:
        """Want no answer any more: what was asked about lies here no longer."""
        for asked in (self._people, self._places, self._place, self._duplicates):
            asked.forget()

    @Slot()
    def on_dismissed(self) -> None:
        """Offer nothing more until the next letter, whatever answer is still on its way."""
        self._people.forget()
        self._places.forget()
        self._board.show(services=(), people=(), places=())

    # ------------------------------------------------------------------ people

    def _search_people(self, text: str) -> None:
        if len(text.replace("-", "").strip()) >= PEOPLE_FROM:
            self._people.ask(text)
        else:
            self._people.forget()
            self._board.show(people=())

    def _match_people(self, text: str) -> "tuple[PersonMatch, ...]":
        from kiosk.desk.people import match_people

        return tuple(match_people(self._board.desk, text))

    def _offer_people(self, asked: str, people: "tuple[PersonMatch, ...]") -> None:
        self._board.show(people=people, people_for=asked)

    @Slot(object)
    def on_person(self, person: "PersonMatch") -> None:
        """Take a person from the list: what is known of them fills the form."""
        board = self._board
        form = board.form.with_filled(knowledge.person_fields(person))
        if person.place is not None:
            form = replace(form, places={**form.places, person.address.strip(): person.place})
        board.set_form(form, people=(), problems={})
        self.look_for_duplicate()
        board.focus_wanted.emit("subject" if board.state.service is None else "after_person")

    # ------------------------------------------------------------------ places

    def _search_places(self, text: str) -> None:
        if len(text.strip()) >= PLACES_FROM:
            self._places.ask(text)
        else:
            self._places.forget()
            self._board.show(places=())

    def _offer_places(self, _asked: str, places: "tuple[Place, ...]") -> None:
        self._board.show(places=places)

    def _settle_place(self, text: str) -> None:
        self._places.forget()
        self._board.show(places=())
        if text.strip() and text.strip() not in self._board.form.places:
            self._place.ask(text.strip())

    def _take_place(self, asked: str, place: "Place | None") -> None:
        if place is not None:
            form = self._board.form
            self._board.set_form(replace(form, places={**form.places, asked: place}))

    @Slot(object)
    def on_place(self, place: "Place") -> None:
        """Take a place from the list under the address: what was typed before its names stays."""
        text = knowledge.address_with(self._board.form.text("address"), place)
        form = self._board.form.with_text("address", text)
        self._board.set_form(replace(form, places={**form.places, text.strip(): place}), places=())

    # ------------------------------------------------------------------ once before

    def look_for_duplicate(self) -> None:
        """Warn early of the same person's application before; not of the one that is being corrected."""
        form, service = self._board.form, self._board.state.service
        if service is not None and not form.corrects:
            self._duplicates.ask(draft_of(form, service))

    def _show_duplicate(self, _draft: object, found: Any) -> None:
        state = self._board.state
        known = state.duplicate
        if (found and found.receive_number) == (known and known.receive_number):
            return
        self._board.set_form(replace(state.form, duplicate_reason=""), duplicate=found)
        if found is not None and state.asking is not None and not state.asking.number:
            self._board.show(asking=replace(state.asking, number=found.receive_number))
