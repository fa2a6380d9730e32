"""A real centre, real homes, and a line that can be pulled, for every end-to-end test."""

import pytest

from kiosk.store.anchor import FOLDER_VARIABLE
from tests.harness.history import History
from tests.harness.proxy import FaultProxy
from tests.harness.world import Centre


@pytest.fixture(autouse=True)
def _anchors(tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "anchors"))


@pytest.fixture
def centre(tmp_path):
    """A centre of this test alone, that may be killed and changed."""
    centre = Centre(tmp_path / "centre")
    yield centre.start()
    centre.kill()


@pytest.fixture(scope="session")
def lasting_centre(tmp_path_factory):
    """A centre that all tests share which do it no harm; each takes a counter of its own."""
    centre = Centre(tmp_path_factory.mktemp("lasting") / "centre")
    yield centre.start()
    centre.kill()


@pytest.fixture(scope="session")
def codes():
    return iter(range(1, 100))


@pytest.fixture
def counter(codes):
    """A counter code that nobody else has."""
    return next(codes)


@pytest.fixture
def proxy(lasting_centre):
    with FaultProxy(lasting_centre.port) as proxy:
        yield proxy


@pytest.fixture
def history(tmp_path):
    history = History(tmp_path / "history")
    yield history
    history.close()
