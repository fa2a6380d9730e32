"""What `kiosk central morning|audit|export` do."""

from collections.abc import Callable
from pathlib import Path

from kiosk.central.centre import opened
from kiosk.central.settings import read_central_settings
from kiosk.errors import Unavailable


def morning(home: Path, to: Path, *, office: int, language: str = "bn", database_url: str = "") -> None:
    """Write an office's morning page.  Raises Unavailable `file.write`."""
    from kiosk.central.figures.morning import write_morning

    with opened(home, read_central_settings(home, database_url=database_url)) as centre:
        pdf = write_morning(centre, office, language)
    try:
        to.write_bytes(pdf)
    except OSError as error:
        raise Unavailable("file.write", str(error), file=to.name) from error


def verify_audit(home: Path, database_url: str = "") -> dict[int, int]:
    """Return for each office how many acts its chain holds, -1 where it does not hang together."""
    from kiosk.central.auditing import verify_all

    with opened(home, read_central_settings(home, database_url=database_url)) as centre:
        return verify_all(centre)


def export(
    home: Path, to: Path, database_url: str = "", told: Callable[[str, int], object] = lambda _name, _count: None
) -> Path:
    """Write everything into a new folder and return its manifest.  Raises Refused `export.there`."""
    from kiosk.central.export import export_all

    with opened(home, read_central_settings(home, database_url=database_url)) as centre:
        return export_all(centre, to, told)
