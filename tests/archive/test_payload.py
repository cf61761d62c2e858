"""Payloads come back to the byte; ways to them are bounded; what was damaged is never handed out."""

import hashlib
import random
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_schema import opened

from harvester.archive import payload
from harvester.archive.frames import EDITION_LIMIT
from harvester.archive.payload import (
    CHAIN,
    HEADS,
    LONGEST,
    STEP,
    Payloads,
    digest_of,
    read_payload,
    store_payload,
)
from harvester.errors import ArchiveDamaged

PAGE = b"".join(b"<p>The dam of Tarvel holds %d million litres.</p>" % n for n in range(400))


@pytest.fixture
def conn(tmp_path):
    conn = opened(tmp_path / "store.db")
    yield conn
    conn.close()


def edition(number, page=PAGE):
    return page + b"<p>Edition %d</p>" % number


def rows(conn):
    query = "SELECT base_id, ordinal, coding, length(body) AS stored FROM payload ORDER BY id"
    return [tuple(row) for row in conn.execute(query)]


def history(conn, number, page=PAGE):
    """The ids of a URL's editions, each stored after the one before."""
    ids = []
    for n in range(number):
        ids.append(store_payload(conn, edition(n, page), ids[-1] if ids else None))
    return ids


def lost(conn):
    """How many payloads cannot be read without it, for each: itself and what stands on it."""
    count = {}
    for payload_id, base_id in conn.execute("SELECT id, base_id FROM payload ORDER BY id DESC"):
        count[payload_id] = count.get(payload_id, 0) + 1
        if base_id is not None:
            count[base_id] = count.get(base_id, 0) + count[payload_id]
    return count.values()


def forge(conn, what, payload_id=None):
    """What a bad disk or a hostile hand would do, past the triggers."""
    conn.execute("DROP TRIGGER IF EXISTS payload_no_update")
    conn.execute(f"UPDATE payload SET {what} WHERE id = coalesce(?, id)", (payload_id,))


def flip(conn, payload_id, position=-3):
    body = bytearray(conn.execute("SELECT body FROM payload WHERE id = ?", (payload_id,)).fetchone()[0])
    body[position] ^= 0x40
    forge(conn, f"body = x'{body.hex()}'", payload_id)


def test_the_same_bytes_are_kept_once(conn):
    first = store_payload(conn, PAGE)
    assert store_payload(conn, PAGE, first) == store_payload(conn, PAGE) == first
    assert len(rows(conn)) == 1
    assert read_payload(conn, first) == PAGE


def test_the_digest_is_that_of_the_bytes(conn):
    store_payload(conn, PAGE)
    assert digest_of(PAGE) == hashlib.sha256(PAGE).digest()
    assert tuple(conn.execute("SELECT digest, size FROM payload").fetchone()) == (digest_of(PAGE), len(PAGE))


@pytest.mark.parametrize("limit", [1 << 20, len(PAGE) * 2, 1])
def test_who_keeps_bodies_at_hand_stores_the_same(tmp_path, limit):
    """URLs take turns; whether a base is at hand or is decoded, the rows are the same."""
    stored = []
    for name, is_at_hand in (("a.db", False), ("b.db", True)):
        with closing(opened(tmp_path / name)) as conn:
            payloads = Payloads(conn, limit) if is_at_hand else None
            latest = dict.fromkeys(range(3))
            for number in range(3 * (STEP + 2)):
                body = edition(number, b"%d" % (number % 3) + PAGE)
                latest[number % 3] = store_payload(conn, body, latest[number % 3], payloads=payloads)
            stored.append([tuple(row) for row in conn.execute("SELECT * FROM payload ORDER BY id")])
    assert stored[0] == stored[1]


def test_what_is_too_large_for_a_base_is_not_kept_at_hand(conn, monkeypatch):
    monkeypatch.setattr(payload, "PATCH_LIMIT", len(PAGE))
    payloads = Payloads(conn)
    first = store_payload(conn, PAGE, payloads=payloads)
    store_payload(conn, PAGE + b"more", first, payloads=payloads)
    assert list(payloads._kept) == [first]


