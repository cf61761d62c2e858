"""Which SQLite works on the archive, and what its file's header, schema and pages say."""

from contextlib import closing

import pytest

from harvester.archive.connection import connect, sqlite3
from harvester.archive.integrity import engine, header, journal_mode, pages, references, schema
from harvester.archive.writing import open_archive


def test_the_engine_is_named(db):
    found = engine()
    assert found.module in {"sqlite3", "pysqlite3"}
    assert found.version == sqlite3.sqlite_version
    assert journal_mode(db.conn) == ("wal" if found.safe else "delete")


def test_a_sound_archive(db):
    for check in (header, pages, references):
        assert [*check(db.conn)] == []
    assert [*references(db.conn, "capture")] == []
    assert [*schema(db.conn, views=False), *schema(db.conn, views=True)] == []


# https://www.sqlite.org/fileformat.html, 1.3: offsets of fields that are the same in every archive.
FIELDS = {"reserved": 20, "fraction": 21, "cache": 51, "vacuum": 55, "encoding": 59, "zeros": 80, "valid": 95}


@pytest.mark.parametrize("at", FIELDS.values(), ids=FIELDS)
def test_the_header_of_the_file(db, path, at):
    body = bytearray(path.read_bytes())
    body[at] ^= 1
    path.write_bytes(body)
    assert [*header(db.conn)]


def test_a_row_that_breaks_its_tables_rules(db, path):
    db.conn.execute("INSERT INTO stated (id, answers) VALUES ('a', '{}')")
    db.close()
    sql = "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE name = 'stated'"
    strict, loose = "answers TEXT NOT NULL", "answers TEXT         "
    for statement, words in (
        (sql, (strict, loose)),
        ("UPDATE stated SET answers = NULL", ()),
        (sql, (loose, strict)),
    ):
        with closing(connect(path, "rw")) as conn:
            conn.execute("PRAGMA writable_schema = ON")
            conn.execute(statement, words)
    with closing(open_archive(path)) as damaged:
        assert "NULL value in stated.answers" in [*pages(damaged.conn)]


# A row of each table that no digest covers, and bytes of it that are not its key.
OPERATION = {
    "host": (
        "INSERT INTO host (host, next_at) VALUES ('norra.example', '2031-03-04T12:00:00.000Z')",
        b"2031-03",
    ),
    "attempt": (
        "INSERT INTO attempt (capture_id, started_at, fault) VALUES (7, NULL, 'A fault.')",
        b"A fault",
    ),
    "due": (
        "INSERT INTO due (article_id, url_id, next_at, asked_at, edits) VALUES ('a', 7, '2031-03', '', 0.5)",
        b"a 7 2031-03",
    ),
    "unsettled": ("INSERT INTO unsettled (decision_id, fault) VALUES (7, 'A fault.')", b"A fault"),
    "lookup": (
        (
            "INSERT INTO lookup (origin, part, url, since, until, ahead, behind, read_at, others, unread)"
            " VALUES ('wayback', '', 'https://norra.example/', '', '', '[\"page-two\"]', '[]', '', 0, 0)"
        ),
        b"page-two",
    ),
    "memento": (
        (
            "INSERT INTO memento (origin, name, surt, at, url, status, media_type, digest, length, fate,"
            " tries) VALUES ('wayback', 'x', 'y', '20190304120000', 'z', 200, 'text/html', '', 5, 'kept', 0)"
        ),
        b"text/html",
    ),
    "notice": (
        (
            "INSERT INTO notice (name, began_at, after_capture, standing, tries, next_at, problem)"
            " VALUES ('figures', '2031-03-04', 7, '[]', 0, '', 'It hung up.')"
        ),
        b"It hung up",
    ),
    "notice_capture": ("INSERT INTO notice_capture (capture_id) VALUES (7)", b"capture 7"),
    "notice_message": (
        (
            "INSERT INTO notice_message (key, notice, state, made_at, tries, next_at, ended_at, problem)"
            " VALUES ('k', 'figures', 'waiting', '2031-03-04', 1, '', '', 'It said no.')"
        ),
        b"It said no",
    ),
    "notice_item": (
        (
            "INSERT INTO notice_item (notice, record, about, article_id, edition, noted_at, words)"
            " VALUES ('figures', 'warning', 'no_run', '', '', '2031-03-04', 'No run came.')"
        ),
        b"No run came",
    ),
    "rebuilding": ("INSERT INTO rebuilding (id, reader, url_id) VALUES (1, '1.0 30 9+abc', 7)", b"9+abc"),
    "loss": ("INSERT INTO loss (article_id, pairs, noted_at) VALUES ('a', 5, '2031-03-04')", b"2031-03"),
}


@pytest.mark.parametrize(("sql", "words"), OPERATION.values(), ids=OPERATION)
def test_a_byte_of_a_row_that_no_digest_covers(db, path, sql, words):
    db.conn.execute("PRAGMA foreign_keys = OFF")
    db.conn.execute(sql)
    db.conn.execute("PRAGMA journal_mode = DELETE")
    db.close()
    body = path.read_bytes()
    for at in (body.index(words), body.rindex(words)):
        path.write_bytes(body[:at] + b"X" + body[at + 1 :])
        with closing(connect(path, "rw")) as conn:
            assert any("CHECK constraint failed" in each for each in pages(conn))
