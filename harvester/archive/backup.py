"""Backup: copy the archive at one instant, also while runs write; check the copy before it gets its name."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from harvester.archive.connection import archive_errors, connect, open_readonly, path_of, size_of, sqlite3
from harvester.archive.publishing import FREE, check_folder, part_of, publish
from harvester.errors import ArchiveDamaged, ArchiveUnwritable, ConfigError

STEP_PAGES = 4096
"""This many pages are copied between two reports of progress: 8 MB, a few milliseconds."""

Watcher = Callable[[int, int], object]
"""It is told how many pages are left, and how many there are in all."""

_SIDES = ("-wal", "-journal")


def back_up(path: Path, target: Path, watch: Watcher, *, force: bool = False) -> int:
    """Copy the archive as it is now to ``target``; return the bytes of the copy, which is on the disk then.

    The copy is written to ``<target>.part``, checked by SQLite from its first page to its last, and renamed.
    So ``target`` has the whole copy or what it had before. Runs go on meanwhile: with a write-ahead log they
    do not wait, with a rollback journal they wait for the copy.

    Raises ConfigError for a target that cannot be, ArchiveDamaged where the copy is not sound,
    ArchiveUnwritable, and ArchiveLocked where another program writes the same copy.
    """
    _check_target(path, target, force=force)
    with closing(open_readonly(path)) as source, part_of(target, _mode(path)) as part:
        _copy(source, part, watch)
        _check(path, part)
        _check_target(path, target, force=force)
        publish(part, target)
    return target.stat().st_size


def _mode(path: Path) -> int:
    """Return the permissions of a copy: those of the archive, and its owner may write it in any case.

    Who may only read an archive could else not even fill a copy of it.
    """
    return path.stat().st_mode & 0o777 | 0o600


def _check_target(path: Path, target: Path, *, force: bool) -> None:
    """Raise ConfigError unless the copy may be put there.

    What SQLite left beside an earlier file of that name would be applied to the copy, and destroy it.
    """
    check_folder(target)
    if size_of(target) is not None:
        if target.samefile(path):
            raise ConfigError(str(target), "is the archive itself", "Name another file.")
        if not force:
            raise ConfigError(str(target), "exists already", "Name another file, or use --force.")
    for side in (target.with_name(f"{target.name}{each}") for each in _SIDES):
        if side.exists():
            hint = f"Name another file; {target.name} is in use, or a program that used it was killed."
            raise ConfigError(str(target), f"{side.name} lies beside it and would damage the copy", hint)


def _copy(source: sqlite3.Connection, part: Path, watch: Watcher) -> None:
    """Copy every page of one instant; the copy is a single file, without a log beside it.

    An open transaction holds the instant. Without it, SQLite would begin again after each commit of a run.
    """

    def progress(status: int, left: int, total: int) -> None:
        del status
        watch(left, total)

    source.execute("BEGIN")
    source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    with archive_errors(part), closing(connect(part, "rw")) as copy:
        # Nobody needs to undo what is renamed only when it is whole.
        copy.execute("PRAGMA journal_mode = OFF")
        try:
            source.backup(copy, pages=STEP_PAGES, progress=progress)
        except sqlite3.OperationalError as error:  # pysqlite3 gives the errors of a backup no code
            raise ArchiveUnwritable(part, f"it cannot be written ({error})", FREE) from error
        except sqlite3.DatabaseError as error:
            raise _damaged(path_of(source), str(error)) from error
        copy.execute("PRAGMA journal_mode = DELETE")
    source.execute("COMMIT")


def _check(path: Path, part: Path) -> None:
    """Raise ArchiveDamaged unless SQLite finds the copy sound: what is damaged replaces no earlier backup."""
    with closing(open_readonly(part)) as copy, archive_errors(part):
        found = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        raise _damaged(path, found)


def _damaged(path: Path, problem: str) -> ArchiveDamaged:
    reason = f"no backup was made, because the copy is damaged ({problem})"
    advice = "'harvester doctor' says whether the archive is; if not, the disk of the copy is at fault."
    return ArchiveDamaged(path, reason, advice)
