"""Transactions, migrations and the disk: what is acknowledged is there for all, the rest leaves nothing."""

import multiprocessing
import random
from datetime import UTC, datetime

import pytest

from harvester.archive import connection, writing
from harvester.archive.captures import Recording, add_chain
from harvester.archive.connection import open_readonly, sqlite3
from harvester.archive.runs import Invocation, begin_run
from harvester.archive.schedule import note_host
from harvester.archive.writing import derived, evidence, open_archive, relaxed, write_lock
from harvester.errors import ArchiveDamaged, ArchiveLocked, ArchiveUnwritable
from harvester.model import Capture, Outcome
from harvester.sql import scripts

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
URL = "https://www.tarvel.example/water?lang=en"
HOST = "INSERT INTO host VALUES (?, '')"


def hosts(connection):
    return [row[0] for row in connection.execute("SELECT host FROM host ORDER BY host")]


def fail(db, transaction):
    with transaction(db):
        db.conn.execute(HOST, ("a.example",))
        raise KeyboardInterrupt


@pytest.fixture
def second(path, db):  # noqa: ARG001  db makes the file
    other = open_readonly(path)
    yield other
    other.close()


@pytest.mark.parametrize("transaction", [write_lock, evidence, relaxed, derived])
def test_what_is_written_is_seen_by_others_when_it_is_done(db, second, transaction):
    with transaction(db):
        db.conn.execute(HOST, ("a.example",))
        assert hosts(second) == []
    assert hosts(second) == ["a.example"]


@pytest.mark.parametrize("transaction", [write_lock, evidence, relaxed, derived])
def test_nothing_is_written_when_something_goes_wrong(db, second, transaction):
    with pytest.raises(KeyboardInterrupt):
        fail(db, transaction)
    assert hosts(db.conn) == hosts(second) == []
    assert not db.conn.in_transaction


def test_an_inner_transaction_is_part_of_the_outer(db, second):
    with evidence(db):
        with evidence(db):
            db.conn.execute(HOST, ("a.example",))
        assert hosts(second) == []
    assert hosts(second) == ["a.example"]


def test_an_outer_transaction_takes_the_inner_back_with_it(db, second):
    with pytest.raises(KeyboardInterrupt), evidence(db):
        fail(db, evidence)
    assert hosts(second) == []


def synchronous(db):
    return db.conn.execute("PRAGMA synchronous").fetchone()[0]


@pytest.mark.parametrize("transaction", [relaxed, derived])
def test_only_what_can_be_made_again_is_not_synced(db, transaction):
    wal = db.conn.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert synchronous(db) == writing.EXTRA
    for _ in range(2):
        with transaction(db):
            assert synchronous(db) == (writing.NORMAL if wal else writing.EXTRA)
        assert synchronous(db) == writing.EXTRA
    with evidence(db), transaction(db):
        assert synchronous(db) == writing.EXTRA


def test_evidence_is_refused_where_it_might_be_lost(db):
    if db.conn.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        pytest.skip("a rollback journal is synced always")
    with pytest.raises(RuntimeError), relaxed(db), evidence(db):
        pass


def test_an_unsafe_sqlite_gets_a_rollback_journal(path, monkeypatch):
    open_archive(path, create=True).close()
    monkeypatch.setattr(writing, "sqlite_is_safe", lambda _: False)
    db = open_archive(path)
    assert db.conn.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
    with derived(db):
        assert synchronous(db) == writing.EXTRA
    db.close()


def test_settings_of_a_connection(db):
    settings = ("foreign_keys", "mmap_size", "trusted_schema", "recursive_triggers")
    found = {name: db.conn.execute(f"PRAGMA {name}").fetchone() for name in settings}
    assert {name: row and row[0] for name, row in found.items()} == {
        "foreign_keys": 1,
        "mmap_size": 0,
        "trusted_schema": 0,
        "recursive_triggers": 1,
    }


def schema(db):
    return {row[0] for row in db.conn.execute("SELECT name FROM sqlite_schema")}


def with_step(monkeypatch, sql):
    """Give the program one migration more."""
    steps = scripts("migrations") | {"0099_later": sql}
    monkeypatch.setattr(writing, "scripts", lambda name: steps if name == "migrations" else scripts(name))
    monkeypatch.setattr(connection, "SCHEMA_VERSION", connection.FORMER_SCHEMA + len(steps))


