"""Everything out, audited: files that agree with their manifest, a chain that is verified, the auditor's page."""

import json
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import text

from kiosk.central.auditing import verify_all
from kiosk.central.centre import Centre
from kiosk.central.export import SECRET, export_all
from kiosk.central.store.tables import Base
from kiosk.errors import Refused
from kiosk.printing.documents.spreadsheet import read_csv
from tests.integration.central.machine import OFFICE, Machine
from tests.integration.central.people import PASSWORD, hire, signed_in


def test_everything_is_in_the_export_and_agrees_with_the_manifest(
    centre: Centre, machine: Machine, tmp_path: Path
) -> None:
    numbers = [machine.receive(serial) for serial in range(1, 4)]
    machine.see_visitor()
    machine.round()
    hire(centre, "dc", "dc")
    manifest = json.loads(export_all(centre, tmp_path / "out").read_text("utf-8"))
    parts = {part["table"]: part for part in manifest["parts"]}
    for part in manifest["parts"]:
        data = (tmp_path / "out" / part["file"]).read_bytes()
        assert (data.count(b"\n"), sha256(data).hexdigest()) == (part["count"], part["sha256"])
    assert {*manifest["tables"], *manifest["left_out"]["tables"]} == set(Base.metadata.tables), "every table"
    assert set(parts) <= set(manifest["tables"]), "one without rows has no file"
    applications = (tmp_path / "out" / parts["application"]["file"]).read_text("utf-8").splitlines()
    assert [json.loads(line)["receive_number"] for line in applications] == numbers
    assert [json.loads(json.loads(line)["body"])["receive_number"] for line in applications] == numbers
    events = (tmp_path / "out" / parts["event"]["file"]).read_text("utf-8").splitlines()
    assert [json.loads(line)["record"].encode() for line in events] == machine.records


def test_nothing_in_the_export_lets_anybody_in(centre: Centre, machine: Machine, url: str, tmp_path: Path) -> None:
    hire(centre, "dc", "dc")
    signed_in(centre, url, "dc")
    export_all(centre, tmp_path / "out")
    said = b"".join(path.read_bytes() for path in (tmp_path / "out").rglob("*.jsonl"))
    assert b"argon2" not in said
    assert PASSWORD.encode() not in said
    for path in (tmp_path / "out").rglob("*.jsonl"):
        for line in path.read_text("utf-8").splitlines():
            assert not SECRET & json.loads(line).keys()


def test_an_export_never_mixes_with_what_is_there(centre: Centre, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with pytest.raises(Refused, match=r"export\.there"):
        export_all(centre, tmp_path / "out")
    assert list(tmp_path.glob("*.unfinished")) == []


def test_the_auditor_reads_filters_and_takes_the_log(centre: Centre, url: str, machine: Machine) -> None:
    hire(centre, "auditor", "auditor")
    hire(centre, "dc", "dc")
    signed_in(centre, url, "dc")
    browser = signed_in(centre, url, "auditor")
    page = browser.get("/desk/audit?act=user.added&subject=dc")
    assert page.status == 200
    assert "user.added" in page.text
    assert "user.added" in browser.get("/desk/audit?act=user").text
    assert "Nothing was done that fits." in browser.get("/desk/audit?actor=nobody").text
    rows = read_csv(browser.get("/desk/audit/list/csv?act=user.added").body)
    assert {row[3] for row in rows[1:]} == {"user.added"}
    assert browser.get("/desk/audit?first=yesterday").status == 400
    again = browser.get("/desk/audit?actor=auditor").text
    assert "audit.read" in again
    assert "audit.taken" in again


def test_older_lines_are_a_page_further(centre: Centre, url: str) -> None:
    hire(centre, "auditor", "auditor")
    browser = signed_in(centre, url, "auditor")
    for _ in range(51):
        browser.get("/desk/audit?subject=x")
    page = browser.get("/desk/audit?act=audit.read").text
    assert "before=" in page
    older = page.split("before=")[1].split('"')[0]
    assert browser.get(f"/desk/audit?act=audit.read&before={older}").text.count("audit.read") < page.count("audit.read")


def test_a_chain_that_was_changed_is_noticed(centre: Centre, url: str) -> None:
    hire(centre, "auditor", "auditor")
    browser = signed_in(centre, url, "auditor")
    browser.get("/desk/audit")
    assert "hangs together" in browser.post("/desk/audit/verify").text
    assert verify_all(centre)[OFFICE] > 0
    with centre.database.write() as connection:
        if centre.database.is_postgresql:
            connection.execute(text("ALTER TABLE audit DISABLE TRIGGER ALL"))
        else:
            connection.execute(text("DROP TRIGGER audit_no_update"))
        connection.execute(text("UPDATE audit SET actor = 'somebody' WHERE seq = 1"))
    assert verify_all(centre)[OFFICE] == -1
    assert "does not hang together" in browser.post("/desk/audit/verify").text
