"""The days' screen with its presenter."""

from collections.abc import Callable

from PySide6.QtCore import SignalInstance

from kiosk.ui.days.presenter import DaysPresenter
from kiosk.ui.days.view import DaysView


def days_screen(
    presenter: DaysPresenter, link: Callable[[SignalInstance, object], None], back: Callable[[], object]
) -> DaysView:
    """Return the screen, wired; `link` remembers what must be undone when the window is built again."""
    view = DaysView()
    link(presenter.changed, view.render)
    view.edited.connect(presenter.on_edited)
    view.chosen.connect(presenter.choose)
    view.declare_asked.connect(presenter.declare)
    view.withdraw_asked.connect(presenter.withdraw)
    view.shown.connect(presenter.open)
    view.left.connect(back)
    view.render(presenter.state)
    return view
