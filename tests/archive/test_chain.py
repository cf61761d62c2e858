"""The chain of manifests: each link covers what was added, and nothing in it can be changed unseen."""

import random
from contextlib import closing, suppress

import pytest

from harvester.archive.chain import archives, follow, own_key, uncovered
from harvester.archive.connection import sqlite3
from harvester.archive.decisions import DecisionKind, Voice, decide
from harvester.archive.manifests import MOST_ROWS, chain, leaves_of, newest, seal
from harvester.archive.records import KINDS, records
from harvester.archive.runs import Invocation, begin_run, end_run
from harvester.archive.writing import evidence, open_archive
from harvester.model import Outcome

HEADERS = (("Content-Type", "text/html"), ("ETag", '"a"'))


@pytest.fixture
def voice(capture):
    return Voice("ada", capture().captured_at)


@pytest.fixture
def sealed(db, run, keep, capture, voice):
    """An archive whose chain has three links: a run, a decision, and a run with a tombstone and an origin."""
    now = capture().captured_at
    first = keep(capture(headers=HEADERS, ip="192.0.2.7", elapsed_ms=12, detail="as it should be"))
    keep(capture(1, Outcome.NOT_MODIFIED, headers=HEADERS), confirms=first)
    end_run(db, run, {"ok": 2}, now)
    seal(db, now)
    decide(db, DecisionKind.FOLLOW, ("article", capture().url), voice)
    seal(db, now)
    killed = begin_run(db, Invocation("run", "harvester", settings={"delay_s": 1.0}), now)
    last = begin_run(db, Invocation("import", "harvester"), now)
    end = keep(capture(2, body=b"<p>The mill.</p>"), run_id=killed)
    with evidence(db):
        db.conn.execute("INSERT INTO origin (capture_id, file) VALUES (?, 'mill.html')", (end,))
        db.conn.execute("INSERT INTO rendering VALUES (?, '', 'crashed', '', 'E', '', 0, '[]', NULL)", (end,))
        db.conn.execute(
            "INSERT INTO tombstone (capture_key, payload_digest, taken_at, who, why)"
            " VALUES (zeroblob(16), zeroblob(32), '', 'ada', 'asked')"
        )
    end_run(db, last, {}, now)
    seal(db, now)
    return db.conn


def problems(conn, until=b""):
    return follow(conn, own_key(conn), until).problems


def test_it_covers_everything_once(sealed):
    covered = [(each.kind, each.key) for link in chain(sealed, own_key(sealed)) for each in leaves_of(link)]
    wanted = ("archive", "run", "capture", "origin", "rendering", "decision", "tombstone")
    assert sorted(covered) == sorted((kind, each.key) for kind in wanted for each in records(sealed, kind))
    assert uncovered(sealed) == {}


def test_it_is_whole(sealed):
    followed = follow(sealed, own_key(sealed))
    assert followed.problems == ()
    assert (followed.head.number, followed.head.rows) == (3, 11)
    assert archives(sealed) == (own_key(sealed),)


def test_without_news_nothing_is_made(db, sealed, capture):
    before = newest(sealed, own_key(sealed))
    seal(db, capture(9).captured_at)
    assert newest(sealed, own_key(sealed)) == before


def test_a_killed_run_is_in_the_next_manifest(db, keep, capture):
    keep(capture())
    seal(db, capture().captured_at)
    assert "run" not in {each.kind for each in leaves_of(newest(db.conn, own_key(db.conn)))}
    later = begin_run(db, Invocation("run", "harvester"), capture().captured_at)
    end_run(db, later, {}, capture().captured_at)
    seal(db, capture().captured_at)
    link = newest(db.conn, own_key(db.conn))
    assert [each.kind for each in leaves_of(link)] == ["run", "run"]
    assert problems(db.conn) == ()


