"""``harvester merge``: what it says and with which code it ends."""

import shutil
import sqlite3
from contextlib import closing

from harvester.errors import ExitCode


def test_two_archives(followed):
    shutil.copy(followed.folder / "harvester.db", followed.folder / "other.db")
    followed("backup", "other.db", "--force")
    made = followed("merge", "other.db", "--archive", "new.db")
    assert made.stdout.startswith("other.db: ")
    assert "captures and 1 decision added; 1 article brought up to date" in made.stdout
    assert followed("list", "-a", "new.db").stdout == followed("list").stdout
    assert followed("show", followed.url, "-a", "new.db").stdout == followed("show", followed.url).stdout
    again = followed("merge", "other.db", "other.db", "--archive", "new.db")
    assert again.stdout.count("0 captures and 0 decisions added") == 2
    assert "0 articles brought up to date" in again.stdout
    followed("run", "--archive", "new.db")  # what was followed there is asked for here


def test_what_is_bad_is_listed(followed):
    followed("backup", "other.db")
    with closing(sqlite3.connect("other.db")) as conn:
        conn.execute("DROP TRIGGER capture_no_update")
        conn.execute("UPDATE capture SET status = 203 WHERE role = 'article'")
        conn.commit()
    refused = followed("merge", "other.db", "--archive", "new.db", code=ExitCode.DAMAGED)
    assert "capture_no_update' is missing" in refused.stderr
    with closing(sqlite3.connect("harvester.db")) as conn:
        (guard,) = conn.execute("SELECT sql FROM sqlite_schema WHERE name = 'capture_no_update'").fetchone()
    with closing(sqlite3.connect("other.db")) as conn:
        conn.execute(guard)
    listed = followed("merge", "other.db", "--archive", "new.db", code=ExitCode.BAD_INPUT)
    assert "left out  other.db: capture 2: is not what its key says" in listed.stderr
    assert "1 row left out" in listed.stdout
    both = followed("merge", "missing.db", "harvester.db", "--archive", "new.db", code=ExitCode.USAGE)
    assert "missing.db: there is no such archive" in both.stderr


def test_a_bad_archive_does_not_stop_the_others(followed):
    (followed.folder / "bad.db").write_bytes((followed.folder / "harvester.db").read_bytes()[:9000])
    came = followed("merge", "bad.db", "harvester.db", "--archive", "new.db", code=ExitCode.BAD_INPUT)
    assert "bad.db: SQLite finds it malformed" in came.stderr
    assert came.stdout.startswith("harvester.db: ")
    itself = followed("merge", "harvester.db", code=ExitCode.USAGE)
    assert "is the archive itself" in itself.stderr
