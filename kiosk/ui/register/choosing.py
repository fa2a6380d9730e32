"""Choosing the service: by its name, from the list, by a key of its own."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from kiosk.domain.application import Channel, Kind
from kiosk.i18n import _
from kiosk.ui.register import judging, knowledge
from kiosk.ui.register.board import Board
from kiosk.ui.register.form import POST

if TYPE_CHECKING:
    from kiosk.domain.catalogue import Service

SERVICES_SHOWN = 7


class Choosing(QObject):
    """What is typed into the field of the service becomes one; `chosen` is called then."""

    def __init__(self, board: Board, chosen: Callable[[], None]) -> None:
        super().__init__(board)
        self._board, self._chosen = board, chosen

    def search(self, text: str) -> None:
        """Offer the services that may be meant."""
        board = self._board
        form = replace(board.form, service_typed=text, service="", papers={}, duplicate_reason="")
        facts = {**board.facts_of(form, None), "services": self._match(text), "duplicate": None, "receipt": None}
        board.set_form(form, **facts, problems=board.problems_without("service"))

    def settle(self) -> None:
        """Take the only service that was meant; say so when none or several could be."""
        form = self._board.form
        if form.service or not form.service_typed.strip():
            return
        found = self._match(form.service_typed)
        if len(found) == 1:
            self.on_service(found[0])
            return
        several = _("Choose one from the list: press the down key, then Enter.")
        sentence = several if found else judging.missing_service()
        self._board.show(services=(), problems={**self._board.state.problems, "service": sentence})

    @Slot(object)
    def on_service(self, service: "Service") -> None:
        """Take a service from the list or by its key."""
        board = self._board
        form = replace(board.form, service=service.code, service_typed=knowledge.name_of(service), papers={})
        form = form.with_filled(
            {name: text for name, text in knowledge.defaults_of(service).items() if not form.text(name)}
        )
        board.set_form(form, **board.facts_of(form, service), problems=board.problems_without("service"))
        self._chosen()
        board.focus_wanted.emit(self._first_field(service))

    def _first_field(self, service: "Service") -> str:
        if self._board.form.channel == Channel.POST:
            return POST + "registered_no"
        return "memo_no" if service.kind == Kind.OFFICIAL else "mobile"

    @Slot(int)
    def on_quick(self, place: int) -> None:
        """Take one of the quick services, counted from 0."""
        if place < len(self._board.state.quick):
            self.on_service(self._board.state.quick[place])

    def _match(self, text: str) -> "tuple[Service, ...]":
        from kiosk.domain.catalogue import match_services

        return tuple(match_services(self._board.desk.catalogue, text, SERVICES_SHOWN)) if text.strip() else ()
