import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.desk.context import close_desk
from kiosk.desk.maintain import verify
from kiosk.desk.receipts import preview_receipt, receipt_of
from kiosk.desk.register import find_duplicate, register_application
from kiosk.domain.application import Applicant, ApplicationDraft, Identity, IdType
from kiosk.domain.events import read_body, read_record
from kiosk.domain.numbering import LAST_SERIAL, parse_receive_number
from kiosk.errors import Refused, Unavailable
from kiosk.store import journal
from tests.harness.counter import OPERATOR, SERVICE, copy_home, draft, opened, register, serial

REPOSITORY = Path(__file__).parents[3]


def count(desk, table="application"):
    with desk.store.read() as unit:
        return unit.one(f"SELECT count(*) FROM {table}")[0]


def code(refusal):
    return [problem.code for problem in refusal.value.problems]


def test_the_first_number_and_the_next(desk):
    assert register(desk, 1).application.receive_number == "7926010000017"
    assert register(desk, 2).application.receive_number == "7926010000025"


def test_what_was_issued_stands_in_the_journal_as_one_instant(desk):
    done = register(desk)
    with desk.store.read() as unit:
        ((seq, record),) = journal.batch_after(unit, done.seq - 1, 9, 1 << 20)
    event = read_record(record)
    assert (seq, event.made_at) == (done.seq, done.application.received_at)
    assert read_body(event).application == done.application
    assert done.application.received_on == "2026-11-23"
    assert done.application.promised_on == "2026-12-07"
    assert done.application.first_applicant.mobile == "+8801700000000"


def test_a_secret_is_thirteen_digits_and_never_the_same(desk):
    secrets = {register(desk, number).application.secret for number in range(20)}
    assert len(secrets) == 20
    assert all(secret.isdecimal() and len(secret) == 13 for secret in secrets)


def test_a_refused_draft_takes_no_number(desk):
    bad = draft(1, name="", mobile="012")
    with pytest.raises(Refused) as raised:
        register_application(desk, bad, operator=OPERATOR, via="cli")
    assert set(code(raised)) == {"name.missing", "phone.form"}
    assert serial(register(desk, 2)) == 1


# -------------------------------------------------------------------- years and the end of the range


def test_each_year_begins_with_one(desk, watch):
    register(desk, 1)
    watch.now = datetime(2026, 12, 31, 18, 0, tzinfo=UTC)  # midnight in Dhaka
    assert register(desk, 2).application.receive_number[:12] == "792701000001"


def test_a_clock_that_went_back_does_not_lower_the_year(desk, watch):
    watch.forward(days=60)
    register(desk, 1)
    watch.now = datetime(1999, 1, 1, tzinfo=UTC)
    done = register(desk, 2)
    assert done.application.receive_number[:12] == "792701000002"
    assert done.application.received_on == "1999-01-01"


def test_the_end_of_the_range_refuses_and_saves_nothing(desk):
    with desk.store.write() as unit:
        unit.run("UPDATE counter SET last_year = 26, last_serial = ?", LAST_SERIAL - 1)
    assert serial(register(desk, 1)) == LAST_SERIAL
    with pytest.raises(Refused) as raised:
        register(desk, 2)
    assert code(raised) == ["number.spent"]
    assert count(desk) == 1
    assert verify(desk)["agree"]


# -------------------------------------------------------------------- several at once


def test_threads_get_distinct_numbers_in_a_row(desk):
    with ThreadPoolExecutor(4) as pool:
        serials = [serial(done) for done in pool.map(lambda number: register(desk, number), range(40))]
    assert sorted(serials) == list(range(1, 41))
    assert verify(desk)["agree"]


_OTHER = """
import json, sys
from pathlib import Path
from tests.harness.counter import opened, register
desk = opened(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
print(json.dumps([register(desk, int(sys.argv[2]) + n).application.receive_number for n in range(30)]))
"""


