"""Who works at the demo's centre."""

import tomllib
from pathlib import Path

from kiosk import resources

PASSWORD = "pirojpur office one"  # noqa: S105 - of a world that is gone when the demo ends


def hire(home: Path, office: int) -> None:
    """Let everybody of `resources/demo/people.toml` in at the centre of this home."""
    from kiosk.central.centre import opened
    from kiosk.central.people.accounts import set_branches
    from kiosk.central.settings import read_central_settings
    from kiosk.central.users import add_user

    people = tomllib.loads(resources.read_text("demo/people.toml"))["person"]
    with opened(home, read_central_settings(home)) as centre:
        for one in people:
            branches = one.pop("branches", ())
            add_user(centre, office, password=PASSWORD, **one)
            if branches:
                set_branches(centre, office, one["login"], branches)
