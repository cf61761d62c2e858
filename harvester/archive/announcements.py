"""Announcements of sources as spells: one row for as long as an announcement stays the same. Derived."""

import json
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import NamedTuple

from harvester.archive.columns import storable
from harvester.archive.connection import select, sqlite3
from harvester.archive.decisions import clock_errors, effective
from harvester.archive.urls import url_ids
from harvester.history.trouble import Trouble
from harvester.model import Announcement
from harvester.scope import Scope, outside

# Ends of the chains that began at a source's URL, in the order of time, with what their readings say. A 304
# says what the capture that it confirms says. A capture of an article counts if it announces anything.
_CAPTURES = """
    WITH RECURSIVE chain (id, outcome) AS (
        SELECT id, outcome FROM capture
        WHERE url_id = :url AND role IN ('article', 'source') AND led_from IS NULL AND captured_at > :after
        UNION
        SELECT next.id, next.outcome FROM chain JOIN capture AS next ON next.led_from = chain.id
        WHERE chain.outcome = 'redirected'
    )
    SELECT
        end.id, lower(hex(end.key)) AS key, end.captured_at, end.outcome, coalesce(end.detail, '') AS detail,
        coalesce(end.confirms, end.id) AS body_id, body.payload_id,
        coalesce(reading.reader, '') AS reader, coalesce(reading.verdict, '') AS verdict,
        coalesce(reading.reason, '') AS reason, attempt.started_at IS NOT NULL AS is_begun,
        coalesce(attempt.fault, '') AS fault, end.run_id
    FROM chain JOIN capture AS end ON end.id = chain.id
    JOIN capture AS body ON body.id = coalesce(end.confirms, end.id)
    LEFT JOIN reading ON reading.capture_id = body.id
    LEFT JOIN attempt ON attempt.capture_id = end.id
    WHERE chain.outcome <> 'redirected'
        AND (end.role = 'source' OR reading.verdict IN ('feed', 'sitemap', 'listing', 'list'))"""

# Captures of sources that nothing was made of yet, by the URL that was asked for.
_WAITING = """
    WITH RECURSIVE chain (captured_at, run_id, at_id) AS (
        SELECT captured_at, run_id, capture.id FROM attempt JOIN capture ON capture.id = attempt.capture_id
        WHERE role = 'source' AND fault = ''
        UNION
        SELECT chain.captured_at, chain.run_id, capture.led_from
        FROM chain JOIN capture ON capture.id = chain.at_id WHERE capture.led_from IS NOT NULL
    )
    SELECT chain.captured_at, chain.run_id FROM chain JOIN capture ON capture.id = chain.at_id
    WHERE capture.led_from IS NULL AND capture.url_id = ?"""

_OPEN = """
    SELECT url.url, announcement.kind, title, published, language, left_out, modified
    FROM announcement JOIN url ON url.id = announcement.url_id
    WHERE source_id = ? AND last_capture_id IS NULL"""


class SourceCapture(NamedTuple):
    """One request for a source. body_id: the capture with the body; for a 304, the one that it confirms.

    is_begun: an earlier program began to read it and did not end. fault: why it cannot be read, or ``""``.
    """

    capture_id: int
    key: str
    captured_at: str
    outcome: str
    detail: str
    body_id: int
    payload_id: int | None
    reader: str
    verdict: str
    reason: str
    is_begun: int
    fault: str


class Derived(NamedTuple):
    """A source as it stands.

    kind, links: how it is read. scope: JSON of what of it is followed. capture_id: its newest usable capture.
    seen_at: the time of the newest of all.
    """

    source_id: int
    url_id: int
    url: str
    kind: str
    links: str
    scope: str
    capture_id: int | None
    seen_at: str = ""
    problem: str = ""
    trouble: Trouble = Trouble()


