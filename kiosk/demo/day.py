"""The day played off-screen: everything that can go wrong at a counter does, and nothing is lost.

`resources/demo/day.toml` says what is played; each act is a module of `kiosk.demo.acts`.
"""

from importlib import import_module
from pathlib import Path

from kiosk.demo.stage import Script, Stage, scripts
from kiosk.demo.world import World
from kiosk.domain.clock import dhaka_day, system_clock
from kiosk.ui.app import open_window


def play_day(world: World, folder: Path) -> None:
    """Play it, and leave pictures, receipts and `report.json` in the folder."""
    window = open_window(world.counter)
    window.resize(*world.look.size)
    window.show()
    stage = Stage(world, folder, window)
    try:
        for script in scripts(dhaka_day(system_clock())):
            play_act(stage, script)
        stage.leave_papers()
    finally:
        stage.close()


def play_act(stage: Stage, script: Script) -> None:
    """Play one act: `do` names its module."""
    import_module(f"kiosk.demo.acts.{script['do']}").play(stage, script)
