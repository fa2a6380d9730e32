"""Files that lie in a bucket in the end.  The disk comes first, so that nobody waits for a line; then they are carried.

What is on the disk is sealed already, and is carried as it lies: a step that is repeated puts the same bytes.
Whatever the settings say today, a file is found in either place.
"""

from collections.abc import Iterator
from pathlib import Path

from kiosk.central.bucket import Bucket
from kiosk.errors import Unavailable
from kiosk.store.connection import reason_of_os
from kiosk.store.files import Files

GONE = "gone"
"""Holds a mark for each file that was removed and may still be in the bucket."""
QUICKER = "file.gone"


class CarriedFiles(Files):
    """The files of a home and of its bucket, behind the same door."""

    def __init__(self, home: Path, key: bytes, bucket: Bucket) -> None:
        super().__init__(home, key)
        self.bucket = bucket

    def put(self, content: bytes) -> str:
        """Keep bytes on the disk; return their digest once they are durable.  Raises Unavailable `disk.*`."""
        digest = super().put(content)
        self._mark(digest).unlink(missing_ok=True)
        return digest

    def get(self, digest: str) -> bytes:
        """Return the content, from wherever it is.  Raises Unavailable `file.lost`, `disk.*`, `files.*`."""
        try:
            return super().get(digest)
        except Unavailable as error:
            if error.reason != "file.lost":
                raise
        return self.opened(self.bucket.get(digest) or b"", digest)

    def has(self, digest: str) -> bool:
        """Tell whether there is a file of this name.  Raises Unavailable `files.*`."""
        return self.lies_here(digest) or (self.is_name(digest) and self.bucket.has(digest))

    def remove(self, digest: str) -> None:
        """Forget a file; the bucket hears of it in its turn."""
        super().remove(digest)
        self.write(self._mark(digest), b"")

    def names(self) -> Iterator[str]:
        """Yield the digest of every file.  Raises Unavailable `files.*`."""
        here = set(super().names())
        yield from sorted(here)
        yield from (name for name in self.bucket.names() if self.is_name(name) and name not in here)

    # ------------------------------------------------------------------ one file at a time

    def waiting(self) -> Iterator[str]:
        """Yield the digest of every file on the disk."""
        return super().names()

    def carry_out(self, digest: str) -> int:
        """Bring a file from the disk to the bucket, read it back, then let the disk's go; return its bytes.

        Raises Unavailable `file.lost` for one that cannot be opened where it lies, `file.gone` where somebody
        was quicker, `disk.*`, `files.*`.
        """
        try:
            sealed = self.place(digest).read_bytes()
        except OSError as error:
            reason = QUICKER if isinstance(error, FileNotFoundError) else reason_of_os(error)
            raise Unavailable(reason, str(error)) from error
        self.opened(sealed, digest)
        self.bucket.put(digest, sealed)
        if self.bucket.get(digest) != sealed:
            raise Unavailable("files.unreachable", "the bucket does not give back what it was given")
        super().remove(digest)
        return len(sealed)

    def carry_home(self, digest: str) -> int:
        """Bring a file from the bucket to the disk, then let the bucket's go; return its bytes.  Raises as `carry_out`."""
        sealed = self.bucket.get(digest) or b""
        self.opened(sealed, digest)
        self.write(self.place(digest), sealed)
        self.bucket.remove(digest)
        return len(sealed)

    def forget_gone(self) -> None:
        """Remove from the bucket what was removed here; what came again since stays."""
        for mark in (self.folder / GONE).glob("*"):
            if self.is_name(mark.name) and not self.lies_here(mark.name):
                self.bucket.remove(mark.name)
            mark.unlink(missing_ok=True)

    def _mark(self, digest: str) -> Path:
        return self.folder / GONE / self.place(digest).name
