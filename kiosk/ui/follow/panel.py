"""What now: the acts that an application may go through next, each with its digit; those that do not fit, with why."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from kiosk.i18n import _
from kiosk.ui import theme
from kiosk.ui.follow.presenter import ActRow, FollowState
from kiosk.ui.widgets import Label, Paragraph, RowButton

WIDE = 340


class ActButton(RowButton):
    """One act: its digit, icon and words; the usual one is marked."""

    def __init__(self, row: ActRow) -> None:
        self._usual = row.usual
        super().__init__(row.words, key=row.key, icon=row.icon)
        self.act = row.act
        self.setObjectName(f"follow.{row.act}")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleDescription(_("comes next usually") if row.usual else "")

    @property
    def marked(self) -> bool:
        """Whether it comes next usually."""
        return self._usual


class ActsPanel(QScrollArea):
    """As high as there is room, scrolled where that is not enough.  Signals: `chosen(int)` an act by its digit."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("follow.panel")
        self.setAccessibleName(_("What now?"))
        self.setFixedWidth(theme.px(WIDE))
        self.setProperty("bare", "true")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self._shown: tuple[ActRow, ...] = ()
        self.buttons: list[ActButton] = []
        self._said = Paragraph("", "caption", "bad")
        self._said.hide()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.px(5))
        self.why = QVBoxLayout()
        self.why.setSpacing(0)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, theme.px(14), theme.px(8))
        column.setSpacing(theme.px(6))
        column.addWidget(Label(_("What now?"), strong=True))
        column.addWidget(self._said)
        column.addLayout(self._rows)
        column.addSpacing(theme.px(4))
        column.addLayout(self.why)
        column.addStretch(1)
        self.setWidget(inside)

    def render(self, state: FollowState) -> None:  # type: ignore[override]
        """Show what may be done."""
        said = state.problems.get("", "") if state.sheet is None else ""
        self._said.set_text(said)
        self._said.setVisible(bool(said))
        if state.acts == self._shown:
            return
        self._shown = state.acts
        for layout in (self._rows, self.why):
            while (item := layout.takeAt(0)) is not None:
                if (old := item.widget()) is not None:
                    old.hide()
                    old.deleteLater()
        self.buttons = [ActButton(row) for row in state.acts if row.key]
        for button, row in zip(self.buttons, [row for row in state.acts if row.key], strict=True):
            button.clicked.connect(partial(self._on_clicked, int(row.key)))
            self._rows.addWidget(button)
        self._show_others([row for row in state.acts if not row.key])

    def _on_clicked(self, key: int, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.chosen.emit(key)

    def _show_others(self, rows: list[ActRow]) -> None:
        """Say what does not fit, once for each reason."""
        for why in dict.fromkeys(row.why_not for row in rows):
            names = " · ".join(row.words for row in rows if row.why_not == why)
            self.why.addWidget(Paragraph(names, "caption", "mute"))
            self.why.addWidget(Paragraph(why, "caption", "ink2"))
