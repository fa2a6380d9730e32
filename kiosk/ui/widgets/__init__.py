"""Small painted widgets of the look; each names tokens only and paints itself.

A widget's module is imported when the widget is asked for: the first screen needs few of them.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kiosk.ui.typing.scripts import BANGLA, DIGITS, LATIN
    from kiosk.ui.widgets.buttons import Button, Chip, Pressable
    from kiosk.ui.widgets.cards import Facts, Ground, SideCard
    from kiosk.ui.widgets.chips_field import ChipsField
    from kiosk.ui.widgets.choice_field import ChoiceField
    from kiosk.ui.widgets.field import Entry, Field, FieldBox
    from kiosk.ui.widgets.flow import FlowRow
    from kiosk.ui.widgets.halo import FocusHalo
    from kiosk.ui.widgets.kind_list import DaysHead, KindList
    from kiosk.ui.widgets.labels import IconLabel, KeyCap, Label, Paragraph, Rule, RunsLabel
    from kiosk.ui.widgets.paint import Run, marked
    from kiosk.ui.widgets.paper_row import PaperRow
    from kiosk.ui.widgets.row_button import RowButton
    from kiosk.ui.widgets.tags import BigNumber, EmptyState, StateTag, StatusCell
    from kiosk.ui.widgets.toast import Toast
    from kiosk.ui.widgets.type_ahead import Choice, TypeAhead, enter_hint
    from kiosk.ui.widgets.typed import AreaField, Note, TypedField

__all__ = [
    "BANGLA", "DIGITS", "LATIN", "AreaField", "BigNumber", "Button", "Chip", "ChipsField", "Choice", "ChoiceField",
    "DaysHead", "EmptyState", "Entry", "Facts", "Field", "FieldBox", "FlowRow", "FocusHalo", "Ground", "IconLabel", "KeyCap",
    "KindList", "Label", "Note", "PaperRow", "Paragraph", "Pressable", "RowButton", "Rule", "Run", "RunsLabel", "SideCard", "StateTag", "StatusCell", "Toast", "TypeAhead", "TypedField", "enter_hint", "marked",
]  # fmt: skip

_HOME = {
    "buttons": "Button Chip Pressable",
    "chips_field": "ChipsField",
    "choice_field": "ChoiceField",
    "cards": "Facts Ground SideCard",
    "field": "BANGLA DIGITS LATIN Entry Field FieldBox",
    "flow": "FlowRow",
    "halo": "FocusHalo",
    "kind_list": "DaysHead KindList",
    "labels": "IconLabel KeyCap Label Paragraph Rule RunsLabel",
    "paint": "Run marked",
    "paper_row": "PaperRow",
    "row_button": "RowButton",
    "tags": "BigNumber EmptyState StateTag StatusCell",
    "toast": "Toast",
    "type_ahead": "Choice TypeAhead enter_hint",
    "typed": "AreaField Note TypedField",
}
_MODULE = {name: module for module, names in _HOME.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    """Return a widget, importing its module now."""
    if name not in _MODULE:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_MODULE[name]}"), name)
