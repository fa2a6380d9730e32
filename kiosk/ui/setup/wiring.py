"""The first start as one widget: its pages with their presenter."""

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
    view.render(presenter.state)
    return view
