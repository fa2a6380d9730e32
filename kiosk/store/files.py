"""Files beside the database: named by the SHA-256 of their content, unreadable without the home's key.

`files/ab/abcd…` holds a mark, a nonce and AES-GCM of the content, bound to its name.  A file is
whole and durable before anybody is told its name.
"""

import contextlib
import os
import re
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from kiosk.errors import Unavailable
from kiosk.store.connection import reason_of_os, sync_folder

FOLDER = "files"
_MARK = b"kfile1"
_NONCE = 12
OVERHEAD = len(_MARK) + _NONCE + 16
"""Bytes that sealing adds: the mark, the nonce, the tag."""
_PURPOSE = b"kiosk files, 1"
_DIGEST = re.compile(r"[0-9a-f]{64}")
_FRESH = ".new-"


class Files:
    """The files of one home.  May be used by several threads and processes at once."""

    def __init__(self, home: Path, key: bytes) -> None:
        self.folder = home / FOLDER
        self._key = _derived(key)

    def put(self, content: bytes) -> str:
        """Keep bytes; return their digest once they are durable.  Raises Unavailable `disk.*`."""
        digest = sha256(content).hexdigest()
        if not self.lies_here(digest):
            self.write(self.place(digest), self.seal(content, digest))
        return digest

    def get(self, digest: str) -> bytes:
        """Return the content.  Raises Unavailable `file.lost` when it is missing or damaged, `disk.*`."""
        try:
            sealed = self.place(digest).read_bytes()
        except FileNotFoundError as error:
            raise Unavailable("file.lost", digest) from error
        except OSError as error:
            raise Unavailable(reason_of_os(error), str(error)) from error
        return self.opened(sealed, digest)

    def has(self, digest: str) -> bool:
        """Tell whether there is a file of this name."""
        return self.lies_here(digest)

    def lies_here(self, digest: str) -> bool:
        """Tell whether a file of this name is on this disk."""
        return self.is_name(digest) and self.place(digest).exists()

    @staticmethod
    def is_name(digest: str) -> bool:
        """Tell whether a file can have this name."""
        return bool(_DIGEST.fullmatch(digest))

    def remove(self, digest: str) -> None:
        """Forget a file; one that is not there is forgotten already."""
        with contextlib.suppress(OSError):
            self.place(digest).unlink(missing_ok=True)

    def names(self) -> Iterator[str]:
        """Yield the digest of every file."""
        return (path.name for path in self.folder.glob("??/*") if self.is_name(path.name))

    def older_than(self, instant: float) -> Iterator[str]:
        """Yield digests of files written before an instant (seconds since 1970), and drop what was begun then."""
        for path in self.folder.glob("??/*"):
            with contextlib.suppress(OSError):
                if path.stat().st_mtime >= instant:
                    continue
                if path.name.startswith(_FRESH):
                    path.unlink()
                elif self.is_name(path.name):
                    yield path.name

    # ------------------------------------------------------------------ sealed bytes

    def seal(self, content: bytes, name: str) -> bytes:
        """Return bytes that only this home can read, and only under this name."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = os.urandom(_NONCE)
        return _MARK + nonce + AESGCM(self._key).encrypt(nonce, content, name.encode())

    def unseal(self, sealed: bytes, name: str) -> bytes:
        """Return what `seal` took.  Raises Unavailable `file.lost`."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        body = len(_MARK) + _NONCE
        if not sealed.startswith(_MARK) or len(sealed) < body:
            raise Unavailable("file.lost", name)
        try:
            return AESGCM(self._key).decrypt(sealed[len(_MARK) : body], sealed[body:], name.encode())
        except InvalidTag as error:
            raise Unavailable("file.lost", name) from error

    def opened(self, sealed: bytes, digest: str) -> bytes:
        """Return the content of a file as it lies, compared with its name.  Raises Unavailable `file.lost`."""
        content = self.unseal(sealed, digest)
        if sha256(content).hexdigest() != digest:
            raise Unavailable("file.lost", digest)
        return content

    def write(self, path: Path, content: bytes) -> None:
        """Let a file appear whole and durable, or not at all.  Raises Unavailable `disk.*`."""
        try:
            self._make_folder(path.parent)
            handle, fresh = tempfile.mkstemp(dir=path.parent, prefix=_FRESH)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                Path(fresh).replace(path)
            except BaseException:
                Path(fresh).unlink(missing_ok=True)
                raise
            sync_folder(path.parent)
        except OSError as error:
            raise Unavailable(reason_of_os(error), str(error)) from error

    def _make_folder(self, folder: Path) -> None:
        if not folder.is_dir():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            sync_folder(folder.parent)

    def place(self, digest: str) -> Path:
        """Return where the file of this name lies.  Raises Unavailable `file.lost` for what is no digest."""
        if not self.is_name(digest):
            raise Unavailable("file.lost", "not a digest")
        return self.folder / digest[:2] / digest


def _derived(key: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), 32, None, _PURPOSE).derive(key)
