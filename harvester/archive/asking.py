"""What is asked for because a person named it, due or not: one source, or one article."""

import json
from collections.abc import Iterable

from harvester.archive.connection import select, sqlite3
from harvester.archive.due import Due, DueSource
from harvester.archive.finding import articles_named
from harvester.archive.schedule import RequestedUrl
from harvester.errors import ConfigError

_SOURCE = """
    SELECT source.id, source.kind, source.links, source.state, source.url_id, url.url
    FROM source JOIN url ON url.id = source.url_id WHERE url.url = ?"""

_PLACES = """
    SELECT member.url_id, url.url FROM member JOIN url ON url.id = member.url_id
    WHERE member.article_id = ? AND member.rank IS NOT NULL ORDER BY member.rank"""

_NAMED_BY = """
    SELECT source.id FROM announcement JOIN source ON source.url_id = announcement.url_id
    WHERE announcement.kind = 'sitemap' AND announcement.last_capture_id IS NULL
        AND announcement.source_id IN (SELECT value FROM json_each(?))"""

_ANNOUNCED_BY = """
    SELECT DISTINCT member.article_id FROM announcement JOIN member ON member.url_id = announcement.url_id
    WHERE announcement.kind = 'article' AND announcement.source_id IN (SELECT value FROM json_each(?))"""

_FOLLOW = "'harvester add URL' follows it."


def source_at(conn: sqlite3.Connection, url: str) -> DueSource:
    """Return the source with that URL; raises ConfigError if it is not followed."""
    rows = select(conn, _SOURCE, (url.strip(),))
    if not rows:
        raise ConfigError(url, "is not a source of this archive", _FOLLOW)
    row = rows[0]
    _check(url, row["state"])
    return DueSource(row["id"], RequestedUrl(row["url_id"], row["url"]), row["kind"], row["links"])


def article_at(conn: sqlite3.Connection, text: str) -> Due:
    """Return the article that a text names by a URL or an id; raises ConfigError if it is not followed."""
    found = articles_named(conn, text)
    if len(found) > 1:
        raise ConfigError(text, "names more than one article", "Give a URL.")
    if not found:
        raise ConfigError(text, "is not an article of this archive", _FOLLOW)
    _check(text, found[0].state)
    places = tuple(RequestedUrl(*row) for row in select(conn, _PLACES, (found[0].id,)))
    if not places:
        raise ConfigError(text, "has no URL that may be asked for", _FOLLOW)
    return Due(str(found[0].id), places)


def _check(text: str, state: str) -> None:
    if state == "paused":
        raise ConfigError(text, "is paused", "'harvester resume' follows it again.")
    if state == "ended":
        raise ConfigError(text, "is ended", "'harvester add URL' follows it again.")


def sources_named_by(conn: sqlite3.Connection, source_ids: Iterable[int]) -> set[int]:
    """Return the sources that these sources name now, as a sitemap index names sitemaps."""
    return {row[0] for row in select(conn, _NAMED_BY, (json.dumps([*source_ids]),))}


def articles_announced_by(conn: sqlite3.Connection, source_ids: Iterable[int]) -> set[str]:
    """Return the articles that these sources announce or have announced."""
    return {row[0] for row in select(conn, _ANNOUNCED_BY, (json.dumps([*source_ids]),))}
