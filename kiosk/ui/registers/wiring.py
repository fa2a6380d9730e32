"""The registers' screen with its presenter."""

from collections.abc import Callable

from PySide6.QtCore import SignalInstance

from kiosk.ui.registers.presenter import RegistersPresenter
from kiosk.ui.registers.view import RegistersView


def registers_screen(
    presenter: RegistersPresenter, link: Callable[[SignalInstance, object], None], back: Callable[[], object]
) -> RegistersView:
    """Return the screen, wired; `link` remembers what must be undone when the window is built again."""
    view = RegistersView(presenter.model)
    link(presenter.changed, view.render)
    view.register_chosen.connect(presenter.take)
    view.days_typed.connect(presenter.set_days)
    view.filter_turned.connect(presenter.go_round)
    view.row_opened.connect(presenter.open_row)
    view.document_asked.connect(presenter.document)
    view.save_asked.connect(presenter.save)
    view.stop_asked.connect(presenter.stop)
    view.shown.connect(presenter.open)
    view.left.connect(back)
    view.suggest = lambda: presenter.file_name
    view.render(presenter.state)
    return view
