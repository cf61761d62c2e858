"""Which histories other rules made, and what a history says, to compare it before and after a fold."""

from harvester.archive.connection import Value, select, sqlite3
from harvester.history.rules import HISTORY_VERSION

_OTHERS = "SELECT url_id FROM article WHERE told_by <> ? AND newest_capture_id IS NOT NULL ORDER BY url_id"

_TOLD = """
    SELECT 'change', id, kind, classes, hunks FROM change WHERE article_id = :article
    UNION ALL
    SELECT 'event', id, kind, detail, before || char(10) || after FROM event WHERE article_id = :article"""


def is_outdated(conn: sqlite3.Connection, article_id: str) -> bool:
    """Return whether rules of another version than the present one made the article's history."""
    sql = "SELECT 1 FROM article WHERE id = ? AND told_by <> ? AND newest_capture_id IS NOT NULL"
    return bool(select(conn, sql, (article_id, HISTORY_VERSION)))


def outdated_urls(conn: sqlite3.Connection) -> tuple[int, ...]:
    """Return the numbers of the URLs of the articles whose histories are outdated, as `is_outdated` says."""
    return tuple(row[0] for row in select(conn, _OTHERS, (HISTORY_VERSION,)))


def changes_and_events(conn: sqlite3.Connection, article_id: str) -> frozenset[tuple[Value, ...]]:
    """Return the changes, with their words, and the events in the history of an article."""
    return frozenset(map(tuple, select(conn, _TOLD, {"article": article_id})))


def newest_pair_count(conn: sqlite3.Connection, article_id: str) -> int:
    """Return how many questions the article's newest version has, 0 where it has none."""
    sql = (
        "SELECT count(*) FROM pair WHERE snapshot_id ="
        " (SELECT snapshot_id FROM version WHERE article_id = ? ORDER BY n DESC LIMIT 1)"
    )
    return int(select(conn, sql, (article_id,))[0][0])
