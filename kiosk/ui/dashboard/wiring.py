"""The day in pictures with its presenter."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import SignalInstance

from kiosk import i18n
from kiosk.i18n import _
from kiosk.ui.dashboard.presenter import DashboardPresenter
from kiosk.ui.dashboard.view import DashboardView

if TYPE_CHECKING:
    from kiosk.domain.catalogue import Catalogue


def dashboard_screen(
    presenter: DashboardPresenter,
    catalogue: "Catalogue",
    link: Callable[[SignalInstance, object], None],
    back: Callable[[], object],
) -> DashboardView:
    """Return the screen, wired; `link` remembers what must be undone when the window is built again."""

    def service(code: str) -> str:
        found = catalogue.services.get(code)
        return code if found is None else found.short_bn if i18n.language() == "bn" else found.name_en

    def branch(code: str) -> str:
        found = catalogue.branches.get(code)
        return (
            (code or _("No branch")) if found is None else found.name_bn if i18n.language() == "bn" else found.name_en
        )

    view = DashboardView(service, branch)
    link(presenter.changed, view.render)
    view.moved.connect(presenter.move)
    view.explained.connect(presenter.explain)
    view.kept.connect(presenter.told_of_file)
    view.shown.connect(presenter.open)
    view.hidden.connect(presenter.close)
    view.left.connect(back)
    view.suggest = lambda: presenter.file_name
    view.render(presenter.state)
    return view
