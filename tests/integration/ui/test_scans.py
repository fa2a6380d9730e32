"""Pages on the form: files dropped, pasted and chosen, turned, cut, ordered, kept, saved."""

import io

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from kiosk import i18n
from kiosk.desk.scanner import Helper, scan_page
from kiosk.desk.scans import clean_up, files_of
from kiosk.errors import Unavailable
from kiosk.ui.scans.presenter import ScansPresenter
from kiosk.ui.scans.sheet import ScanSheet
from kiosk.ui.scans.strip import ScanStrip
from kiosk.ui.scans.wiring import can_take, connect_scans, take
from tests.harness.papers import locked_pdf, paper, saved
from tests.integration.ui.hands import CTRL, SHIFT

KEY = Qt.Key


@pytest.fixture
def presenter(desk, tasks):
    return ScansPresenter(desk, tasks)


@pytest.fixture
def idle(qtbot, tasks):
    def wait():
        qtbot.waitUntil(lambda: not tasks.busy, timeout=30_000)

    return wait


@pytest.fixture
def heard(presenter):
    told: list[tuple] = []
    presenter.pages_changed.connect(told.append)
    return told


def file(folder, name, content):
    path = folder / name
    path.write_bytes(content)
    return path


def page(desk, scan):
    return Image.open(io.BytesIO(files_of(desk).get(scan.digest))).convert("L")


def test_files_become_pages_of_the_form(presenter, heard, idle, tmp_path):
    papers = [
        file(tmp_path, "a.pdf", saved("PDF", paper(), paper().rotate(180))),
        file(tmp_path, "b.png", saved("PNG")),
    ]
    presenter.take_paths(papers)
    assert presenter.state.busy
    idle()
    assert [scan.name for scan in heard[-1]] == ["a.pdf", "a.pdf", "b.png"]
    assert not presenter.state.busy
    assert all(one.image is not None for one in presenter.state.pages)


def test_a_bad_file_leaves_the_other_pages_alone(presenter, heard, idle, tmp_path):
    presenter.take_paths([file(tmp_path, "good.png", saved("PNG")), file(tmp_path, "locked.pdf", locked_pdf())])
    idle()
    assert [scan.name for scan in heard[-1]] == ["good.png"]
    assert presenter.state.problem == i18n.sentence("file.encrypted")


def test_a_page_is_turned_and_cut_from_its_source(presenter, desk, idle):
    presenter.take_picture(saved("PNG"))
    idle()
    before = presenter.state.page.scan
    presenter.turn(1)
    idle()
    assert page(desk, presenter.state.page.scan).size == (877, 620)
    presenter.cut((0.5, 0.0, 1.0, 1.0))
    idle()
    assert page(desk, presenter.state.page.scan).size == (439, 620)
    presenter.turn(-1)
    idle()
    assert presenter.state.page.scan == before


def test_pages_are_ordered_taken_away_and_brought_back(presenter, heard, idle):
    presenter.take_picture(saved("TIFF", paper(), paper().rotate(180), paper(size=(300, 300))))
    idle()
    first, second, third = heard[-1]
    presenter.choose(2)
    presenter.move(-1)
    assert heard[-1] == (first, third, second)
    presenter.delete()
    assert heard[-1] == (first, second)
    presenter.undo()
    assert heard[-1] == (first, third, second)


def test_a_page_that_comes_after_its_form_was_saved_goes_to_no_other(presenter, heard, idle):
    presenter.take_picture(saved("PNG"))
    idle()
    late: list[object] = []
    presenter.late.connect(lambda scans, _title: late.extend(scans))
    presenter.take_picture(saved("PNG", paper(size=(200, 200))))
    presenter.use_pages(())  # the form was saved and is empty
    idle()
    assert presenter.state.pages == ()
    assert len(late) == 1


def test_a_page_goes_to_no_other_form_though_neither_had_one(presenter, heard, idle):
    presenter.take_picture(saved("PNG"))
    presenter.turn_over()
    presenter.use_pages(())  # as before: nothing
    idle()
    assert presenter.state.pages == ()
    assert heard == []


def test_pages_come_back_with_their_draft(presenter, desk, tasks, idle):
    presenter.take_picture(saved("PNG"))
    idle()
    kept = tuple(one.scan for one in presenter.state.pages)
    again = ScansPresenter(desk, tasks)
    again.use_pages(kept)
    idle()
    assert again.state.page.scan == kept[0]
    assert again.state.page.image is not None


@pytest.fixture
def sheet(presenter, hands_on, qtbot):
    strip = ScanStrip()
    hands = hands_on(strip)
    opening = connect_scans(strip, strip, presenter, lambda signal, slot: signal.connect(slot))
    opening()
    hands.sheet = strip.findChild(ScanSheet)
    return hands


