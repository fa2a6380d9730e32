"""The documents' screen with its presenter."""

from collections.abc import Callable

from PySide6.QtCore import SignalInstance

from kiosk.ui.documents.presenter import DocumentsPresenter
from kiosk.ui.documents.view import DocumentsView


def documents_screen(
    presenter: DocumentsPresenter, link: Callable[[SignalInstance, object], None], back: Callable[[], object]
) -> DocumentsView:
    """Return the screen, wired; `link` remembers what must be undone when the window is built again."""
    view = DocumentsView()
    link(presenter.changed, view.render)
    view.kind_chosen.connect(presenter.choose)
    view.days_typed.connect(presenter.set_days)
    view.language_chosen.connect(presenter.speak)
    view.turned.connect(presenter.turn)
    view.print_asked.connect(presenter.print_out)
    view.save_asked.connect(presenter.save)
    view.stop_asked.connect(presenter.stop)
    view.shown.connect(presenter.open)
    view.left.connect(back)
    view.suggest = lambda: presenter.file_name
    view.render(presenter.state)
    return view
