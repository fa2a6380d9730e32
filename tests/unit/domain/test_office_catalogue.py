"""What an office changes lies over the delivered catalogue, from its day on."""

from kiosk.central.judge import Rules
from kiosk.desk.catalogue import load_catalogue
from kiosk.domain.catalogue import DayType, Fees
from kiosk.domain.office_catalogue import BranchChange, OfficeCatalogue, PaperNames, ServiceChange, in_force

CODE = "khatian_copy_normal"
BASE = load_catalogue()
CHANGE = ServiceChange(Fees(3000, folio_poisha=250), 7, DayType.WORKING, "১০৩", {"application": PaperNames("আবেদন")})
FIRST = OfficeCatalogue(1, BASE.version, 79, "2026-11-23", {CODE: CHANGE})
LATER = OfficeCatalogue(2, BASE.version, 79, "2027-01-01", {}, {"record_room": BranchChange("মহাফেজখানা", room="১১০")})


def test_a_change_is_seen_and_the_rest_stays() -> None:
    ours = FIRST.upon(BASE)
    service = ours.services[CODE]
    assert ours.version == f"{BASE.version}-79.1"
    assert (service.fees, service.days, service.room) == (CHANGE.fees, 7, "১০৩")
    assert service.papers[0].name_bn == "আবেদন"
    assert service.papers[1:] == BASE.services[CODE].papers[1:]
    assert ours.services["information_slip"] == BASE.services["information_slip"]


def test_a_branch_is_called_otherwise_in_all_its_services() -> None:
    ours = LATER.upon(BASE)
    assert (ours.branches["record_room"].name_bn, ours.services[CODE].branch_bn) == ("মহাফেজখানা", "মহাফেজখানা")
    assert ours.services[CODE].room == "১১০"


def test_the_highest_version_whose_day_has_come_holds() -> None:
    assert in_force([FIRST, LATER], "2026-11-22") is None
    assert in_force([FIRST, LATER], "2026-12-31") == FIRST
    assert in_force([LATER, FIRST], "2027-01-01") == LATER


def test_an_application_is_judged_by_the_version_it_was_made_under() -> None:
    ours = FIRST.upon(BASE)
    rules = Rules(79, 1, BASE, {ours.version: ours})
    assert rules.catalogue_of(ours.version) is ours
    assert rules.catalogue_of(BASE.version) is BASE
    assert rules.catalogue_of(f"{BASE.version}-79.9") is ours, "the nearest before it"
