"""`bootstrap.py bench [--peers] [NAME …]`: our figures beside floors and peers, in one run."""

import argparse
import json
import os
import platform
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

SUITES = (
    "startup",
    "commit",
    "receipt",
    "counter",
    "frames",
    "sync",
    "register_pdf",
    "search",
    "registers",
    "keys",
    "typing",
    "central",
    "load",
)


def main() -> int:
    """Run the named suites, all without names; a row that misses its goal is shown, never hidden."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("suites", nargs="*", choices=[*SUITES, []], metavar="NAME")
    arguments.add_argument("--peers", action="store_true", help="run the peers that are installed, too")
    arguments.add_argument("--json", type=Path, help="also write the rows to this file")
    given = arguments.parse_args()
    print(f"{os.cpu_count()} cores, {platform.system()} {platform.release()}, Python {platform.python_version()}")
    rows = []
    for name in given.suites or SUITES:
        print(f"\n== {name}", flush=True)
        for row in import_module(f"tests.bench.{name}").rows(peers=given.peers):
            rows.append(asdict(row))
            print("\n".join(row.lines()), flush=True)
    if given.json:
        given.json.write_text(json.dumps(rows, indent=1, ensure_ascii=False), "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
