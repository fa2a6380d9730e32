"""What the pins promise, seen from outside."""

import shutil
import subprocess
import sys

from PySide6.QtCore import QObject

from installer.bootstrap import PYTHON, ROOT


def test_qt_survives_many_calls_that_return_nothing():
    """PySide6 6.12.0 aborts here on Python 3.11."""
    thing = QObject()
    for _ in range(20_000):
        thing.setObjectName("x")
    assert thing.objectName() == "x"


def test_a_second_start_does_no_work(tmp_path):
    """The door compares a stamp and gets on with it; tried on a checkout that looks prepared."""
    home = tmp_path / "checkout"
    shutil.copytree(ROOT / "installer", home / "installer")
    shutil.copy(ROOT / "pyproject.toml", home)
    prepare = (
        "import json, sys; sys.path.insert(0, 'installer'); import bootstrap as b\n"
        "b.PYTHON.parent.mkdir(parents=True); b.PYTHON.touch()\n"
        "b.STAMP.write_text(json.dumps(b.wanted_stamp()))\n"
        "b._pip = b._make_venv = lambda *_: sys.exit('it went to work')\n"
        "b.prepare_environment()\n"
    )
    done = subprocess.run([sys.executable, "-c", prepare], cwd=home, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_environment_is_where_it_is_promised():
    assert PYTHON.exists()
    assert (PYTHON.parent / PYTHON.name.replace("python", "kiosk")).exists()
