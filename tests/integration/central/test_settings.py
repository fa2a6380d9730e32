"""The centre's own settings file."""

from pathlib import Path

import pytest

from kiosk.central.settings import CentralSettings, read_central_settings
from kiosk.errors import Refused


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert read_central_settings(tmp_path) == CentralSettings()


def test_the_command_line_comes_first(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('database_url = "postgresql://a/b"\noffice_name_bn = "কেন্দ্র"\n', "utf-8")
    found = read_central_settings(tmp_path, database_url="", public_base="https://example.org")
    assert (found.database_url, found.public_base, found.office_name_bn) == (
        "postgresql://a/b",
        "https://example.org",
        "কেন্দ্র",
    )
    assert read_central_settings(tmp_path, database_url="postgresql://c/d").database_url == "postgresql://c/d"


@pytest.mark.parametrize(
    ("text", "code"), [("sped = 1", "settings.unknown"), ("public_base = 1", "settings.type"), ("[", "settings.form")]
)
def test_what_is_not_understood_stops_the_start(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "settings.toml").write_text(text, "utf-8")
    with pytest.raises(Refused, match=code):
        read_central_settings(tmp_path)
