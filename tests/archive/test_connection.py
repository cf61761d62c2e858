"""What is refused and why; that a refused file is left as it was; what reading loads."""

import hashlib
import os
import shutil
import sqlite3 as stdlib
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
import sqlite_utils.utils

from harvester.archive.connection import (
    FORMER_SCHEMA,
    SCHEMA_VERSION,
    connect,
    open_readonly,
    sqlite3,
    sqlite_is_safe,
)
from harvester.archive.writing import open_archive
from harvester.errors import ArchiveDamaged, ArchiveUnwritable, ConfigError, SchemaTooNew
from harvester.sql import scripts

SAFE = {
    "3.6.23": True,  # before the write-ahead log
    "3.7.0": False,
    "3.34.1": False,
    "3.40.1": False,
    "3.44.5": False,
    "3.44.6": True,
    "3.44.10": True,
    "3.45.0": False,
    "3.50.4": False,
    "3.50.6": False,
    "3.50.7": True,
    "3.51.0": False,
    "3.51.2": False,
    "3.51.3": True,
    "3.53.4": True,
    "4.0.0": True,
}


@pytest.mark.parametrize(("version", "safe"), SAFE.items(), ids=SAFE)
def test_sqlite_is_safe(version, safe):
    assert sqlite_is_safe(tuple(map(int, version.split(".")))) is safe


def test_both_sides_speak_through_one_library():
    assert sqlite_utils.utils.sqlite3.sqlite_version == sqlite3.sqlite_version


def test_the_schema_version_is_the_number_of_migrations():
    assert FORMER_SCHEMA + len(scripts("migrations")) == SCHEMA_VERSION


def archive(path):
    open_archive(path, create=True).close()
    return path.read_bytes()


def nothing(path):
    path.unlink(missing_ok=True)


def folder(path):
    path.mkdir()


def foreign(path):
    connection = stdlib.connect(path)
    connection.execute("CREATE TABLE song (title TEXT)")
    connection.commit()
    connection.close()


def too_new(path):
    archive(path)
    connection = stdlib.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.close()


def overwritten(path):
    good = archive(path)
    path.write_bytes(good[:4096] + b"\xa5" * (len(good) - 4096))


def bad_schema(path):
    archive(path)
    connection = stdlib.connect(path, isolation_level=None)
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute("UPDATE sqlite_schema SET sql = 'CREATE TABLE capture (' WHERE name = 'capture'")
    connection.close()


REFUSED = {
    "no file": (nothing, ConfigError),
    "a folder": (folder, ConfigError),
    "a device": (lambda path: path.symlink_to("/dev/null"), ConfigError),
    "a pipe that nobody writes to": (os.mkfifo, ConfigError),
    "an empty file": (lambda path: path.write_bytes(b""), ArchiveDamaged),
    "a text": (lambda path: path.write_text("Tarvel, 23 November\n" * 500), ArchiveDamaged),
    "one byte": (lambda path: path.write_bytes(b"S"), ArchiveDamaged),
    "the magic alone": (lambda path: path.write_bytes(b"SQLite format 3\x00"), ArchiveDamaged),
    "another program's database": (foreign, ArchiveDamaged),
    "a later schema": (too_new, SchemaTooNew),
    "half of the file": (lambda path: path.write_bytes(archive(path)[:9000]), ArchiveDamaged),
    "pages overwritten": (overwritten, ArchiveDamaged),
    "a malformed schema": (bad_schema, ArchiveDamaged),
}


@pytest.mark.parametrize("opening", [open_archive, open_readonly])
@pytest.mark.parametrize(("make", "error"), REFUSED.values(), ids=REFUSED)
def test_refused(path, make, error, opening):
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(error) as caught:
        opening(path)
    assert str(path) in str(caught.value)
    assert (path.read_bytes() if path.is_file() else None) == before


@pytest.mark.parametrize("make", [foreign, too_new, overwritten])
def test_what_is_no_archive_of_ours_is_not_made_into_one(path, make):
    make(path)
    before = path.read_bytes()
    with pytest.raises((ArchiveDamaged, SchemaTooNew)):
        open_archive(path, create=True)
    assert path.read_bytes() == before


def test_a_new_archive_needs_a_folder(tmp_path):
    with pytest.raises(ConfigError):
        open_archive(tmp_path / "missing" / "tarvel.db", create=True)


