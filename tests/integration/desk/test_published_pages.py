"""What is written down is what the program does."""

import re
import tomllib

import pytest

from kiosk import resources
from kiosk.desk.catalogue import load_catalogue
from kiosk.domain.application import Applicant, ApplicationDraft, Channel, PaperState
from kiosk.domain.bangla import search_key
from kiosk.domain.catalogue import match_services
from kiosk.domain.intake import accept, check_mobile

PAGE = resources.read_text("docs/search-key.md")
DEMO = tomllib.loads(resources.read_text("demo/visitors.toml"))
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


@pytest.mark.parametrize("visitor", DEMO["application"], ids=lambda visitor: visitor["service"])
def test_each_visitor_of_the_demo_is_found_and_accepted(visitor):
    assert visitor["service"] in [service.code for service in match_services(CATALOGUE, visitor["search"])]
    draft = ApplicationDraft(
        visitor["service"],
        Channel(visitor["channel"]),
        (Applicant(**{key: visitor[key] for key in ("name", "guardian", "mobile", "address") if key in visitor}),),
        subject=visitor["subject"],
        fields=visitor.get("fields", {}),
        papers={code: PaperState(state) for code, state in visitor.get("papers", {}).items()},
        **{key: visitor[key] for key in ("memo_no", "memo_date", "sender_office") if key in visitor},
    )
    accepted = accept(draft, CATALOGUE)
    assert accepted.subject == visitor["subject"]


def test_the_demo_tells_a_whole_day():
    services = [CATALOGUE.service(visitor["service"]) for visitor in DEMO["application"]]
    assert len(services) >= 6
    assert {service.kind for service in services} == {"citizen", "official", "copy"}
    assert len(DEMO["visit"]) == 3


def test_the_demo_rings_nobody_up():
    for visitor in DEMO["application"]:
        assert not visitor.get("mobile") or check_mobile(visitor["mobile"]).startswith("+88017000")
