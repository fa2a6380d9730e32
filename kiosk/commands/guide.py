"""The guidance directory and the manual without a window."""

from argparse import Namespace
from typing import Any

import msgspec

from kiosk import bootstrap, cli, i18n
from kiosk.desk.guidance import directory
from kiosk.domain.guidance import Guide
from kiosk.domain.slips import Words
from kiosk.errors import Refused
from kiosk.i18n import _


def guide(args: Namespace) -> None:
    """Print what the words may mean: the best guess in full, the others by name.

    Raises Refused `guidance.code` when nothing has the words.
    """
    with bootstrap.counter(args) as desk:
        found = directory(desk).find(" ".join(args.word), args.limit)
    if not found:
        raise Refused.because("guidance.code", "word")
    for place, one in enumerate(found):
        cli.answer(args, as_json(one), as_text(one) if place == 0 else f"· {said(one.name)}")


def as_json(one: Guide) -> dict[str, Any]:
    """Return a guide with what is known of it."""
    return {name: msgspec.to_builtins(value) for name, value in one._asdict().items() if value or value == 0}


def as_text(one: Guide) -> str:
    """Return a guide in lines; what nobody confirmed says so."""
    ask = _("ask here")
    lines = [said(one.name), *filter(None, (said(one.about), said(one.stop)))]
    if not one.stop:
        where = ((_("Branch"), said(one.branch)), (_("Room"), i18n.digits(one.room)), (_("Officer"), said(one.officer)))
        lines += [f"{name}: {value or ask}" for name, value in where]
        lines += [f"– {said(paper)}" for paper in one.papers]
    for name, value in ((_("Hours"), one.hours), (_("Refused?"), one.refused), (_("Complaint"), one.complain)):
        if value:
            lines.append(f"{name}: {said(value)}")
    return "\n".join(lines)


def said(words: Words) -> str:
    """Return words in the language in use, else in the other one."""
    return (words.en or words.bn) if i18n.language() == "en" else (words.bn or words.en)


def manual(args: Namespace) -> None:
    """Write the manual: the words of F1, as one page.  Raises Refused `file.write`."""
    from kiosk.desk.manual import manual_html
    from kiosk.ui.actions import deeds, grouped_name

    bootstrap.speak(bootstrap.choose_home(args.home))
    i18n.use(args.language or i18n.language())
    keys = {grouped_name(deed.name): deed.key for deed in reversed(deeds())}
    names = {"field.who": _("Who"), "field.what": _("Asks for"), "field.callback": _("Call on")}
    try:
        args.to.write_text(manual_html(i18n.language(), keys, names), "utf-8")
    except OSError as error:
        raise Refused.because("file.write", "to", file=str(args.to)) from error
    cli.answer(args, {"ok": True, "file": str(args.to)}, str(args.to))
