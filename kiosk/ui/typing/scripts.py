"""Which script a field takes, remembered by the field's name; whoever keeps it over the day hears of each choice."""

from collections.abc import Callable, Mapping

from kiosk.ui.typing.layouts import NAMES, PHONETIC, SYSTEM

BANGLA, LATIN, DIGITS = "bangla", "latin", "digits"

_SENTENCES = frozenset({"field.subject", "field.what"})
_NUMBERS = frozenset({"field.memo_no"})
_ADDRESSES = frozenset({"field.email", "field.x.email"})
_WITH_LETTERS = ("field.x.", "field.memo_no")


class _Keyboard:
    layout = SYSTEM
    chosen: dict[str, str] = {}  # noqa: RUF012 - one keyboard


def nobody() -> None:
    """Keep no choice beyond this run."""


on_chosen: Callable[[], None] = nobody
"""Called after a person chose a field's script."""


def use(layout: str) -> None:
    """Type Bangla with this layout from now on: `phonetic|probhat|system`; unknown: phonetic."""
    _Keyboard.layout = layout if layout in NAMES else PHONETIC


def layout_name() -> str:
    """Return the layout in use."""
    return _Keyboard.layout


def forget() -> None:
    """Let every field begin in its own script again, for another person."""
    _Keyboard.chosen.clear()


def chosen() -> dict[str, str]:
    """Return the scripts that were chosen, by field."""
    return dict(_Keyboard.chosen)


def remember(choices: Mapping[str, str]) -> None:
    """Take up choices of another day, without those made meanwhile; unknown scripts are left out."""
    known = {name: script for name, script in choices.items() if script in {BANGLA, LATIN, DIGITS}}
    _Keyboard.chosen = known | _Keyboard.chosen


def own_script(name: str, wanted: str) -> str:
    """Return the script that a field begins in; `wanted` empty: letters and digits alike, so Bangla."""
    if name in _ADDRESSES:
        return LATIN
    return DIGITS if name in _NUMBERS else wanted or BANGLA


def script_for(name: str, own: str) -> str:
    """Return the script that a field is in: as last chosen, else its own."""
    return _Keyboard.chosen.get(name, own)


def other_script(name: str, own: str) -> str:
    """Choose the field's other script and return it; a field of mere numbers or addresses keeps its own."""
    scripts = scripts_of(name, own)
    now = script_for(name, own)
    script = scripts[(scripts.index(now) + 1) % len(scripts)] if now in scripts else own
    _Keyboard.chosen[name] = script
    on_chosen()
    return script


def scripts_of(name: str, own: str) -> tuple[str, ...]:
    """Return what a field can be written in, its own script first."""
    if own == BANGLA:
        return BANGLA, LATIN
    free = own == DIGITS and name.startswith(_WITH_LETTERS) and not name.endswith("_date")
    return (DIGITS, BANGLA) if free else (own,)


def takes_sentences(name: str) -> bool:
    """Tell whether a full stop ends a sentence there; in a name it shortens a word (মো.)."""
    return name in _SENTENCES
