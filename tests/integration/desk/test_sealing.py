"""A slip is genuine or not, at once, without asking anybody."""

import json
import re
from contextlib import suppress
from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest

from kiosk.cli import main
from kiosk.desk.context import close_desk
from kiosk.desk.enrol import enrol
from kiosk.desk.print_receipt import paper_of, print_number
from kiosk.desk.register import register_application
from kiosk.desk.sealing import FORGED, GENUINE, NOT_OURS, REVOKED, check_slip
from kiosk.desk.synchronise import synchronise
from kiosk.domain.seal import read_seal
from kiosk.errors import Refused
from kiosk.printing.qr import modules
from kiosk.store.told import apply_key
from kiosk.sync.client import public_key
from tests.harness.counter import OPERATOR, draft, made_home, opened, register
from tests.harness.world import Centre, centre, enrolled_home, make_home
from tests.harness.world import opened as desk_of


@pytest.fixture
def neighbour(tmp_path):
    there = opened(made_home(tmp_path / "neighbour", counter=2))
    yield there
    close_desk(there)


def key_of(desk) -> str:
    with desk.store.read() as unit:
        (key,) = unit.one("SELECT device_key FROM counter")
    return public_key(key)


def tell(desk, key: str, counter: int, provisional: int = 0) -> None:
    with desk.store.write() as unit:
        apply_key(unit, key, counter=counter, provisional=provisional, at="2026-11-23T04:45:07.123Z")


def code_of(desk, number: str, **options: object) -> str:
    return paper_of(desk, number, **options).qr


def test_our_own_slip_is_genuine_and_says_whose(desk):
    number = register(desk).application.receive_number
    found = check_slip(desk, code_of(desk, number))
    assert (found.verdict, found.receive_number, found.agrees, found.signed_by) == (GENUINE, number, True, 1)
    assert (found.service, found.initials, found.day.isoformat()) == ("khatian_copy_normal", "আক", "2026-11-23")
    assert found.genuine


def test_a_copy_bears_the_same_signature(desk):
    number = register(desk).application.receive_number
    assert code_of(desk, number, ordinal=3, by=OPERATOR) == code_of(desk, number)


def test_with_a_website_the_code_is_still_its_address(desk):
    online = desk.with_settings(replace(desk.settings, public_base="https://eservice.example.gov.bd"))
    done = register(online).application
    code = code_of(online, done.receive_number)
    assert re.match(rf"https://eservice\.example\.gov\.bd/t/{done.receive_number}#{done.secret}\.[0-9]+$", code)
    assert check_slip(desk, code).genuine
    drawn = modules(code, 270)
    assert drawn
    assert drawn.dots == 5


def changed(code: str, place: int) -> str:
    digit = "7" if code[place] != "7" else "3"
    return code[:place] + digit + code[place + 1 :]


@pytest.mark.parametrize("place", [-1, -40, -100, -160])
def test_a_changed_slip_is_not_genuine(desk, place):
    number = register(desk).application.receive_number
    with suppress(Refused):  # some changes leave no slip at all
        assert check_slip(desk, changed(code_of(desk, number), place)).verdict == FORGED


def test_a_signature_moved_to_another_number_is_not_genuine(desk):
    first, second = (register(desk, number).application for number in range(2))
    code = code_of(desk, first.receive_number)
    moved = code.replace(first.receive_number, second.receive_number).replace(first.secret, second.secret)
    assert check_slip(desk, moved).verdict == FORGED


def test_a_genuine_signature_with_another_secret_is_not(desk):
    done = register(desk).application
    code = code_of(desk, done.receive_number).replace(done.secret, "0" * 13)
    found = check_slip(desk, code)
    assert (found.verdict, found.agrees) == (FORGED, False)


def test_a_neighbours_slip_is_known_by_its_key_alone(desk, neighbour):
    number = register(neighbour).application.receive_number
    code = code_of(neighbour, number)
    assert check_slip(desk, code).verdict == NOT_OURS
    tell(desk, key_of(neighbour), 2)
    found = check_slip(desk, code)
    assert (found.verdict, found.agrees, found.signed_by) == (GENUINE, None, 2)
    assert check_slip(desk, changed(code, -9)).verdict == FORGED


def test_slips_from_before_enrolment_are_known_by_the_provisional_code(desk, neighbour):
    code = code_of(neighbour, register(neighbour).application.receive_number)
    tell(desk, key_of(neighbour), 7, provisional=2)
    assert check_slip(desk, code).genuine
    assert check_slip(desk, changed(code, -9)).verdict == FORGED


def test_a_code_that_another_counter_has_is_not_known_yet_rather_than_not_genuine(desk, tmp_path):
    """Before it is enrolled a counter takes any code: also that of one whose key is here."""
    there = opened(made_home(tmp_path / "namesake", counter=1))
    code, old = (make(there, register(there).application.receive_number) for make in (code_of, old_code))
    assert check_slip(desk, code).verdict == NOT_OURS
    assert check_slip(desk, changed(code, -9)).verdict == NOT_OURS
    assert check_slip(desk, old).verdict == FORGED, "a slip of version 1 does not tell whose it is"
    tell(desk, key_of(there), 7, provisional=1)
    assert [check_slip(desk, one).verdict for one in (code, old)] == [GENUINE] * 2
    assert check_slip(desk, changed(code, -9)).verdict == FORGED
    close_desk(there)


