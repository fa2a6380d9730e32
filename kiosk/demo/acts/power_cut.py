"""The power goes in the middle of an application: nothing is said, nothing is saved, and nothing is lost."""

import json
import subprocess
import sys

from PySide6.QtCore import Qt

from kiosk.demo.acts.application import write
from kiosk.demo.stage import Script, Stage
from kiosk.demo.world import PASSWORD
from kiosk.errors import Broken


def play(stage: Stage, script: Script) -> None:
    """Let another process type `write`, kill it, open the counter again: the form is as it was; go on with `rest`."""
    stage.leave_window()
    _type_until_the_power_goes(stage, script)
    stage.open_window()
    clerk, hands = stage.clerk, stage.hands
    clerk.enter(PASSWORD)
    name = script["write"]["name"]
    hands.until(lambda: clerk.shown.form.text("name") == name, "the form is as it was")
    hands.rest()
    stage.step("after-the-power-cut")
    hands.press(Qt.Key.Key_Escape)
    if clerk.shown.form.service != script["service"]:
        raise Broken("the service was lost")
    write(stage, script["rest"])
    stage.save()


def _type_until_the_power_goes(stage: Stage, script: Script) -> None:
    told = {key: script[key] for key in ("search", "service", "write")}
    command = [sys.executable, "-m", "kiosk.demo.cut", str(stage.world.counter), json.dumps(told)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as counter:
        assert counter.stdout is not None  # noqa: S101 - it is piped
        said = counter.stdout.readline().strip()
        counter.kill()
    if said != "typed":
        raise Broken("the other window came to nothing")
