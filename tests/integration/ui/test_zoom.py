"""Enlarged, no screen outgrows the window, hides what is typed into, or cuts words short."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QListView, QWidget

from kiosk import i18n
from kiosk.ui import theme
from kiosk.ui.main_window import ZOOM
from kiosk.ui.widgets import Pressable
from tests.integration.ui.hands import ALT, CTRL, SHIFT
from tests.integration.ui.test_for_everybody import (
    duplicate,
    form,
    found,
    hands,
    in_full,
    letter,
    named,
    settle,
    shown,
)

__all__ = ["hands"]
Key = Qt.Key
SCREENS = {
    "form": form,
    "letter": letter,
    "duplicate": duplicate,
    "found": found,
    "helpdesk": lambda hands: hands.press(Key.Key_F4),
    "tray": lambda hands: hands.press(Key.Key_F9),
    "in full": in_full,
    "registers": lambda hands: hands.press(Key.Key_F10),
    "dashboard": lambda hands: hands.press(Key.Key_F10, held=CTRL),
    "documents": lambda hands: hands.press(Key.Key_P, held=CTRL | SHIFT),
    "days": lambda hands: hands.press(Key.Key_H, held=CTRL | SHIFT),
    "guidance": lambda hands: hands.press(Key.Key_G, held=CTRL | SHIFT),
    "people": lambda hands: hands.press(Key.Key_O, held=CTRL | SHIFT),
    "day": lambda hands: hands.press(Key.Key_F9, held=CTRL),
    "settings": lambda hands: hands.press(Key.Key_Comma, held=CTRL),
}


def enlarge(hands, scale):
    while theme.look().scale != scale:
        key = Key.Key_Plus if theme.look().scale < scale else Key.Key_Minus
        before = theme.look().scale
        hands.press(key, held=CTRL).wait(lambda before=before: theme.look().scale != before)
    settle(hands)


SMALL, LARGE = (1366, 768), (1920, 1080)


@pytest.mark.parametrize(
    ("scale", "size", "language", "colours"),
    [
        (0.8, SMALL, "en", "contrast"),
        (1.0, SMALL, "bn", "light"),
        (1.2, LARGE, "en", "dark"),
        (1.5, SMALL, "bn", "contrast"),
        (2.0, SMALL, "bn", "dark"),
        (2.0, LARGE, "en", "light"),
    ],
)
def test_at_any_size_nothing_is_cut_and_the_focus_is_in_sight(hands, scale, size, language, colours):
    """Every value of size, language and colours meets others at least twice, instead of all with all."""
    window = hands.window
    window.resize(*size)
    window._change(language=language, theme=colours, scale=scale)
    settle(hands)
    assert (theme.look().scale, theme.look().theme, i18n.language()) == (scale, colours, language)
    for name, go in SCREENS.items():
        go(hands)
        settle(hands)
        QApplication.processEvents()
        least = window.layout().totalMinimumSize()
        assert (window.width(), window.height()) == size, name
        assert (least.width() <= window.width(), least.height() <= window.height()) == (True, True), (name, least)
        assert (name, [named(one) for one in typed_into(window) if not is_in_sight(one)]) == (name, [])
        cut = [label.text() for label in shown(window) if isinstance(label, QLabel) and is_short(label)]
        cut += [button.text() for button in shown(window) if isinstance(button, Pressable) and is_narrow(button)]
        assert (name, cut) == (name, [])
        leave(hands)


def leave(hands):
    """Go back to an empty form."""
    hands.press(Key.Key_Escape).press(Key.Key_F2)
    settle(hands)
    hands.press(Key.Key_Delete, held=CTRL | SHIFT).wait(lambda: hands.window.session.register.state.form.blank)
    settle(hands)


def typed_into(window):
    """Return whatever takes the focus on what is on top."""
    top = window.screens.strip if window.screens.strip.isVisible() else window.pages.currentWidget()
    return [one for one in shown(top) if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isEnabled()]


def is_in_sight(widget: QWidget) -> bool:
    """Tell whether a widget that has just got the focus can be seen: all its width, a line of its height."""
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    QApplication.processEvents()
    seen = widget.visibleRegion().boundingRect()
    line = min(widget.height(), theme.px(34))
    return seen.height() >= line and (seen.width() >= widget.width() or isinstance(widget, QListView))


def is_short(label: QLabel) -> bool:
    return bool(label.text()) and not label.wordWrap() and label.width() < label.sizeHint().width() - 2


def is_narrow(button: Pressable) -> bool:
    """Tell whether a button that does not shorten its words has less room than they need."""
    return button.minimumSizeHint().width() > button.width() + 2


@pytest.mark.parametrize("language", ["bn", "en"])
def test_an_opened_application_shows_its_number_and_its_buttons(hands, language):
    hands.window._change(language=language)
    settle(hands)
    in_full(hands)
    settle(hands)
    detail = hands.window.pages.currentWidget().widget().findChild(QWidget, "find.detail")
    for part in (detail.number, detail.tag, *detail.acts.values()):
        assert part.isVisible()
        assert part.visibleRegion().boundingRect() == part.rect(), part.accessibleName()
    assert len(detail.panel.buttons) >= 9
    last = detail.panel.buttons[-1]
    hands.press(Key.Key_PageDown)
    assert last.visibleRegion().boundingRect() == last.rect()


@pytest.mark.parametrize("language", ["bn", "en"])
def test_the_helpdesk_asks_in_one_row_with_its_keys_in_sight(hands, language):
    window = hands.window
    window.resize(*SMALL)
    window._change(language=language, scale=1.0)
    settle(hands)
    hands.press(Key.Key_F4)
    settle(hands)
    strip = window.screens.strip
    assert (
        strip.who.entry.mapTo(strip, strip.rect().topLeft()).y()
        == strip.what.entry.mapTo(strip, strip.rect().topLeft()).y()
    )
    assert strip._log.visibleRegion().boundingRect() == strip._log.rect()


def test_zoom_goes_from_four_fifths_to_twice():
    assert (ZOOM[0], ZOOM[-1]) == (0.8, 2.0)


def test_what_stood_at_the_side_comes_by_a_key_and_goes_by_escape(hands):
    enlarge(hands, 1.5)
    form(hands)
    side = hands.window.screens.register.side
    assert not side.isVisible()
    hands.press(Key.Key_R, held=ALT)
    assert side.isVisible()
    hands.window.toast.hide()
    hands.press(Key.Key_Escape)
    assert not side.isVisible()


def test_what_was_put_aside_comes_back_by_its_key_when_enlarged(hands):
    enlarge(hands, 2.0)
    rail = hands.window.screens.register.rail
    for typed in ("0170", "0171"):
        hands.press(Key.Key_1, held=CTRL).type(typed).press(Key.Key_F7)
        hands.wait(lambda: hands.window.session.register.state.form.blank)
        settle(hands)
    assert not rail.isVisible()
    hands.press(Key.Key_F7).wait(rail.isVisible)
    hands.enter().wait(lambda: not hands.window.session.register.state.form.blank)
    hands.wait(lambda: not rail.isVisible())
