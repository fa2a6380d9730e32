"""The office's names travel to its counters: papers and screens follow, and an undone change is undone there."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.central.centre import Centre
from kiosk.central.counters import enrolment_code
from kiosk.central.people.person import Person
from kiosk.central.setup.card import Card, change_card, restore_card
from kiosk.desk.context import Desk, close_desk, open_desk
from kiosk.desk.enrol import enrol
from kiosk.desk.office_card import cards_told
from kiosk.desk.receipts import preview_receipt
from kiosk.desk.synchronise import synchronise
from kiosk.domain.application import Applicant, ApplicationDraft
from tests.harness.world import OPERATOR, make_home
from tests.integration.central.machine import OFFICE, MovingClock
from tests.integration.central.people import hire

RENAMED = Card("জেলা ই-সেবা কেন্দ্র, ভোলা", "District e-Service Centre, Bhola", phone="০২৪৭৮৮২১০০১")


@pytest.fixture
def desk(
    tmp_path: Path, centre: Centre, url: str, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    monkeypatch.setenv("KIOSK_ANCHOR_DIR", str(tmp_path / "anchors"))
    opened = open_desk(make_home(tmp_path / "home", server_url=url), clock=clock)
    enrol(opened, enrolment_code(centre, OFFICE, 1))
    yield opened
    close_desk(opened)


def head_of(desk: Desk) -> tuple[str, str]:
    draft = ApplicationDraft("khatian_copy_normal", applicants=(Applicant(name="হালিমা বেগম"),))
    receipt = preview_receipt(desk, draft, operator=OPERATOR)
    return receipt.office_bn, receipt.office_en


def test_a_new_name_is_on_the_next_receipt_and_can_be_had_back(centre: Centre, desk: Desk, clock: MovingClock) -> None:
    admin = Person(OFFICE, hire(centre, "admin", "administrator"), "জনাব", "administrator", "", "")
    change_card(centre, admin, RENAMED)
    synchronise(desk)
    assert head_of(desk) == (RENAMED.name_bn, RENAMED.name_en)
    assert desk.with_settings(replace(desk.settings, scale=1.5)).settings.office_name_bn == RENAMED.name_bn
    again = open_desk(desk.home, clock=clock)
    assert again.settings.office_name_bn == RENAMED.name_bn, "it is kept"
    close_desk(again)
    restore_card(centre, admin, 1)
    synchronise(desk)
    assert head_of(desk)[0] != RENAMED.name_bn
    assert [card.name_bn for card in cards_told(desk)][1:] == [RENAMED.name_bn]