DAY = 24
# What it shows: (the verbs of the runs that begin one after another, hours between them, which of them end,
# how many are covered after that).
BESIDE_EACH_OTHER = {
    "an add ends while a run goes on": (("run", "add"), 0, (1,), 0),
    "a run ends while an add goes on": (("add", "run"), 0, (1,), 0),
    "an add ends, and the run before it was killed": (("run", "run", "add"), 0, (1, 2), 3),
    "a run goes on, and the one before it was killed": (("run", "run", "add"), 0, (2,), 1),
    "an add was killed a day before a run": (("add", "run"), DAY + 1, (1,), 2),
    "both ended": (("add", "run"), 0, (0, 1), 2),
}  # fmt: skip


@pytest.mark.parametrize(
    ("verbs", "hours", "ended", "covered"), BESIDE_EACH_OTHER.values(), ids=BESIDE_EACH_OTHER
)
def test_a_run_that_goes_on_is_not_covered(db, capture, verbs, hours, ended, covered):
    runs = [
        begin_run(db, Invocation(verb, "harvester"), capture(at * hours).captured_at)
        for at, verb in enumerate(verbs)
    ]
    for at in ended:
        end_run(db, runs[at], {}, capture(len(runs) * hours).captured_at)
    seal(db, capture().captured_at)
    link = newest(db.conn, own_key(db.conn))
    assert [each.kind for each in leaves_of(link)].count("run") == covered
    for each in runs:  # those that went on end, those that were killed stay
        with suppress(sqlite3.IntegrityError):
            end_run(db, each, {"captures": 1}, capture().captured_at)
    assert problems(db.conn) == ()
    seal(db, capture().captured_at)
    assert uncovered(db.conn) == {}
    assert problems(db.conn) == ()


def test_many_rows_take_several_manifests(db, sealed, keep, capture, monkeypatch):
    monkeypatch.setattr("harvester.archive.manifests.MOST_ROWS", 2)
    assert MOST_ROWS > 2
    for hours in range(3, 8):
        keep(capture(hours))
    seal(db, capture().captured_at)
    assert [link.size for link in chain(sealed, own_key(sealed))][3:] == [2, 2, 1]
    assert problems(sealed) == ()


# What it shows: (a change of rows, words of what is told).
CHANGES = {
    "a column that no key covers": ("UPDATE capture SET ip = '192.0.2.9' WHERE id = 1", "does not say"),
    "a detail": ("UPDATE capture SET detail = 'as it should b' WHERE id = 1", "does not say"),
    "when it was learnt": ("UPDATE capture SET recorded_at = '2020' WHERE id = 2", "does not say"),
    "a report": ("UPDATE run SET report = '{}' WHERE id = 1", "does not say"),
    "the settings of a run": ("UPDATE setting SET digest = zeroblob(16)", "does not say"),
    "the birth of the archive": ("UPDATE archive SET created_at = ''", "does not say"),
    "a file's name": ("UPDATE origin SET file = 'm.html'", "origin"),
    "another browser": ("UPDATE rendering SET engine = 'F'", "rendering"),
    "a reason": ("UPDATE tombstone SET why = ''", "tombstone"),
    "who decided": ("UPDATE decision SET who = 'bob'", "decision"),
    "another URL": ("UPDATE url SET url = url || '/'", "does not say"),
    "other headers": ("UPDATE headers SET text = replace(text, 'a', 'b')", "does not say"),
    "headers that are lost": ("DELETE FROM headers", "cannot be read"),
    "a capture that is lost": ("DELETE FROM capture WHERE id = 3", "is missing"),
    "a decision that is lost": ("DELETE FROM decision", "is missing"),
    "a manifest that is lost": ("DELETE FROM manifest WHERE number = 2", "manifest 2 is missing"),
    "a first manifest that is lost": ("DELETE FROM manifest WHERE number = 1", "manifest 1 is missing"),
    "another time": ("UPDATE manifest SET made_at = '' WHERE number = 2", "not what its head says"),
    "another end": ("UPDATE manifest SET capture_end = 1 WHERE number = 1", "not what its head says"),
    "another root": ("UPDATE manifest SET root = zeroblob(32) WHERE number = 1", "not what its root says"),
}  # fmt: skip


