"""Takedowns: which rows hold the bytes and the text of captures, and their removal, in one transaction."""

import json
from collections.abc import Iterable
from typing import NamedTuple

from harvester.archive.columns import storable, to_text
from harvester.archive.connection import select, sqlite3
from harvester.archive.decisions import Voice
from harvester.archive.removal import remove_payload

# The captures that an article's history is made of, those that wait to be read, the redirects to them, and
# the further pages.
_OF_ARTICLE = """
    WITH RECURSIVE chain (id, led_from, payload_id) AS (
        SELECT id, led_from, payload_id FROM capture WHERE id IN (
            SELECT capture_id FROM standing WHERE article_id = ?1 AND NOT is_astray
            UNION
            SELECT capture.id FROM member
            JOIN capture ON capture.url_id = member.url_id AND capture.role = 'article'
            JOIN attempt ON attempt.capture_id = capture.id
            WHERE member.article_id = ?1
        )
        UNION
        SELECT capture.id, capture.led_from, capture.payload_id
        FROM chain JOIN capture ON capture.id = chain.led_from OR capture.part_of = chain.id
    )
    SELECT payload_id FROM chain JOIN payload ON payload.id = payload_id WHERE coding <> 'removed'
    UNION
    SELECT rendering.payload_id FROM chain JOIN rendering ON rendering.capture_id = chain.id
    JOIN payload ON payload.id = rendering.payload_id WHERE coding <> 'removed'"""

_OF_CAPTURE = """
    SELECT payload_id FROM capture JOIN payload ON payload.id = payload_id
    WHERE capture.id = ?1 AND coding <> 'removed'
    UNION
    SELECT payload_id FROM rendering JOIN payload ON payload.id = payload_id
    WHERE capture_id = ?1 AND coding <> 'removed'"""

_HOLDERS = """
    SELECT capture.id, lower(hex(capture.key)) AS key, capture.role, url.url, payload.digest
    FROM (
        SELECT id, payload_id FROM capture WHERE payload_id IN (SELECT value FROM json_each(?1))
        UNION
        SELECT capture_id, payload_id FROM rendering WHERE payload_id IN (SELECT value FROM json_each(?1))
    ) AS holding
    JOIN capture ON capture.id = holding.id JOIN url ON url.id = capture.url_id
    JOIN payload ON payload.id = holding.payload_id
    ORDER BY capture.captured_at, capture.key, payload.digest"""


class BodyHolder(NamedTuple):
    """A capture whose body, or rendered document, a takedown removes. digest: of the payload."""

    capture_id: int
    key: str
    role: str
    url: str
    digest: bytes


def payloads_of_article(conn: sqlite3.Connection, article_id: str) -> tuple[int, ...]:
    """Return the payloads of all captures of an article that are not removed yet."""
    return tuple(row[0] for row in select(conn, _OF_ARTICLE, (article_id,)))


def payloads_of_capture(conn: sqlite3.Connection, capture_id: int) -> tuple[int, ...]:
    """Return the payloads of a capture and its rendering, ``()`` where none is left."""
    return tuple(row[0] for row in select(conn, _OF_CAPTURE, (capture_id,)))


def holders(conn: sqlite3.Connection, payload_ids: Iterable[int]) -> tuple[BodyHolder, ...]:
    """Return every capture with one of the payloads, in the order of time."""
    return tuple(BodyHolder(*row) for row in select(conn, _HOLDERS, (json.dumps([*payload_ids]),)))


def remove(
    conn: sqlite3.Connection, payload_ids: Iterable[int], held: Iterable[BodyHolder], voice: Voice
) -> None:
    """Remove the payloads, and the readings of the captures that hold them; each leaves a tombstone."""
    said = (to_text(voice.at), storable(voice.who), storable(voice.why))
    conn.executemany(
        "INSERT INTO tombstone (capture_key, payload_digest, taken_at, who, why) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        [(bytes.fromhex(each.key), each.digest, *said) for each in held],
    )
    empty(conn, payload_ids, held)


def empty(conn: sqlite3.Connection, payload_ids: Iterable[int], held: Iterable[BodyHolder]) -> None:
    """Remove payloads that tombstones name, and the readings of the captures that hold them.

    The first page of an article waits to be read again without the further page that was removed.
    """
    # Patches go before their bases, so that nothing is encoded again that is removed itself.
    for payload_id in sorted(payload_ids, reverse=True):
        remove_payload(conn, payload_id)
    conn.executemany("DELETE FROM reading WHERE capture_id = ?", [(each.capture_id,) for each in held])
    ids = {each.capture_id for each in held}
    for first in first_pages(conn, ids) - ids:
        conn.execute("DELETE FROM reading WHERE capture_id = ?", (first,))
        conn.execute(_WAITS, (first,))


def first_pages(conn: sqlite3.Connection, capture_ids: Iterable[int]) -> frozenset[int]:
    """Return these captures, with that of its article's first page in place of each further page."""
    sql = "SELECT coalesce(part_of, id) FROM capture WHERE id IN (SELECT value FROM json_each(?))"
    return frozenset(row[0] for row in select(conn, sql, (json.dumps([*capture_ids]),)))


_WAITS = """
    INSERT INTO attempt (capture_id, started_at, fault) VALUES (?, NULL, '')
    ON CONFLICT (capture_id) DO UPDATE SET started_at = NULL, fault = ''"""