def derived_sources(conn: sqlite3.Connection, source_id: int | None = None) -> tuple[Derived, ...]:
    """Return the source with that number, or every source for None."""
    rows = select(
        conn,
        "SELECT source.id, source.url_id, url.url, kind, links, scope, capture_id, seen_at, problem, trouble,"
        " trouble_since FROM source JOIN url ON url.id = source.url_id"
        " WHERE ?1 IS NULL OR source.id = ?1 ORDER BY source.id",
        (source_id,),
    )
    return tuple(Derived(*row[:9])._replace(trouble=Trouble(*row[9:])) for row in map(tuple, rows))


def source_captures(conn: sqlite3.Connection, url: int, after: str = "") -> tuple[SourceCapture, ...]:
    """Return the captures of the source with that URL after a time, in the order of time.

    Their times are those of the captures with what people said of their runs' clocks.
    """
    errors = clock_errors(conn)
    rows = select(conn, _CAPTURES, {"url": url, "after": "" if errors else after})
    found = (_at_its_time(SourceCapture(*tuple(row)[:-1]), errors.get(row["run_id"])) for row in rows)
    return tuple(sorted((each for each in found if each.captured_at > after), key=_in_order))


def _at_its_time(capture: SourceCapture, error: timedelta | None) -> SourceCapture:
    return capture._replace(captured_at=effective(capture.captured_at, error)) if error else capture


def _in_order(capture: SourceCapture) -> tuple[str, str]:
    return capture.captured_at, capture.key


def unread_sources(conn: sqlite3.Connection, urls: Iterable[int]) -> tuple[int, ...]:
    """Have the sources with these URLs derived again from all their captures; return their numbers."""
    given = json.dumps([*urls])
    found = select(conn, "SELECT id FROM source WHERE url_id IN (SELECT value FROM json_each(?))", (given,))
    conn.execute(
        "UPDATE source SET capture_id = NULL, seen_at = '' WHERE url_id IN (SELECT value FROM json_each(?))",
        (given,),
    )
    return tuple(row[0] for row in found)


def reader_of(conn: sqlite3.Connection, capture_id: int) -> str:
    """Return the label of the reader that read the capture, or what it confirms; ``""`` where none did."""
    rows = select(
        conn,
        "SELECT reading.reader FROM capture JOIN reading ON reading.capture_id = coalesce(confirms, id)"
        " WHERE id = ?",
        (capture_id,),
    )
    return str(rows[0][0]) if rows else ""


def verdict_of(conn: sqlite3.Connection, capture_id: int) -> tuple[str, str]:
    """Return verdict and reason of the capture's reading, ``""`` for both where nobody read it."""
    rows = select(conn, "SELECT verdict, reason FROM reading WHERE capture_id = ?", (capture_id,))
    return (str(rows[0][0]), str(rows[0][1])) if rows else ("", "")


def is_overtaken(conn: sqlite3.Connection, source: Derived) -> bool:
    """Return whether a capture of the source waits that is not later than the newest one derived from."""
    rows = select(conn, _WAITING, (source.url_id,))
    errors = clock_errors(conn) if rows else {}
    return any(effective(at, errors.get(run)) <= source.seen_at for at, run in rows)


def store_spells(
    conn: sqlite3.Connection, source: Derived, announcements: Sequence[Announcement], capture_id: int
) -> tuple[int, ...]:
    """Note what the newest capture of a source announces; return the URLs that are new in it.

    What it announced in ``source.capture_id`` and does not announce now ends there. A URL is new again if it
    was left out before. The last change that the source states is kept in the spell that is open, because
    some sites state a new one in each capture. When the articles are asked for is computed again.
    """
    scope = Scope.from_text(source.scope)
    opened = {row[0]: tuple(row)[1:] for row in select(conn, _OPEN, (source.source_id,))}
    before = {url: said[:-1] for url, said in opened.items()}
    now = {each.url: _said(each, scope) for each in announcements}
    changes = {each.url: each.modified for each in announcements}
    ended = [url for url, said in before.items() if now.get(url) != said]
    begun = [url for url, said in now.items() if before.get(url) != said]
    goes_on = [url for url, said in now.items() if before.get(url) == said]
    changed = [url for url in goes_on if opened[url][-1] != changes[url]]
    numbers = url_ids(conn, [*ended, *begun, *changed])
    conn.executemany(
        "UPDATE announcement SET last_capture_id = ?"
        " WHERE source_id = ? AND url_id = ? AND last_capture_id IS NULL",
        [(source.capture_id, source.source_id, numbers[url]) for url in ended],
    )
    conn.executemany(
        "INSERT INTO announcement"
        " (source_id, url_id, kind, title, published, language, left_out, modified, first_capture_id,"
        " last_capture_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
        [(source.source_id, numbers[url], *now[url], changes[url], capture_id) for url in begun],
    )
    conn.executemany(
        "UPDATE announcement SET modified = ? WHERE source_id = ? AND url_id = ? AND last_capture_id IS NULL",
        [(changes[url], source.source_id, numbers[url]) for url in changed],
    )
    conn.execute(_REPLAN, (json.dumps([numbers[url] for url in (*begun, *changed)]),))
    return tuple(numbers[url] for url in begun if url not in before or before[url][-1])