@pytest.mark.parametrize("size", [20_000, EDITION_LIMIT // 2, EDITION_LIMIT + 1])
def test_an_edition_costs_some_bytes_only(conn, size):
    page = random.Random(3).randbytes(size)
    edited = b"<p>The old dam.</p>" + page[: size // 2] + b"<p>The new dam.</p>" + page[size // 2 :]
    later = store_payload(conn, edited, store_payload(conn, page))
    base_id, ordinal, coding, stored = rows(conn)[1]
    assert (base_id, ordinal, coding) == (1, 1, "zstd-patch")
    assert stored < 100 + size // 500
    assert read_payload(conn, later) == edited


def test_what_resembles_nothing_stands_by_itself(conn):
    other = random.Random(1).randbytes(5000)
    later = store_payload(conn, other, store_payload(conn, PAGE))
    assert rows(conn)[1][:3] == (None, 0, "zstd")
    assert read_payload(conn, later) == other


def test_chains_have_two_levels(conn):
    history(conn, 2 * CHAIN)
    bases = {ordinal: base for base, ordinal, _, _ in rows(conn)[:CHAIN]}
    assert bases[0] is None
    assert all(bases[n] == n - STEP + 1 for n in range(STEP, CHAIN, STEP))  # the id of ordinal n is n + 1
    assert all(bases[n] == n for n in range(CHAIN) if n % STEP)
    assert rows(conn)[CHAIN][:3] == (1, 0, "zstd-patch")  # the next chain's head stands on the first's


def test_few_are_lost_with_one(conn):
    history(conn, (HEADS + 2) * CHAIN)
    assert [ordinal for base, ordinal, _, _ in rows(conn) if base is None] == [0, 0]
    assert sum(lost(conn)) / len(rows(conn)) < STEP + 1


def test_every_edition_comes_back_whichever_way(conn):
    ids = history(conn, 3 * CHAIN)
    pages = [edition(n) for n in range(len(ids))]
    assert [read_payload(conn, payload_id) for payload_id in ids] == pages
    backwards = Payloads(conn, limit=10 * len(PAGE))
    assert [backwards.read(payload_id) for payload_id in reversed(ids)] == pages[::-1]


def test_an_earlier_edition_can_have_other_ones_after_it(conn):
    ids = history(conn, STEP + 3)
    ways = [store_payload(conn, edition(n), ids[n - 100]) for n in range(100, 100 + len(ids))]
    assert [read_payload(conn, payload_id) for payload_id in ways] == [
        edition(n) for n in range(100, 100 + len(ids))
    ]


def test_first_captures_stand_on_another_page_of_the_host(conn):
    latest = None
    for number in range(3 * (HEADS + 1)):
        latest = store_payload(conn, edition(number), None, latest)
    own = [n for n, row in enumerate(rows(conn), 1) if row[0] is None]
    assert own == [1, HEADS + 2, 2 * HEADS + 3]
    assert [row[:2] for row in rows(conn)[1 : HEADS + 1]] == [(1, 0)] * HEADS


def test_heads_are_counted_by_an_index(conn):
    plan = conn.execute(f"EXPLAIN QUERY PLAN {payload._STANDING_ON}", (1,)).fetchall()
    assert [row["detail"] for row in plan] == ["SEARCH payload USING COVERING INDEX payload_head (base_id=?)"]


def test_the_same_url_comes_before_the_same_host(conn):
    neighbour, previous = store_payload(conn, edition(1)), store_payload(conn, edition(2))
    store_payload(conn, edition(3), previous, neighbour)
    assert rows(conn)[2][:2] == (previous, 1)


def test_a_page_unlike_its_neighbour_stands_by_itself(conn):
    store_payload(conn, random.Random(1).randbytes(5000), None, store_payload(conn, PAGE))
    assert rows(conn)[1][:3] == (None, 0, "zstd")


def test_a_large_payload_stands_by_itself(conn, monkeypatch):
    monkeypatch.setattr(payload, "PATCH_LIMIT", len(PAGE) - 1)
    store_payload(conn, PAGE + b"more", store_payload(conn, PAGE))
    assert [coding for _, _, coding, _ in rows(conn)] == ["zstd", "zstd"]


bodies = st.binary(max_size=300) | st.binary(max_size=20).map(PAGE.__add__)
near = st.integers(0, 40)  # the payload this far back, or none


@given(st.lists(st.tuples(bodies, near, near), max_size=40), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_every_payload_comes_back_in_any_order(captures, order):
    conn = opened()
    ids = []
    for body, previous, neighbour in captures:
        back = [ids[-far] if 0 < far <= len(ids) else None for far in (previous, neighbour)]
        ids.append(store_payload(conn, body, *back))
    expected = list(zip(ids, (body for body, _, _ in captures), strict=True))
    order.shuffle(expected)
    reader = Payloads(conn, limit=3 * len(PAGE))
    for payload_id, body in expected:
        assert reader.read(payload_id) == read_payload(conn, payload_id) == body
    conn.close()


def test_reading_in_order_decodes_each_payload_once(conn):
    ids, asked = history(conn, CHAIN), []
    reader = Payloads(conn)
    conn.set_trace_callback(asked.append)
    for payload_id in ids:
        reader.read(payload_id)
    assert len(asked) == 2 * CHAIN - 1  # its own row, and that of its base, which is kept


def test_a_reader_keeps_so_many_bytes_only(conn):
    ids = history(conn, 20)
    reader = Payloads(conn, limit=3 * len(PAGE))
    for payload_id in ids:
        reader.read(payload_id)
    assert 0 < sum(map(len, reader._kept.values())) <= 3 * len(PAGE)


def test_a_missing_payload_is_named(conn):
    with pytest.raises(ArchiveDamaged, match="payload 7 is missing"):
        read_payload(conn, 7)


@pytest.mark.parametrize("position", [*range(-8, 0), *range(8)])
def test_a_flipped_bit_is_found(conn, position):
    payload_id = store_payload(conn, PAGE)
    flip(conn, payload_id, position)
    with pytest.raises(ArchiveDamaged):
        read_payload(conn, payload_id)


def test_a_flipped_bit_in_a_base_is_found(conn):
    base, later = history(conn, 2)
    flip(conn, base)
    with pytest.raises(ArchiveDamaged):
        read_payload(conn, later)


FORGED = {
    "it stands on itself": "base_id = id, coding = 'zstd-patch'",
    "it stands on a stranger": "base_id = 3, coding = 'zstd-patch'",
    "it is said to stand by itself": "base_id = NULL, coding = 'zstd'",
    "it is no frame": "body = x'00'",
    "its size is another": "size = size + 1",
    "its size asks for memory": "size = 1 << 40",
    "its frame asks for memory": "size = 1 << 40, body = x'28b52ffde00000000000010000010000'",
    "its size is below nothing": "size = -1",
    "its frame says no size": "size = -1, body = x'28b52ffd005809000078'",
    "its ordinal is out of all bounds": "ordinal = -9, size = 0",
}


@pytest.mark.parametrize("what", FORGED.values(), ids=FORGED)
def test_a_forged_row_is_damage_and_nothing_is_lost_by_it(conn, what):
    _, later = history(conn, 2)
    store_payload(conn, random.Random(5).randbytes(900))
    conn.execute("PRAGMA foreign_keys = OFF")
    forge(conn, what, later)
    with pytest.raises(ArchiveDamaged):
        read_payload(conn, later)
    for near_ids in ((later, None), (None, later)):
        body = edition(random.Random(str(near_ids)).randrange(100, 10**6))
        assert read_payload(conn, store_payload(conn, body, *near_ids)) == body


def test_payloads_that_stand_on_each_other_are_damage(conn):
    first, later = history(conn, 2)
    forge(conn, f"base_id = {later}, coding = 'zstd-patch'", first)
    for payload_id in (first, later):
        with pytest.raises(ArchiveDamaged, match="too many others"):
            read_payload(conn, payload_id)
    assert read_payload(conn, store_payload(conn, edition(3), later)) == edition(3)


def test_a_way_too_long_is_damage_and_nothing_is_put_on_it(conn):
    ids = history(conn, LONGEST + 1)
    for payload_id in ids[1:]:  # each on the one before, under the ordinals of a sound chain
        frame = payload.patch(edition(payload_id - 1), edition(payload_id - 2))
        forge(conn, f"base_id = id - 1, ordinal = 1, body = x'{frame.hex()}'", payload_id)
    assert read_payload(conn, ids[-2]) == edition(LONGEST - 1)
    with pytest.raises(ArchiveDamaged, match="too many others"):
        read_payload(conn, ids[-1])
    for near_ids in ((ids[-2], None), (ids[-1], None), (None, ids[-1])):
        later = edition(random.Random(str(near_ids)).randrange(100, 10**6))
        assert read_payload(conn, store_payload(conn, later, *near_ids)) == later
