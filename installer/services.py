"""The compiled catalogue: after editing `resources/catalogue/`, write `compiled.json` anew.

    .venv/bin/python installer/services.py

Without it the program reads the TOML itself, a little slower; it never believes an old one.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kiosk.desk.catalogue import compile_catalogue  # noqa: E402 - found through the path above


def main() -> None:
    """Write the file."""
    target = ROOT / "resources/catalogue/compiled.json"
    target.write_bytes(compile_catalogue())
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
