"""One export: a table to a file or to stdout, or all tables to a folder; whole, or not there at all."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from harvester.archive.connection import sqlite3
from harvester.archive.publishing import FREE, check_folder, part_of, publish
from harvester.errors import ArchiveUnwritable, ConfigError
from harvester.export.forms import FORMS, TableExport, Watcher, packed


def check_target(target: Path, *, force: bool) -> None:
    """Raise ConfigError unless a file may be put there."""
    check_folder(target)
    if target.is_symlink() or target.exists():
        if not target.is_file() or target.is_symlink():
            raise ConfigError(str(target), "is not a plain file", "Name another file.")
        if not force:
            raise ConfigError(str(target), "exists already", "Name another file, or use --force.")


def to_file(target: Path, form: str, wanted: TableExport, watch: Watcher) -> None:
    """Write a table to a file, which gets its name when it is whole and on the disk."""
    with part_of(target) as part, written(target):
        with part.open("wb") as file, packed(file, target.name) as made:
            FORMS[form].writer(wanted, made, watch)
        publish(part, target)


@contextmanager
def written(target: Path) -> Iterator[None]:
    """Raise ArchiveUnwritable for what the disk refuses."""
    try:
        yield
    except OSError as error:
        raise ArchiveUnwritable(target, f"it cannot be written ({error.strerror})", FREE) from error


@contextmanager
def folder(target: Path) -> Iterator[Path]:
    """Yield an empty folder, which gets its name when it is whole; it is removed if it does not become so.

    Raises ConfigError if something is there already, other than an empty folder.
    """
    if target.is_symlink() or (target.exists() and (not target.is_dir() or any(target.iterdir()))):
        raise ConfigError(str(target), "exists already and is not an empty folder", "Name another folder.")
    check_folder(target)
    part = target.with_name(f"{target.name}.part")
    with written(target):
        shutil.rmtree(part, ignore_errors=True)  # what a killed export left
        part.mkdir()
        try:
            yield part
            publish(part, target)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise


def snapshot(conn: sqlite3.Connection) -> None:
    """Have all tables of an export come from one instant, also while a run writes."""
    conn.execute("BEGIN")
    conn.execute("SELECT count(*) FROM sqlite_schema").fetchone()
