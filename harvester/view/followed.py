"""What a URL is followed as, and how."""

from typing import NamedTuple

from harvester.archive.columns import storable
from harvester.archive.connection import select, sqlite3
from harvester.archive.finding import article_named
from harvester.archive.read import Row, rows

_ANYTHING = """
    SELECT EXISTS (SELECT 1 FROM article WHERE state = 'followed')
        OR EXISTS (SELECT 1 FROM source WHERE state = 'followed')"""


class Followed(NamedTuple):
    """An article or a source that is known. kind: "page" for an article, else of the source.

    article_id: ``""`` for a source. url: where it lives now. state: followed, paused, ended or kept. every_s:
    seconds, 0 for every run. scope: JSON, what of a source is followed. is_said: a person said so of that
    very URL, not only harvester.toml or a source.
    """

    article_id: str
    kind: str
    url: str
    state: str
    since: str
    every_s: int
    name: str
    links: str
    scope: str
    is_said: bool


def followed_source(conn: sqlite3.Connection, url: str) -> Followed | None:
    """Return the source with that URL, None where there is none."""
    found = rows(conn, "followed", url=storable(url), article=None)
    return Followed(**found[0]) if found else None


def followed_article(conn: sqlite3.Connection, url: str) -> Followed | None:
    """Return the article with the URL, or with one that is spelt alike; None for none or more than one."""
    named = article_named(conn, url)
    if named is None:
        return None
    return Followed(**rows(conn, "followed", url=storable(url), article=named.id)[0])


def is_anything_followed(conn: sqlite3.Connection) -> bool:
    """Return whether runs have anything to ask for: an article or a source that is followed."""
    return bool(select(conn, _ANYTHING)[0][0])


def followed_sources(conn: sqlite3.Connection) -> list[Row]:
    """Return the followed sources as the view ``source_health`` has them, without the sitemaps of indexes."""
    found = rows(conn, "sources")
    return [row for row in found if row["state"] == "followed" and row["held_by"] != "sitemap"]
