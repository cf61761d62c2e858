"""Evidence is added and never changed, by whatever statement."""

import re
from datetime import timedelta

import pytest

from harvester.archive.connection import sqlite3
from harvester.archive.decisions import (
    DecisionKind,
    Terms,
    Voice,
    clock_errors,
    decide,
    decisions_on,
    verdicts_on,
)
from harvester.archive.manifests import seal
from harvester.archive.runs import Invocation, begin_run, end_run, newest_capture_at
from harvester.archive.urls import setting_id, url_id, url_ids
from harvester.archive.writing import evidence
from harvester.sql import scripts
from harvester.text import digest_key

TABLES = {  # each evidence table, and a change to it
    "archive": "created_at = ''",
    "url": "surt = 'x'",
    "setting": "text = '{}'",
    "run": "command = 'x'",
    "payload": "size = 0",
    "headers": "text = '[]'",
    "capture": "outcome = 'gone'",
    "origin": "file = 'x'",
    "decision": "value = 'x'",
    "tombstone": "why = 'x'",
    "manifest": "made_at = 'x'",
    "variant": "text = x''",
    "stamp": "stamped_at = 'x'",
    "deposit": "reply = 'x'",
    "rendering": "engine = 'x'",
}
NO_EVIDENCE = {"loss", "host", "attempt", "unsettled"}
ME = ("ada", "as I see it")


@pytest.fixture
def voice(capture):
    """A function that returns who decides, so many hours after noon."""
    return lambda hours=0: Voice(ME[0], capture(hours).captured_at, ME[1])


@pytest.fixture
def filled(db, keep, capture, voice):
    """An archive with a row in each table of evidence."""
    end = keep(capture(headers=(("ETag", '"a"'),)), kind="saved")
    decide(db, DecisionKind.FOLLOW, ("article", capture().url), voice(), Terms().as_text())
    with evidence(db):
        setting_id(db.conn, {"delay_s": 1.0})
        db.conn.execute("INSERT INTO origin (capture_id, file) VALUES (?, 'a.html')", (end,))
        db.conn.execute("INSERT INTO tombstone VALUES (1, zeroblob(16), zeroblob(32), '', '', '')")
        db.conn.execute("INSERT INTO variant VALUES (1, 'run', zeroblob(16), zeroblob(32), x'00')")
        db.conn.execute("INSERT INTO stamp VALUES (1, zeroblob(16), zeroblob(32), '', '', x'', x'')")
        db.conn.execute("INSERT INTO rendering VALUES (?, '', 'crashed', '', '', '', 0, '[]', NULL)", (end,))
        db.conn.execute("INSERT INTO deposit VALUES (1, zeroblob(16), zeroblob(16), '', '', '', 200, '', '')")
    seal(db, voice().at)
    return db


def test_every_evidence_table_is_in_the_table_above():
    files = scripts("migrations")
    evidence = ("0001_evidence", "0013_deposits", "0015_renderings")
    made = re.findall(r"CREATE TABLE (\w+)", "".join(files[name] for name in evidence))
    assert set(made) - NO_EVIDENCE == set(TABLES)


@pytest.mark.parametrize(("table", "changed"), TABLES.items(), ids=TABLES)
def test_evidence_is_never_changed(filled, table, changed):
    before = [tuple(row) for row in filled.conn.execute(f"SELECT * FROM {table}")]
    assert before
    for statement in (
        f"UPDATE {table} SET {changed}",
        f"UPDATE OR REPLACE {table} SET {changed}",
        f"DELETE FROM {table}",
        f"REPLACE INTO {table} SELECT * FROM {table}",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="is evidence"):
            filled.conn.execute(statement)
    assert [tuple(row) for row in filled.conn.execute(f"SELECT * FROM {table}")] == before


UNPROVEN = {
    "its bytes go without a tombstone": "coding = 'removed', body = x''",
    "its bytes are other ones": "body = x'00'",
    "it stands on another": "base_id = id, coding = 'zstd-patch'",
}


@pytest.mark.parametrize("changed", UNPROVEN.values(), ids=UNPROVEN)
def test_a_payload_is_changed_by_a_takedown_only(filled, changed):
    with pytest.raises(sqlite3.IntegrityError, match="only a takedown"):
        filled.conn.execute(f"UPDATE payload SET {changed}")


