"""From what the plan asks for to the widget that takes it; and what it notes of what is typed."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from kiosk import i18n
from kiosk.errors import Refused
from kiosk.i18n import _
from kiosk.ui.register import plan
from kiosk.ui.register.as_typed import group_date, group_mobile
from kiosk.ui.register.plan import Asked
from kiosk.ui.widgets import BANGLA, DIGITS, LATIN, AreaField, ChipsField, ChoiceField, Note, TypedField

Input = TypedField | ChipsField
_BADGES = {
    plan.TEXT: BANGLA, plan.ADDRESS: BANGLA, plan.NUMBER: DIGITS, plan.DATE: DIGITS, plan.AMOUNT: DIGITS,
    plan.MOBILE: DIGITS, plan.IDENTITY: DIGITS, plan.LATIN: LATIN,
}  # fmt: skip
_NARROW = 140
UNITS = ("শতক", "একর")
"""Units of land as they are written into the form; the rule of the field understands both."""


def make(asked: Asked) -> Input:
    """Return the widget for a field."""
    if asked.kind == plan.CHIPS:
        return ChipsField(asked.name, asked.label, asked.options)
    if asked.kind == plan.CHOICE:
        free = asked.field is not None and asked.field.open
        return ChoiceField(asked.name, asked.label, asked.options, partial(_matching, asked), free=free)
    if asked.kind == plan.AREA:
        return AreaField(asked.name, asked.label, switches=_units(asked), hint=asked.hint)
    quiet = asked.kind in {plan.IDENTITY, plan.DATE} or (asked.field is not None and asked.least < _NARROW)
    badge = _BADGES.get(asked.kind, BANGLA)
    return TypedField(asked.name, asked.label, badge=badge, hint=asked.hint, switches=asked.options, quiet=quiet)


def _units(asked: Asked) -> list[tuple[str, str]]:
    words = {"শতক": _("shotok"), "একর": _("acre")}
    acre_first = asked.field is not None and asked.field.unit_en == "acre"
    return [(unit, words[unit]) for unit in (UNITS[::-1] if acre_first else UNITS)]


def _matching(asked: Asked, typed: str) -> Sequence[str]:
    from kiosk.domain.fields import matching_options

    return [option.code for option in matching_options(asked.field, typed)] if asked.field else []


AS_TYPED: dict[str, Callable[[str], str]] = {plan.MOBILE: group_mobile, plan.DATE: group_date}
"""How what is being typed is set, by kind."""


def notes(asked: Asked, text: str) -> list[Note]:
    """Return what a text means, to be shown beside it: a weekday, an area in the other unit, lakhs."""
    note = _NOTES.get(asked.kind)
    if note is None or not text.strip():
        return []
    try:
        words = note(asked, text)
    except (Refused, ValueError):
        return []
    return [Note(words)] if words else []


def _weekday(_asked: Asked, text: str) -> str:
    from kiosk.domain.intake import check_date

    return i18n.weekday(date.fromisoformat(check_date(text)))


def _area(asked: Asked, text: str) -> str:
    from kiosk.domain.fields import ACRE, kept_of, shotok

    if asked.field is None:
        return ""
    kept = kept_of(asked.field, text)
    if UNITS[1] in text or "acre" in text:
        return "= " + i18n.digits(_("{n} shotok").format(n=shotok(kept)))
    return "= " + i18n.digits(_("{n} acre").format(n=kept.removesuffix(f" {ACRE}")))


def _amount(asked: Asked, text: str) -> str:
    from kiosk.domain.fields import kept_of

    return i18n.money(int(kept_of(asked.field, text))) if asked.field and len(text) > 3 else ""


_NOTES = {plan.DATE: _weekday, plan.AREA: _area, plan.AMOUNT: _amount}
