"""What applicants are told at each step: bundled texts, and the versions that an office wrote over them."""

import re
import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import NamedTuple

from sqlalchemy import Connection, func, insert, select

from kiosk import resources
from kiosk.central.audit import record_act
from kiosk.central.store.tables import NoticeText
from kiosk.domain.bangla import clean_note
from kiosk.domain.clock import stamp
from kiosk.domain.workflow import ACTS
from kiosk.errors import Refused
from kiosk.i18n import LANGUAGES

ASKED = "asked"
"""The answer to somebody who asked by SMS."""

STEPS = (*(code for code, act in ACTS.items() if act.told), ASKED)
HOLES = frozenset(
    {"number", "service", "day", "until", "fee", "branch", "office", "phone", "note", "state", "link"}
)  # fmt: skip
LIMIT = 400

Texts = dict[tuple[str, str], str]
"""Texts by step and language."""

_HOLE = re.compile(r"\{([^{}]*)\}")
_BRACKETS = re.compile(r"\[([^\[\]]*)\]")


@cache
def bundled() -> Texts:
    """Return the texts that come with the program."""
    found = tomllib.loads(resources.read_text("notices/texts.toml"))
    return {(step, language): found.get(step, {}).get(language, "") for step in STEPS for language in LANGUAGES}


def texts(connection: Connection, office: int) -> Texts:
    """Return an office's texts by step and language; an empty one says that nothing is sent."""
    latest = select(NoticeText.step, NoticeText.language, func.max(NoticeText.version).label("version"))
    newest = latest.where(NoticeText.office == office).group_by(NoticeText.step, NoticeText.language).subquery()
    same = (
        (NoticeText.office == office)
        & (NoticeText.step == newest.c.step)
        & (NoticeText.language == newest.c.language)
        & (NoticeText.version == newest.c.version)
    )
    own = connection.execute(select(NoticeText.step, NoticeText.language, NoticeText.text).join(newest, same))
    return {**bundled(), **{(row.step, row.language): row.text for row in own}}


class Written(NamedTuple):
    """A text that an office had at a step; `version` 0, without `at`, is the one that came with the program."""

    language: str
    version: int
    text: str
    at: str = ""
    login: str = ""


def versions(connection: Connection, office: int, step: str) -> list[Written]:
    """Return what an office wrote for a step, latest first, last what came with the program, where it wrote at all."""
    columns = (NoticeText.language, NoticeText.version, NoticeText.text, NoticeText.at, NoticeText.login)
    mine = (NoticeText.office == office) & (NoticeText.step == step)
    order = (NoticeText.at.desc(), NoticeText.version.desc(), NoticeText.language)
    rows = connection.execute(select(*columns).where(mine).order_by(*order).limit(20))
    found = [Written(row.language, row.version, row.text, stamp(row.at), row.login) for row in rows]
    written = {one.language for one in found}
    return [*found, *(Written(one, 0, bundled()[step, one]) for one in LANGUAGES if one in written)]


def restore_text(
    connection: Connection, office: int, step: str, language: str, version: int, *, by: str, now: datetime
) -> None:
    """Let a text of before hold again, as a new version; 0 is the one that came with the program.

    Raises Refused `notice.step`.
    """
    mine = (NoticeText.office == office) & (NoticeText.step == step) & (NoticeText.language == language)
    found = connection.scalar(select(NoticeText.text).where(mine, NoticeText.version == version))
    before = bundled().get((step, language)) if version == 0 else found
    if before is None:
        raise Refused.because("notice.step", "version")
    set_text(connection, office, step, language, before, by=by, now=now)


def set_text(
    connection: Connection, office: int, step: str, language: str, text: str, *, by: str, now: datetime
) -> None:
    """Write a text over the one before; every version stays.

    Raises Refused `notice.step`, `notice.hole` (a name in braces that nothing fills), `notice.brackets`, `text.*`.
    """
    if step not in STEPS or language not in LANGUAGES:
        raise Refused.because("notice.step", "step")
    kept = check_text(text)
    if texts(connection, office)[step, language] == kept:
        return
    mine = (NoticeText.office == office) & (NoticeText.step == step) & (NoticeText.language == language)
    version = (connection.scalar(select(func.max(NoticeText.version)).where(mine)) or 0) + 1
    key = {"office": office, "step": step, "language": language, "version": version}
    connection.execute(insert(NoticeText).values(**key, text=kept, at=now, login=by))
    record_act(connection, office, now, actor=by, act="notice.text", subject=step, detail=f"{language} {version}")


def check_text(text: str) -> str:
    """Return a text in normal form.  Raises Refused `notice.hole`, `notice.brackets`, `text.*`."""
    kept = clean_note(text, "text", limit=LIMIT) if text.strip() else ""
    for name in _HOLE.findall(kept):
        if name not in HOLES:
            raise Refused.because("notice.hole", "text", hole=name)
    left = _HOLE.sub("", _BRACKETS.sub("", kept))
    if set("{}[]") & set(left) or any(set("{}") & set(_HOLE.sub("", part)) for part in _BRACKETS.findall(kept)):
        raise Refused.because("notice.brackets", "text")
    return kept


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its holes filled; brackets around an empty one go with it."""

    def bracket(found: re.Match[str]) -> str:
        names = _HOLE.findall(found[1])
        return found[1] if all(values.get(name) for name in names) else ""

    return _HOLE.sub(lambda found: values.get(found[1], ""), _BRACKETS.sub(bracket, text)).strip()
