"""A counter whose power goes: a window of its own process, half an application typed, and then nothing more.

    python -m kiosk.demo.cut HOME ACT

`ACT` is the act's script as JSON.  Once what is typed lies on the disk, a line says so; whoever started it
kills it then.
"""

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any


def sit_and_type(home: Path, script: dict[str, Any]) -> None:
    """Sign in, type, and wait for the end."""
    from PySide6.QtWidgets import QApplication

    from kiosk.demo.clerk import Clerk
    from kiosk.demo.hands import Hands
    from kiosk.demo.world import PASSWORD
    from kiosk.ui.app import open_window

    window = open_window(home)
    window.resize(1366, 768)
    window.show()
    hands = Hands(window, Path(tempfile.gettempdir()))
    clerk = Clerk(window, hands)
    clerk.sign_in(PASSWORD)
    clerk.begin("walk_in")
    clerk.search_service(script["search"], script["service"])
    clerk.take_service(script["service"])
    clerk.write_fields(script["write"])
    hands.until(lambda: _kept(window) >= len(script["write"]), "what was typed lies on the disk")
    print("typed", flush=True)
    QApplication.exec()


def _kept(window: Any) -> int:
    """Return how many of the typed fields lie on the disk."""
    from kiosk.demo.world import LOGIN
    from kiosk.desk.drafts import load_draft
    from kiosk.ui.register.form import read_kept

    kept = read_kept(load_draft(window.session.desk, LOGIN) or b"")
    typed = ("name", "guardian", "mobile", "address", "subject")
    return sum(bool(kept.form.text(name)) for name in typed) if kept else 0


if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    sit_and_type(Path(sys.argv[1]), json.loads(sys.argv[2]))
