"""Letters are the same dots whatever was drawn before, in this thread or another."""

import threading

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from kiosk.printing.app import FAMILIES, ensure_gui
from kiosk.printing.profiles import NARROW, WIDE, Face
from kiosk.printing.typeset import set_text, type_of

WORDS = "৭৯-২৬-০১-০০০৪১৭-৭ ক্ষ্মী 79 R·1"
FACES = (WIDE.number, WIDE.huge, NARROW.number, NARROW.huge, WIDE.head, WIDE.body)


@pytest.fixture(autouse=True, scope="module")
def _gui():
    ensure_gui()


def page() -> QImage:
    image = QImage(1600, 200, QImage.Format.Format_Mono)
    image.setColorTable([0xFFFFFFFF, 0xFF000000])
    image.fill(0)
    return image


def drawn(face: Face, *, bold: bool, text: str = WORDS) -> bytes:
    image = page()
    painter = QPainter(image)
    set_text(text, type_of(face, bold=bold)).draw(painter, 5, 5)
    painter.end()
    return bytes(image.constBits())


def show_a_window_s_words(px: int) -> None:
    image = QImage(600, 100, QImage.Format.Format_ARGB32_Premultiplied)
    font = QFont(list(FAMILIES))
    font.setPixelSize(px)
    painter = QPainter(image)
    for weight in (QFont.Weight.Normal, QFont.Weight.Bold):
        font.setWeight(weight)
        painter.setFont(font)
        painter.drawText(5, 80, WORDS)
    painter.end()


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("face", FACES, ids=lambda face: str(face.px))
def test_windows_drawn_between_move_no_dot(face, bold):
    before = drawn(face, bold=bold)
    for px in range(11, 60, 4):
        show_a_window_s_words(px)
        assert drawn(face, bold=bold) == before, px


def test_many_threads_draw_the_same_dots():
    wanted = {(face, bold): drawn(face, bold=bold) for face in FACES for bold in (False, True)}
    found: list[bool] = []

    def work(first: int) -> None:
        order = [*wanted][first:] + [*wanted][:first]
        found.extend(drawn(face, bold=bold) == wanted[face, bold] for face, bold in order)

    threads = [threading.Thread(target=work, args=(first,)) for first in range(len(wanted))]
    for thread in threads:
        thread.start()
    for px in range(11, 30):
        show_a_window_s_words(px)
    for thread in threads:
        thread.join(60)
    assert found == [True] * len(wanted) ** 2


@pytest.mark.parametrize("text", ["৭৯-২৬", "ক্ষ্মী", "R 104"])
def test_large_letters_are_as_qt_draws_them(text):
    image, kind = page(), type_of(WIDE.number, bold=True)
    words = set_text(text, kind)
    painter = QPainter(image)
    painter.setPen(QColor("black"))
    words.lines[0].draw(painter, QPointF(5, 5 + kind.baseline - words.lines[0].ascent()))
    painter.end()
    ours, theirs = drawn(WIDE.number, bold=True, text=text), bytes(image.constBits())
    differs = (int.from_bytes(ours, "big") ^ int.from_bytes(theirs, "big")).bit_count()
    assert differs < 0.02 * int.from_bytes(ours, "big").bit_count()
