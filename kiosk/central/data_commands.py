"""What `kiosk central morning|audit|export|files…|hooks…` do."""

from collections.abc import Callable
from dataclasses import asdict
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


def carry_pages(
    home: Path, database_url: str = "", told: Callable[[int], object] = lambda _count: None
) -> dict[str, object]:
    """Carry all pages to where the settings say.  Raises Refused `files.no_store`, Unavailable `files.*|disk.*`."""
    from kiosk.central import carrying

    with opened(home, read_central_settings(home, database_url=database_url)) as centre:
        return asdict(carrying.carry_pages(centre, told))


def state_of_files(home: Path, database_url: str = "") -> dict[str, object]:
    """Return where the pages lie, and why that place cannot be used now."""
    from kiosk.central import carrying

    with opened(home, read_central_settings(home, database_url=database_url)) as centre:
        return asdict(carrying.state_of_files(centre))


def add_hook(home: Path, *, office: int, url: str, database_url: str = "") -> tuple[str, str]:
    """Let an address hear an office's events; return its name and its secret, told this once.  Raises `hook.url`."""
    from kiosk.central import hooks

    with opened(home, read_central_settings(home, database_url=database_url)) as centre:
        return hooks.add_hook(centre, office, url)


def list_hooks(home: Path, *, office: int, database_url: str = "") -> list[dict[str, object]]:
    """Return who hears an office's events, each with what it was told last."""
    from kiosk.central.setup.listeners import deliveries_of, listeners_of

    settings = read_central_settings(home, database_url=database_url)
    with opened(home, settings) as centre, centre.database.read() as connection:
        return [
            {"hook": one.hook, "url": one.url, "waiting": one.waiting, "failures": one.failures, "last": one.last}
            | {"deliveries": [asdict(told) for told in deliveries_of(connection, office, one.hook, 10)]}
            for one in listeners_of(connection, office)
        ]


def try_hook(home: Path, *, office: int, hook: str, database_url: str = "") -> str:
    """Send an event that says nothing and return the answer.  Raises Refused `hook.unknown`."""
    from kiosk.central.setup.listeners import try_listener

    with opened(home, read_central_settings(home, database_url=database_url)) as centre:
        return try_listener(centre, office, hook)


def remove_hook(home: Path, *, office: int, hook: str, database_url: str = "") -> None:
    """Let an address hear nothing more.  Raises Refused `hook.unknown`."""
    from kiosk.central.setup.listeners import remove_listener

    with opened(home, read_central_settings(home, database_url=database_url)) as centre:
        remove_listener(centre, office, hook)
