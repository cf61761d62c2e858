"""Which captures the records of a web archive are about: those they refer to, and those of known articles."""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache

from harvester.archive.columns import storable, to_text
from harvester.archive.connection import select, sqlite3
from harvester.archive.headers import read_headers
from harvester.http.headers import header

CANDIDATES = 100
"""The validators of a 304 are compared with those of this many captures before it, the newest first."""

# What a 304 confirmed stands for what it confirmed; a payload that was taken down confirms nothing.
_BODY = """
    SELECT body.id FROM capture JOIN capture AS body ON body.id = coalesce(capture.confirms, capture.id)
    JOIN payload ON payload.id = body.payload_id AND payload.coding <> 'removed'"""

_BY_KEY = f"{_BODY} WHERE capture.key = ?"
_BY_RECORD = f"""{_BODY}
    JOIN origin ON origin.capture_id = capture.id JOIN url ON url.id = capture.url_id
    WHERE origin.record_id = ?1 ORDER BY url.url = ?2 DESC, capture.captured_at DESC LIMIT 1"""
_BY_TIME = f"""{_BODY}
    JOIN url ON url.id = capture.url_id
    WHERE url.url = ? AND capture.captured_at = ? ORDER BY capture.id LIMIT 1"""
_BY_DIGEST = f"""{_BODY}
    JOIN origin ON origin.capture_id = capture.id JOIN url ON url.id = capture.url_id
    WHERE url.url = ? AND origin.digest_claimed = ? AND origin.digest_ok
    ORDER BY capture.captured_at LIMIT 1"""
_BEFORE = """
    SELECT capture.id, headers_id, differ FROM capture JOIN url ON url.id = capture.url_id
    JOIN payload ON payload.id = capture.payload_id AND payload.coding <> 'removed'
    WHERE url.url = ? AND captured_at <= ? AND outcome = 'ok'
    ORDER BY captured_at DESC, capture.id DESC LIMIT ?"""

_FOLLOWED = "SELECT 1 FROM url JOIN member ON member.url_id = url.id WHERE url.surt = ? LIMIT 1"
_SOURCES = "SELECT url.surt FROM source JOIN url ON url.id = source.url_id"
_OF_SOURCE = """
    WITH chosen (id, url_id) AS (
        SELECT source.id, source.url_id FROM source JOIN url ON url.id = source.url_id
        WHERE source.name = ?1 OR url.url = ?1
    )
    SELECT url.surt FROM chosen JOIN url ON url.id = chosen.url_id
    UNION
    SELECT url.surt FROM chosen JOIN announcement ON announcement.source_id = chosen.id
    JOIN url ON url.id = announcement.url_id"""


def capture_with_key(conn: sqlite3.Connection, key: str) -> int | None:
    """Return the capture with a key, in hexadecimal, whatever it has."""
    return _first(conn, "SELECT id FROM capture WHERE key = ?", bytes.fromhex(key))


def body_with_key(conn: sqlite3.Connection, key: str) -> int | None:
    """Return the capture that has the payload which the capture with that key shows."""
    return _first(conn, _BY_KEY, bytes.fromhex(key))


def body_of_record(conn: sqlite3.Connection, record_id: str, url: str) -> int | None:
    """Return the capture that has the payload of an imported record; of several that of the URL."""
    return _first(conn, _BY_RECORD, storable(record_id), storable(url))


def body_of_time(conn: sqlite3.Connection, url: str, at: datetime) -> int | None:
    """Return the capture that has the payload which the URL showed at that time, to the millisecond."""
    return _first(conn, _BY_TIME, storable(url), to_text(at))


def body_with_digest(conn: sqlite3.Connection, url: str, digest: str) -> int | None:
    """Return the capture of the URL whose record names that digest, which is right."""
    return _first(conn, _BY_DIGEST, storable(url), storable(digest))


def body_with_validators(
    conn: sqlite3.Connection, url: str, at: datetime, validators: tuple[str, str]
) -> int | None:
    """Return the newest capture of the URL up to a time that came with the ETag, or else the Last-Modified.

    ETags are compared weakly (RFC 9110, 8.8.3.2 and 13.1.2); the first may be a list of them.
    """
    etags = {each.strip().removeprefix("W/") for each in validators[0].split(",")} - {""}
    for number, headers_id, differ in select(conn, _BEFORE, (storable(url), to_text(at), CANDIDATES)):
        headers = read_headers(conn, headers_id, differ)
        etag = header(headers, "ETag").removeprefix("W/")
        modified = header(headers, "Last-Modified")
        if etag in etags if etags else validators[1] and modified == validators[1]:
            return int(number)
    return None


def digest_claimed(conn: sqlite3.Connection, capture_id: int) -> str:
    """Return the payload digest that the record of an imported capture names; ``""`` for none."""
    found = select(conn, "SELECT digest_claimed FROM origin WHERE capture_id = ?", (capture_id,))
    return (found[0][0] or "") if found else ""


def _first(conn: sqlite3.Connection, sql: str, *values: str | bytes) -> int | None:
    found = select(conn, sql, values)
    return int(found[0][0]) if found else None


def articles_known(conn: sqlite3.Connection) -> Callable[[str], bool]:
    """Return a function that says whether a URL, by its SURT, belongs to an article of the archive."""
    return lru_cache(maxsize=65_536)(lambda key: bool(select(conn, _FOLLOWED, (storable(key),))))


def sources_known(conn: sqlite3.Connection) -> frozenset[str]:
    """Return the SURTs of the sources of the archive."""
    return frozenset(row[0] for row in select(conn, _SOURCES))


def urls_of_source(conn: sqlite3.Connection, name: str) -> frozenset[str]:
    """Return the SURTs of a source, by its name or URL, and of all that it announced."""
    return frozenset(row[0] for row in select(conn, _OF_SOURCE, (storable(name),)))
