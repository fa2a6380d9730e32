"""Tabler's outline icons, drawn in a token's colour, kept per colour, size and device ratio."""

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from kiosk import resources
from kiosk.ui import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon


def pixmap(name: str, role: str, size: int = 20, ratio: float = 1.0) -> QPixmap:
    """Return an icon of `size` look units in the colour of a role."""
    return _drawn(name, theme.colour(role).name(), theme.px(size), ratio)


def draw(painter: QPainter, name: str, role: str, x: float, y: float, size: int = 20) -> None:
    """Draw an icon with its upper left corner at x, y."""
    ratio = painter.device().devicePixelRatio()
    painter.drawPixmap(round(x), round(y), pixmap(name, role, size, ratio))


def window_icon() -> "QIcon":
    """Return the program's own mark; for after the first paint, the class takes long to load."""
    from PySide6.QtGui import QIcon

    return QIcon(str(resources.path("icons/kiosk.svg")))


@lru_cache(maxsize=512)
def _drawn(name: str, colour: str, pixels: int, ratio: float) -> QPixmap:
    source = resources.read_text(f"icons/{name}.svg").replace("currentColor", colour)
    made = QPixmap(round(pixels * ratio), round(pixels * ratio))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(0, 0, made.width(), made.height()))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


def screen_ratio() -> float:
    """Return the device ratio of the main screen."""
    screen = QGuiApplication.primaryScreen()
    return screen.devicePixelRatio() if screen else 1.0
