"""The guidance directory and the manual through the commands."""

from pathlib import Path

import pytest

from tests.integration.commands.conftest import Kiosk


@pytest.mark.parametrize("word", ["গনশুনানী", "gonoshunani"])
def test_any_spelling_shows_the_entry(counter: Kiosk, word: str) -> None:
    said = counter("guide", word)
    assert said.code == 0
    assert said.lines[0]["code"] == "service.public_hearing"
    assert said.lines[0]["officer"]["bn"] == "জেলা প্রশাসক"
    assert "room" not in said.lines[0], "nobody confirmed one"


def test_words_that_say_nothing_are_refused(counter: Kiosk) -> None:
    assert counter("guide", "xqzw").code == 1


def test_a_slip_promised_on_the_command_line_is_owed(counter: Kiosk) -> None:
    assert counter("visit", "--service", "khas_agri_settlement", "--answer", "slip").code == 0
    assert counter("visit", "--topic", "যা খুশি", "--answer", "slip").code == 1


def test_the_manual_is_written_in_either_language(counter: Kiosk, tmp_path: Path) -> None:
    for language, title in (("bn", "হেল্পডেস্ক সেবা"), ("en", "Helpdesk visit")):
        file = tmp_path / f"{language}.html"
        assert counter("manual", "--to", str(file), "--language", language).code == 0
        assert title in file.read_text("utf-8")
    assert counter("manual", "--to", str(tmp_path / "nowhere" / "x.html")).code == 1
