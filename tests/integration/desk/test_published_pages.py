"""What is written down is what the program does."""

import re
import tomllib

import pytest

from kiosk import resources
from kiosk.desk.catalogue import load_catalogue
from kiosk.domain.bangla import search_key
from kiosk.domain.catalogue import match_services
from kiosk.i18n import ascii_digits

PAGE = resources.read_text("docs/search-key.md")
DEMO = resources.read_text("demo/day.toml")
CATALOGUE = load_catalogue()


def _rows(heading: str) -> list[tuple[str, str]]:
    section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("|")]
    cells = [tuple(cell.strip() for cell in row) for row in rows[2:]]
    return [(row[n], row[n + 1]) for row in cells for n in range(0, len(row), 3) if n + 1 < len(row)]


@pytest.mark.parametrize(("typed", "key"), _rows("Examples"))
def test_the_examples_of_the_search_key(typed, key):
    assert {search_key(spelling) for spelling in typed.split(",")} == {key}


@pytest.mark.parametrize(("letters", "key"), _rows("Bangla letters"))
def test_the_table_of_the_search_key(letters, key):
    sound = re.sub("[¹²³]", "", key)
    for letter in re.findall("[\u0980-\u09ff]+", letters):
        folded = search_key(f"ম{letter}ম" if sound in {"i", "u", "ri"} else letter)
        if sound == "nothing":
            assert folded == ""
        elif sound == "0–9":
            assert folded in "0123456789"
        elif letter != "ব":
            assert sound in folded


ACTS = tomllib.loads(DEMO)["act"]
SERVED = [act for act in ACTS if "service" in act and "search" in act]


@pytest.mark.parametrize("act", SERVED, ids=lambda act: f"{act['do']}-{act['service']}")
def test_what_the_demo_types_finds_the_service_it_means(act):
    assert act["service"] in [service.code for service in match_services(CATALOGUE, act["search"])]


def test_the_demo_has_every_kind():
    assert {CATALOGUE.service(act["service"]).kind for act in SERVED} == {"citizen", "official", "copy"}


def test_the_demo_rings_nobody_up():
    mobiles = re.findall(r'mobile = "([^"]+)"', DEMO)
    assert mobiles
    assert all(ascii_digits(mobile).replace("-", "").startswith("017000") for mobile in mobiles)
