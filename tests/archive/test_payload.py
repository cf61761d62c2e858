"""Payloads come back to the byte; chains are bounded; what was damaged is never handed out."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harvester.archive import payload
from harvester.archive.payload import KEYFRAME_EVERY, digest_of, read_payload, store_payload
from harvester.errors import ArchiveDamaged

PAGE = b"".join(b"<p>The dam of Tarvel holds %d million litres.</p>" % n for n in range(400))


def rows(db):
    query = "SELECT coding, depth, length(body) AS stored FROM payload ORDER BY rowid"
    return [tuple(row) for row in db.conn.execute(query)]


def flip(db, digest, position=-3):
    """What a bad disk would do, past the triggers."""
    db.conn.execute("DROP TRIGGER IF EXISTS payload_no_update")
    body = bytearray(db.conn.execute("SELECT body FROM payload WHERE digest = ?", (digest,)).fetchone()[0])
    body[position] ^= 0x40
    db.conn.execute("UPDATE payload SET body = ? WHERE digest = ?", (bytes(body), digest))


def test_the_same_bytes_are_kept_once(db):
    assert store_payload(db.conn, PAGE) == store_payload(db.conn, PAGE) == digest_of(PAGE)
    assert len(rows(db)) == 1
    assert read_payload(db.conn, digest_of(PAGE)) == PAGE


def test_digests_are_named():
    assert digest_of(b"") == "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_an_edition_costs_some_bytes_only(db):
    page = random.Random(3).randbytes(40_000)
    store_payload(
        db.conn, page[:20_000] + b"<p>The old dam.</p>" + page[20_000:], store_payload(db.conn, page)
    )
    coding, depth, stored = rows(db)[1]
    assert (coding, depth) == ("zstd-patch", 1)
    assert stored < 100


def test_what_resembles_nothing_stands_by_itself(db):
    first = store_payload(db.conn, PAGE)
    store_payload(db.conn, random.Random(1).randbytes(5000), first)
    assert rows(db)[1][:2] == ("zstd", 0)


def test_chains_are_bounded(db):
    digest, pages = None, []
    for number in range(3 * KEYFRAME_EVERY):
        pages.append(PAGE + b"<p>Edition %d</p>" % number)
        digest = store_payload(db.conn, pages[-1], digest)
    assert [depth for _, depth, _ in rows(db)] == [*range(KEYFRAME_EVERY)] * 3
    assert [read_payload(db.conn, digest_of(page)) for page in pages] == pages


def test_a_large_payload_stands_by_itself(db, monkeypatch):
    monkeypatch.setattr(payload, "PATCH_LIMIT", len(PAGE) - 1)
    store_payload(db.conn, PAGE + b"more", store_payload(db.conn, PAGE))
    assert [coding for coding, _, _ in rows(db)] == ["zstd", "zstd"]


def test_an_edit_at_the_far_end_of_a_large_page_is_found(db):
    page = random.Random(2).randbytes(1_500_000)
    changed = b"x" + page
    digest = store_payload(db.conn, changed, store_payload(db.conn, page))
    assert rows(db)[1][2] < 2000
    assert read_payload(db.conn, digest) == changed


editions = st.lists(st.binary(max_size=300) | st.binary(max_size=20).map(PAGE.__add__), max_size=12)


@given(editions)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
def test_every_payload_comes_back(db, bodies):
    digest = None
    for body in bodies:
        digest = store_payload(db.conn, body, digest)
    assert all(read_payload(db.conn, digest_of(body)) == body for body in bodies)


def test_a_missing_payload_is_named(db):
    with pytest.raises(ArchiveDamaged, match="is missing"):
        read_payload(db.conn, digest_of(b"nothing"))


@pytest.mark.parametrize("position", [*range(-8, 0), *range(8)])
def test_a_flipped_bit_is_found(db, position):
    digest = store_payload(db.conn, PAGE)
    flip(db, digest, position)
    with pytest.raises(ArchiveDamaged):
        read_payload(db.conn, digest)


def test_a_flipped_bit_in_a_base_is_found(db):
    base = store_payload(db.conn, PAGE)
    digest = store_payload(db.conn, PAGE + b"more", base)
    flip(db, base)
    with pytest.raises(ArchiveDamaged):
        read_payload(db.conn, digest)


def test_what_comes_in_after_damage_is_kept(db):
    base = store_payload(db.conn, PAGE)
    flip(db, base)
    later = PAGE + b"more"
    assert read_payload(db.conn, store_payload(db.conn, later, base)) == later
    assert rows(db)[1][:2] == ("zstd", 0)


def test_a_payload_that_stands_on_itself_is_damage(db):
    digest = store_payload(db.conn, PAGE)
    db.conn.execute("DROP TRIGGER payload_no_update")
    db.conn.execute("UPDATE payload SET base_digest = digest, coding = 'zstd-patch', depth = 1")
    with pytest.raises(ArchiveDamaged):
        read_payload(db.conn, digest)


def test_a_forged_size_asks_for_no_memory(db):
    digest = store_payload(db.conn, PAGE)
    db.conn.execute("DROP TRIGGER payload_no_update")
    db.conn.execute("UPDATE payload SET size = 1 << 40")
    with pytest.raises(ArchiveDamaged):
        read_payload(db.conn, digest)
