"""A real desk, real lanes and real windows, off-screen."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kiosk import i18n
from kiosk.ui import theme
from kiosk.ui.tasks import Tasks
from kiosk.ui.typing import scripts
from kiosk.ui.typing.layouts import SYSTEM
from tests.harness.counter_fixtures import desk, home, home_as_set_up, watch
from tests.harness.typist import dispose
from tests.integration.ui.hands import Hands

__all__ = ["desk", "home", "home_as_set_up", "watch"]


@pytest.fixture(autouse=True)
def _look(qapp: QApplication) -> Iterator[None]:
    i18n.use("bn")
    theme.apply(qapp)
    scripts.use(SYSTEM)  # what a test types is what it gets, unless it says otherwise
    scripts.forget()
    before = set(qapp.topLevelWidgets())
    yield
    dispose(*(window for window in qapp.topLevelWidgets() if window not in before))
    i18n.use("bn")


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.stop()


@pytest.fixture
def hands_on(qtbot: QtBot) -> Callable[[QWidget], Hands]:
    """Return hands on the keyboard in front of a window."""

    def sit_down(window: QWidget) -> Hands:
        qtbot.addWidget(window)
        return Hands(qtbot, window)

    return sit_down
