"""The day that `kiosk demo` plays: every kind, channel and family; all of it at the centre, all of it on paper."""

import json
import re
import subprocess
import sys

import pytest

from installer import pictures
from kiosk.demo.chromium import browser
from kiosk.demo.look import LOOKS
from kiosk.desk.registers import REGISTERS
from kiosk.printing.documents.spreadsheet import read_csv

pytestmark = pytest.mark.timeout(600)

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
    "land-record-offered", "known-person-person", "duplicate-warning", "duplicate-reason", "bijoy", "repeat-all",
    "typing-name", "typing-subject", "typing-places", "errors", "promised-date", "parked", "scans", "find-people",
    "find-opened", "paper-out", "line-away", "tray-waiting", "tray-portal", "tray-callback", "guide-only-form",
    "helpdesk", "where-to-go", "helpdesk-callback", "heap-of-letters", "mail-in-the-tray", "correction-done",
    "new-number-done", "void", "english", "dark", "contrast", "wide", "settings", "keys", "help-of-the-tray", "locked",
    "missing-paper-sheet", "fee-demanded-sheet", "fee-received-sheet", "copy-posted-sheet", "lost-slip-sheet",
    "copy-handed-over-sheet", "after-the-power-cut", "day-remains", "day-close", "day-close-slip", "dashboard",
    "days", "guidance", "documents", "practice", *(f"register-{name.replace('_', '-')}" for name in REGISTERS),
}  # fmt: skip
PAGES = {
    "record-room", "dc-inbox", "dc-application", "officer-application", "dc-figures", "set-up", "set-up-calendar",
    "notices", "portal-services", "portal-form", "portal-filed", "public-page",
}  # fmt: skip
PAPERS = {"letter", "search-slip", "morning-page", "day-in-pictures", *REGISTERS}
SLIPS = {"where-to-go", "fee-demanded", "fee-received", "copy-fee", "copy-handed-over", "day-close"}


@pytest.fixture(scope="session")
def played(tmp_path_factory):
    """Play the day once, as a shell does; return its folder."""
    folder = tmp_path_factory.mktemp("demo") / "day"
    command = [sys.executable, "-m", "kiosk", "demo", "--headless", "--out", str(folder)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=580)
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
    assert {one["channel"] for one in applications} == {"walk_in", "post", "email", "portal"}
    assert report["counts"]["visits"] >= 20


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
            assert on_paper(played / "receipts" / one["receive_number"])


def on_paper(page):
    """Tell whether a page was printed, as bytes and as a picture of them."""
    return all(page.with_suffix(ending).stat().st_size > 1000 for ending in (".png", ".bin"))


@pytest.mark.parametrize("slip", sorted(SLIPS))
def test_every_kind_of_slip_is_on_paper(played, slip):
    assert on_paper(played / "receipts" / slip)


def test_letters_registers_and_the_morning_page_are_on_a4(played):
    papers = {path.stem: path.read_bytes() for path in played.glob("*.pdf")}
    assert set(papers) >= PAPERS
    assert all(paper.startswith(b"%PDF-") for paper in papers.values())


def test_every_register_goes_out_of_the_window(played):
    for register in REGISTERS:
        rows = read_csv((played / "exports" / f"{register}.csv").read_bytes())
        assert len(rows) > 1, register
        assert (played / "exports" / f"{register}.xlsx").stat().st_size > 1000


def test_one_is_forwarded_and_two_are_void(report):
    states = [one["state"] for one in report["applications"]]
    assert states.count("forwarded") == 1
    assert states.count("void") == 2


def test_every_step_has_its_picture_in_order(report, played):
    names = [step["picture"] for step in report["steps"]]
    numbers = [number_of(name) for name in names]
    assert numbers == sorted(set(numbers))
    assert all((played / name).is_file() for name in names)
    shown = {step["name"] for step in report["steps"]}
    assert shown >= SHOWN
    assert shown >= PAGES or report["left_out"]


def number_of(name):
    """Return the number of a picture, which begins its name with two digits or more."""
    found = re.match(r"([0-9]{2,})-[a-z-]+\.png$", name)
    assert found, name
    return int(found[1])


def test_what_is_left_out_is_told_in_words(report):
    assert bool(report["left_out"]) >= (browser() is None)
    assert all(len(words.split()) > 5 for words in report["left_out"])


def test_the_versions_are_told(report):
    assert set(report["versions"]) == {"kiosk", "python", "qt", "sqlite"}


def test_the_readme_has_its_pictures_from_this_day(played, tmp_path):
    assert set(pictures.refresh(played, tmp_path)) <= {"page", "inbox", "records"}
    assert {path.name for path in pictures.PICTURES.glob("*.png")} == {
        *(f"{name}.png" for name in pictures.STEPS),
        "receipt.png",
    }


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_every_look_shows_the_same_day(tmp_path):
    command = [sys.executable, "-m", "kiosk", "demo", "--every-look", "--out", str(tmp_path)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=1780)
    assert done.returncode == 0, done.stderr[-2000:]
    folders = {name: tmp_path / "looks" / name for name in LOOKS}
    folders[next(iter(LOOKS))] = tmp_path
    told = {name: json.loads((folder / "report.json").read_text("utf-8")) for name, folder in folders.items()}
    languages = {"english", "bangla"}  # a glance at the other language is named by it
    shown = {
        name: [step["name"] for step in one["steps"] if step["name"] not in languages] for name, one in told.items()
    }
    assert len(set(map(tuple, shown.values()))) == 1, shown
    assert {
        one["printed"] for report in told.values() for one in report["applications"] if one["channel"] == "walk_in"
    } == {"printed"}
    assert sorted(sheet.stem for sheet in (tmp_path / "looks").glob("*.png")) == sorted(LOOKS)