def test_processes_get_distinct_numbers_in_a_row(home):
    others = [
        subprocess.Popen(
            [sys.executable, "-c", _OTHER, str(home), str(start)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=REPOSITORY,
            env=os.environ | {"PYTHONPATH": str(REPOSITORY)},
        )
        for start in (100, 200)
    ]
    for other in others:
        assert other.stdout
        assert other.stdout.readline() == b"ready\n"
    numbers = []
    for other in others:
        assert other.stdin
        other.stdin.write(b"\n")
        other.stdin.flush()
    for other in others:
        answer, _ = other.communicate(timeout=60)
        numbers += json.loads(answer)
        assert other.returncode == 0
    assert sorted(int(number[6:12]) for number in numbers) == list(range(1, 61))
    desk = opened(home)
    assert verify(desk)["agree"]
    close_desk(desk)


# -------------------------------------------------------------------- duplicates


@pytest.mark.parametrize(
    "again",
    [
        {"name": "অন্য কেউ", "guardian": "", "mobile": "০১৭০০-০০০০০১"},
        {"name": "abdul korim 1", "guardian": "Rohim Sheikh", "mobile": ""},
    ],
)
def test_the_same_person_and_service_is_warned_of(desk, again):
    first = register(desk, 1).application.receive_number
    done = register_application(desk, draft(2, **again), operator=OPERATOR, via="cli")
    assert [(warning.code, warning.params["number"]) for warning in done.warnings] == [("duplicate", first)]


def test_the_same_document_is_the_same_person(desk):
    person = Applicant(name="ক খ", id=Identity(IdType.NID, "১৯৮০১২৩৪৫৬৭৮৯"))
    for expected in (0, 1):
        same = ApplicationDraft(service=SERVICE, applicants=(person,))
        assert len(register_application(desk, same, operator=OPERATOR, via="cli").warnings) == expected


def test_strict_refuses_duplicates_and_takes_no_number(desk):
    register(desk, 1)
    with pytest.raises(Refused) as raised:
        register(desk, 1, strict=True)
    assert code(raised) == ["duplicate"]
    assert serial(register(desk, 2)) == 2


def test_another_service_or_long_ago_is_no_duplicate(desk, watch):
    register(desk, 1)
    other = replace_service(draft(1), "general_petition")
    assert register_application(desk, other, operator=OPERATOR, via="cli").warnings == ()
    watch.forward(days=31)
    assert register(desk, 1).warnings == ()


def replace_service(old: ApplicationDraft, service: str) -> ApplicationDraft:
    return ApplicationDraft(service=service, applicants=old.applicants)


def test_the_form_learns_of_a_duplicate_while_it_is_typed(desk):
    done = register(desk, 1)
    unfinished = ApplicationDraft(service=SERVICE, applicants=(Applicant(mobile="01700000001"),))
    found = find_duplicate(desk, unfinished)
    assert found
    assert (found.receive_number, found.received_on) == (done.application.receive_number, "2026-11-23")
    for typed in ("017000", "not a number"):
        assert find_duplicate(desk, ApplicationDraft(service=SERVICE, applicants=(Applicant(mobile=typed),))) is None


# -------------------------------------------------------------------- the receipt's values


def test_the_receipt_says_what_was_registered(desk):
    done = register(desk, 1)
    receipt = receipt_of(desk, done.application, 0, OPERATOR)
    number = done.application.receive_number
    assert (receipt.receive_number, receipt.name, receipt.operator) == (number, "আবদুল করিম 1", "শাহানা")
    assert receipt.qr == f"{number}.{done.application.secret}"
    assert (receipt.counter, receipt.practice, receipt.copy_ordinal) == (1, False, 0)
    with_base = desk.with_settings(replace(desk.settings, public_base="https://e.example.org/"))
    assert receipt_of(with_base, done.application).qr == f"https://e.example.org/t/{number}#{done.application.secret}"


def test_a_copy_says_so(desk, watch):
    done = register(desk, 1)
    watch.forward(hours=1)
    copy = receipt_of(desk, done.application, 2, "rahima")
    assert (copy.copy_ordinal, copy.copied_by, copy.copied_at) == (2, "rahima", "2026-11-23T05:45:07.123Z")
    assert copy.operator == "শাহানা"


def test_a_preview_shows_no_number_that_is_not_taken(desk):
    receipt = preview_receipt(desk, ApplicationDraft(service=SERVICE), OPERATOR)
    assert receipt.receive_number == "792601·······"
    assert (receipt.operator, receipt.promised_on) == ("শাহানা", "2026-12-07")
    assert count(desk) == 0


# -------------------------------------------------------------------- disks


@pytest.fixture
def small_disk(tmp_path, home):
    """The home on a disk that is soon full.  Needs the right to mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "kiosk-test", str(place)]
    if (
        sys.platform != "linux"
        or os.geteuid() != 0
        or subprocess.run(mount, capture_output=True, check=False).returncode
    ):
        pytest.skip("needs the right to mount a small disk")
    yield copy_home(home, place / "home")
    subprocess.run(["umount", str(place)], check=True)


def register_until_full(desk, issued):
    for number in range(3000):
        issued.append(register(desk, number).application.receive_number)


def test_a_full_disk_refuses_and_half_saves_nothing(small_disk):
    desk = opened(small_disk)
    issued: list[str] = []
    with pytest.raises(Unavailable) as raised:
        register_until_full(desk, issued)
    assert raised.value.reason == "disk.full"
    assert issued
    with pytest.raises(Unavailable):  # what the refused one gave back may hold another, and then no more
        register_until_full(desk, issued)
    close_desk(desk)
    (small_disk / "settings.toml").unlink()  # somebody makes room
    desk = opened(small_disk)
    with desk.store.read() as unit:
        stored = [number for (number,) in unit.all("SELECT receive_number FROM application ORDER BY id")]
    assert stored == issued
    assert verify(desk)["agree"]
    close_desk(desk)


def test_a_read_only_disk_refuses(small_disk):
    desk = opened(small_disk)
    register(desk, 1)
    close_desk(desk)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk.parent)], check=True)
    with pytest.raises(Unavailable) as raised:
        opened(small_disk)
    assert raised.value.reason == "disk.readonly"


def test_a_lost_anchor_folder_refuses_rather_than_guesses(desk, tmp_path):
    folder = tmp_path / "anchors"
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    folder.write_text("in the way")
    with pytest.raises(Unavailable):
        register(desk, 1)
    assert count(desk) == 0


def test_parsing_gives_back_the_parts(desk):
    number = parse_receive_number(register(desk).application.receive_number)
    assert number == (79, 26, 1, 1)
