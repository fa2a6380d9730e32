"""Connects the registration screen: view to presenter, keys to both."""

from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.ui.main_window import MainWindow
    from kiosk.ui.register.presenter import RegisterPresenter
    from kiosk.ui.register.view import RegisterView

_SLOTS = {
    "edited": "on_edited",
    "switched": "on_switched",
    "left": "on_left",
    "dismissed": "knowing.on_dismissed",
    "channel_chosen": "on_channel",
    "service_taken": "choosing.on_service",
    "person_taken": "knowing.on_person",
    "place_taken": "knowing.on_place",
    "paper_chosen": "on_paper",
    "paper_day_typed": "on_paper_day",
    "submitted": "saving.on_submit",
    "waiting_left": "saving.leave_waiting",
    "parked": "parking.on_park",
    "fetched": "parking.on_fetch",
    "reason_chosen": "reasoning.on_reason",
    "reason_left": "reasoning.on_reason_left",
    "reissued": "reasoning.on_reissue",
    "look_asked": "on_look",
    "sum_asked": "on_sum",
    "undo_asked": "repeating.on_undo",
    "repeated": "repeating.on_repeat",
    "mail_dropped": "parking.on_mail",
    "preview_dots": "on_preview_dots",
}


def connect_view(view: "RegisterView", presenter: "RegisterPresenter", link: "Callable[..., None]") -> None:
    """Let the view show the presenter's state, and the presenter hear the view; `link` can be undone."""
    link(presenter.changed, view.render)
    link(presenter.focus_wanted, view.focus)
    for signal, slot in _SLOTS.items():
        getattr(view, signal).connect(attrgetter(slot)(presenter))
    view.render(presenter.state)
    view.return_to(presenter.last_left)


_DEEDS: "dict[str, Callable[[RegisterPresenter], None]]" = {
    "park": lambda presenter: presenter.parking.on_park(),
    "repeat_all": lambda presenter: presenter.repeating.on_repeat(""),
    "void": lambda presenter: presenter.corrections.on_void(),
    "batch": lambda presenter: presenter.on_batch(),
    "look": lambda presenter: presenter.on_look(),
    "sum": lambda presenter: presenter.on_sum(),
    "person_more": lambda presenter: presenter.on_person_more(),
    "person_fewer": lambda presenter: presenter.on_person_fewer(),
    "agent": lambda presenter: presenter.on_agent(),
    "more": lambda presenter: presenter.on_more(),
    "papers": lambda presenter: presenter.on_papers_given(),
    "return_web": lambda presenter: presenter.returning.on_return(),
    "reissue": lambda presenter: presenter.reasoning.on_reissue(),
}
_VIEW_DEEDS: "dict[str, Callable[[RegisterView], None]]" = {
    "repeat": lambda view: view.repeat(),
    "id_type": lambda view: view.switch("id"),
    "whose": lambda view: view.switch("mobile"),
    "mail": lambda view: view.ask_mail(),
    "beside": lambda view: view.look_beside(),
}


def connect_actions(window: "MainWindow") -> None:
    """Let the keys of the form do what they say, on whatever view and presenter the window has then."""

    def presented(do: "Callable[[RegisterPresenter], None]") -> None:
        if window.session is not None:
            do(window.session.register)

    def viewed(do: "Callable[[RegisterView], None]") -> None:
        if window.screens is not None:
            do(window.screens.register)

    for name, deed in _DEEDS.items():
        window.actions_[name].triggered.connect(lambda _checked=False, deed=deed: presented(deed))
    for name, act in _VIEW_DEEDS.items():
        window.actions_[name].triggered.connect(lambda _checked=False, act=act: viewed(act))