def unlocked(conn):
    """Have the triggers be gone, as for somebody who edits the file."""
    conn.execute("PRAGMA foreign_keys = OFF")
    for (name,) in conn.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        conn.execute(f"DROP TRIGGER {name}")
    return conn


def test_changes_are_told(sealed):
    unlocked(sealed)
    for name, (change, words) in CHANGES.items():
        sealed.execute("BEGIN")
        sealed.execute(change)
        told = problems(sealed)
        assert any(words in each for each in told), (name, told)
        sealed.execute("ROLLBACK")
    assert problems(sealed) == ()


ADDED = (
    "INSERT INTO capture (id, key, run_id, kind, role, url_id, captured_at, outcome)"
    " VALUES (3, zeroblob(16), 1, 'exchange', 'article', 1, '2020', 'ok')"
)


def test_a_row_that_is_added_among_others_is_told(sealed):
    unlocked(sealed).execute("UPDATE capture SET id = 9 WHERE id = 3")
    sealed.execute(ADDED)
    assert any("was added" in each for each in problems(sealed))


def test_a_chain_that_is_made_anew_lacks_the_head(db, sealed, capture):
    """Whoever changes a row and makes all manifests again has a whole chain, but not the noted head."""
    noted = newest(sealed, own_key(sealed)).head
    assert follow(sealed, own_key(sealed), noted).head.head == noted
    unlocked(sealed).execute("UPDATE capture SET ip = '192.0.2.9' WHERE id = 1")
    sealed.execute("DELETE FROM manifest")
    seal(db, capture().captured_at)
    assert problems(sealed) == ()
    assert noted not in [link.head for link in chain(sealed, own_key(sealed))]


def test_any_flipped_bit_of_a_manifest_is_told(sealed):
    rows = sealed.execute("SELECT id, head, archive, before, root, leaves FROM manifest").fetchall()
    unlocked(sealed)
    draw = random.Random(7)
    for _ in range(60):
        row = draw.choice(rows)
        column = draw.choice([each for each in row.keys()[1:] if row[each]])
        old = row[column]
        at, bit = draw.randrange(len(old)), 1 << draw.randrange(8)
        new = old[:at] + bytes([old[at] ^ bit]) + old[at + 1 :]
        sealed.execute(f"UPDATE manifest SET {column} = ? WHERE id = ?", (new, row["id"]))
        told = [each for key in archives(sealed) for each in follow(sealed, key).problems]
        assert told, (row["id"], column, at, bit)
        sealed.execute(f"UPDATE manifest SET {column} = ? WHERE id = ?", (old, row["id"]))
    assert problems(sealed) == ()


COPY = (
    "INSERT INTO manifest SELECT id + 40, head, archive, number, before, made_at, run_end, capture_end,"
    " decision_end, tombstone_end, root, leaves FROM there.manifest"
)


def test_another_archive_keeps_its_chain(sealed, tmp_path, empty_archive, capture):
    """Its rows are looked up by their keys, whatever their numbers are in this file."""
    other = tmp_path / "other.db"
    other.write_bytes(empty_archive)
    mine = open_archive(other)
    with closing(mine.conn):
        mine.conn.execute("ATTACH ? AS there", (sealed.execute("PRAGMA database_list").fetchone()[2],))
        mine.conn.execute(COPY)
        for kind in (each for each in KINDS if each not in {"archive", "manifest"}):
            mine.conn.execute(f"INSERT INTO {kind} SELECT * FROM there.{kind}")
        mine.conn.execute("DETACH there")
        seal(mine, capture().captured_at)
        ours, theirs = archives(mine.conn)
        assert ours == own_key(mine.conn)
        assert theirs == own_key(sealed)
        assert [follow(mine.conn, each).problems for each in (ours, theirs)] == [(), ()]


def test_sqlite_is_not_bypassed(sealed):
    with pytest.raises(sqlite3.IntegrityError, match="never changed"):
        sealed.execute("UPDATE manifest SET made_at = ''")
