"""The compiled catalogue: after editing `resources/catalogue/`, write `compiled.json` anew.

    .venv/bin/python installer/services.py          # after an edit
    .venv/bin/python installer/services.py --keep   # before a new version: the one in force goes into versions/

Without it the program reads the TOML itself, a little slower; it never believes an old one.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMPILED, VERSIONS = "resources/catalogue/compiled.json", "resources/catalogue/versions"
sys.path.insert(0, str(ROOT))

from kiosk.desk.catalogue import compile_catalogue  # noqa: E402 - found through the path above


def keep() -> None:
    """Keep the catalogue in force among those of before."""
    catalogue = json.loads((ROOT / COMPILED).read_bytes())["catalogue"]
    target = ROOT / VERSIONS / f"{catalogue['version']}.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(catalogue, ensure_ascii=False, separators=(",", ":")), "utf-8")
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size:,} bytes")


def main() -> None:
    """Write the file."""
    if "--keep" in sys.argv[1:]:
        keep()
        return
    target = ROOT / COMPILED
    target.write_bytes(compile_catalogue())
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
