"""Refresh the pictures of the README from a day that the demo played.

    .venv/bin/kiosk demo --headless --out DIR && .venv/bin/python installer/pictures.py DIR

Steps are found by their names in DIR/report.json; the receipt is the first application's.
"""

import json
import shutil
import sys
from pathlib import Path

PICTURES = Path(__file__).parents[1] / "resources" / "docs" / "pictures"
STEPS = {
    "form": "land-record-filled",
    "saved": "land-record-saved",
    "person": "known-person-person",
    "duplicate": "duplicate-warning",
    "errors": "errors",
    "find": "find-place",
    "scans": "scans",
    "helpdesk": "helpdesk",
    "paper-out": "paper-out",
    "tray": "tray-waiting",
    "dark": "dark",
    "english": "english",
    "opened": "missing-paper-opened",
    "day": "day-remains",
    "dashboard": "dashboard",
    "web": "tray-portal",
    "inbox": "dc-inbox",
    "records": "record-room-ready",
    "page": "public-page",
}
"""Names of the README's pictures, and the steps that they show."""


def refresh(folder: Path, to: Path = PICTURES) -> list[str]:
    """Copy the pictures; return the names of those whose step the day did not have (no browser: no page)."""
    report = json.loads((folder / "report.json").read_text("utf-8"))
    taken = {step["name"]: folder / step["picture"] for step in report["steps"]}
    for name, step in STEPS.items():
        if step in taken:
            shutil.copyfile(taken[step], to / f"{name}.png")
    first = report["applications"][0]["receive_number"]
    shutil.copyfile(folder / "receipts" / f"{first}.png", to / "receipt.png")
    return [name for name, step in STEPS.items() if step not in taken]


if __name__ == "__main__":
    for missing in refresh(Path(sys.argv[1])):
        print(f"{missing}: not in this day, left as it was")
