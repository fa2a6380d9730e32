"""The rows of a register: columns share the width as they do on paper, every row as high as the next."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView

from kiosk.ui import theme
from kiosk.ui.registers.model import RegisterModel
from kiosk.ui.widgets.sheet_table import SheetTable


class RegisterTable(SheetTable):
    """Signals: as a `SheetTable`."""

    def __init__(self, model: RegisterModel) -> None:
        super().__init__((), wide=0)
        self._rows = model
        self.setModel(model)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        model.modelReset.connect(self._begin)

    def _begin(self) -> None:
        self._share()
        if self._rows.rowCount():
            self.setCurrentIndex(self._rows.index(0, 0))

    def _share(self) -> None:
        shares = [column.share for column in self._rows.columns]
        room = self.viewport().width()
        for place, share in enumerate(shares):
            self.setColumnWidth(place, max(int(room * share / sum(shares)), theme.px(60)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()
