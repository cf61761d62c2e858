"""Articles and their versions: what they show, and what is wrong with the last capture."""

import json

from harvester.archive.connection import sqlite3
from harvester.archive.finding import articles_named
from harvester.archive.read import Row, rows
from harvester.errors import ConfigError


def articles(conn: sqlite3.Connection) -> list[Row]:
    """Return a row for each article, as the view ``article_list`` has them, the first known first."""
    return rows(conn, "list")


def article_named(conn: sqlite3.Connection, text: str) -> str:
    """Return the id of the article that a text names; ConfigError where it names none, or several."""
    found = articles_named(conn, text)
    if len(found) == 1:
        return str(found[0].id)
    if found:
        ids = ", ".join(str(each.id) for each in found)
        raise ConfigError(text, "names more than one article", f"Name one of {ids}.")
    raise ConfigError(
        text, "names no article of this archive", "Give a URL or an id as 'harvester list' shows it."
    )


def version(conn: sqlite3.Connection, article_id: str, number: int | None = None) -> Row:
    """Return the row of a version, of the newest for None; raises ConfigError if there is none."""
    found = rows(conn, "version", article=article_id, version=number)
    if not found:
        if number is None:
            raise ConfigError(article_id, "has no version yet", "See 'harvester status'.")
        newest = version(conn, article_id)["version"]
        raise ConfigError(article_id, f"has no version {number}", f"Its newest is version {newest}.")
    return found[0]


def pairs(conn: sqlite3.Connection, article_id: str, number: int) -> list[Row]:
    """Return the questions and answers of a version, in the order of the page; links and images as lists."""
    found = rows(conn, "show", article=article_id, version=number)
    return [row | {"links": json.loads(row["links"]), "images": json.loads(row["images"])} for row in found]


def trouble(conn: sqlite3.Connection, article_id: str | None = None) -> list[Row]:
    """Return a row for each followed article, or for the one named, that is in trouble.

    An article is in trouble if its newest capture does not show its newest version.
    """
    return rows(conn, "trouble", only=article_id)
