"""What is due, what a conditional request may send back, and when a host may be asked again."""

from datetime import datetime
from typing import NamedTuple

from sqlite_utils import Database

from harvester.archive.columns import from_text, to_text
from harvester.archive.connection import select, sqlite3
from harvester.archive.rows import CONTENT, Due, HostState
from harvester.archive.writing import relaxed
from harvester.model import Validators

SLACK = 0.01
"""Part of a source's rhythm that an article may be early by: cron does not start to the second."""

_GOOD = f"""
    SELECT c.id FROM capture AS c
    WHERE c.article_id = :article AND c.outcome IN ('ok', 'not_modified') AND EXISTS (
        SELECT 1 FROM reading AS r WHERE r.capture_id = coalesce(c.confirms, c.id) AND r.verdict = '{CONTENT}'
    )
    ORDER BY c.id DESC LIMIT 1"""  # noqa: S608  a constant of ours

_GOOD_COLUMNS = """
    base.id, coalesce(good.etag, base.etag, ''), coalesce(good.last_modified, base.last_modified, ''),
    coalesce(base.payload_digest, ''), coalesce(base.final_url, base.url, '')"""

_LAST_GOOD = f"""
    SELECT {_GOOD_COLUMNS}
    FROM capture AS good JOIN capture AS base ON base.id = coalesce(good.confirms, good.id)
    WHERE good.id = ({_GOOD})"""  # noqa: S608

# Since when: the start of the run, for the run that captured an article last must not delay it for
# ever by its own length; the capture itself where it is older, as an import's.
_DUE = f"""
    SELECT article.id, article.url, article.source_id, {_GOOD_COLUMNS}
    FROM article
    JOIN source ON source.id = article.source_id
    LEFT JOIN capture AS last ON last.id = (SELECT max(id) FROM capture WHERE article_id = article.id)
    LEFT JOIN run ON run.id = last.run_id
    LEFT JOIN capture AS good ON good.id = ({_GOOD.replace(":article", "article.id")})
    LEFT JOIN capture AS base ON base.id = coalesce(good.confirms, good.id)
    WHERE (source.kind = 'page' OR article.url <> source.url)  -- first added as a page, now as a feed
        AND (last.id IS NULL OR source.every_s = 0
        OR min(run.started_at, last.captured_at) > :now  -- the clock was set back
        OR :now >= strftime(
            '%Y-%m-%dT%H:%M:%fZ', min(run.started_at, last.captured_at),
            '+' || (source.every_s * {1 - SLACK}) || ' seconds'
        ))
    ORDER BY last.captured_at, article.rowid"""  # noqa: S608

_NOTE_HOST = """
    INSERT INTO host (host, next_at, retry_after_until, crawl_delay_s) VALUES (?, ?, ?, ?)
    ON CONFLICT (host) DO UPDATE SET
        next_at = coalesce(excluded.next_at, next_at),
        retry_after_until = coalesce(excluded.retry_after_until, retry_after_until),
        crawl_delay_s = coalesce(excluded.crawl_delay_s, crawl_delay_s)"""


class Good(NamedTuple):
    """The last answer that was an article, which a 304 would confirm.

    confirms: the capture that holds it. etag, last_modified: as a later 304 may have renewed them.
    url: where it was found, ``""`` for the article's URL.
    """

    confirms: int
    etag: str
    last_modified: str
    digest: str
    url: str


def last_good(conn: sqlite3.Connection, article_id: str) -> Good | None:
    """Return the article's last capture that was read as content; a wall's ETag must not go back."""
    found = select(conn, _LAST_GOOD, {"article": article_id})
    return Good(*found[0]) if found else None


def due(db: Database, now: datetime) -> tuple[Due, ...]:
    """Return the articles to capture at that time, those that have waited longest first.

    An article is due when its source's rhythm has passed since the run that captured it last, whatever
    came of it, or, for a source without one, always.
    """
    rows = select(db.conn, _DUE, {"now": to_text(now)})
    return tuple(
        Due(article_id, url, source_id, Validators(etag or "", last_modified or "", from_url or ""), digest)
        for article_id, url, source_id, _, etag, last_modified, digest, from_url in rows
    )


def note_host(db: Database, host: str, state: HostState) -> None:
    """Keep when a host may be asked again; what is None in the state stays as it was."""
    with relaxed(db):
        db.conn.execute(
            _NOTE_HOST, (host, _text(state.next_at), _text(state.retry_after_until), state.crawl_delay_s)
        )


def host_states(db: Database) -> dict[str, HostState]:
    """Return what is known of every host."""
    rows = select(db.conn, "SELECT host, next_at, retry_after_until, crawl_delay_s FROM host")
    return {host: HostState(_time(next_at), _time(until), delay) for host, next_at, until, delay in rows}


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else to_text(moment)


def _time(text: str | None) -> datetime | None:
    return None if text is None else from_text(text)
