"""Pages in their frames, rows that flow, messages that give way: what fits, and what is seen of the rest."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QLabel, QStackedWidget, QVBoxLayout, QWidget

from kiosk.ui.dashboard.cards import BarsCard
from kiosk.ui.frame import Frame, follow
from kiosk.ui.widgets import Button, EmptyState, Field, FlowRow, KindList, Toast


@pytest.fixture
def window(qtbot):
    made = QWidget()
    made.resize(800, 500)
    qtbot.addWidget(made)
    return made


def show(window, *parts):
    column = QVBoxLayout(window)
    for part in parts:
        column.addWidget(part)
    window.show()
    QApplication.processEvents()


def test_a_page_that_nobody_sees_is_fitted_when_it_is_shown(window):
    pages, page = QStackedWidget(), QWidget()
    inside = QWidget()
    QVBoxLayout(page).addWidget(inside)
    pages.addWidget(QWidget())
    frame = Frame(page)
    pages.addWidget(frame)
    show(window, pages)
    before = page.size()
    inside.setMinimumHeight(2000)
    page.layout().activate()
    QApplication.sendEvent(page, QEvent(QEvent.Type.LayoutRequest))
    assert page.size() == before
    pages.setCurrentWidget(frame)
    QApplication.processEvents()
    assert page.height() >= 2000


def test_a_row_goes_on_in_another_line_and_is_as_high_as_its_lines(window):
    row = FlowRow()
    buttons = [Button(f"number {number}", key="Alt+1", icon="send") for number in range(6)]
    for button in buttons:
        row.add(button, end=button is buttons[-1])
    show(window, row)
    assert len({button.y() for button in buttons}) > 1
    assert all(
        button.width() >= button.sizeHint().width() and button.geometry().right() < row.width() for button in buttons
    )
    assert row.height() >= max(button.geometry().bottom() for button in buttons)
    window.resize(2400, 500)
    QApplication.processEvents()
    assert len({button.y() for button in buttons}) == 1
    assert buttons[-1].geometry().right() == row.width() - 1
    buttons[0].hide()
    QApplication.processEvents()
    assert buttons[1].x() == 0


def test_a_long_line_of_an_empty_state_is_whole(window):
    state = EmptyState("calendar", "Declaring a day moves promised dates. Whose, is shown here. " * 2)
    show(window, state)
    (line,) = [label for label in state.findChildren(QLabel) if label.text()]
    assert line.height() >= line.heightForWidth(line.width())


def test_rows_of_bars_have_a_line_each(qtbot):
    card = BarsCard("Kinds", "")
    qtbot.addWidget(card)
    card.show_rows([(f"kind {number}", number) for number in range(7)])
    assert card.minimumSizeHint().height() >= 7 * 26


def test_a_choice_with_a_long_name_takes_two_lines(window):
    kinds = KindList("Documents", "document", wide=320)
    kinds.show_kinds((("a", "Short"), ("b", "Register of applications and letters received")), "b")
    show(window, kinds)
    rows = kinds.kinds
    assert rows["b"].height() > rows["a"].height()
    heard: list[str] = []
    kinds.chosen.connect(heard.append)
    assert (kinds.choose("2"), kinds.choose("3"), kinds.choose("x"), heard) == (True, False, False, ["b"])


def test_no_digit_stands_at_two_choices(qtbot):
    kinds = KindList("Documents", "document", wide=320)
    qtbot.addWidget(kinds)
    kinds.show_kinds(tuple((f"kind {number}", "Register") for number in range(1, 13)), "kind 1")
    keys = [row._key for row in kinds.kinds.values()]
    assert keys == [*"1234567890", "", ""]
    heard: list[str] = []
    kinds.chosen.connect(heard.append)
    kinds.choose("0")
    assert heard == ["kind 10"]


def test_a_message_lies_where_nobody_types(window):
    above, field = Field("above", "Above"), Field("address", "Address")
    column = QVBoxLayout(window)
    column.addWidget(above)
    column.addStretch(1)
    column.addWidget(field)
    toast = Toast(window)
    field.hide()
    above.hide()
    window.show()
    toast.say("Kept.", "All is safe.")
    assert toast.geometry().bottom() > window.height() // 2
    field.show()
    QApplication.processEvents()
    field.entry.setFocus()
    place = QRect(field.entry.mapTo(window, QPoint()), field.entry.size())
    toast._on_focus(None, field.entry)
    assert not toast.geometry().intersects(place)


def test_a_message_leaves_the_one_button_of_a_screen_free(window):
    save = Button("Save", key="Ctrl+Enter", kind="primary")
    column = QVBoxLayout(window)
    column.addStretch(1)
    column.addWidget(save, 0, Qt.AlignmentFlag.AlignRight)
    toast = Toast(window)
    window.show()
    toast.say("Kept.")
    assert not toast.geometry().intersects(save.geometry())


def test_a_line_that_is_reached_is_seen_with_its_whole_box(window):
    page = QWidget()
    column = QVBoxLayout(page)
    fields = [Field(f"number{number}", f"Field {number}") for number in range(30)]
    for field in fields:
        column.addWidget(field)
    show(window, Frame(page))
    for field in (fields[20], fields[-1], fields[3]):
        follow(field.entry)
        assert field.box.visibleRegion().boundingRect() == field.box.rect()
