"""The tray's screen with its presenter."""

from collections.abc import Callable

from PySide6.QtCore import SignalInstance

from kiosk.ui.tray.presenter import TrayPresenter
from kiosk.ui.tray.view import TrayView


def tray_screen(
    presenter: TrayPresenter, link: Callable[[SignalInstance, object], None], back: Callable[[], object]
) -> TrayView:
    """Return the screen, wired; `link` remembers what must be undone when the window is built again."""
    view = TrayView()
    link(presenter.changed, view.render)
    view.part_chosen.connect(presenter.show_part)
    view.chosen.connect(presenter.choose)
    view.confirmed.connect(presenter.confirm)
    view.print_asked.connect(presenter.print_owed)
    view.places_asked.connect(presenter.open_places)
    view.places_left.connect(presenter.leave_places)
    view.moved.connect(presenter.move)
    view.opened.connect(presenter.open_row)
    view.called.connect(presenter.settle_call)
    view.day_typed.connect(presenter.on_day)
    view.day_kept.connect(presenter.keep_day)
    view.day_left.connect(presenter.leave_day)
    view.pages_asked.connect(presenter.look_at_pages)
    view.page_stepped.connect(presenter.step_page)
    view.pages_left.connect(presenter.leave_pages)
    view.send_asked.connect(presenter.send_now)
    view.shown.connect(presenter.watch)
    view.hidden.connect(presenter.look_away)
    view.left.connect(back)
    view.render(presenter.state)
    return view
