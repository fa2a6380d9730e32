import subprocess
import sys
import zipfile

import pytest

from installer.bootstrap import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build from what git has, as a release would."""
    copy = tmp_path_factory.mktemp("checkout")
    tree = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, check=True
    )
    for name in tree.stdout.decode().split("\0"):
        if name and (ROOT / name).is_file() and not name.startswith("tests/"):
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_bytes((ROOT / name).read_bytes())
    build = [sys.executable, "-c", "from setuptools import build_meta; build_meta.build_wheel('.')"]
    subprocess.run(build, cwd=copy, capture_output=True, check=True)
    with zipfile.ZipFile(next(copy.glob("*.whl"))) as file:
        return copy, set(file.namelist())


def _files(folder):
    return {path.relative_to(folder.parent).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_all_of_the_program_is_in_the_wheel(wheel):
    copy, packed = wheel
    assert _files(copy / "kiosk") <= packed


def test_all_resources_but_the_documents_are_in_the_wheel(wheel):
    copy, packed = wheel
    there = {name.replace("resources/", "kiosk/_resources/", 1) for name in _files(copy / "resources")}
    documents = {name for name in there if name.startswith("kiosk/_resources/docs/")}
    assert {name for name in packed if name.startswith("kiosk/_resources/")} == there - documents


def test_nothing_else_is_in_the_wheel(wheel):
    _, packed = wheel
    assert {name.split("/")[0].split("-")[0] for name in packed} == {"kiosk"}
