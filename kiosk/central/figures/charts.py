"""Charts as SVG, drawn here: no script; a pattern beside each colour, so that they read in grey."""

from collections.abc import Sequence

from markupsafe import Markup

from kiosk import i18n
from kiosk.central.figures.count import DayCount
from kiosk.domain.figures import BranchAge

LOOKS = ("young", "week", "fortnight", "month")
"""A class of the style sheet and a pattern for each step of ageing, the youngest first."""

_PATTERNS = Markup(
    '<defs><pattern id="{id}-week" width="7" height="7" patternUnits="userSpaceOnUse">'
    '<rect class="week" width="7" height="7"/><path class="mark" d="M-1,8L8,-1"/></pattern>'
    '<pattern id="{id}-fortnight" width="7" height="7" patternUnits="userSpaceOnUse">'
    '<rect class="fortnight" width="7" height="7"/><path class="light" d="M0,0L7,7M7,0L0,7"/></pattern></defs>'
)
_BAR_WIDE, _BAR_TALL = 240, 20
_WIDE, _TALL, _LEFT, _RIGHT, _TOP, _BOTTOM = 760, 236, 46, 12, 16, 34
_LINES = 4


def _fill(name: str, look: str) -> str:
    return f"url(#{name}-{look})" if look in {"week", "fortnight"} else ""


def swatch(look: str) -> Markup:
    """Return the key of a step of ageing."""
    name = f"key-{look}"
    return Markup(
        '<svg class="chart swatch" viewBox="0 0 22 14" width="22" height="14" aria-hidden="true">{patterns}'
        '<rect class="edge {look}" x=".5" y=".5" width="21" height="13"{fill}/></svg>'
    ).format(patterns=_PATTERNS.format(id=name), look=look, fill=_attribute(_fill(name, look)))


def _attribute(fill: str) -> Markup:
    return Markup(' fill="{}"').format(fill) if fill else Markup("")


def ageing_bar(row: BranchAge, most: int, name: str) -> Markup:
    """Return a branch's bar, its steps side by side; `most` is the longest bar's count, `name` unique on the page."""
    x, parts = 0.0, []
    for look, count in zip(LOOKS, row.counts, strict=True):
        width = count / max(most, 1) * (_BAR_WIDE - 2)
        if count:
            part = Markup('<rect class="edge {}" x="{:.1f}" y="1" width="{:.1f}" height="{}"{}/>')
            parts.append(part.format(look, x + 1, max(width, 2), _BAR_TALL - 2, _attribute(_fill(name, look))))
        x += width
    frame = Markup('<svg class="chart bar-of" viewBox="0 0 {} {}" aria-hidden="true">{}{}</svg>')
    return frame.format(_BAR_WIDE, _BAR_TALL, _PATTERNS.format(id=name), Markup("").join(parts))


def trend_chart(days: Sequence[DayCount], language: str, label: str, off: Sequence[bool]) -> Markup:
    """Return received as bars and closed as a line over them, a day each; `off` days are shaded."""
    top = step_of(max([max(day.received, day.closed) for day in days], default=0)) * _LINES
    wide = (_WIDE - _LEFT - _RIGHT) / max(len(days), 1)
    parts = [_grid(top, language)]
    parts += [_day(day, place, wide, top, language, is_off=off[place]) for place, day in enumerate(days)]
    points = [(_LEFT + (place + 0.5) * wide, _y(day.closed, top)) for place, day in enumerate(days)]
    parts.append(Markup('<path class="closed" d="M{}"/>').format("L".join(f"{x:.1f},{y:.1f}" for x, y in points)))
    parts += [Markup('<circle class="dot" cx="{:.1f}" cy="{:.1f}" r="3.5"/>').format(x, y) for x, y in points]
    frame = Markup('<svg class="chart trend" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>')
    return frame.format(_WIDE, _TALL, label, Markup("").join(parts))


def step_of(most: int) -> int:
    """Return a round distance between the lines of a grid that reaches `most`."""
    size = 1
    while True:
        for step in (size, max(size * 3 // 2, size), 2 * size, 3 * size, 5 * size):
            if step * _LINES >= most:
                return step
        size *= 10


def _y(count: int, top: int) -> float:
    return _TOP + (_TALL - _TOP - _BOTTOM) * (1 - count / max(top, 1))


def _grid(top: int, language: str) -> Markup:
    lines = []
    for line in range(_LINES + 1):
        count = top * line // _LINES
        y, look = _y(count, top), "base" if line == 0 else "grid"
        text = Markup('<path class="{}" d="M{},{:.1f}H{}"/><text x="{}" y="{:.1f}" text-anchor="end">{}</text>')
        lines.append(text.format(look, _LEFT, y, _WIDE - _RIGHT, _LEFT - 8, y + 5, i18n.digits(count, language)))
    return Markup("").join(lines)


def _day(day: DayCount, place: int, wide: float, top: int, language: str, *, is_off: bool) -> Markup:
    x, y, foot = _LEFT + place * wide, _y(day.received, top), _TALL - _BOTTOM
    shade = Markup('<rect class="off" x="{:.1f}" y="{}" width="{:.1f}" height="{}"/>')
    parts = [shade.format(x, _TOP, wide, foot - _TOP)] if is_off else []
    if day.received:
        bar = Markup('<rect class="edge received" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>')
        parts.append(bar.format(x + wide * 0.16, y, wide * 0.68, foot - y))
    if place % 5 == 4:
        text = Markup('<text x="{:.1f}" y="{}" text-anchor="middle">{}</text>')
        parts.append(text.format(x + wide / 2, _TALL - 10, i18n.short_day(day.day, language)))
    return Markup("").join(parts)
