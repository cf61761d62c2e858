"""A takedown removes the bytes of one payload and of no other; without a tombstone nothing is changed."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_schema import bury, opened

from harvester.archive.connection import sqlite3
from harvester.archive.payload import CHAIN, LONGEST, STEP, digest_of, read_payload, store_payload
from harvester.archive.removal import remove_payload
from harvester.errors import ArchiveDamaged, PayloadRemoved

PAGE = b"".join(b"<p>The ferry of Tarvel leaves at %d.</p>" % n for n in range(60))


@pytest.fixture
def conn(tmp_path):
    conn = opened(tmp_path / "store.db")
    yield conn
    conn.close()


def history(conn, number):
    """{id: bytes} of a URL's editions, each stored after the one before."""
    kept, latest = {}, None
    for n in range(number):
        body = PAGE + b"<p>Edition %d</p>" % n
        latest = store_payload(conn, body, latest)
        kept[latest] = body
    return kept


def remove(conn, payload_id):
    conn.execute("BEGIN IMMEDIATE")
    bury(conn, payload_id)
    remove_payload(conn, payload_id)
    conn.execute("COMMIT")


PLACES = {
    "the root": 1,
    "a step": STEP + 1,
    "one between": STEP + 4,
    "a later head": CHAIN + 1,
    "the last": 2 * CHAIN,
}


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_all_others_stay_readable(conn, place):
    kept = history(conn, 2 * CHAIN)
    remove(conn, place)
    del kept[place]
    assert {payload_id: read_payload(conn, payload_id) for payload_id in kept} == kept
    with pytest.raises(
        PayloadRemoved, match=f"sha256:{digest_of(PAGE + b'<p>Edition %d</p>' % (place - 1)).hex()}"
    ):
        read_payload(conn, place)


def test_the_row_says_what_was_there(conn):
    (payload_id, body), *_ = history(conn, 3).items()
    remove(conn, payload_id)
    row = conn.execute("SELECT digest, size, base_id, coding, body FROM payload WHERE id = ?", (payload_id,))
    assert tuple(row.fetchone()) == (digest_of(body), len(body), None, "removed", b"")


def test_removing_twice_is_removing_once(conn):
    kept = history(conn, 3)
    for _ in range(2):
        remove(conn, 2)
    assert {n: read_payload(conn, n) for n in (1, 3)} == {n: kept[n] for n in (1, 3)}


def test_a_missing_payload_is_named(conn):
    with pytest.raises(ArchiveDamaged, match="payload 7 is missing"):
        remove_payload(conn, 7)


def test_what_was_removed_is_not_stored_again(conn):
    kept = history(conn, 3)
    remove(conn, 2)
    assert store_payload(conn, kept[2], 1) == 2
    with pytest.raises(PayloadRemoved):
        read_payload(conn, 2)


def test_what_was_removed_is_no_base(conn):
    history(conn, 3)
    remove(conn, 3)
    for near in ((3, None), (None, 3)):
        body = PAGE + repr(near).encode()
        assert read_payload(conn, store_payload(conn, body, *near)) == body


def test_the_bytes_are_nowhere_in_the_file(tmp_path):
    path, chance = tmp_path / "store.db", random.Random(4)
    secrets = [chance.randbytes(9_000) for _ in range(3)]  # zstd keeps as they are what it cannot shorten
    conn = opened(path)
    for secret in secrets:
        store_payload(conn, secret)
    remove(conn, 2)
    conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    files = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert [secret[100:140] in files for secret in secrets] == [True, False, True]
    conn.close()


def test_without_a_tombstone_nothing_is_removed(conn):
    kept = history(conn, STEP)
    conn.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.IntegrityError, match="only a takedown"):
        remove_payload(conn, 3)
    conn.execute("ROLLBACK")
    assert {payload_id: read_payload(conn, payload_id) for payload_id in kept} == kept


REMOVED = "base_id = NULL, coding = 'removed', body = x''"
REFUSED = {
    "a delete": "DELETE FROM payload WHERE id = 2",
    "bytes in place of removed ones": "UPDATE payload SET body = x'00', coding = 'zstd' WHERE id = 2",
    "removing what is removed": f"UPDATE payload SET {REMOVED} WHERE id = 2",
    "another digest": "UPDATE payload SET digest = zeroblob(32) WHERE id = 3",
    "another size": "UPDATE payload SET size = 0 WHERE id = 3",
    "another ordinal": "UPDATE payload SET ordinal = 9 WHERE id = 3",
    "another base for what stands elsewhere": "UPDATE payload SET base_id = 1 WHERE id = 4",
    "removing what only stood on it": f"UPDATE payload SET {REMOVED} WHERE id = 3",
}


@pytest.mark.parametrize("statement", REFUSED.values(), ids=REFUSED)
def test_a_tombstone_allows_nothing_else(conn, statement):
    history(conn, 4)
    bury(conn, 2)
    remove_payload(conn, 2)
    with pytest.raises(sqlite3.IntegrityError):
        conn.execute(statement)


@pytest.mark.parametrize("damaged", [1, 2, 3], ids=["its base", "itself", "what stands on it"])
def test_damage_does_not_keep_the_bytes(conn, damaged):
    history(conn, 4)
    conn.execute("PRAGMA ignore_check_constraints = ON")
    trigger = conn.execute("SELECT sql FROM sqlite_schema WHERE name = 'payload_no_update'").fetchone()[0]
    conn.execute("DROP TRIGGER payload_no_update")
    conn.execute("UPDATE payload SET body = x'00' WHERE id = ?", (damaged,))
    conn.execute(trigger)
    remove(conn, 2)
    assert conn.execute("SELECT body FROM payload WHERE id = 2").fetchone()[0] == b""
    with pytest.raises(ArchiveDamaged if damaged != 2 else PayloadRemoved):
        read_payload(conn, damaged)


near = st.integers(0, 20)
captures = st.lists(st.tuples(st.integers(0, 30), near, near), min_size=1, max_size=40)


@given(captures, st.sets(st.integers(1, 30), max_size=12), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_removal_of_any_leaves_all_others(stored, removed, order):
    conn = opened()
    kept = {}
    for number, previous, neighbour in stored:
        ids = list(kept)
        back = [ids[-far] if 0 < far <= len(ids) else None for far in (previous, neighbour)]
        body = PAGE + b"%d" % number
        kept[store_payload(conn, body, *back)] = body
    for payload_id in order.sample(sorted(removed & kept.keys()), len(removed & kept.keys())):
        remove(conn, payload_id)
        del kept[payload_id]
        assert {other: read_payload(conn, other) for other in kept} == kept
    latest = max(kept, default=None)
    for n in range(LONGEST):  # and chains go on
        body = PAGE + b"later %d" % n
        latest = store_payload(conn, body, latest)
        assert read_payload(conn, latest) == body
    conn.close()
