"""A backup is whole or not there, whatever is written, killed, full or damaged meanwhile."""

import os
import resource
import signal
import stat
from contextlib import closing

import pytest

from harvester.archive import backup as module
from harvester.archive.backup import back_up
from harvester.archive.connection import open_readonly
from harvester.archive.lock import claimed
from harvester.archive.writing import open_archive
from harvester.errors import ArchiveDamaged, ArchiveLocked, ArchiveUnwritable, ConfigError

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def target(tmp_path):
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return folder / "copy.db"


def names(target):
    return [each.name for each in target.parent.iterdir()]


def ignore(*_):
    pass


def bodies(path):
    with closing(open_readonly(path)) as conn:
        return [tuple(row) for row in conn.execute("SELECT key, payload_id FROM capture ORDER BY id")]


def noise(capture, hours, size=20_000):
    return capture(hours, body=os.urandom(size))


def test_a_backup_is_an_archive(path, target, keep, capture):
    keep(noise(capture, 0))
    size = back_up(path, target, ignore)
    assert names(target) == ["copy.db"]
    assert size == target.stat().st_size
    assert bodies(target) == bodies(path) != []
    with closing(open_readonly(target)) as conn:
        assert conn.execute("PRAGMA journal_mode").fetchone()[0] == "delete"  # one file, wherever it is put
    open_archive(target).close()


def test_it_shows_one_instant(path, target, keep, capture, monkeypatch):
    """What is stored while it goes on is not in it, and does not make it begin again."""
    monkeypatch.setattr(module, "STEP_PAGES", 8)
    for hours in range(10):
        keep(noise(capture, hours))
    before, left = bodies(path), []

    def store(pages, _):
        left.append(pages)
        keep(noise(capture, 100 + len(left)))

    back_up(path, target, store)
    assert left == sorted(left, reverse=True)
    assert left[0] > left[-1] == 0
    assert bodies(target) == before
    assert len(bodies(path)) == 10 + len(left)


def as_it_is(path, _):
    return path


def as_link(path, target):
    os.link(path, target)
    return target


def in_no_folder(_, target):
    return target.parent / "missing" / "copy.db"


def a_folder(_, target):
    target.mkdir()
    return target


def there_already(_, target):
    target.write_text("Dear diary")
    return target


def beside_a_log(_, target):
    target.with_name("copy.db-wal").write_bytes(b"frames")
    return target


def beside_a_journal(_, target):
    target.with_name("copy.db-journal").write_bytes(b"pages")
    return target


TARGETS = {
    "the archive itself": (as_it_is, True, "is the archive itself"),
    "another name of the archive": (as_link, True, "is the archive itself"),
    "a folder that is not there": (in_no_folder, True, "there is no folder"),
    "a folder": (a_folder, True, "is a directory"),
    "a file": (there_already, False, "--force"),
    "a left write-ahead log": (beside_a_log, True, "copy.db-wal lies beside it"),
    "a left journal": (beside_a_journal, False, "copy.db-journal lies beside it"),
}


@pytest.mark.parametrize(("make", "force", "words"), TARGETS.values(), ids=TARGETS)
def test_targets_that_are_refused(path, target, make, force, words):
    named = make(path, target)
    files = {each: each.read_bytes() for each in target.parent.rglob("*") if each.is_file()}
    with pytest.raises(ConfigError, match=words):
        back_up(path, named, ignore, force=force)
    assert {each: each.read_bytes() for each in target.parent.rglob("*") if each.is_file()} == files


def test_force_replaces_a_file(path, target, keep, capture):
    keep(noise(capture, 0))
    there_already(path, target)
    back_up(path, target, ignore, force=True)
    assert bodies(target) == bodies(path)


def test_what_came_to_be_meanwhile_is_not_replaced(path, target, keep, capture):
    keep(noise(capture, 0))
    with pytest.raises(ConfigError, match="exists already"):
        back_up(path, target, lambda *_: target.write_text("Dear diary"))
    assert names(target) == ["copy.db"]
    assert target.read_text() == "Dear diary"


def test_it_is_as_private_as_the_archive(path, target):
    path.chmod(0o600)
    back_up(path, target, ignore)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_two_at_once(path, target):
    with claimed(target.with_name("copy.db.part"), 0o600), pytest.raises(ArchiveLocked):
        back_up(path, target, ignore)
    back_up(path, target, ignore)


def test_a_name_that_went_on(tmp_path):
    """Who opened the part of a backup that then got its name does not write into it."""
    part = tmp_path / "copy.db.part"

    def renamed_first(*_):
        part.replace(tmp_path / "copy.db")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("harvester.archive.lock.fcntl.flock", renamed_first)
        with pytest.raises(ArchiveLocked), claimed(part, 0o600):
            pass


def test_a_damaged_archive_replaces_no_backup(db, path, target, keep, capture):
    keep(noise(capture, 0))
    back_up(path, target, ignore)
    earlier = target.read_bytes()
    db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    root = db.conn.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'capture_by_url'").fetchone()[0]
    size = db.conn.execute("PRAGMA page_size").fetchone()[0]
    db.conn.close()
    with path.open("r+b") as file:
        file.seek((root - 1) * size + size - 8)
        file.write(b"\xff" * 8)
    with pytest.raises(ArchiveDamaged, match="no backup was made"):
        back_up(path, target, ignore, force=True)
    assert target.read_bytes() == earlier
    assert names(target) == ["copy.db"]


def full_disk(path, target, size):
    """Back up where no file may grow beyond so many bytes; exit with 4 where that is told as it should be."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    try:
        back_up(path, target, ignore, force=True)
    except ArchiveUnwritable:
        os._exit(4)
    os._exit(0)


def killed(path, target, at):
    """Back up and die, as by kill -9, at that report of progress or, for 0, before the copy gets its name."""
    module.STEP_PAGES = 8
    steps = 0

    def die(*_):
        os.kill(os.getpid(), signal.SIGKILL)

    def watch(*_):
        nonlocal steps
        steps += 1
        if steps == at:
            die()

    if at == 0:
        module.publish = die
    back_up(path, target, watch, force=True)


@pytest.fixture
def in_a_process(processes):
    """Call a function in a process of its own; return its exit code."""

    def call(function, *arguments):
        child = processes.Process(target=function, args=arguments)
        child.start()
        child.join()
        return child.exitcode

    return call


def test_a_full_disk_keeps_the_earlier_backup(in_a_process, path, target, keep, capture):
    keep(noise(capture, 0))
    back_up(path, target, ignore)
    earlier = target.read_bytes()
    for hours in range(1, 10):
        keep(noise(capture, hours))
    assert in_a_process(full_disk, path, target, 150_000) == 4
    assert names(target) == ["copy.db"]
    assert target.read_bytes() == earlier
    assert in_a_process(full_disk, path, target, 10_000_000) == 0
    assert bodies(target) == bodies(path)


@pytest.mark.parametrize("at", [1, 5, 0])
def test_a_kill_keeps_the_earlier_backup(in_a_process, path, target, keep, capture, at):
    keep(noise(capture, 0))
    back_up(path, target, ignore)
    earlier = target.read_bytes()
    for hours in range(1, 10):
        keep(noise(capture, hours))
    assert in_a_process(killed, path, target, at) == -signal.SIGKILL
    assert target.read_bytes() == earlier
    back_up(path, target, ignore, force=True)
    assert bodies(target) == bodies(path)
    assert names(target) == ["copy.db"]


def test_a_folder_that_cannot_be_written(path, target):
    target.with_name("copy.db.part").mkdir()
    with pytest.raises(ArchiveUnwritable):
        back_up(path, target, ignore)
