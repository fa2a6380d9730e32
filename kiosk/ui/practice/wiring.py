"""The practice strip with its presenter."""

from typing import TYPE_CHECKING

from kiosk.ui.practice.presenter import PracticePresenter
from kiosk.ui.practice.view import PracticeStrip

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def practice_strip(presenter: PracticePresenter, window: "QWidget") -> PracticeStrip:
    """Return the strip, wired; the first visitor comes with the first strip."""
    strip = PracticeStrip(window)
    presenter.changed.connect(strip.render)
    strip.next_asked.connect(presenter.next)
    if presenter.state.total:
        presenter.again()
    else:
        presenter.begin()
    return strip
