"""The evidence of some articles alone: their captures, and what stands on these or is said of them.

Sources, robots.txt and manifests are left out: they are about more than these articles.
"""

import json
from collections.abc import Collection, Mapping

from harvester.archive.connection import select, sqlite3

_ARTICLES = "SELECT value FROM json_each(:articles)"

# A capture is whole with the redirects before and after it, with the capture that it confirms, and with the
# further pages of its article.
_CAPTURES = f"""
    WITH RECURSIVE chosen (id) AS (
        SELECT capture_id FROM standing WHERE article_id IN ({_ARTICLES})
        UNION
        SELECT capture.id FROM member JOIN capture ON capture.url_id = member.url_id
        WHERE member.article_id IN ({_ARTICLES}) AND capture.role = 'article'
        UNION
        SELECT other.id FROM chosen
        JOIN capture ON capture.id = chosen.id
        JOIN capture AS other
            ON other.id = capture.led_from OR other.id = capture.confirms OR other.led_from = capture.id
            OR other.id = capture.part_of OR other.part_of = capture.id
    )
    SELECT id FROM chosen"""  # noqa: S608  constants

_ON_CAPTURES = {
    "run": "SELECT DISTINCT run_id FROM capture WHERE id IN (SELECT value FROM json_each(:captures))",
    "setting": """
        SELECT DISTINCT setting_id FROM run JOIN capture ON capture.run_id = run.id
        WHERE capture.id IN (SELECT value FROM json_each(:captures)) AND setting_id IS NOT NULL""",
    "origin": "SELECT capture_id FROM origin WHERE capture_id IN (SELECT value FROM json_each(:captures))",
    "tombstone": """
        SELECT tombstone.id FROM tombstone JOIN capture ON capture.key = tombstone.capture_key
        WHERE capture.id IN (SELECT value FROM json_each(:captures))""",
    "decision": f"""
        SELECT id FROM decision WHERE target IN (
            SELECT url.url FROM member JOIN url ON url.id = member.url_id WHERE article_id IN ({_ARTICLES})
            UNION ALL
            SELECT lower(hex(key)) FROM capture WHERE id IN (SELECT value FROM json_each(:captures))
            UNION ALL
            SELECT lower(hex(run.key)) FROM capture JOIN run ON run.id = capture.run_id
            WHERE capture.id IN (SELECT value FROM json_each(:captures))
        ) AND target_kind <> 'source'""",  # noqa: S608  constants
}


def chosen(conn: sqlite3.Connection, articles: Collection[str]) -> Mapping[str, tuple[int, ...]]:
    """Return the numbers of the rows of evidence that are about the articles, by table, in their order."""
    ids = json.dumps([*articles])
    captures = tuple(sorted(row[0] for row in select(conn, _CAPTURES, {"articles": ids})))
    given = {"articles": ids, "captures": json.dumps(captures)}
    found = {name: select(conn, sql, given) for name, sql in _ON_CAPTURES.items()}
    return {"capture": captures} | {
        name: tuple(sorted(row[0] for row in rows)) for name, rows in found.items()
    }