def test_a_run_is_closed_once(db, run, capture):
    at = capture().captured_at + timedelta(minutes=2)
    end_run(db, run, {"captured": 3}, at)
    row = db.conn.execute("SELECT ended_at, report FROM run").fetchone()
    assert tuple(row) == ("2026-11-23T12:02:00.000Z", '{"captured": 3}')
    with pytest.raises(sqlite3.IntegrityError, match="closed once"):
        end_run(db, run, {}, at)


def test_runs_of_one_moment_have_keys_of_their_own(db, capture):
    at = capture().captured_at
    assert [begin_run(db, Invocation("run", "harvester 0.1.0"), at) for _ in range(2)] == [1, 2]
    assert len({row[0] for row in db.conn.execute("SELECT key FROM run")}) == 2
    assert db.table("archive").count == 1


def test_settings_are_kept_once_by_what_they_say(db, capture):
    for delay in (1.0, 2.0, 1.0):
        begin_run(
            db,
            Invocation("run", "harvester", settings={"delay_s": delay, "workers": 8}),
            capture().captured_at,
        )
    assert [row[0] for row in db.conn.execute("SELECT setting_id FROM run ORDER BY id")] == [1, 2, 1]
    assert [bytes(row[0]) for row in db.conn.execute("SELECT digest FROM setting")] == [
        digest_key(text) for text in ('{"delay_s":1.0,"workers":8}', '{"delay_s":2.0,"workers":8}')
    ]


def test_a_url_is_kept_once_as_written(db):
    urls = ["https://tarvel.example/a", "http://tarvel.example/a", "https://tarvel.example/caf\udce9"]
    with evidence(db):
        numbers = [url_id(db.conn, url) for url in (*urls, *urls)]
        assert url_ids(db.conn, [*urls, "https://tarvel.example/b"]) == dict(
            zip([*urls, "https://tarvel.example/b"], [1, 2, 3, 4], strict=True)
        )
    assert numbers == [1, 2, 3, 1, 2, 3]
    assert [row[0] for row in db.conn.execute("SELECT surt FROM url WHERE id < 3")] == [
        "example,tarvel)/a"
    ] * 2


def test_the_newest_capture_is_that_of_the_last_run_that_asked(db, run, keep, capture):
    """A run whose clock was a year ahead is passed over once a later one captured something."""
    assert newest_capture_at(db.conn) is None
    keep(capture(9000))
    keep(capture(9001), recorded_at=capture().captured_at)
    assert newest_capture_at(db.conn) == capture(9000).captured_at
    later = begin_run(db, Invocation("run", "harvester"), capture(3).captured_at)
    keep(capture(3), run_id=later)
    keep(capture(2, url="https://tarvel.example/b"), run_id=later)
    assert newest_capture_at(db.conn) == capture(3).captured_at
    assert run < later


SAID = {  # decisions by hour about one capture, and what counts
    "nothing": ([], ""),
    "one": ([(1, "accept")], "accept"),
    "the last counts": ([(1, "accept"), (2, "reject")], "reject"),
    "whenever it was learnt": ([(2, "reject"), (1, "accept")], "reject"),
    "other kinds do not": ([(1, "reject"), (2, "takedown")], "reject"),
}


@pytest.mark.parametrize(("said", "counts"), SAID.values(), ids=SAID)
def test_of_decisions_about_a_capture_the_last_counts(db, voice, said, counts):
    for hours, kind in said:
        decide(db, DecisionKind(kind), ("capture", "0a" * 16), voice(hours))
    assert verdicts_on(db.conn, ["0a" * 16, "0b" * 16]) == ({"0a" * 16: counts} if counts else {})


def test_a_decision_is_kept_once(db, voice):
    for _ in range(2):
        made = decide(db, DecisionKind.JOIN, ("article", "https://a.example/"), voice(), "https://b.example/")
    assert decisions_on(db.conn, "article", ["https://a.example/"]) == (made,)
    assert (made.who, made.why) == ME
    assert [row[0] for row in db.conn.execute("SELECT url FROM url")] == [
        "https://a.example/",
        "https://b.example/",
    ]


def test_the_last_word_on_a_runs_clock_counts(db, run, voice):
    key = db.conn.execute("SELECT lower(hex(key)) FROM run").fetchone()[0]
    for hours, value in ((2, "-3600"), (1, "7200")):
        decide(db, DecisionKind.RETIME, ("run", key), voice(hours), value)
    assert clock_errors(db.conn) == {run: timedelta(hours=-1)}
