"""Pages of a finished PDF as pictures, for the window.  The PDF is our own, so it is read in this process."""

from typing import Any

from PySide6.QtGui import QImage


class Pages:
    """The pages of one PDF.  One thread at a time: pdfium is not made for two."""

    def __init__(self, data: bytes) -> None:
        import pypdfium2  # only who looks at a document needs it

        self._document: Any = pypdfium2.PdfDocument(data)
        self.count = len(self._document)

    def picture(self, number: int, width: int) -> QImage:
        """Return page `number` (from 0) as a picture `width` dots wide."""
        page = self._document[number]
        drawn = page.render(scale=width / page.get_width())
        shared = QImage(bytes(drawn.buffer), drawn.width, drawn.height, drawn.stride, QImage.Format.Format_BGR888)
        made = shared.copy()
        page.close()
        return made

    def close(self) -> None:
        """Let the PDF go."""
        self._document.close()
