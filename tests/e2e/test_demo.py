"""The day that `kiosk demo` plays: every kind, channel and family; all of it at the centre, all of it on paper."""

import json
import subprocess
import sys

import pytest

from installer import pictures

pytestmark = pytest.mark.timeout(420)

FAMILIES = {
    "land records": {"khatian_copy_normal", "mouza_map_copy", "mutation_case_copy", "information_slip"},
    "arms licences": {"arms_licence_gun_renew"},
    "brick kilns": {"brick_kiln_renew"},
    "fertiliser and seed": {"fertiliser_retailer", "seed_dealer"},
    "dealing licences": {"dealing_cement_new", "dealing_cloth_retail_renew"},
    "khas land": {"khas_agri_settlement"},
    "haat-bazar": {"haat_chandina_new", "haat_bazar_lease"},
    "EGPP": {"egpp_application"},
    "certificates": {"certificate_general", "certificate_landless"},
}
SHOWN = {
    "land-record-offered", "known-person-person", "duplicate-warning", "duplicate-reason", "typing-name", "bijoy",
    "errors", "promised-date", "parked", "scans", "find-people", "paper-out", "line-away", "tray-waiting",
    "guide-only-form", "helpdesk", "heap-of-letters", "mail-in-the-tray", "correction-done", "new-number-done", "void",
    "english", "dark", "wide", "settings", "keys", "locked",
}  # fmt: skip


@pytest.fixture(scope="session")
def played(tmp_path_factory):
    """Play the day once, as a shell does; return its folder."""
    folder = tmp_path_factory.mktemp("demo") / "day"
    command = [sys.executable, "-m", "kiosk", "demo", "--headless", "--out", str(folder)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=400)
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout.splitlines()[0])["ready"].startswith("http://127.0.0.1:")
    assert done.stdout.splitlines()[-1] == str(folder)
    return folder


@pytest.fixture(scope="session")
def report(played):
    return json.loads((played / "report.json").read_text("utf-8"))


def test_at_least_twenty_applications_of_every_kind_and_channel(report):
    applications = report["applications"]
    assert report["counts"]["applications"] == len(applications) >= 20
    assert len({one["receive_number"] for one in applications}) == len(applications)
    assert {one["kind"] for one in applications} == {"citizen", "official", "copy"}
    assert {one["channel"] for one in applications} == {"walk_in", "post", "email"}
    assert report["counts"]["visits"] >= 3


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_of_services_is_there(report, family):
    assert FAMILIES[family] <= {one["service"] for one in report["applications"]}


def test_what_is_only_guided_is_not_registered(report):
    assert not [one for one in report["applications"] if one["service"].startswith("jalmahal")]


def test_everything_is_acknowledged_and_every_walk_in_printed(report, played):
    for one in report["applications"]:
        assert one["acknowledged"]
        assert one["printed"] == "printed" or one["channel"] != "walk_in"
        if one["printed"] == "printed":
            paper = played / "receipts" / one["receive_number"]
            assert paper.with_suffix(".png").stat().st_size > 1000
            assert paper.with_suffix(".bin").stat().st_size > 1000


def test_one_is_forwarded_and_two_are_void(report):
    states = [one["state"] for one in report["applications"]]
    assert states.count("forwarded") == 1
    assert states.count("void") == 2


def test_every_step_has_its_picture_in_order(report, played):
    names = [step["picture"] for step in report["steps"]]
    assert names == sorted(names)
    assert all((played / name).is_file() for name in names)
    assert {step["name"] for step in report["steps"]} >= SHOWN


def test_the_versions_are_told(report):
    assert set(report["versions"]) == {"kiosk", "python", "qt", "sqlite"}


def test_the_readme_has_its_pictures_from_this_day(played, tmp_path):
    assert set(pictures.refresh(played, tmp_path)) <= {"page"}
    assert {path.name for path in pictures.PICTURES.glob("*.png")} == {
        *(f"{name}.png" for name in pictures.STEPS),
        "receipt.png",
    }
