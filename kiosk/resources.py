"""The only reader of `resources/`: beside the package in a wheel, beside `kiosk/` in a checkout."""

from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


@cache
def root() -> Path:
    """Return the folder that holds the resources."""
    packed = _HERE / "_resources"
    return packed if packed.is_dir() else _HERE.parent / "resources"


def path(name: str) -> Path:
    """Return the path of a resource, e.g. `fonts/NotoSans-Regular.ttf`."""
    return root() / name


def read_text(name: str) -> str:
    """Return a resource as text."""
    return path(name).read_text("utf-8")


def read_bytes(name: str) -> bytes:
    """Return a resource as bytes."""
    return path(name).read_bytes()


def names(folder: str, suffix: str) -> list[str]:
    """Return the names of a folder's files with this ending, sorted, e.g. `catalogue/copy.toml`."""
    return sorted(f"{folder}/{entry.name}" for entry in path(folder).glob(f"*{suffix}"))
