"""The commands as a shell sees them: arguments in, JSON lines and an exit code out."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kiosk import cli

SET_UP = """\
[office]
district = 79
name_bn = "জেলা ই-সেবা কেন্দ্র, পিরোজপুর"
[counter]
code = 1
[printer]
url = "{printer}"
[operator]
login = "shahana"
name_bn = "শাহানা পারভীন"
password = "a long enough passphrase"
"""


class Said(NamedTuple):
    """What a command answered."""

    code: int
    lines: list[dict[str, Any]]
    error: str

    @property
    def one(self) -> dict[str, Any]:
        (line,) = self.lines
        return line

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [(problem["field"], problem["code"]) for problem in self.one["errors"]]


Kiosk = Callable[..., Said]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def kiosk(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Kiosk:
    """Run a command on the test's home with `--json`."""

    def run(*words: str | Path, typed: str = "") -> Said:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode()), "utf-8"))
        try:
            code = cli.main(["--json", "--home", str(home), *map(str, words)])
        except SystemExit as leaving:
            code = int(leaving.code or 0)
        out, error = capsys.readouterr()
        return Said(code, [json.loads(line) for line in out.splitlines() if line.startswith("{")], error)

    return run


@pytest.fixture
def set_up_file(tmp_path: Path) -> Path:
    file = tmp_path / "set-up.toml"
    file.write_text(SET_UP.format(printer="none:"), "utf-8")
    return file


@pytest.fixture
def counter(kiosk: Kiosk, set_up_file: Path) -> Kiosk:
    """A counter that is set up, without a printer."""
    assert kiosk("setup", "--file", set_up_file).code == 0
    return kiosk
