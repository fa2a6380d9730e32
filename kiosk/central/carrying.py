"""Pages are carried to where the settings say they lie in the end: by the server in its turn, or by hand at once."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kiosk.central.carried_files import QUICKER, CarriedFiles
from kiosk.central.centre import Centre
from kiosk.central.chores import Chore
from kiosk.central.files import files_of
from kiosk.central.settings import DISK
from kiosk.errors import Refused, Unavailable
from kiosk.store.files import Files

_log = logging.getLogger("kiosk.central.files")
MOST_A_TURN = 500


@dataclass(frozen=True, slots=True)
class Carried:
    """How many files were carried, how many bytes, and which could not be opened where they lie."""

    count: int = 0
    bytes: int = 0
    lost: tuple[str, ...] = ()


def carry(
    files: CarriedFiles,
    *,
    home: bool,
    most: int = 0,
    told: Callable[[int], object] = lambda _count: None,
) -> Carried:
    """Carry files to the bucket, or `home` to the disk: all, or at most so many; `told` hears how many are done.

    A step that breaks off anywhere leaves each file in one place at least; simply begin again.
    Raises Unavailable `disk.*`, `files.*`.
    """
    files.forget_gone()
    one, lost = (files.carry_home if home else files.carry_out), list[str]()
    count = size = 0
    for digest in _in_order(files, home=home):
        if most and count == most:
            break
        try:
            size += one(digest)
        except Unavailable as error:
            if error.reason not in {"file.lost", QUICKER}:
                raise
            lost += [digest] if error.reason == "file.lost" else []
            continue
        count += 1
        told(count)
    return Carried(count, size, tuple(lost))


def _in_order(files: CarriedFiles, *, home: bool) -> Iterator[str]:
    return (name for name in files.bucket.names() if files.is_name(name)) if home else files.waiting()


def carry_pages(centre: Centre, told: Callable[[int], object] = lambda _count: None, *, most: int = 0) -> Carried:
    """Carry the centre's pages to where the settings say.

    Raises Refused `files.no_store` where they know of no bucket, Unavailable `disk.*`, `files.*`.
    """
    files = files_of(centre)
    if not isinstance(files, CarriedFiles):
        raise Refused.because("files.no_store", "files.bucket")
    return carry(files, home=centre.settings.files.store == DISK, most=most, told=told)


@dataclass(frozen=True, slots=True)
class FilesState:
    """Where pages lie: `store` is `disk|s3`, `here` counts those on the disk, `problem` is a reason or empty."""

    store: str
    bucket: str
    here: int
    problem: str = ""


def state_of_files(centre: Centre) -> FilesState:
    """Return where the centre's pages lie, and whether its bucket answers."""
    given, files = centre.settings.files, files_of(centre)
    here = sum(1 for _ in Files.names(files))
    return FilesState(given.store, given.bucket, here, problem_of(centre))


def problem_of(centre: Centre) -> str:
    """Return why the centre's bucket cannot be used now; nothing, where it can or there is none."""
    try:
        if centre.bucket:
            centre.bucket.check()
    except Unavailable as error:
        _log.warning("%s: %s", error.reason, error)
        return error.reason
    return ""


def _carry_some(centre: Centre) -> None:
    """Carry what came, a part at a time: other chores wait behind this one."""
    if centre.settings.files.store != DISK:
        carried = carry_pages(centre, most=MOST_A_TURN)
        if carried.lost:
            _log.error("%d pages on the disk cannot be opened, the first is %s", len(carried.lost), carried.lost[0])


# Each server has a disk of its own to empty: whoever looks has the turn.
CARRY_PAGES = Chore("files-carry", 1, _carry_some)
