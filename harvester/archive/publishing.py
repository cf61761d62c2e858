"""Write files that are never incomplete: under another name first, then synced to the disk, then renamed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from harvester.archive.lock import claimed
from harvester.errors import ArchiveUnwritable, ConfigError

FREE = "Free space or change permissions, then try again."
"""What to do where a file cannot be written."""


def check_folder(target: Path) -> None:
    """Raise ConfigError unless the folder of a new file, or of a new folder, is there."""
    if not target.parent.is_dir():
        raise ConfigError(str(target), f"there is no folder {target.parent}", "Make it first.")


@contextmanager
def part_of(target: Path, mode: int = 0o644) -> Iterator[Path]:
    """Yield an empty file ``<target>.part``; remove it unless it was renamed.

    Raises ArchiveLocked where another program writes the same file, and ArchiveUnwritable.
    """
    part = target.with_name(f"{target.name}.part")
    with claimed(part, mode):
        try:
            yield part
        except BaseException:
            with suppress(FileNotFoundError):
                part.unlink()
            raise


def publish(part: Path, target: Path) -> None:
    """Give a file or folder its name, with everything on the disk before and after."""
    try:
        for each in (part, *part.rglob("*")) if part.is_dir() else (part,):
            _sync(each)
        part.replace(target)
        _sync(target.parent)
    except OSError as error:
        raise ArchiveUnwritable(target, f"it cannot be written ({error.strerror})", FREE) from error


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