def test_a_failing_migration_leaves_nothing_behind(path, monkeypatch):
    before = open_archive(path, create=True)
    tables, version = schema(before), before.conn.execute("PRAGMA user_version").fetchone()[0]
    before.close()
    with monkeypatch.context() as patch:
        with_step(patch, "CREATE TABLE extra (a INT) STRICT;\nINSERT INTO extra VALUES ('no number');")
        with pytest.raises(sqlite3.IntegrityError):
            open_archive(path)
    after = open_archive(path)
    assert (schema(after), after.conn.execute("PRAGMA user_version").fetchone()[0]) == (tables, version)
    after.close()


@pytest.mark.usefixtures("run")
def test_an_archive_with_rows_is_migrated(path, monkeypatch):
    with_step(monkeypatch, "CREATE TABLE seen (n INT) STRICT;\nINSERT INTO seen SELECT count(*) FROM run;")
    for _ in range(2):
        later = open_archive(path)
        assert later.conn.execute("SELECT n FROM seen").fetchall()[0][0] == 1
        assert later.conn.execute("PRAGMA user_version").fetchone()[0] == connection.SCHEMA_VERSION
        later.close()


def test_a_failing_creation_can_be_tried_again(path, monkeypatch):
    with monkeypatch.context() as patch:
        with_step(patch, "CREATE nonsense")
        with pytest.raises(sqlite3.OperationalError):
            open_archive(path, create=True)
    open_archive(path, create=True).close()


def test_views_are_as_the_program_has_them(path):
    db = open_archive(path, create=True)
    db.conn.execute("DROP VIEW change_list")
    db.conn.execute("CREATE VIEW change_list AS SELECT 1 AS old")
    db.conn.execute("CREATE TABLE my_own (one INTEGER)")
    db.close()
    db = open_archive(path)
    assert "kind" in [row[1] for row in db.conn.execute("PRAGMA table_info(change_list)")]
    assert "my_own" in schema(db)
    db.close()


def test_a_full_disk_keeps_what_was_there(db, path, keep, run, capture):
    kept = keep(capture())
    pages = db.conn.execute("PRAGMA page_count").fetchone()[0]
    db.conn.execute(f"PRAGMA max_page_count = {pages + 4}")
    body = random.Random(1).randbytes(100_000)
    with pytest.raises(ArchiveUnwritable) as caught:
        keep(capture(1, body=body))
    assert caught.value.path == path
    assert "full" in str(caught.value)
    db.close()
    reopened = open_archive(path)
    assert [row[0] for row in reopened.conn.execute("SELECT id FROM capture")] == [kept]
    assert reopened.conn.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    add_chain(reopened, Recording(run, "article"), (capture(101),))
    reopened.close()


def test_another_writer_is_named(db, path, monkeypatch):
    monkeypatch.setattr(connection, "BUSY_TIMEOUT_S", 0.05)
    other = connection.connect(path, "rw")
    other.execute("BEGIN IMMEDIATE")
    db.conn.execute("PRAGMA busy_timeout = 50")
    with pytest.raises(ArchiveLocked), evidence(db):
        pass
    other.close()


def meet_damage(db):
    error = sqlite3.DatabaseError("database disk image is malformed")
    error.sqlite_errorcode = 11
    with evidence(db):
        raise error


def test_damage_met_on_the_way_is_named(db):
    with pytest.raises(ArchiveDamaged):
        meet_damage(db)


def test_our_own_mistakes_are_not_dressed_up(db):
    with pytest.raises(sqlite3.IntegrityError), evidence(db):
        db.conn.execute("INSERT INTO host (host) VALUES ('x')")


def store_many(path, worker, number):
    db = open_archive(path)
    run = begin_run(db, Invocation(f"worker {worker}", "test"), NOON)
    for each in range(number):
        body = f"{worker} {each}".encode()
        add_chain(db, Recording(run, "article"), (Capture(f"{URL}&n={each}", NOON, Outcome.OK, body=body),))
        note_host(db, f"{worker}.example", NOON)
    db.close()


def test_several_writers_all_arrive(path):
    open_archive(path, create=True).close()
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=store_many, args=(path, worker, 40)) for worker in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0] * 4
    db = open_archive(path)
    assert db.conn.execute("SELECT count(*) FROM capture").fetchone()[0] == 160
    assert db.conn.execute("SELECT count(*) FROM run").fetchone()[0] == 4
    db.close()


def create(path):
    open_archive(path, create=True).close()


def test_two_may_make_the_same_archive(path):
    context = multiprocessing.get_context("fork")
    makers = [context.Process(target=create, args=(path,)) for _ in range(4)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()
    assert [maker.exitcode for maker in makers] == [0] * 4
    open_archive(path).close()
