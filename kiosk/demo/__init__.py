"""`kiosk demo`: a day in a small world of our own, through the real window."""

import json
import os
import shutil
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.demo.world import World


def play(out: Path | None, *, headless: bool) -> int:
    """Play the day off-screen and leave pictures, receipts and `report.json` in `out`; or open the window.

    The folder is named on the last line.  With a display the window stays open until it is closed.
    """
    if headless:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    folder = (out or Path(tempfile.mkdtemp(prefix="kiosk-demo-"))).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    world_folder = Path(tempfile.mkdtemp(prefix="kiosk-world-"))
    from kiosk.demo.world import World

    world = World(world_folder)
    try:
        print(json.dumps({"ready": world.centre_url}), flush=True)
        world.set_up()
        if headless:
            from kiosk.demo.day import play_day

            _tell_faults(play_day, world, folder)
        else:
            from kiosk.demo.guest import show

            show(world)
    finally:
        world.close()
        shutil.rmtree(world_folder, ignore_errors=True)
    print(folder, flush=True)
    return 0


def _tell_faults(play_day: "Callable[[World, Path], None]", world: "World", folder: Path) -> None:
    """Play the day; what stops it is told in full: nobody's data are here, and whoever looks wants to know."""
    try:
        play_day(world, folder)
    except Exception:
        traceback.print_exc()
        raise
