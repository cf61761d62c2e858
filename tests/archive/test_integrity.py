"""What doctor finds."""

from contextlib import closing

import pytest
from chronicle import THINGS, Chronicle, edition, exchange

from harvester.archive.connection import connect, open_readonly, sqlite3
from harvester.archive.integrity import checks, engine, journal_mode
from harvester.archive.writing import open_archive

UNINDEX = """
    INSERT INTO wording_search (wording_search, rowid, question, answer)
    SELECT 'delete', n, question, answer FROM wording WHERE n = 1"""
ORPHAN = (
    "INSERT INTO payload (digest, size, coding, ordinal, body) VALUES (zeroblob(32), 0, 'zstd', 0, x'00')"
)
BROKEN = {
    "a reference to nothing": ("DELETE FROM snapshot", "references"),
    "an index with too little": (UNINDEX, "search index"),
    "an index with other words": ("UPDATE wording SET answer = 'In June.' WHERE n = 2", "search index"),
    "a payload too many": (ORPHAN, "payloads in use"),
}


@pytest.fixture
def small(path):
    with closing(Chronicle(path)) as archive:
        archive.add(exchange("https://norra.example/pier", 0, edition(THINGS[:4])))
        yield archive.db


def problems(connection):
    return {check.name for check in checks(connection) if check.problems}


def test_a_sound_archive(small, path):
    reader = open_readonly(path)
    assert problems(small.conn) == problems(reader) == set()
    reader.close()


@pytest.mark.parametrize(("damage", "name"), BROKEN.values(), ids=BROKEN)
def test_damage_is_found(small, path, damage, name):
    small.conn.execute("PRAGMA foreign_keys = OFF")
    small.conn.execute("PRAGMA writable_schema = ON")
    small.conn.execute(damage)
    small.close()
    damaged = open_archive(path)
    assert name in problems(damaged.conn)
    damaged.close()


def test_a_row_that_breaks_its_tables_rules(small, path):
    small.close()
    sql = "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE name = 'wording'"
    strict, loose = "answer TEXT NOT NULL", "answer TEXT         "
    for statement, words in (
        (sql, (strict, loose)),
        ("UPDATE wording SET answer = NULL", ()),
        (sql, (loose, strict)),
    ):
        with closing(connect(path, "rw")) as conn:
            conn.execute("PRAGMA writable_schema = ON")
            conn.execute(statement, words)
    with closing(open_archive(path)) as damaged:
        assert "pages and rows" in problems(damaged.conn)


def test_the_engine_is_named(db):
    found = engine()
    assert found.module in {"sqlite3", "pysqlite3"}
    assert found.version == sqlite3.sqlite_version
    assert journal_mode(db.conn) == ("wal" if found.safe else "delete")
