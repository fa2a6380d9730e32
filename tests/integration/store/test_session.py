import os

import pytest

from kiosk.errors import Unavailable


def next_handle():
    """Return the number that the next file opened would get."""
    handle = os.open(os.devnull, os.O_RDONLY)
    os.close(handle)
    return handle


def test_a_lease_taken_again_and_again_opens_its_file_once(desk):
    def lease():
        with desk.store.lease("sync") as ours:
            assert ours

    lease()
    before = next_handle()
    for _ in range(20):
        lease()
    assert next_handle() == before


def test_a_lease_whose_file_cannot_be_opened_says_so(desk):
    (desk.home / ".sync").mkdir()
    with pytest.raises(Unavailable) as raised, desk.store.lease("sync"):
        pass
    assert raised.value.reason == "disk.sync"
