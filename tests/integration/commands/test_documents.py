"""`kiosk document`: a file, or a plain word why not."""

import json

from kiosk import cli
from kiosk.desk.documents import BUNDLES, DOCUMENTS

LINE = {
    "service": "khatian_copy_normal",
    "channel": "walk_in",
    "applicants": [{"name": "আবদুল করিম", "mobile": "01700000146"}],
}


def test_a_register_is_written_where_it_is_wanted(counter, tmp_path):
    assert counter("register", "--file", "-", typed=json.dumps(LINE)).code == 0
    file = tmp_path / "r.pdf"
    said = counter("document", "receive-register", "--out", file)
    assert said.code == 0
    assert said.one == {"ok": True, "file": str(file), "pages": 1, "rows": 1}
    assert file.read_bytes().startswith(b"%PDF-")
    days = ("--from", "2026-01-01", "--to", "02-01-2026")
    assert counter("document", "receive-register", *days, "--out", file).one["rows"] == 0


def test_what_there_is_is_listed(counter):
    kinds = [line["kind"] for line in counter("document", "?").lines]
    assert kinds == [kind.replace("_", "-") for kind in (*DOCUMENTS, *BUNDLES)]


def test_a_document_nobody_knows_and_days_that_are_none_are_refused(counter, tmp_path):
    for words in (
        ("song-book",),
        ("receive-register", "--from", "2026-02-30"),
        ("receive-register", "--from", "2026-01-02", "--to", "2026-01-01"),
    ):
        said = counter("document", *words, "--out", tmp_path / "x.pdf")
        assert said.code == cli.REFUSED
        assert said.problems[0][1] in {"document.unknown", "date.range", "date.form"}
    assert not (tmp_path / "x.pdf").exists()
