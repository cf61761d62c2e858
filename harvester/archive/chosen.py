"""A part of the evidence: the captures of some articles or URLs, and what stands on these or is said of them.

Sources, robots.txt and manifests are about more than these. `harvester.archive.shards` says which shards get
them.
"""

import json
from collections.abc import Collection, Iterable, Mapping

from harvester.archive.connection import select, sqlite3

_ARTICLES = "SELECT value FROM json_each(:articles)"
_URLS = "SELECT value FROM json_each(:urls)"
_CAPTURES = "SELECT value FROM json_each(:captures)"

_MEMBERS = f"SELECT url_id FROM member WHERE article_id IN ({_ARTICLES})"  # noqa: S608  constants
_TOLD = f"SELECT capture_id FROM standing WHERE article_id IN ({_ARTICLES})"  # noqa: S608  constants

# A capture is whole with the redirects before and after it, with the capture that it confirms, and with the
# further pages of its article.
_WHOLE = f"""
    WITH RECURSIVE chosen (id) AS (
        {_CAPTURES}
        UNION
        SELECT id FROM capture WHERE url_id IN ({_URLS}) AND role = 'article'
        UNION
        SELECT other.id FROM chosen
        JOIN capture ON capture.id = chosen.id
        JOIN capture AS other
            ON other.id = capture.led_from OR other.id = capture.confirms OR other.led_from = capture.id
            OR other.id = capture.part_of OR other.part_of = capture.id
    )
    SELECT id FROM chosen"""  # noqa: S608  constants

_ON_CAPTURES = {
    "run": f"SELECT DISTINCT run_id FROM capture WHERE id IN ({_CAPTURES})",  # noqa: S608  constants
    "setting": f"""
        SELECT DISTINCT setting_id FROM run JOIN capture ON capture.run_id = run.id
        WHERE capture.id IN ({_CAPTURES}) AND setting_id IS NOT NULL""",  # noqa: S608  constants
    "origin": f"SELECT capture_id FROM origin WHERE capture_id IN ({_CAPTURES})",  # noqa: S608  constants
    "rendering": f"SELECT capture_id FROM rendering WHERE capture_id IN ({_CAPTURES})",  # noqa: S608  constants
    "tombstone": f"""
        SELECT tombstone.id FROM tombstone JOIN capture ON capture.key = tombstone.capture_key
        WHERE capture.id IN ({_CAPTURES})""",  # noqa: S608  constants
    "decision": f"""
        SELECT id FROM decision WHERE target IN (
            SELECT url FROM url WHERE id IN ({_URLS})
            UNION ALL
            SELECT lower(hex(key)) FROM capture WHERE id IN ({_CAPTURES})
            UNION ALL
            SELECT lower(hex(run.key)) FROM capture JOIN run ON run.id = capture.run_id
            WHERE capture.id IN ({_CAPTURES})
        ) AND target_kind <> 'source'""",  # noqa: S608  constants
    "variant": f"SELECT id FROM variant WHERE key IN (SELECT key FROM capture WHERE id IN ({_CAPTURES}))",  # noqa: S608  constants
}


def chosen(conn: sqlite3.Connection, articles: Collection[str]) -> Mapping[str, tuple[int, ...]]:
    """Return the numbers of the rows of evidence that are about the articles, by table, in their order."""
    given = {"articles": json.dumps([*articles])}
    urls = (row[0] for row in select(conn, _MEMBERS, given))
    return about_urls(conn, urls, (row[0] for row in select(conn, _TOLD, given)))


def about_urls(
    conn: sqlite3.Connection, urls: Iterable[int], captures: Iterable[int]
) -> Mapping[str, tuple[int, ...]]:
    """Return the numbers of the rows about the captures, or about those made for the URLs, by table."""
    given = {"urls": json.dumps([*urls]), "captures": json.dumps([*captures])}
    whole = tuple(sorted(row[0] for row in select(conn, _WHOLE, given)))
    given["captures"] = json.dumps(whole)
    found = {name: select(conn, sql, given) for name, sql in _ON_CAPTURES.items()}
    return {"capture": whole} | {name: tuple(sorted(row[0] for row in rows)) for name, rows in found.items()}
