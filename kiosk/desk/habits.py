"""How people's hands are used to this counter: the script that each field takes, per operator.

A file of its own beside the database: it is a convenience, and losing it loses nothing.
"""

import os
from contextlib import suppress
from pathlib import Path

import msgspec

FILE = "typing.json"
Scripts = dict[str, str]
_read = msgspec.json.Decoder(dict[str, Scripts]).decode


def load_scripts(home: Path, login: str) -> Scripts:
    """Return the script last chosen in each field by this person; nothing where none was."""
    return _all(home).get(login, {})


def save_scripts(home: Path, login: str, scripts: Scripts) -> None:
    """Keep the scripts that this person chose; a disk that takes no more loses only that."""
    text = msgspec.json.encode({**_all(home), login: scripts})
    new = home / f"{FILE}.new"
    with suppress(OSError):
        new.write_bytes(text)
        os.replace(new, home / FILE)  # noqa: PTH105 - replaces on every system


def _all(home: Path) -> dict[str, Scripts]:
    try:
        return _read((home / FILE).read_bytes())
    except (OSError, msgspec.MsgspecError):
        return {}
