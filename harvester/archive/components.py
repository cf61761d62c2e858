"""Connected URLs: which captures and decisions may be about one article; loaded one component at a time."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from harvester.archive.columns import storable
from harvester.archive.connection import select, sqlite3
from harvester.history.links import link_key

# The ends of the chains that touch a URL: chains that began at it or led to it.
_TOUCHING = """
    WITH RECURSIVE chain (id, outcome) AS (
        SELECT id, outcome FROM capture
        WHERE url_id IN (SELECT value FROM json_each(?)) AND role = 'article' AND part_of IS NULL
        UNION
        SELECT next.id, next.outcome FROM chain JOIN capture AS next ON next.led_from = chain.id
        WHERE chain.outcome = 'redirected'
    )
    SELECT id FROM chain WHERE outcome <> 'redirected'"""

_SPELLED = "SELECT spelling FROM spelled WHERE url_id IN (SELECT value FROM json_each(?))"
_URLS = "SELECT url_id FROM spelled WHERE spelling IN (SELECT value FROM json_each(?))"

# What captures connect with these by redirects and canonical links, be it the spelling of a known URL or not.
_LINKED = """
    SELECT other.spelling FROM link
    JOIN link AS other ON other.capture_id = link.capture_id
    WHERE link.spelling IN (SELECT value FROM json_each(?))"""

_JOINED = """
    SELECT spelled.spelling FROM decision
    JOIN url ON url.url IN (decision.target, decision.value)
    JOIN spelled ON spelled.url_id = url.id
    WHERE decision.kind = 'join' AND EXISTS (
        SELECT 1 FROM url AS one WHERE one.url IN (decision.target, decision.value)
            AND one.id IN (SELECT value FROM json_each(?))
    )"""

_KNOWN = """
    SELECT url.url, min(known.at) FROM (
        SELECT url.id AS url_id, decided_at AS at FROM decision JOIN url ON url.url = decision.target
        WHERE kind = 'follow' AND target_kind = 'article' AND url.id IN (SELECT value FROM json_each(:urls))
        UNION ALL
        SELECT announcement.url_id, capture.captured_at FROM announcement
        JOIN capture ON capture.id = announcement.first_capture_id
        WHERE announcement.kind = 'article' AND announcement.left_out = ''
            AND announcement.url_id IN (SELECT value FROM json_each(:urls))
    ) AS known
    JOIN url ON url.id = known.url_id GROUP BY url.id"""


class Component(NamedTuple):
    """URLs that may be one article, by number; their spellings; the captures that touch them."""

    urls: frozenset[int]
    spellings: frozenset[str]
    captures: tuple[int, ...]


def spell(conn: sqlite3.Connection, urls: Iterable[int]) -> None:
    """Note how the URLs are spelt, if that is not known yet; in the caller's transaction."""
    rows = select(
        conn,
        "SELECT id, url FROM url WHERE id IN (SELECT value FROM json_each(?))"
        " AND NOT EXISTS (SELECT 1 FROM spelled WHERE url_id = url.id)",
        (json.dumps([*urls]),),
    )
    conn.executemany(
        "INSERT INTO spelled (url_id, spelling) VALUES (?, ?)",
        [(row[0], storable(link_key(row[1]))) for row in rows],
    )


def strangers(conn: sqlite3.Connection, urls: Iterable[int]) -> tuple[int, ...]:
    """Return the URLs that are spelt like no known URL, by number."""
    rows = select(
        conn,
        "SELECT id, url FROM url WHERE id IN (SELECT value FROM json_each(?))"
        " AND NOT EXISTS (SELECT 1 FROM spelled WHERE url_id = url.id) ORDER BY id",
        (json.dumps([*urls]),),
    )
    known = "SELECT 1 FROM spelled WHERE spelling = ?"
    return tuple(row[0] for row in rows if not select(conn, known, (storable(link_key(row[1])),)))


def note_links(conn: sqlite3.Connection, spellings: Mapping[int, Iterable[str]]) -> None:
    """Note which spellings each capture may connect, replacing earlier notes; in the caller's transaction."""
    conn.execute(
        "DELETE FROM link WHERE capture_id IN (SELECT value FROM json_each(?))", (json.dumps([*spellings]),)
    )
    connected = {capture_id: {storable(each) for each in some} for capture_id, some in spellings.items()}
    conn.executemany(
        "INSERT INTO link (capture_id, spelling) VALUES (?, ?)",
        [(capture_id, each) for capture_id, some in connected.items() if len(some) > 1 for each in some],
    )


def component(conn: sqlite3.Connection, seeds: Iterable[int]) -> Component:
    """Return everything that may be connected with the URLs; they must be spelt."""
    urls, spellings = set(seeds), set[str]()
    new = _column(conn, _SPELLED, urls) | _column(conn, _JOINED, urls)
    while new:
        spellings |= new
        met = _column(conn, _URLS, new) - urls
        urls |= met
        new = (_column(conn, _LINKED, new) | _column(conn, _JOINED, met)) - spellings
    captures = tuple(row[0] for row in select(conn, _TOUCHING, (json.dumps([*urls]),)))
    return Component(frozenset(urls), frozenset(_column(conn, _SPELLED, urls)), captures)


def _column(conn: sqlite3.Connection, sql: str, given: Iterable[int | str]) -> set[Any]:
    """Return what the query gives for these."""
    return {row[0] for row in select(conn, sql, (json.dumps([*given]),))}


def known_urls(conn: sqlite3.Connection, urls: Iterable[int]) -> tuple[tuple[str, str], ...]:
    """Return (URL, since when) of those that somebody follows, or that a source announced to be followed."""
    return tuple(map(tuple, select(conn, _KNOWN, {"urls": json.dumps([*urls])})))


def texts_of(conn: sqlite3.Connection, urls: Iterable[int]) -> dict[str, int]:
    """Return {URL: its number}."""
    sql = "SELECT url, id FROM url WHERE id IN (SELECT value FROM json_each(?))"
    return dict(map(tuple, select(conn, sql, (json.dumps([*urls]),))))


def owners(conn: sqlite3.Connection, urls: Iterable[int]) -> tuple[str, ...]:
    """Return the ids of the articles that have or had one of the URLs."""
    rows = select(
        conn,
        "SELECT DISTINCT article_id FROM member WHERE url_id IN (SELECT value FROM json_each(?))"
        " ORDER BY article_id",
        (json.dumps([*urls]),),
    )
    return tuple(row[0] for row in rows)
