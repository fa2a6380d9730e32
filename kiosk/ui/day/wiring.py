"""The day's screen with its presenter."""

from collections.abc import Callable

from PySide6.QtCore import SignalInstance

from kiosk.ui.day.presenter import DayPresenter
from kiosk.ui.day.view import DayView


def day_screen(
    presenter: DayPresenter, link: Callable[[SignalInstance, object], None], back: Callable[[], object]
) -> DayView:
    """Return the screen, wired; `link` remembers what must be undone when the window is built again."""
    view = DayView()
    link(presenter.changed, view.render)
    view.chosen.connect(presenter.choose)
    view.went.connect(presenter.go)
    view.close_asked.connect(presenter.close)
    view.take_asked.connect(presenter.take_over)
    view.shift_asked.connect(presenter.begin_shift)
    view.outage_asked.connect(presenter.begin_outage)
    view.people.picked.connect(presenter.pick)
    view.people.confirmed.connect(presenter.hand_over)
    view.outage.edited.connect(presenter.edit)
    view.outage.saved.connect(presenter.note)
    view.back_asked.connect(presenter.leave)
    view.shown.connect(presenter.open)
    view.hidden.connect(presenter.look_away)
    view.left.connect(back)
    view.render(presenter.state)
    return view
