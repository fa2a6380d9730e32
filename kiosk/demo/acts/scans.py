"""The papers themselves: a page from a file, one from the clipboard; turned, and sent after the record."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage

from kiosk.demo.acts.application import fill_in
from kiosk.demo.hands import CTRL
from kiosk.demo.papers import draw_page
from kiosk.demo.stage import Script, Stage
from kiosk.ui.scans.canvas import PageCanvas


def play(stage: Stage, script: Script) -> None:
    """Add the pages with F6 and save."""
    clerk, hands = stage.clerk, stage.hands
    fill_in(stage, script)
    first, second = (draw_page(stage.scratch / f"page-{n}.png", words) for n, words in enumerate(script["pages"], 1))
    hands.press(Qt.Key.Key_F6)
    hands.until(lambda: clerk.visible("scans.sheet"), "the sheet of pages is open")
    hands.press(Qt.Key.Key_O)
    hands.choose_file("scans.dialog", first)
    hands.until(lambda: len(clerk.shown.form.scans) == 1, "the first page is there")
    QGuiApplication.clipboard().setImage(QImage(str(second)))
    hands.press(Qt.Key.Key_V, CTRL)
    hands.until(lambda: len(clerk.shown.form.scans) == 2, "the second page is there")
    before = clerk.shown.form.scans
    hands.press(Qt.Key.Key_R)
    hands.until(lambda: clerk.shown.form.scans != before, "the page is turned")
    hands.until(lambda: _drawn(stage), "the page is drawn")
    stage.step("scans")
    hands.press(Qt.Key.Key_Escape)
    stage.save()


def _drawn(stage: Stage) -> bool:
    return any(not canvas.place.isEmpty() for canvas in stage.window.findChildren(PageCanvas) if canvas.isVisible())
