"""An S3-compatible bucket: bytes under names, over a line that is verified; what fails says whether it may recover.

Requests are signed (AWS signature 4) and name the bucket in their path, as every such store understands.
"""

import contextlib
import logging
from collections.abc import Iterator
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.central.settings import FilesSettings
from kiosk.errors import Refused, Unavailable

_log = logging.getLogger("kiosk.central.files")
CONNECT_S = 5
TRIES_MORE = 2
_LISTED_AT_ONCE = 1000


class Bucket:
    """One bucket, reached when it is first asked.  May be used by several threads at once.

    What it does raises Unavailable `files.unreachable`, `files.denied` (the key, its secret or its
    rights), `files.no_bucket`.
    """

    def __init__(self, home: Path, settings: FilesSettings, mark: str) -> None:
        self._home, self._settings = home, settings
        self._folder = f"{settings.folder.strip('/')}/{mark}".lstrip("/")

    def put(self, name: str, content: bytes) -> None:
        """Keep bytes under a name; the same again does no harm."""
        import obstore

        with _translated():
            obstore.put(self._store, self._place(name), content, use_multipart=False)

    def get(self, name: str) -> bytes | None:
        """Return the bytes of a name; None when there is none."""
        import obstore

        with contextlib.suppress(FileNotFoundError), _translated():
            return bytes(obstore.get(self._store, self._place(name)).bytes())
        return None

    def has(self, name: str) -> bool:
        """Tell whether there is something under a name."""
        import obstore

        with contextlib.suppress(FileNotFoundError), _translated():
            return bool(obstore.head(self._store, self._place(name)))
        return False

    def remove(self, name: str) -> None:
        """Forget a name; one that is not there is forgotten already."""
        import obstore

        with contextlib.suppress(FileNotFoundError), _translated():
            obstore.delete(self._store, self._place(name))

    def names(self) -> Iterator[str]:
        """Yield every name."""
        import obstore

        with _translated():
            for some in obstore.list(self._store, self._folder, chunk_size=_LISTED_AT_ONCE):
                yield from (one["path"].rpartition("/")[2] for one in some)

    def check(self) -> None:
        """Ask for something that is not there: whoever answers that knows us, and has the bucket."""
        import obstore

        # A listing of one name: a head would not tell a bucket that is missing from a name that is.
        with _translated():
            next(iter(obstore.list(self._store, self._folder, chunk_size=1)), None)

    def _place(self, name: str) -> str:
        return f"{self._folder}/{name[:2]}/{name}"

    @cached_property
    def _store(self) -> Any:
        from obstore.store import S3Store

        if TYPE_CHECKING:
            from obstore.store import ClientConfig

        given = self._settings
        options: ClientConfig = {
            "allow_http": given.endpoint.startswith("http:"),
            "allow_invalid_certificates": False,
            "connect_timeout": f"{CONNECT_S}s",
            "timeout": f"{given.timeout_s}s",
        }
        if given.ca_file:
            options["root_certificate"] = _read(self._home / given.ca_file)
        return S3Store(
            given.bucket,
            endpoint=given.endpoint,
            region=given.region,
            virtual_hosted_style_request=False,
            disable_bulk_delete=True,
            skip_signature=False,
            # Not as plain keys: those would be joined by what the environment says of another store.
            credential_provider=self._credentials,
            client_options=options,
            retry_config={"max_retries": TRIES_MORE, "retry_timeout": timedelta(seconds=given.timeout_s)},
        )

    def _credentials(self) -> Any:
        return {
            "access_key_id": self._settings.key_id,
            "secret_access_key": self._settings.secret,
            "expires_at": None,
        }


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    """Turn what obstore raises into ours; FileNotFoundError goes through: a name that is not there."""
    from obstore.exceptions import BaseError

    try:
        yield
    except FileNotFoundError as error:
        if "NoSuchBucket" in str(error):
            raise Unavailable("files.no_bucket", _told(error)) from error
        raise
    except (BaseError, OSError) as error:
        raise Unavailable(_reason(type(error).__name__, str(error)), _told(error)) from error


def _reason(kind: str, text: str) -> str:
    """Return the reason; a listing's errors are of one kind, so that their words must tell."""
    if "NoSuchBucket" in text:
        return "files.no_bucket"
    denied = kind in {"PermissionDeniedError", "UnauthenticatedError"} or "403 Forbidden" in text or "401 Una" in text
    return "files.denied" if denied else "files.unreachable"


def _told(error: Exception) -> str:
    """Return the first line of an error: the rest is how the library is built."""
    return str(error).partition("\n")[0]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused.because("settings.form", "files.ca_file", detail="files.ca_file") from error
