"""Which article a text names. Light: every verb that only reads asks this first."""

import importlib
from typing import NamedTuple

from harvester.archive.columns import storable
from harvester.archive.connection import sqlite3
from harvester.archive.read import Row, rows


class ArticleOrSource(NamedTuple):
    """An article or a source as it stands. id: the article's, or the number of the source."""

    id: str | int
    url: str
    state: str


def articles_named(conn: sqlite3.Connection, text: str) -> tuple[ArticleOrSource, ...]:
    """Return the article that a text names best, several where several are named alike; ``()`` for none.

    It names one by any URL that it has or had, or by one that is spelt alike; by its id or the id of one of
    its questions, of today or given before, or by the beginning of one, from 6 digits on.
    """
    text = storable(text.strip())
    found = rows(conn, "find", text=text, url=text, spelling="")
    if not found and "/" in text:
        found = _spelt_alike(conn, text)
    best = (row for row in found if row["place"] == found[0]["place"])
    return tuple(ArticleOrSource(row["id"], row["url"], row["state"]) for row in best)


def article_named(conn: sqlite3.Connection, text: str) -> ArticleOrSource | None:
    """Return the article that a text names; None where it names none, or several."""
    found = articles_named(conn, text)
    return found[0] if len(found) == 1 else None


def _spelt_alike(conn: sqlite3.Connection, text: str) -> list[Row]:
    """Return the rows for a URL that is not known as written.

    Only such a URL needs what is loaded here by name: it would double the time in which each verb starts.
    """
    urls = importlib.import_module("harvester.http.urls")
    link_key = importlib.import_module("harvester.history.links").link_key
    try:
        url = urls.checked_url(text)
    except urls.BadUrl:
        return []
    return rows(conn, "find", text=text, url=url, spelling=storable(link_key(url)))
