"""What the centre gives away: the morning page, the proof of its log, everything."""

import sys
from argparse import Namespace
from pathlib import Path

from kiosk import bootstrap, cli
from kiosk.central import data_commands as centre
from kiosk.errors import Broken, Unavailable


def morning(args: Namespace) -> None:
    """Write an office's morning page."""
    to = Path(args.to)
    home = bootstrap.choose_home(args.home)
    centre.morning(home, to, office=args.office, language=args.language, database_url=args.database_url)
    cli.answer(args, {"ok": True, "file": str(to)}, str(to))


def audit(args: Namespace) -> None:
    """Verify every office's chain; ends with a fault where one does not hang together."""
    found = centre.verify_audit(bootstrap.choose_home(args.home), args.database_url)
    broken = [office for office, count in found.items() if count < 0]
    cli.answer(
        args,
        {"ok": not broken, "acts": {f"{office:02d}": count for office, count in found.items()}},
        "\n".join(f"{office:02d}\t{count if count >= 0 else 'broken'}" for office, count in found.items()),
    )
    if broken:
        raise Broken(f"the audit chain of office {broken[0]:02d} does not hang together")


def export(args: Namespace) -> None:
    """Write everything into a new folder."""

    def told(table: str, count: int) -> None:
        sys.stderr.write(f"{table}\t{count}\n")

    manifest = centre.export(bootstrap.choose_home(args.home), Path(args.to), args.database_url, told)
    cli.answer(args, {"ok": True, "manifest": str(manifest)}, str(manifest))


def files(args: Namespace) -> None:
    """Show where the pages lie; ends with 3 where that place cannot be used now."""
    found = centre.state_of_files(bootstrap.choose_home(args.home), args.database_url)
    if found["problem"]:
        raise Unavailable(str(found["problem"]))
    cli.answer(args, {"ok": True, **found}, f"{found['store']}\t{found['bucket']}\t{found['here']}")


def files_move(args: Namespace) -> None:
    """Carry all pages to where the settings say, telling how far it is; broken off, it goes on next time."""

    def told(count: int) -> None:
        if count % 100 == 0:
            sys.stderr.write(f"{count}\n")

    found = centre.carry_pages(bootstrap.choose_home(args.home), args.database_url, told)
    cli.answer(args, {"ok": not found["lost"], **found}, str(found["count"]))
    if found["lost"]:
        raise Unavailable("file.lost")


def hooks(args: Namespace) -> None:
    """Show who hears an office's events, and what they were told."""
    found = centre.list_hooks(bootstrap.choose_home(args.home), office=args.office, database_url=args.database_url)
    lines = ("\t".join(str(one[name]) for name in ("hook", "waiting", "last", "url")) for one in found)
    cli.answer(args, {"hooks": found}, "\n".join(lines))


def hook_add(args: Namespace) -> None:
    """Let an address hear; its secret is told this once."""
    home = bootstrap.choose_home(args.home)
    name, secret = centre.add_hook(home, office=args.office, url=args.url, database_url=args.database_url)
    cli.answer(args, {"ok": True, "hook": name, "secret": secret}, f"{name}\t{secret}")


def hook_try(args: Namespace) -> None:
    """Send an event that says nothing, to see whether the way is open."""
    home = bootstrap.choose_home(args.home)
    answer = centre.try_hook(home, office=args.office, hook=args.hook, database_url=args.database_url)
    cli.answer(args, {"ok": answer.startswith("2"), "answer": answer}, answer)


def hook_remove(args: Namespace) -> None:
    """Let an address hear nothing more."""
    home = bootstrap.choose_home(args.home)
    centre.remove_hook(home, office=args.office, hook=args.hook, database_url=args.database_url)
    cli.answer(args, {"ok": True, "hook": args.hook}, args.hook)
