"""The people's screen with its presenter."""

from collections.abc import Callable

from PySide6.QtCore import SignalInstance

from kiosk.ui.operators.presenter import OperatorsPresenter
from kiosk.ui.operators.view import OperatorsView


def people_screen(
    presenter: OperatorsPresenter, link: Callable[[SignalInstance, object], None], back: Callable[[], object]
) -> OperatorsView:
    """Return the screen, wired; `link` remembers what must be undone when the window is built again."""
    view = OperatorsView()
    link(presenter.changed, view.render)
    view.chosen.connect(presenter.choose)
    view.begun.connect(presenter.begin)
    view.changed.connect(presenter.on_changed)
    view.confirmed.connect(presenter.confirm)
    view.act_left.connect(presenter.leave)
    view.shown.connect(presenter.open)
    view.left.connect(back)
    view.render(presenter.state)
    return view
