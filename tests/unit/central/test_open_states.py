"""What is open, as the index of the lists has it, is what the workflow says is pending."""

from kiosk.central.store.tables.records import OPEN_STATES
from kiosk.domain.workflow import PENDING


def test_the_index_of_what_is_open_knows_every_pending_state() -> None:
    assert sorted(OPEN_STATES) == sorted(PENDING)
