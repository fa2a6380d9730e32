"""The choices of a screen at its left side: each a row with its digit; and the two days that a screen is about."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from kiosk import i18n
from kiosk.i18n import _
from kiosk.ui import theme
from kiosk.ui.widgets import paint
from kiosk.ui.widgets.cards import Ground
from kiosk.ui.widgets.field import DIGITS, Field
from kiosk.ui.widgets.flow import FlowRow
from kiosk.ui.widgets.labels import Label
from kiosk.ui.widgets.row_button import RowButton

_DIGITS = 10


class KindList(Ground):
    """A column of choices under a title, at the left of a screen; what is put into `column` stands at its foot.

    Signals: `chosen(str)` a code.
    """

    chosen = Signal(str)

    def __init__(self, title: str, name: str, *, wide: int) -> None:
        """Make an empty list `wide` pixels of the look across; rows are named `name.code`."""
        super().__init__("paper", "r")
        self._name = name
        self.kinds: dict[str, RowButton] = {}
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.px(5))
        self.setFixedWidth(theme.px(wide))
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(theme.px(16), theme.px(14), theme.px(16), theme.px(14))
        self.column.setSpacing(theme.px(8))
        self.column.addWidget(Label(title, "page", strong=True))
        self.column.addLayout(self._rows)
        self.column.addStretch(1)

    def show_kinds(self, titles: tuple[tuple[str, str], ...], chosen: str) -> None:
        """Offer codes with their titles, one of them chosen."""
        if tuple(self.kinds) != tuple(code for code, _title in titles):
            self._offer(titles)
        for code, row in self.kinds.items():
            row.setChecked(code == chosen)

    def choose(self, digit: str) -> bool:
        """Choose by a digit, 0 the tenth; False when it is none of them."""
        place = (int(digit) or 10) if digit.isascii() and digit.isdigit() else 0
        if not 0 < place <= len(self.kinds):
            return False
        self.chosen.emit(list(self.kinds)[place - 1])
        return True

    def _offer(self, titles: tuple[tuple[str, str], ...]) -> None:
        for row in self.kinds.values():
            self._rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.kinds = {}
        for place, (code, title) in enumerate(titles, 1):
            key = str(place % 10) if place <= _DIGITS else ""
            row = RowButton(title, key=key, size="small")
            row.setCheckable(True)
            row.setObjectName(f"{self._name}.{code}")
            row.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            row.clicked.connect(partial(self._on_clicked, code))
            self.kinds[code] = row
            self._rows.addWidget(row)

    def _on_clicked(self, code: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.chosen.emit(code)


class DaysHead(FlowRow):
    """First and last day, then what a screen adds to the row.  Signals: `typed(str, str)` the days, when left."""

    typed = Signal(str, str)

    def __init__(self, name: str) -> None:
        """Make fields named `name.first` and `name.last`."""
        super().__init__()
        self.first = self._day(f"{name}.first", _("First day"))
        self.last = self._day(f"{name}.last", _("Last day"))

    def _day(self, name: str, label: str) -> Field:
        field = Field(name, label, badge=DIGITS, hint=i18n.digits("23-11-2026"))
        field.setFixedWidth(theme.px(136))
        field.label.setFixedWidth(paint.width_of(label, theme.font("small", bold=True)) + theme.px(2))
        field.left.connect(self._on_left)
        field.advanced.connect(self._on_left)
        self.add_named(field.label, field)
        return field

    def _on_left(self) -> None:
        self.typed.emit(self.first.text, self.last.text)

    def show_days(self, first: str, last: str, problems: dict[str, str]) -> None:
        """Show two days and what is wrong with them; one that is being typed is left alone."""
        for field, text, name in ((self.first, first, "first"), (self.last, last, "last")):
            if not field.entry.hasFocus():
                field.show_text(text)
            field.show_problem(problems.get(name, ""))
