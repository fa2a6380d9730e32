"""Fixtures for tests of store and desk: a home set up once, copied for each test, with an anchor of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.desk.context import Desk, close_desk
from tests.harness.counter import Watch, copy_home, made_home, opened


@pytest.fixture(scope="session")
def home_as_set_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_home(tmp_path_factory.mktemp("template") / "home")


@pytest.fixture
def home(tmp_path: Path, home_as_set_up: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KIOSK_ANCHOR_DIR", str(tmp_path / "anchors"))
    return copy_home(home_as_set_up, tmp_path / "home")


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def desk(home: Path, watch: Watch) -> Iterator[Desk]:
    opened_desk = opened(home, watch)
    yield opened_desk
    close_desk(opened_desk)