def test_everything_is_done_by_keys(sheet, presenter, desk, idle):
    presenter.take_picture(saved("TIFF", paper(), paper(size=(300, 300))))
    idle()
    sheet.press(KEY.Key_R)
    idle()
    assert page(desk, presenter.state.page.scan).size == (877, 620)
    sheet.press(KEY.Key_R, held=SHIFT)
    idle()
    sheet.press(KEY.Key_C)
    sheet.press(*[KEY.Key_Right] * 5).press(*[KEY.Key_Up] * 10, held=SHIFT).enter()
    idle()
    assert page(desk, presenter.state.page.scan).size == (558, 702)
    sheet.press(KEY.Key_Right)
    assert presenter.state.chosen == 1
    sheet.press(KEY.Key_Left, held=CTRL)
    assert [one.source.bytes for one in presenter.state.pages] == [
        one.source.bytes for one in (presenter.state.pages[0], presenter.state.pages[1])
    ]
    assert presenter.state.chosen == 0
    sheet.press(KEY.Key_Delete)
    assert len(presenter.state.pages) == 1
    sheet.press(KEY.Key_Z, held=CTRL)
    assert len(presenter.state.pages) == 2
    sheet.press(KEY.Key_Escape)
    assert not sheet.sheet.isVisible()


def test_a_picture_is_pasted_into_the_sheet(sheet, presenter, idle):
    QGuiApplication.clipboard().setImage(QImage.fromData(saved("PNG")))
    sheet.press(KEY.Key_V, held=CTRL)
    idle()
    assert len(presenter.state.pages) == 1
    QGuiApplication.clipboard().clear()
    sheet.press(KEY.Key_V, held=CTRL)
    idle()
    assert len(presenter.state.pages) == 1


SCANIMAGE = """#!/bin/sh
case "$1" in
  --formatted-device-list=*) {devices} ;;
  *) {scan} ;;
esac
"""


def helper(folder, devices="echo test:0", scan="false"):
    program = folder / "scanimage"
    program.write_text(SCANIMAGE.format(devices=devices, scan=scan))
    program.chmod(0o755)
    return Helper(str(program))


def test_a_page_comes_from_the_scanner(desk, tmp_path):
    picture = file(tmp_path, "glass.png", saved("PNG"))
    (scan,) = scan_page(desk, helper=helper(tmp_path, scan=f"cat {picture}"))
    assert page(desk, scan).size == (620, 877)


@pytest.mark.parametrize(
    ("how", "reason"),
    [({"devices": "true"}, "scanner.none"), ({}, "scanner.failed"), ({"scan": "true"}, "scanner.failed")],
)
def test_a_scanner_that_gives_nothing_is_told(desk, tmp_path, how, reason):
    with pytest.raises(Unavailable) as raised:
        scan_page(desk, helper=helper(tmp_path, **how))
    assert raised.value.reason == reason


def test_without_a_helper_program_it_says_so(desk):
    with pytest.raises(Unavailable) as raised:
        scan_page(desk, helper=Helper("/nowhere/scanimage"))
    assert raised.value.reason == "scanner.none"


def test_pages_that_nothing_names_go_after_a_day(desk, watch):
    import os

    from kiosk.desk.drafts import save_draft

    files = files_of(desk)
    named, unnamed = files.put(b"named"), files.put(b"unnamed")
    save_draft(desk, "shahana", f'{{"scans":["{named}"]}}'.encode())
    for digest in (named, unnamed):
        path = files.folder / digest[:2] / digest
        os.utime(path, (watch.now.timestamp(), watch.now.timestamp()))
    assert clean_up(desk) == 0
    watch.forward(hours=25)
    assert clean_up(desk) == 1
    assert files.has(named)
    assert not files.has(unnamed)


class Form(QWidget):
    """A field, and the strip of pages below."""

    def __init__(self, presenter):
        super().__init__()
        self.line, self.strip = QLineEdit(), ScanStrip()
        column = QVBoxLayout(self)
        column.addWidget(self.line)
        column.addWidget(self.strip)
        connect_scans(self.strip, self, presenter, lambda signal, slot: signal.connect(slot))


def test_a_picture_is_pasted_while_one_types_and_text_stays_text(presenter, hands_on, idle):
    form = Form(presenter)
    hands = hands_on(form)
    form.line.setFocus()
    QGuiApplication.clipboard().setImage(QImage.fromData(saved("PNG")))
    hands.press(KEY.Key_V, held=CTRL)
    idle()
    assert len(presenter.state.pages) == 1
    QGuiApplication.clipboard().setText("418")
    hands.press(KEY.Key_V, held=CTRL)
    idle()
    assert form.line.text() == "418"
    assert len(presenter.state.pages) == 1


def test_what_is_dropped_becomes_pages(presenter, idle, tmp_path):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file(tmp_path, name, saved("PNG")))) for name in ("a.png", "b.eml")])
    assert can_take(mime)
    assert take(mime, presenter)
    idle()
    assert len(presenter.state.pages) == 1
    mail = QMimeData()
    mail.setUrls([QUrl.fromLocalFile(str(tmp_path / "b.eml"))])
    assert not can_take(mail)
