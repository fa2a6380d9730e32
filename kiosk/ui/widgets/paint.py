"""What painted widgets share: boxes, keycaps, runs of text, the shadow of what floats."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPen

from kiosk.ui import theme


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a line of text; `key` draws it as a keycap, `mark` as the part that matched."""

    text: str
    role: str = "ink"
    size: str = "body"
    bold: bool = False
    mark: bool = False
    key: bool = False


def pen(role: str, width: float = 1, *, dashed: bool = False) -> QPen:
    """Return a pen in the colour of a role."""
    made = QPen(theme.colour(role), width)
    if dashed:
        made.setDashPattern([3.5, 2.5])
        made.setCapStyle(Qt.PenCapStyle.FlatCap)
    return made


def box(
    painter: QPainter,
    rect: QRect,
    *,
    fill: str = "",
    edge: str = "",
    width: float = 0,
    radius: float = 6,
    dashed: bool = False,
) -> None:
    """Draw a rounded box whose border lies inside `rect`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width = width or theme.border()
    half = width / 2 if edge else 0
    painter.setPen(pen(edge, width, dashed=dashed) if edge else Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(fill) if fill else Qt.BrushStyle.NoBrush)
    corner = max(theme.px(radius) - half, 0)
    painter.drawRoundedRect(QRectF(rect).adjusted(half, half, -half, -half), corner, corner)


def edged_box(painter: QPainter, rect: QRect, *, fill: str, edge: str, strip: str, radius: float = 8) -> None:
    """Draw a box with a 6 px edge at the left, as warnings and toasts have."""
    box(painter, rect, fill=strip, edge=edge, radius=radius)
    painter.save()
    painter.setClipRect(rect.adjusted(theme.px(6), 0, 0, 0))
    box(painter, rect, fill=fill, edge=edge, radius=radius)
    painter.restore()


def text(
    painter: QPainter,
    rect: QRect,
    words: str,
    *,
    role: str = "ink",
    style: QFont | None = None,
    align: Qt.AlignmentFlag = theme.ALIGN_LEFT,
    elide: bool = False,
) -> None:
    """Draw one line, set one pixel low because Bangla letters sit high."""
    used = style or theme.font()
    metrics = metrics_of(used)
    if elide:
        words = elided(words, used, rect.width())
    x = rect.left()
    if not align & Qt.AlignmentFlag.AlignLeft:
        left = rect.width() - width_of(words, used)
        x += left // 2 if align & Qt.AlignmentFlag.AlignHCenter else left
    painter.setFont(used)
    painter.setPen(theme.colour(role))
    painter.drawText(x, baseline(rect, metrics), words)


def lines_of(words: str, style: QFont, width: int) -> list[str]:
    """Return words in lines that are at most `width` pixels wide, unless one word alone is wider."""
    lines: list[str] = []
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, style) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def baseline(rect: QRect, metrics: QFontMetrics) -> int:
    """Return where a line stands in a box: by its own font, whatever other font helps out with a letter."""
    return round(rect.top() + (rect.height() + metrics.ascent() - metrics.descent()) / 2) + 1


def width_of(words: str, style: QFont) -> int:
    """Return the width of a line of text; a text measured a moment ago is not shaped again."""
    metrics_of(style)
    return _width(words, style.key())


def elided(words: str, style: QFont, room: int) -> str:
    """Return a line cut short with … where it is wider than its room."""
    return words if width_of(words, style) <= room else _elided(words, style.key(), room)


def metrics_of(style: QFont) -> QFontMetrics:
    """Return the measures of a font."""
    key = style.key()
    if key not in _METRICS:
        _METRICS[key] = QFontMetrics(style)
    return _METRICS[key]


_METRICS: dict[str, QFontMetrics] = {}
"""By the key of the font: a few sizes and weights at each scale."""


@lru_cache(maxsize=2048)
def _width(words: str, font: str) -> int:
    return _METRICS[font].horizontalAdvance(words)


@lru_cache(maxsize=512)
def _elided(words: str, font: str, room: int) -> str:
    return _METRICS[font].elidedText(words, Qt.TextElideMode.ElideRight, room)


def keycap_width(words: str) -> int:
    """Return the width of a keycap: never narrower than a square one."""
    return max(width_of(words, theme.font("key")) + theme.px(14), theme.px(22))


def keycap_height() -> int:
    """Return the height of a keycap."""
    return theme.px(23)


def keycap(painter: QPainter, x: float, middle: float, words: str, *, ink: str = "ink2", on: str = "") -> int:
    """Draw a keycap with its left edge at x; `on` names the ink of a coloured ground.  Returns its width."""
    width, height = keycap_width(words), keycap_height()
    rect = QRect(round(x), round(middle - height / 2), width, height)
    if on:
        _outlined_cap(painter, rect, on)
    else:
        box(painter, rect, fill="line", radius=4)
        box(painter, rect.adjusted(0, 0, 0, -1), fill="sheet", edge="line", radius=4)
    painter.setFont(theme.font("key"))
    painter.setPen(theme.colour(on or ink))
    painter.drawText(rect.adjusted(0, -1, 0, -1), Qt.AlignmentFlag.AlignCenter, words)
    return width


def _outlined_cap(painter: QPainter, rect: QRect, role: str) -> None:
    edge = QColor(theme.colour(role))
    if role in {"on-bar", "on-bar2"} and theme.look().theme != "contrast":
        edge.setAlphaF(0.38)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), theme.px(4), theme.px(4))


def runs_width(line: Iterable[Run]) -> int:
    """Return the width of a line of runs."""
    return sum(_run_width(run) for run in line)


def _run_width(run: Run) -> int:
    if run.key:
        return keycap_width(run.text)
    return width_of(run.text, theme.font(run.size, bold=run.bold or run.mark))


def runs(painter: QPainter, rect: QRect, line: Iterable[Run]) -> None:
    """Draw a line of runs, cut short with … where `rect` ends."""
    x = rect.left()
    line = list(line)
    size = next((run.size for run in line if not run.key), "body")
    base = baseline(rect, metrics_of(theme.font(size)))
    painter.save()
    for run in line:
        room = rect.right() - x + 1
        if room < theme.px(16):
            break
        if run.key:
            x += keycap(painter, x, rect.center().y() + 1, run.text)
            continue
        style = theme.font(run.size, bold=run.bold or run.mark)
        words = elided(run.text, style, room)
        width = width_of(words, style)
        painter.setFont(style)
        painter.setPen(theme.colour("accent" if run.mark else run.role))
        painter.drawText(x, base, words)
        if run.mark:
            painter.fillRect(x, base + theme.px(5), width, 2, theme.colour("accent"))
        x += width
    painter.restore()


_HASANTA, _JOINERS = "\u09cd", frozenset("\u200c\u200d")


def marked(words: str, part: str, *, bold: bool = False, size: str = "body") -> list[Run]:
    """Return text as runs with the first occurrence of `part` marked."""
    at = words.casefold().find(part.casefold()) if part else -1
    if at < 0:
        return [Run(words, bold=bold, size=size)]
    end = _cluster_end(words, at + len(part))
    pieces = [
        Run(words[:at], bold=bold, size=size),
        Run(words[at:end], mark=True, size=size),
        Run(words[end:], bold=bold, size=size),
    ]
    return [piece for piece in pieces if piece.text]


def _cluster_end(words: str, end: int) -> int:
    """Return the end of the cluster in which `end` lies: signs stay with their letter, and what a hasanta joins."""
    while end < len(words):
        sign = unicodedata.category(words[end]).startswith("M") or words[end] in _JOINERS
        joined = words[end - 1] == _HASANTA or (words[end - 1] in _JOINERS and words[end].isalpha())
        if not (sign or (joined and words[end].isalpha())):
            break
        end += 1
    return end


SHADOW = 24
"""Room around what floats, for its shadow."""


def shadow(painter: QPainter, rect: QRect, radius: float = 8) -> None:
    """Draw the soft shadow of a floating box; none where contrast is wanted.

    Lists come and go while one types: the shadow of a size is drawn once and kept.
    """
    if theme.look().theme == "contrast":
        return
    ratio = painter.device().devicePixelRatio()
    rim = theme.px(SHADOW)
    kept = _shadow(rect.width(), rect.height(), radius, ratio, theme.look())
    painter.drawImage(rect.topLeft() - QPoint(rim, rim), kept)


@lru_cache(maxsize=8)
def _shadow(width: int, height: int, radius: float, ratio: float, _look: theme.Look) -> QImage:
    rim = theme.px(SHADOW)
    tall, wide = round((height + 2 * rim) * ratio), round((width + 2 * rim) * ratio)
    made = QImage(wide, tall, QImage.Format.Format_ARGB32_Premultiplied)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    _draw_shadow(painter, QRect(rim, rim, width, height), radius)
    painter.end()
    return made


def _draw_shadow(painter: QPainter, rect: QRect, radius: float) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    spread = theme.px(SHADOW - 6)
    strength = 0.022 if theme.look().theme == "light" else 0.06
    for step in range(spread, 0, -2):
        tint = QColor(27, 29, 36) if theme.look().theme == "light" else QColor(0, 0, 0)
        tint.setAlphaF(strength * (1 - step / (spread + 2)))
        painter.setBrush(tint)
        grown = QRectF(rect).adjusted(-step, -step + theme.px(6), step, step + theme.px(6))
        painter.drawRoundedRect(grown, theme.px(radius) + step, theme.px(radius) + step)
