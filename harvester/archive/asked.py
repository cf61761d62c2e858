"""What is known of each article and source for its next request: requests, edits, trouble, answers."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

from harvester.archive.announcements import last_change
from harvester.archive.columns import from_text
from harvester.archive.connection import select, sqlite3
from harvester.archive.first_hand import FIRST_HAND
from harvester.archive.headers import read_headers
from harvester.history.asking import NEVER, Asking, Stated
from harvester.history.trouble import Trouble
from harvester.http.freshness import fresh_for
from harvester.model import Outcome
from harvester.pace.next_check import ARTICLES, SILENT, SOURCES, Observations, Pace, Server

MOST_EDITS = 100
"""Only the newest edits count, this many: earlier ones have little effect, and the work stays bounded."""

ANSWERS = 10
"""The share of 304s is that of this many answers, the newest ones."""

# The interval is counted from the start of the run. Otherwise each run would delay an article by its own
# length. Imported captures do not count, because nobody asked the host for them. Nor do captures of a further
# page: they are read with the article that led there, so that an article that lives at that URL is still due.
_ASKED = f"""
    SELECT max(min(run.started_at, capture.captured_at)) FROM (
        SELECT run_id, captured_at FROM capture
        WHERE url_id = {{url}} AND kind = 'exchange' AND {FIRST_HAND} AND role IN ({{roles}})
            AND part_of IS NULL
        ORDER BY captured_at DESC LIMIT 1
    ) AS capture JOIN run ON run.id = capture.run_id"""  # noqa: S608  constants

_MEMBERS = f"""
    SELECT member.url_id, member.since, ({_ASKED.format(url="member.url_id", roles="'article'")}) AS asked_at
    FROM member WHERE member.article_id = ? AND member.rank IS NOT NULL
    ORDER BY member.rank"""  # noqa: S608  constants

_SOURCE_ASKED = _ASKED.format(url="?", roles="'source', 'article'")

_ARTICLES = """
    SELECT
        due.id, article.id AS key, article.state, article.every_s, article.since, article.trouble,
        article.trouble_since, article.lacks <> '' AND NOT article.is_held AS is_remembered,
        coalesce((
            SELECT reading.published
            FROM version JOIN reading ON reading.capture_id = version.first_capture_id
            WHERE version.article_id = article.id AND version.n = 1
        ), '') AS published,
        (SELECT min(at) FROM standing WHERE article_id = article.id) AS first_at
    FROM due JOIN article ON article.id = due.article_id
    WHERE due.article_id <> '' AND due.id IN (SELECT value FROM json_each(?))"""

_SOURCES = f"""
    SELECT
        due.id, url.url AS key, source.state, source.every_s, source.since, source.trouble,
        source.trouble_since, 0 AS is_remembered, '' AS published,
        (SELECT min(captured_at) FROM capture
         WHERE url_id = source.url_id AND kind = 'exchange' AND {FIRST_HAND}) AS first_at,
        source.id AS source_id, source.url_id
    FROM due JOIN source ON source.url_id = due.url_id JOIN url ON url.id = source.url_id
    WHERE due.article_id = '' AND due.id IN (SELECT value FROM json_each(?))"""  # noqa: S608  constants

# The newest first: the capture before the one that opened a version, and that one.
_VERSIONS = """
    SELECT (
        SELECT max(before.at) FROM standing AS before
        WHERE before.article_id = opened.article_id AND before.at < opened.at
    ), opened.at
    FROM version
    JOIN standing AS opened
        ON opened.capture_id = version.first_capture_id AND opened.article_id = version.article_id
    WHERE version.article_id = ? AND version.n > 1 ORDER BY version.n DESC LIMIT ?"""

# The same for captures of a source in which something was new. It looks up one after another, by the index.
_NEWS = """
    WITH RECURSIVE newest (id) AS (
        SELECT max(first_capture_id) FROM announcement WHERE source_id = ?1
        UNION ALL
        SELECT (
            SELECT max(first_capture_id) FROM announcement
            WHERE source_id = ?1 AND first_capture_id < newest.id
        )
        FROM newest WHERE newest.id IS NOT NULL LIMIT ?3
    )
    SELECT (
        SELECT max(before.captured_at) FROM capture AS before
        WHERE before.url_id = ?2 AND before.captured_at < capture.captured_at
    ), capture.captured_at
    FROM newest JOIN capture ON capture.id = newest.id"""

_ANSWERS = f"""
    SELECT outcome, headers_id, differ FROM capture
    WHERE url_id = ? AND kind = 'exchange' AND {FIRST_HAND} AND outcome IN ('ok', 'not_modified')
        AND part_of IS NULL
    ORDER BY captured_at DESC LIMIT ?"""  # noqa: S608  constants


class DueFacts(NamedTuple):
    """What is known for one row of `due`. asked_at: when it was asked for last; ``""`` for never."""

    number: int
    is_followed: bool
    asked_at: str
    row: sqlite3.Row
    url_id: int
    untried: bool
    edits: Sequence[sqlite3.Row]
    pace: Pace


def known_articles(conn: sqlite3.Connection, numbers: Sequence[int]) -> Iterator[DueFacts]:
    """Yield what is known of the articles among the rows of `due` with these numbers."""
    for row in select(conn, _ARTICLES, (json.dumps(numbers),)):
        members = select(conn, _MEMBERS, (row["key"],))
        asked_at = max((each["asked_at"] or "" for each in members), default="")
        untried = any(not each["asked_at"] and each["since"] > asked_at for each in members)
        last = next((each["url_id"] for each in members if each["asked_at"] == asked_at), 0)
        edits = select(conn, _VERSIONS, (row["key"], MOST_EDITS))
        followed = row["state"] == "followed" and bool(members)
        yield DueFacts(row["id"], followed, asked_at, row, last, untried or not asked_at, edits, ARTICLES)


def known_sources(conn: sqlite3.Connection, numbers: Sequence[int]) -> Iterator[DueFacts]:
    """Yield what is known of the sources among the rows of `due` with these numbers."""
    for row in select(conn, _SOURCES, (json.dumps(numbers),)):
        url = row["url_id"]
        asked_at = select(conn, _SOURCE_ASKED, (url,))[0][0] or ""
        edits = select(conn, _NEWS, (row["source_id"], url, MOST_EDITS))
        followed = row["state"] == "followed"
        yield DueFacts(row["id"], followed, asked_at, row, url, not asked_at, edits, SOURCES)


def asking(conn: sqlite3.Connection, known: DueFacts) -> Asking:
    """Return what decides about the next request for something that was asked for before.

    Raises ValueError or ArchiveDamaged if a time or a header in the archive cannot be read.
    """
    row, asked_at = known.row, from_text(known.asked_at)
    edits = tuple((from_text(after), from_text(by)) for after, by in reversed(known.edits) if after)
    first_at = min(from_text(row["first_at"] or known.asked_at), asked_at)
    if len(known.edits) == MOST_EDITS:  # nothing is known of the time before
        first_at = max(first_at, edits[0][0])
    published = min(_moment(row["published"], first_at), from_text(row["since"]))
    return Asking(
        key=row["key"],
        every=timedelta(seconds=row["every_s"]),
        trouble=Trouble(row["trouble"], row["trouble_since"]),
        seen=Observations(published, first_at, asked_at, edits),
        server=_server(conn, known.url_id),
        remembered_since=from_text(row["since"]) if row["is_remembered"] else None,
        untried=known.untried,
        stated=_stated(conn, row["key"]) if known.pace is ARTICLES else None,
    )


def _stated(conn: sqlite3.Connection, article_id: str) -> Stated | None:
    """Return what sources say of the article's last change; None if they say nothing that can be read."""
    changed, read = last_change(conn, article_id) or ("", "")
    changed_at = _moment(changed, NEVER)
    return Stated(changed_at, from_text(read)) if changed and changed_at < NEVER else None


def _moment(stated: str, otherwise: datetime) -> datetime:
    """Return the time of publication that a page states; of a day its end, as no hour is known.

    What cannot be read, or is later than ``otherwise``, gives ``otherwise``.
    """
    try:
        moment = datetime.fromisoformat(stated)
    except ValueError:
        return otherwise
    if "T" not in stated:
        moment = datetime.combine(moment, time.max)
    return min(moment if moment.tzinfo else moment.replace(tzinfo=UTC), otherwise)


def _server(conn: sqlite3.Connection, url_id: int) -> Server:
    answers = select(conn, _ANSWERS, (url_id, ANSWERS))
    if not answers:
        return SILENT
    fresh = fresh_for(read_headers(conn, answers[0]["headers_id"], answers[0]["differ"]))
    unmodified = sum(each["outcome"] == Outcome.NOT_MODIFIED for each in answers)
    return Server(fresh, unmodified / len(answers))
