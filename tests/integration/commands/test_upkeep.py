"""Set-up, people, copies, paper and the line through the commands."""

from pathlib import Path

from kiosk.printing.virtual import VirtualPrinter
from tests.integration.commands.conftest import SET_UP, Kiosk
from tests.integration.commands.test_intake import KHATIAN, lines


def test_set_up_makes_the_home_once(kiosk: Kiosk, home: Path, set_up_file: Path) -> None:
    assert kiosk("setup", "--file", set_up_file).code == 0
    names = {entry.name for entry in home.iterdir()}
    assert {"counter.db", "ledger", "key", "files", "backups", "quarantine", "logs", "settings.toml"} <= names
    assert (home / "key").stat().st_mode & 0o777 == 0o600
    before = (home / "key").read_bytes()
    again = kiosk("setup", "--file", set_up_file)
    assert (again.code, again.problems[0][1]) == (1, "setup.exists")
    assert (home / "key").read_bytes() == before


def test_home_is_taken_after_the_command_as_well(home: Path, kiosk: Kiosk, set_up_file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    assert kiosk("setup", "--file", set_up_file, "--home", other).code == 0
    assert (other / "counter.db").exists()
    assert not home.exists()


def test_people(counter: Kiosk) -> None:
    assert counter("operator", "add", "tapas", "--name", "তাপস কুমার বৈদ্য", typed="another long passphrase\n").code == 0
    assert [person["login"] for person in counter("operator", "list").lines] == ["shahana", "tapas"]
    assert counter("operator", "rename", "tapas", "--name", "তাপস বৈদ্য").code == 0
    assert counter("operator", "password", "tapas", typed="short\n").problems[0][1] == "password.short"
    said = counter("--operator", "nobody", "register", "--file", "-", typed=lines(KHATIAN))
    assert said.problems == [("operator", "login.unknown")]


def test_backup_and_restore_lose_nothing(counter: Kiosk, home: Path) -> None:
    first = counter("register", "--file", "-", typed=lines(KHATIAN)).one["receive_number"]
    copy = Path(counter("backup").one["file"])
    second = counter("register", "--file", "-", typed=lines(KHATIAN)).one["receive_number"]
    assert counter("restore", copy).code == 0
    for number in (first, second):  # the ledger knows what the copy does not
        assert counter("status", number).one["state"] == "received"
    assert counter("restore", home / "key").code == 1
    assert all(finding["ok"] for finding in counter("doctor").lines)


def test_original_once_then_copies_only(kiosk: Kiosk, tmp_path: Path) -> None:
    with VirtualPrinter(out=tmp_path / "pages") as printer:
        file = tmp_path / "with-printer.toml"
        file.write_text(SET_UP.format(printer=printer.url), "utf-8")
        assert kiosk("setup", "--file", file).code == 0
        said = kiosk("register", "--print", "--file", "-", typed=lines(KHATIAN))
        number = said.lines[0]["receive_number"]
        assert len(printer.wait_pages(1)) == 1
        assert kiosk("print", number).problems == [("receive_number", "receipt.printed")]
        assert kiosk("print", number, "--reprint").one == {"ok": True, "printed": "printed", "reason": ""}
        printer.set("paper", "out")
        failed = kiosk("print", number, "--reprint")
        assert (failed.code, failed.one["printed"], failed.one["reason"]) == (3, "failed", "printer.paper_out")
    assert (tmp_path / "pages" / "0002.bin").exists()


def test_paper_to_a_file(counter: Kiosk, tmp_path: Path) -> None:
    number = counter("register", "--file", "-", typed=lines(KHATIAN)).one["receive_number"]
    assert counter("print", number, "--to", tmp_path / "receipt.bin").one["printed"] == "printed"
    assert (tmp_path / "receipt.bin").read_bytes().startswith(b"\x1b@")


def test_alone_the_proof_holds_and_a_round_says_that_there_is_no_server(counter: Kiosk) -> None:
    counter("register", "--file", "-", typed=lines(KHATIAN))
    proof = counter("verify").one
    assert proof["agree"] is True
    assert proof["events"] >= 1
    assert len(proof["head"]) == 64
    said = counter("sync")
    assert (said.code, said.one["reason"]) == (3, "net.no_server")


def test_a_named_file_holds_one_receipt_alone(counter: Kiosk, tmp_path: Path) -> None:
    number = counter("register", "--file", "-", typed=lines(KHATIAN)).one["receive_number"]
    file = tmp_path / "receipt.bin"
    counter("print", number, "--to", file)
    first = file.stat().st_size
    counter("print", number, "--reprint", "--to", file)
    assert file.stat().st_size < 2 * first
