"""The slip in the window: the printer's own dots, for the window to scale."""

from PySide6.QtGui import QImage

from kiosk.domain.receipt import Receipt
from kiosk.printing.dots import Raster
from kiosk.printing.form import USUAL, Form
from kiosk.printing.profiles import Profile
from kiosk.printing.raster import draw


def preview(receipt: Receipt, profile: Profile, form: Form = USUAL) -> QImage:
    """Return the receipt as a picture, dot for dot what will be printed.  Any thread may draw."""
    return picture(draw(receipt, profile, form))


def picture(raster: Raster) -> QImage:
    """Return a raster as a picture of its own."""
    stride = raster.width_dots // 8
    shared = QImage(raster.rows, raster.width_dots, raster.height, stride, QImage.Format.Format_Mono)
    shared.setColorTable([0xFFFFFFFF, 0xFF000000])
    return shared.copy()
