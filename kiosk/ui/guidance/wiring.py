"""The directory's screen with its presenter."""

from collections.abc import Callable

from PySide6.QtCore import SignalInstance

from kiosk.ui.guidance.presenter import GuidancePresenter
from kiosk.ui.guidance.view import GuidanceView


def guidance_screen(
    presenter: GuidancePresenter, link: Callable[[SignalInstance, object], None], back: Callable[[], object]
) -> GuidanceView:
    """Return the screen, wired; `link` remembers what must be undone when the window is built again."""
    view = GuidanceView()
    link(presenter.changed, view.render)
    view.typed.connect(presenter.on_typed)
    view.chosen.connect(presenter.choose)
    view.edited.connect(presenter.on_edited)
    view.kept.connect(presenter.keep)
    view.restored.connect(presenter.restore)
    view.asked_new.connect(presenter.begin_question)
    view.left_new.connect(presenter.leave_question)
    view.shown.connect(presenter.open)
    view.left.connect(back)
    view.render(presenter.state)
    return view
