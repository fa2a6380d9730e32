"""The rows of a register: columns share the width as they do on paper, every row as high as the next."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView

from kiosk.ui import theme
from kiosk.ui.registers.model import RegisterModel
from kiosk.ui.widgets import paint
from kiosk.ui.widgets.sheet_table import SheetTable


class RegisterTable(SheetTable):
    """Signals: as a `SheetTable`."""

    def __init__(self, model: RegisterModel) -> None:
        super().__init__((), wide=0)
        self._rows = model
        self.setModel(model)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        model.modelReset.connect(self._begin)
        model.filled.connect(self._share)

    def _begin(self) -> None:
        self._share()
        if self._rows.rowCount():
            self.setCurrentIndex(self._rows.index(0, 0))

    def _share(self) -> None:
        """Give numbers and days the room that they need, and what is left to the others."""
        columns = self._rows.columns
        whole = {at: self._need(at) for at, column in enumerate(columns) if column.whole}
        left = self.viewport().width() - sum(whole.values())
        shares = sum(column.share for column in columns if not column.whole)
        for at, column in enumerate(columns):
            width = whole[at] if at in whole else int(left * column.share / shares)
            if self.columnWidth(at) != max(width, theme.px(60)):
                self.setColumnWidth(at, max(width, theme.px(60)))

    def _need(self, at: int) -> int:
        words = [self._rows.columns[at].words, *self._rows.samples(at)]
        if len(words) > 1 and not any(words[1:]):
            return theme.px(60)  # nobody misses the rest of an empty column's name
        bold = paint.width_of(words[0], theme.font("small", bold=True))
        return max(bold, *(paint.width_of(word, theme.font("small")) for word in words)) + theme.px(24)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()
