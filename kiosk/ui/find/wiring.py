"""The find screen with its presenter."""

from collections.abc import Callable

from PySide6.QtCore import SignalInstance

from kiosk.ui.find.presenter import FindPresenter
from kiosk.ui.find.view import FindView
from kiosk.ui.follow.presenter import FollowPresenter


def find_screen(
    presenter: FindPresenter,
    link: Callable[[SignalInstance, object], None],
    back: Callable[[], object],
    follow: FollowPresenter | None = None,
) -> FindView:
    """Return the screen, wired; `link` remembers what must be undone when the window is built again.

    With `follow` an open application may be gone on with.
    """
    view = FindView()
    link(presenter.changed, view.render)
    view.typed.connect(presenter.look_up)
    view.chosen.connect(presenter.choose)
    view.opened.connect(presenter.open_row)
    view.print_asked.connect(presenter.print_copy)
    view.correct_asked.connect(presenter.correct)
    view.void_asked.connect(presenter.void)
    view.answer_asked.connect(presenter.answer)
    view.back_asked.connect(presenter.close_opened)
    view.shown.connect(presenter.catch_up)
    view.left.connect(back)
    if follow is not None:
        link(follow.changed, view.detail.show_follow)
        view.detail.act_chosen.connect(follow.choose)
        view.detail.sheet.edited.connect(follow.edit)
        view.detail.sheet.saved.connect(follow.save)
        view.detail.sheet.left.connect(follow.leave)
        view.detail.show_follow(follow.state)
    view.render(presenter.state)
    return view
