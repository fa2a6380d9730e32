"""Small painted widgets of the look; each names tokens only and paints itself."""

from kiosk.ui.widgets.buttons import Button, Chip, Pressable
from kiosk.ui.widgets.cards import Facts, Ground, SideCard
from kiosk.ui.widgets.field import BANGLA, DIGITS, LATIN, Entry, Field, FieldBox
from kiosk.ui.widgets.halo import FocusHalo
from kiosk.ui.widgets.labels import IconLabel, KeyCap, Label, Paragraph, Rule, RunsLabel
from kiosk.ui.widgets.paint import Run, marked
from kiosk.ui.widgets.paper_row import PaperRow
from kiosk.ui.widgets.tags import BigNumber, EmptyState, StateTag, StatusCell
from kiosk.ui.widgets.toast import Toast
from kiosk.ui.widgets.type_ahead import Choice, TypeAhead, enter_hint

__all__ = [
    "BANGLA", "DIGITS", "LATIN", "BigNumber", "Button", "Chip", "Choice", "EmptyState", "Entry", "Facts", "Field",
    "FieldBox", "FocusHalo", "Ground", "IconLabel", "KeyCap", "Label", "PaperRow", "Paragraph", "Pressable", "Rule",
    "Run", "RunsLabel", "SideCard", "StateTag", "StatusCell", "Toast", "TypeAhead", "enter_hint", "marked",
]  # fmt: skip
