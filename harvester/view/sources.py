"""Sources: how each is doing, and the articles that it announced."""

from harvester.archive.connection import sqlite3
from harvester.archive.read import Row, rows
from harvester.errors import ConfigError


def sources(conn: sqlite3.Connection) -> list[Row]:
    """Return a row for each source, as the view ``source_health`` has them."""
    return rows(conn, "sources")


def source(conn: sqlite3.Connection, url: str) -> Row:
    """Return the source with that URL; raises ConfigError if there is none."""
    found = [row for row in sources(conn) if row["url"] == url]
    if not found:
        raise ConfigError(url, "is not a source of this archive", "'harvester status' names them.")
    return found[0]


def articles_of(conn: sqlite3.Connection, url: str, limit: int, offset: int) -> list[Row]:
    """Return the articles that a source announced first, as ``article_list`` has them, last changed first."""
    return rows(conn, "articles_of_source", source=url, limit=limit, offset=offset)
