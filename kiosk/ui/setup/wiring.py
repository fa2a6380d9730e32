"""The first start as one widget: its pages with their presenter."""

from functools import partial

from kiosk.ui.setup.presenter import SetUpPresenter
from kiosk.ui.setup.view import SetUpView


def set_up_screen(presenter: SetUpPresenter) -> SetUpView:
    """Return the pages, wired; the presenter tells when it has `finished`."""
    view = SetUpView()
    presenter.changed.connect(view.render)
    view.changed.connect(presenter.on_changed)
    view.went_on.connect(presenter.go_on)
    view.went_back.connect(presenter.go_back)
    view.alone.connect(presenter.begin_alone)
    view.printer_asked.connect(presenter.ask_printer)
    view.file_chosen.connect(presenter.read_file)
    view.finder_asked.connect(partial(_find_printers, view, presenter))
    view.render(presenter.state)
    return view


def _find_printers(view: SetUpView, presenter: SetUpPresenter) -> None:
    """Lay the printers' page over the pages, as in the settings."""
    from kiosk.ui.settings.printer_view import PrinterView
    from kiosk.ui.settings.wiring import connect_finder

    finder = presenter.finder
    page = PrinterView(view)
    connect_finder(page, finder, lambda signal, slot: signal.connect(slot))
    page.shown.connect(finder.open)
    page.left.connect(view.take_away)
    page.left.connect(page.deleteLater)
    view.lay_over(page)
