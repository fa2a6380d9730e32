"""The house keeps its own rules."""

import re
import tomllib

import pytest

from installer.bootstrap import INSTALLER, ROOT, in_step, pinned

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCKS = sorted(INSTALLER.glob("*.lock"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.stem)
def test_locks_name_no_address_and_pin_by_hash(lock):
    text = lock.read_text("utf-8")
    assert not re.search(r"https?://|file:|--index-url|--find-links", text)
    pins = re.findall(r"^[A-Za-z0-9_.-]+==.*$", text, re.MULTILINE)
    assert pins
    assert all(pin.endswith("\\") for pin in pins)


def test_locks_agree():
    runtime, dev, bench = (
        pinned((INSTALLER / f"{name}.lock").read_text("utf-8")) for name in ("runtime", "dev", "bench")
    )
    assert runtime.items() <= dev.items()
    assert all(dev.get(name, version) == version for name, version in bench.items())


def test_pre_commit_uses_the_versions_of_the_lock():
    hooks = (ROOT / ".pre-commit-config.yaml").read_text("utf-8")
    assert hooks == in_step(hooks, pinned((INSTALLER / "dev.lock").read_text("utf-8")))
    assert in_step("[ruff==0.0.1]", {"ruff": "9.9"}) == "[ruff==9.9]"


def test_one_version():
    assert f'__version__ = "{PROJECT["project"]["version"]}"' in (ROOT / "kiosk/__init__.py").read_text("utf-8")