def test_a_file_is_no_folder(path):
    path.touch()
    with pytest.raises(ConfigError):
        open_archive(path / "tarvel.db", create=True)


def test_an_empty_file_becomes_an_archive_when_asked(path):
    path.touch()
    open_archive(path, create=True).close()
    open_archive(path).close()


def test_names_with_signs_that_mean_something_in_a_uri(tmp_path):
    path = tmp_path / "what? 50% #1&mode=memory.db"
    open_archive(path, create=True).close()
    open_readonly(path).close()
    assert path.stat().st_size > 0


def test_readonly_cannot_write(path):
    archive(path)
    connection = open_readonly(path)
    with pytest.raises(sqlite3.OperationalError):
        connection.execute("INSERT INTO host VALUES ('tarvel.example', '')")
    connection.close()


def test_reading_does_not_wait_for_a_writer(db, path):
    db.conn.execute("BEGIN IMMEDIATE")
    db.conn.execute("INSERT INTO host VALUES ('tarvel.example', '')")
    connection = open_readonly(path)
    assert connection.execute("SELECT count(*) FROM host").fetchone()[0] == 0
    connection.close()
    db.conn.execute("ROLLBACK")


@pytest.fixture
def rights():
    """A function that gives a folder its mode, and us the rights of somebody who is not root."""
    changed = {}
    root = os.geteuid() == 0

    def give(folder, mode):
        changed[folder] = mode
        folder.chmod(mode)
        if root:
            os.seteuid(65534)

    yield give
    if root:
        os.seteuid(0)
    for folder in changed:
        folder.chmod(0o755)
        shutil.rmtree(folder)


@pytest.fixture
def folder_with_archive():
    """In a place that everybody may reach, as pytest's own is not."""
    place = Path(tempfile.mkdtemp())
    archive(place / "tarvel.db")
    (place / "tarvel.db").chmod(0o444)
    return place


def test_a_readonly_archive_is_read_and_not_written(folder_with_archive, rights):
    rights(folder_with_archive, 0o555)
    path = folder_with_archive / "tarvel.db"
    connection = open_readonly(path)
    assert connection.execute("SELECT count(*) FROM capture").fetchone()[0] == 0
    connection.close()
    with pytest.raises(ArchiveUnwritable):
        open_archive(path)


def test_no_archive_is_made_in_a_readonly_folder(folder_with_archive, rights):
    rights(folder_with_archive, 0o555)
    with pytest.raises(ArchiveUnwritable):
        open_archive(folder_with_archive / "new.db", create=True)


@pytest.mark.parametrize("opening", [open_archive, open_readonly])
def test_a_folder_that_may_not_be_looked_into(folder_with_archive, rights, opening):
    rights(folder_with_archive, 0)
    with pytest.raises(ArchiveUnwritable):
        opening(folder_with_archive / "tarvel.db")


def test_reading_loads_neither_sqlite_utils_nor_zstandard():
    script = "import sys, harvester.archive.read; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert not {"sqlite_utils", "zstandard", "w3lib", "requests", "bs4"} & set(loaded.stdout.split())


def test_opening_and_closing_leaves_the_file_alone(path):
    archive(path)
    before = hashlib.sha256(path.read_bytes()).digest()
    open_archive(path).close()
    open_readonly(path).close()
    assert hashlib.sha256(path.read_bytes()).digest() == before


def test_what_a_killed_writer_left_half_done_is_undone_for_a_reader(path, tmp_path):
    """With a rollback journal, as an unsafe SQLite gets one."""
    archive(path)
    writer = connect(path, "rw")
    writer.execute("PRAGMA journal_mode = DELETE")
    writer.execute("INSERT INTO host VALUES ('tarvel.example', '')")
    writer.execute("PRAGMA cache_size = 5")  # pages, so that the file is changed before the commit
    writer.execute("BEGIN IMMEDIATE")
    writer.executemany("INSERT INTO host VALUES (?, '')", [(f"{n}.example",) for n in range(5000)])
    killed = tmp_path / "killed.db"
    for suffix in ("", "-journal"):
        shutil.copy(f"{path}{suffix}", f"{killed}{suffix}")
    writer.execute("ROLLBACK")
    writer.close()
    assert killed.stat().st_size > path.stat().st_size
    connection = open_readonly(killed)
    assert connection.execute("SELECT count(*) FROM host").fetchone()[0] == 1
    connection.close()
