"""The same day in every look at once: each a small world of its own, in a process of its own."""

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from kiosk.demo.contact_sheet import draw_sheet
from kiosk.demo.look import LOOKS, Look
from kiosk.errors import Broken

_AT_ONCE = 2
_PATIENCE_S = 1800


def play_every_look(folder: Path, play: Callable[[Look], int]) -> int:
    """Play the first look here, the others beside it into `looks/NAME`; leave `looks/NAME.png`, all pictures of each.

    Raises Broken when one of them came to nothing.
    """
    (first, *others) = LOOKS.values()
    looks = folder / "looks"
    looks.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(_AT_ONCE, "demo-looks") as hands:
        played = {look: hands.submit(_play_beside, look, looks / look.name) for look in others}
        done = play(first)
        _wait(played)
    draw_sheet(folder, looks / f"{first.name}.png")
    for look in others:
        draw_sheet(looks / look.name, looks / f"{look.name}.png")
    return done


def _play_beside(look: Look, folder: Path) -> str:
    """Play the day in another process; return what it complained of, empty when it came to its end."""
    command = [sys.executable, "-m", "kiosk", "demo", "--headless", "--look", look.name, "--out", str(folder)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=_PATIENCE_S)
    return done.stderr or "no word" if done.returncode else ""


def _wait(played: dict[Look, Future[str]]) -> None:
    for look, future in played.items():
        if complaint := future.result():
            print(complaint, file=sys.stderr, flush=True)
            raise Broken(f"the day in {look.name} came to nothing")
