"""Cuts the power on paper: from every call that a process made, what a disk may hold when only synced bytes are sure.

A file's bytes are sure once it was synced, a name once its folder was.  Everything else may be there,
or not, in any order and by the sector; a rename happens wholly or not at all.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.harness.traced import Call

SECTOR = 512
_NAMES = {"rename", "unlink", "unlinkat", "link", "mkdir", "rmdir"}


@dataclass(slots=True, eq=False)
class _File:
    """What is sure of a file, and the writes that are not: place and bytes, or only the new size."""

    sure: bytes = b""
    waiting: list[tuple[int, bytes | None]] = field(default_factory=list)
    is_folder: bool = False

    def after(self, chance: Random | None) -> bytes:
        """Return what the disk may hold; without chance only what is sure."""
        if chance is None:
            return self.sure
        how = chance.choice(("all", "none", "some"))
        content = bytearray(self.sure)
        for at, written in self.waiting if how != "none" else ():
            if written is None:
                if how == "all" or chance.random() < 0.5:
                    content[:] = content[:at].ljust(at, b"\0")
                continue
            for start in range(0, len(written), SECTOR):
                if how == "all" or chance.random() < 0.5:
                    _put(content, at + start, written[start : start + SECTOR])
        return bytes(content)

    def sync(self) -> None:
        content = bytearray(self.sure)
        for at, written in self.waiting:
            if written is None:
                content[:] = content[:at].ljust(at, b"\0")
            else:
                _put(content, at, written)
        self.sure, self.waiting = bytes(content), []


def _put(content: bytearray, at: int, written: bytes) -> None:
    if len(content) < at:
        content.extend(bytes(at - len(content)))
    content[at : at + len(written)] = written


@dataclass(slots=True)
class _Renaming:
    """A change of names: `gone` and `come` are paths, either may be empty."""

    gone: str
    come: str
    file: _File

    def touches(self, folder: str) -> bool:
        return folder in {str(Path(path).parent) for path in (self.gone, self.come) if path}

    def do(self, names: dict[str, _File]) -> None:
        if self.gone:
            names.pop(self.gone, None)
        if self.come:
            names[self.come] = self.file


class Disk:
    """A disk under a folder, as it was before the first call: all of that is sure.

    `honest` tells of a file's name whether its syncs are; a disk that lies is the negative control.
    """

    def __init__(self, root: Path, honest: Callable[[str], bool] = lambda _name: True) -> None:
        self._root, self._honest = root, honest
        self._sure: dict[str, _File] = {}
        for path in root.rglob("*"):
            self._sure[str(path)] = _File(is_folder=True) if path.is_dir() else _File(path.read_bytes())
        self._now, self._waiting = dict(self._sure), list[_Renaming]()

    def do(self, call: Call) -> None:
        """Take a call in."""
        if call.name == "open":
            if call.fresh:
                self._rename("", call.path, _File())
            elif call.path in self._now:
                self._now[call.path].waiting.append((0, None))
        elif call.name in _NAMES:
            self._do_name(call)
        elif call.is_sync:
            self._sync(call.path)
        elif call.path in self._now and call.name in {"write", "pwrite", "truncate"}:
            written = None if call.name == "truncate" else call.content
            self._now[call.path].waiting.append((call.size if written is None else call.at, written))

    def _do_name(self, call: Call) -> None:
        if call.name == "mkdir":
            if call.path not in self._now:
                self._rename("", call.path, _File(is_folder=True))
        elif call.path in self._now:
            file = self._now[call.path]
            gone = "" if call.name == "link" else call.path
            self._rename(gone, call.other, file)

    def _rename(self, gone: str, come: str, file: _File) -> None:
        self._waiting.append(_Renaming(gone, come, file))
        self._waiting[-1].do(self._now)

    def _sync(self, path: str) -> None:
        if not self._honest(Path(path).name):
            return
        if path in self._now and not self._now[path].is_folder:
            self._now[path].sync()
            return
        for one in [one for one in self._waiting if one.touches(path)]:
            one.do(self._sure)
            self._waiting.remove(one)

    def after_a_cut(self, chance: Random | None = None) -> Iterator[tuple[str, bytes | None]]:
        """Yield what may be found: paths below the folder with their bytes, None a folder; parents first."""
        names = dict(self._sure)
        for one in self._waiting:
            if chance is not None and chance.random() < 0.5:
                one.do(names)
        for path in sorted(names):
            parent = str(Path(path).parent)
            if parent == str(self._root) or (parent in names and names[parent].is_folder):
                inside = str(Path(path).relative_to(self._root))
                yield inside, None if names[path].is_folder else names[path].after(chance)

    def lay_out(self, target: Path, chance: Random | None = None) -> Path:
        """Write what may be found into a new folder."""
        target.mkdir()
        for path, content in self.after_a_cut(chance):
            if content is None:
                (target / path).mkdir(mode=0o700, exist_ok=True)
            else:
                (target / path).write_bytes(content)
        return target
