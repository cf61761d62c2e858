"""Articles as rows: which URLs they have, to which a capture can only add, and which lost questions."""

from datetime import datetime
from typing import NamedTuple

from harvester.archive.columns import to_text
from harvester.archive.connection import select, sqlite3
from harvester.archive.histories import drop_history
from harvester.archive.urls import url_ids
from harvester.history.identity import Article
from harvester.history.rules import HISTORY_VERSION
from harvester.history.state import State

ARTICLE_TABLES = ("alias", "member")
"""Identity writes these tables besides `article`."""

_ARTICLE = """
    INSERT INTO article (
        id, url_id, state, since, every_s, source_id,
        newest_capture_id, trouble, trouble_since, is_alone, fold
    ) VALUES (?, ?, 'kept', ?, 0, NULL, NULL, '', '', ?, '')
    ON CONFLICT (id) DO UPDATE
    SET url_id = excluded.url_id, since = excluded.since, is_alone = excluded.is_alone"""

_LONE = """
    SELECT article.id, standing.at, lower(hex(newest.key)), article.fold, url.url,
        coalesce(reading.canonical_url, '')
    FROM capture
    JOIN article ON article.url_id = capture.url_id AND article.is_alone
    JOIN url ON url.id = article.url_id
    JOIN capture AS newest ON newest.id = article.newest_capture_id
    JOIN standing ON standing.capture_id = newest.id AND standing.article_id = article.id
    LEFT JOIN reading ON reading.capture_id = coalesce(capture.confirms, capture.id)
    WHERE capture.id = ? AND article.told_by = ? AND capture.led_from IS NULL
    AND coalesce(reading.verdict, '') NOT IN ('feed', 'sitemap', 'listing', 'list')
    AND EXISTS (
        SELECT 1 FROM capture AS asked
        JOIN standing AS stood ON stood.capture_id = asked.id AND stood.article_id = article.id
        WHERE asked.url_id = capture.url_id AND asked.led_from IS NULL AND asked.id <> capture.id
    ) AND (
        (SELECT count(*) FROM member WHERE member.article_id = article.id) = 1
        OR (capture.outcome IN ('ok', 'not_modified') AND (
            reading.snapshot_id IS NULL OR reading.snapshot_id = (
                SELECT shown.snapshot_id FROM reading AS shown
                WHERE shown.capture_id = coalesce(newest.confirms, newest.id)
            )
        ))
    )"""


class Lone(NamedTuple):
    """An article to which a capture can only add: its id, and the time and key of its newest capture."""

    article_id: str
    newest_at: str
    newest_key: str


def store_article(conn: sqlite3.Connection, article: Article, since: str, *, alone: bool) -> None:
    """Store which URLs an article has, replacing the stored ones; its history stays."""
    numbers = url_ids(conn, (article.url, *(each.url for each in article.members)))
    conn.execute(_ARTICLE, (article.id, numbers[article.url], since, alone))
    for table in ARTICLE_TABLES:
        kind = "AND kind = 'article'" if table == "alias" else ""
        conn.execute(f"DELETE FROM {table} WHERE article_id = ? {kind}", (article.id,))  # noqa: S608  constants
    ranks = {url: rank for rank, url in enumerate(article.asks)}
    conn.executemany(
        "INSERT INTO member (url_id, article_id, how, since, until, rank) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (numbers[each.url], article.id, each.how, each.since, each.until, ranks.get(each.url))
            for each in article.members
        ],
    )
    conn.executemany(
        "INSERT INTO alias (id, kind, article_id, target) VALUES (?, 'article', ?, ?)",
        [(each, article.id, article.id) for each in article.aliases],
    )


def is_remembered(conn: sqlite3.Connection, article_id: str) -> bool:
    """Return whether an article is no explainer, and only announced."""
    sql = "SELECT lacks <> '' AND NOT is_held FROM article WHERE id = ?"
    return bool(select(conn, sql, (article_id,))[0][0])


def drop_article(conn: sqlite3.Connection, article_id: str) -> None:
    """Remove an article that no longer exists because its URLs belong to others."""
    drop_history(conn, article_id)
    for table in ARTICLE_TABLES:
        conn.execute(f"DELETE FROM {table} WHERE article_id = ?", (article_id,))  # noqa: S608  constants
    conn.execute("DELETE FROM article WHERE id = ?", (article_id,))


def lone_article(conn: sqlite3.Connection, capture_id: int) -> Lone | None:
    """Return the article that lives at the capture's URL if the capture can only add to its history.

    It is None if the capture is the first that asked for the URL, came through redirects, names another
    canonical URL or announces articles, if something else may be connected with the article, or if its
    history is outdated (`harvester.archive.refolding.is_outdated`). It is also None if the article has
    several URLs and shows other content now, because its id may change then. A page that announces articles,
    and never was an article, has none.
    """
    found = select(conn, _LONE, (capture_id, HISTORY_VERSION))
    if not found:
        return None
    article_id, at, key, fold, url, canonical = found[0]
    try:
        expected = ("", url, State.from_json(fold).canonical)
    except ValueError:  # its history is to be folded again as a whole
        return None
    return Lone(article_id, at, key) if canonical in expected else None


def note_loss(conn: sqlite3.Connection, article_id: str, pairs: int, now: datetime) -> None:
    """Note that an article lost most of its questions when it was read again; the first note counts."""
    conn.execute(
        "INSERT INTO loss (article_id, pairs, noted_at) VALUES (?, ?, ?) ON CONFLICT (article_id) DO NOTHING",
        (article_id, pairs, to_text(now)),
    )


def url_of_article(conn: sqlite3.Connection, article_id: str) -> str:
    """Return where an article lives."""
    sql = "SELECT url.url FROM article JOIN url ON url.id = article.url_id WHERE article.id = ?"
    return str(select(conn, sql, (article_id,))[0][0])


def forget_loss(conn: sqlite3.Connection, article_id: str, pairs: int) -> None:
    """Forget that an article lost its questions, if it shows enough of them again."""
    conn.execute(
        "DELETE FROM loss WHERE article_id = ? AND ? > 0 AND 3 * ? >= pairs", (article_id, pairs, pairs)
    )
