"""The office's form of the receipt: `receipt.toml` in the home over the usual one, read again when it changed."""

from functools import lru_cache
from pathlib import Path

from msgspec import structs

from kiosk.domain.receipt import Receipt
from kiosk.printing.form import FILE, Form, parse_form, usual_form, write_form


def receipt_form(home: Path) -> Form:
    """Return the form in force.  Raises Refused `receipt.form` with file and line."""
    try:
        found = (home / FILE).stat()
    except OSError:
        return usual_form()
    return _read(home / FILE, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=4)
def _read(path: Path, _changed_ns: int, _size: int) -> Form:
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return usual_form()
    return parse_form(text, path.name, usual_form())


def save_form(home: Path, form: Form) -> None:
    """Keep an office's form; only what differs from the usual is written.  Raises OSError."""
    fresh = home / f".{FILE}.new"
    fresh.write_text(write_form(form), "utf-8")
    fresh.replace(home / FILE)


def in_form(receipt: Receipt, form: Form) -> Receipt:
    """Return the receipt in the form's language."""
    return receipt if form.language == receipt.language else structs.replace(receipt, language=form.language)