def test_slips_of_the_first_version_are_still_known(desk, neighbour):
    number = register(desk).application.receive_number
    code = old_code(desk, number)
    assert (check_slip(desk, code).verdict, check_slip(desk, code).service) == (GENUINE, "khatian_copy_normal")
    assert check_slip(desk, changed(code, -9)).verdict == FORGED
    assert check_slip(neighbour, code).verdict == NOT_OURS
    tell(neighbour, key_of(desk), 1)
    assert check_slip(neighbour, code).genuine
    assert check_slip(neighbour, changed(code, -9)).verdict == FORGED


def old_code(desk, number: str) -> str:
    """Return the code of a slip as version 1 wrote it: no signer, three bytes of the service."""
    reference, _, digits = code_of(desk, number).rpartition(".")
    found = read_seal(f"{reference}.{digits}")
    service = sha256(b"khatian_copy_normal").digest()[:3]
    day = (found.day - date(2020, 1, 1)).days.to_bytes(2, "big")
    data = b"\x01" + day + service + found.initials.encode("utf-16-be") + found.signature
    return f"{reference}.{int.from_bytes(data, 'big')}"


def test_a_slip_for_practice_bears_no_signature(tmp_path):
    desk = opened(made_home(tmp_path / "practice", counter=0))
    number = register(desk).application.receive_number
    with pytest.raises(Refused) as refused:
        check_slip(desk, code_of(desk, number))
    assert refused.value.problems[0].code == "slip.unsigned"
    close_desk(desk)


def test_what_is_printed_is_what_is_checked(desk, tmp_path):
    """Read from the paper itself: the printed dots are the code that verifies."""
    from kiosk.printing.escpos import decode

    number = register(desk).application.receive_number
    print_number(desk, number, to=str(tmp_path / "slip.bin"))
    code = modules(code_of(desk, number), 270)
    assert code
    first = code.enlarged()[: -(-code.width // 8)]
    finder = int.from_bytes(first, "big") >> (8 * len(first) - 7 * code.dots)
    rows = decode((tmp_path / "slip.bin").read_bytes())
    stride = rows.width_dots // 8
    lines = (int.from_bytes(rows.rows[at : at + stride], "big") for at in range(0, len(rows.rows), stride))
    wanted = int.from_bytes(first, "big") >> (8 * len(first) - code.width)
    assert finder == (1 << 7 * code.dots) - 1
    assert any(line >> shift & ((1 << code.width) - 1) == wanted for line in lines for shift in range(200, 560))


def test_counters_of_an_office_hear_each_others_keys(tmp_path):
    """Two counters, one centre: afterwards each knows the other's slips with the line cut."""
    with centre(tmp_path) as running:
        first, second, third = (_enrolled(tmp_path, running, counter) for counter in (1, 2, 3))
        with desk_of(first) as one, desk_of(second) as two, desk_of(third) as three:
            code, early, lost = code_from(one), tmp_path / "early", code_from(three)
            assert check_slip(two, code).verdict == NOT_OURS
            assert synchronise(two).reached
            fresh, before = _joined_late(early, running)
            assert check_slip(two, code).genuine
            assert check_slip(two, changed(code, -9)).verdict == FORGED
            assert check_slip(two, before).verdict == NOT_OURS
            assert synchronise(two).reached
            assert check_slip(two, before).genuine
            assert check_slip(two, fresh).signed_by == check_slip(two, before).signed_by
            _revoke(running, 3)
            assert synchronise(two).reached
            running.stop()
            assert check_slip(two, lost).verdict == REVOKED
            assert check_slip(three, lost).genuine
            assert [check_slip(two, one).verdict for one in (code, before, fresh)] == [GENUINE] * 3
            assert check_slip(two, changed(lost, -9)).verdict == FORGED


def code_from(desk) -> str:
    done = register_application(desk, draft(), operator=OPERATOR, via="cli").application
    return code_of(desk, done.receive_number)


def _enrolled(folder, running: Centre, counter: int):
    return enrolled_home(folder / f"counter-{counter}", running, counter)


def _joined_late(home, running: Centre) -> tuple[str, str]:
    """Return codes from after and before the enrolment of a counter whose first code was another's."""
    with desk_of(make_home(home, server_url=running.url, counter=1)) as desk:
        before = code_from(desk)
        enrol(desk, running.enrolment_code(7))
    with desk_of(home) as desk:
        assert desk.identity.code == 7
        return code_from(desk), before


def _revoke(running: Centre, counter: int) -> None:
    from sqlalchemy import text

    from kiosk.central.store.engine import open_database
    from kiosk.domain.clock import system_rng

    database = open_database(running.home, "", system_rng)
    with database.write() as connection:
        connection.execute(text("UPDATE counter SET revoked_at = enrolled_at WHERE code = :code"), {"code": counter})
    database.engine.dispose()


def test_a_slip_is_verified_by_the_command_without_any_line(desk, home, capsys):
    number = register(desk).application.receive_number
    code = code_of(desk, number)
    close_desk(desk)
    assert main(["--home", str(home), "--json", "verify-slip", code]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], told["verdict"], told["receive_number"], told["in_our_list"]) == (True, "genuine", number, True)
    assert main(["--home", str(home), "--json", "verify-slip", changed(code, -9)]) == 1
    assert json.loads(capsys.readouterr().out)["verdict"] == "forged"
    assert main(["--home", str(home), "--json", "verify-slip", "hello"]) == 1
    assert json.loads(capsys.readouterr().out)["errors"][0]["code"] == "slip.form"
    assert main(["--home", str(home), "verify-slip", code]) == 0
    assert "আক" in capsys.readouterr().out
