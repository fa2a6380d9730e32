"""The centre's own settings file."""

from pathlib import Path

import pytest

from kiosk.central.settings import FILES_SECRET, CentralSettings, read_central_settings
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


BUCKET = """
public_base = "https://dc.example.org"
[files]
store = "s3"
endpoint = "https://objects.example.org"
bucket = "dc-pages"
key_id = "K"
"""


def read(home: Path, text: str) -> CentralSettings:
    (home / "settings.toml").write_text(text, "utf-8")
    return read_central_settings(home)


def test_a_bucket_needs_its_secret_from_somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused, match=r"files.secret"):
        read(tmp_path, BUCKET)
    (tmp_path / "bucket.secret").write_text("from a file\n", "utf-8")
    by_file = read(tmp_path, BUCKET + 'secret_file = "bucket.secret"')
    assert (by_file.files.secret, by_file.public_base) == ("from a file", "https://dc.example.org")
    assert "from a file" not in repr(by_file)
    monkeypatch.setenv(FILES_SECRET, "from the environment")
    assert read(tmp_path, BUCKET).files.secret == "from the environment"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('[files]\nsotre = "s3"', "files.sotre"),
        ("files = 1", "files."),
        ("[files]\ntimeout_s = '1'", "files.timeout_s"),
        ('[files]\nstore = "tape"', "files.store"),
        ('[files]\nstore = "s3"', "files.bucket"),
        (BUCKET.replace("dc-pages", "DC pages"), "files.bucket"),
        (BUCKET.replace("https:", "http:"), "files.endpoint"),
        (BUCKET.replace("https://", ""), "files.endpoint"),
        (BUCKET.replace("example.org", "example.org/dc-pages"), "files.endpoint"),
        (BUCKET + 'secret_file = "not.there"', "files.secret_file"),
        (BUCKET.replace('key_id = "K"', 'secret = "S"'), "files.key_id"),
    ],
)
def test_what_cannot_be_meant_of_the_files_is_named(tmp_path: Path, text: str, key: str) -> None:
    with pytest.raises(Refused) as caught:
        read(tmp_path, text)
    assert caught.value.problems[0].field == key


@pytest.mark.parametrize(
    "how", ['endpoint = "http://127.0.0.1:9000"', 'endpoint = "http://nas.lan"\nplain_http = true']
)
def test_a_plain_line_is_taken_on_this_machine_or_where_it_is_said(tmp_path: Path, how: str) -> None:
    text = BUCKET.replace('endpoint = "https://objects.example.org"', how + '\nsecret = "S"')
    assert read(tmp_path, text).files.store == "s3"
