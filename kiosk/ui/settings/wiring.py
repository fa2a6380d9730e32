"""The pages behind the settings, each with its presenter."""

from collections.abc import Callable

from PySide6.QtCore import SignalInstance

from kiosk.ui.settings.finder import PrinterFinder
from kiosk.ui.settings.presenter import SettingsPresenter
from kiosk.ui.settings.printer_view import PrinterView
from kiosk.ui.settings.receipt_view import ReceiptFormView

Link = Callable[[SignalInstance, object], object]


def printer_screen(settings: SettingsPresenter, link: Link, back: Callable[[], object]) -> PrinterView:
    """Return the printer's page, wired."""
    view = PrinterView()
    connect_finder(view, settings.finder, link)
    view.shown.connect(settings.open_finder)
    view.left.connect(back)
    return view


def connect_finder(view: PrinterView, finder: PrinterFinder, link: Link) -> None:
    """Wire a printer's page."""
    link(finder.changed, view.render)
    view.address_written.connect(finder.write_address)
    view.search_asked.connect(finder.search)
    view.chosen.connect(finder.choose)
    view.profile_chosen.connect(finder.choose_profile)
    view.test_asked.connect(finder.print_test)
    view.answered.connect(finder.answer)
    view.render(finder.state)


def receipt_screen(settings: SettingsPresenter, link: Link, back: Callable[[], object]) -> ReceiptFormView:
    """Return the page of the receipt's form, wired."""
    view, presenter = ReceiptFormView(), settings.receipt
    link(presenter.changed, view.render)
    view.changed.connect(presenter.change)
    view.shifted.connect(presenter.shift)
    view.switched.connect(presenter.switch)
    view.undone.connect(presenter.undo)
    view.reset.connect(presenter.reset)
    view.written.connect(presenter.write)
    view.shown.connect(presenter.open)
    view.left.connect(back)
    view.render(presenter.state)
    return view
