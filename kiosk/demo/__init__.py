"""`kiosk demo`: a day in a small world of our own, through the real window."""

import json
import os
import shutil
import tempfile
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.demo.look import LOOKS, USUAL, Look

if TYPE_CHECKING:
    from kiosk.demo.world import World


def play(out: Path | None, *, headless: bool, look: str = "", every_look: bool = False) -> int:
    """Play the day off-screen and leave pictures, receipts and `report.json` in `out`; or open the window.

    The folder is named on the last line.  With a display the window stays open until it is closed.
    `look` is one of `LOOKS`, played off-screen; `every_look` plays all of them, each into `looks/NAME`, the first
    into `out` itself.
    """
    folder = (out or Path(tempfile.mkdtemp(prefix="kiosk-demo-"))).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    if headless or look or every_look:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    done = _play(folder, look, every_look=every_look, headless=headless)
    print(folder, flush=True)
    return done


def _play(folder: Path, look: str, *, every_look: bool, headless: bool) -> int:
    if every_look:
        from kiosk.demo.every_look import play_every_look

        return play_every_look(folder, partial(_in_a_world, folder))
    if look or headless:
        return _in_a_world(folder, LOOKS[look] if look else USUAL)
    return _in_a_world(folder, None)


def _in_a_world(folder: Path, look: Look | None) -> int:
    """Make a world and play the day there in this look; without one, open the window for whoever sits here."""
    world_folder = Path(tempfile.mkdtemp(prefix="kiosk-world-"))
    from kiosk.demo.world import World

    world = World(world_folder, look or USUAL)
    try:
        print(json.dumps({"ready": world.centre_url}), flush=True)
        world.set_up()
        if look:
            from kiosk.demo.day import play_day

            _tell_faults(play_day, world, folder)
        else:
            from kiosk.demo.guest import show

            show(world)
    finally:
        world.close()
        shutil.rmtree(world_folder, ignore_errors=True)
    return 0


def _tell_faults(play_day: "Callable[[World, Path], None]", world: "World", folder: Path) -> None:
    """Play the day; what stops it is told in full: nobody's data are here, and whoever looks wants to know."""
    try:
        play_day(world, folder)
    except Exception:
        traceback.print_exc()
        raise