def _said(announcement: Announcement, scope: Scope) -> tuple[str, ...]:
    """Return what of an announcement makes a spell of its own, left_out last."""
    said = announcement.kind, storable(announcement.title), announcement.published, announcement.language
    return *said, outside(scope, announcement)


def drop_spells(conn: sqlite3.Connection, source_id: int) -> tuple[int, ...]:
    """Forget what a source announced; return the URLs, whose articles may no longer be asked for."""
    urls = select(conn, "SELECT DISTINCT url_id FROM announcement WHERE source_id = ?", (source_id,))
    conn.execute("DELETE FROM announcement WHERE source_id = ?", (source_id,))
    return tuple(row[0] for row in urls)


def unread_all_sources(conn: sqlite3.Connection) -> None:
    """Have every source derived again from all its captures; captures with faults are tried again.

    Each keeps what it announced until its turn comes, for the runs that go on meanwhile.
    """
    conn.execute("UPDATE source SET capture_id = NULL, seen_at = ''")
    conn.execute(
        "UPDATE attempt SET fault = '' WHERE capture_id IN (SELECT id FROM capture WHERE role = 'source')"
    )


def note_source(conn: sqlite3.Connection, source: Derived) -> None:
    """Note the newest usable capture of a source, and what is wrong with it since."""
    conn.execute(
        "UPDATE source SET capture_id = ?, seen_at = ?, problem = ?, trouble = ?, trouble_since = ?"
        " WHERE id = ?",
        (source.capture_id, source.seen_at, storable(source.problem), *source.trouble, source.source_id),
    )


_CHANGES = """
    SELECT announcement.modified, source.seen_at
    FROM member
    JOIN announcement ON announcement.url_id = member.url_id AND announcement.last_capture_id IS NULL
    JOIN source ON source.id = announcement.source_id AND source.state = 'followed' AND source.trouble = ''
    WHERE member.article_id = ? AND announcement.modified <> ''
    ORDER BY announcement.modified DESC, source.seen_at DESC LIMIT 1"""


def last_change(conn: sqlite3.Connection, article_id: str) -> tuple[str, str] | None:
    """Return when the article changed last by what sources announce now, and when that source was read.

    None if no source that is well states it. The change is as precise as stated: a day alone is the whole
    day. It is a sitemap's lastmod, or what a feed gives as the entry's last update.
    """
    return next((tuple(row) for row in select(conn, _CHANGES, (article_id,))), None)


_REPLAN = """
    UPDATE due SET next_at = '' WHERE article_id IN (
        SELECT article_id FROM member WHERE url_id IN (SELECT value FROM json_each(?))
    ) AND article_id <> ''"""


def urls_announced_by(conn: sqlite3.Connection, source_ids: Iterable[int]) -> tuple[int, ...]:
    """Return the numbers of the URLs that the sources ever announced as articles to follow."""
    sql = (
        "SELECT DISTINCT url_id FROM announcement WHERE kind = 'article' AND left_out = ''"
        " AND source_id IN (SELECT value FROM json_each(?))"
    )
    return tuple(row[0] for row in select(conn, sql, (json.dumps([*source_ids]),)))
