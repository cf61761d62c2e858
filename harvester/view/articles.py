"""Articles and their versions: what they show, and what is wrong with the last capture."""

import json
from collections.abc import Iterable
from urllib.parse import urlsplit

from harvester.archive.connection import select, sqlite3
from harvester.archive.finding import articles_named
from harvester.archive.read import Row, rows
from harvester.errors import ConfigError

_ARCHIVE = "SELECT lower(hex(key)) FROM archive"

ID_DIGITS = 6
"""An id may be named by this many of its digits, or more."""


def articles(conn: sqlite3.Connection, limit: int | None = None, offset: int | None = None) -> list[Row]:
    """Return a row for each article, as the view ``article_list`` has them, the first known first.

    Those that are only remembered are not among them (`harvester.view.explainers.remembered`). limit: at most
    this many rows, after the first offset of them; an offset alone is ignored.
    """
    return rows(conn, "list", limit=limit, offset=offset if limit else None)


def titles(conn: sqlite3.Connection, article_ids: Iterable[str | None]) -> dict[str, str]:
    """Return the newest titles of articles by their ids; those without a version or a title are left out."""
    wanted = json.dumps([*{each for each in article_ids if each}])
    return {row["article_id"]: row["title"] for row in rows(conn, "titles", articles=wanted) if row["title"]}


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


def question_named(conn: sqlite3.Connection, text: str, article_id: str | None = None) -> str:
    """Return the id of the question whose id begins so; raises ConfigError if there is none, or several."""
    found = (
        rows(conn, "question", text=text.strip(), article=article_id)
        if len(text.strip()) >= ID_DIGITS
        else []
    )
    if len({row["question_id"] for row in found}) == 1:
        return str(found[0]["question_id"])
    problem = "names more than one question" if found else "names no question of this archive"
    raise ConfigError(
        text, problem, "Give an id, or its first six digits or more; 'show --format json' has them."
    )


def version_at(conn: sqlite3.Connection, article_id: str, at: str) -> int:
    """Return the number of the version that stood at a time; raises ConfigError if none did yet."""
    found = rows(conn, "version_at", article=article_id, at=at)
    if not found:
        began = version(conn, article_id, 1)["first_seen_at"]
        raise ConfigError(article_id, f"has no version at {at}", f"Its first version was seen at {began}.")
    return int(found[0]["version"])


def citation(conn: sqlite3.Connection, article_id: str, number: int, until: str | None = None) -> Row:
    """Return what a citation of a version says: its last capture, until that time if one is given."""
    found = rows(conn, "citation", article=article_id, version=number, until=until)[0]
    return found | {"outlet": found["outlet"] or urlsplit(found["url"]).hostname or ""}


def cited_version(conn: sqlite3.Connection, article_id: str, cited: Row) -> Row:
    """Return all that `harvester.view.citing.citation_of` takes of a version, except for its ``path``.

    cited: what `citation` says of the version.
    """
    return version(conn, article_id, cited["version"]) | cited | {"archive": archive_key(conn)}


def archive_key(conn: sqlite3.Connection) -> str:
    """Return the key of the archive in hexadecimal; ``""`` for one that was made without a run."""
    found = select(conn, _ARCHIVE)
    return str(found[0][0]) if found else ""


def version(conn: sqlite3.Connection, article_id: str, number: int | None = None) -> Row:
    """Return the row of a version, of the newest for None; raises ConfigError if there is none."""
    found = rows(conn, "version", article=article_id, version=number)
    if not found:
        if number is None:
            raise ConfigError(article_id, "has no version", "'harvester log' says what happened to it.")
        newest = version(conn, article_id)["version"]
        raise ConfigError(article_id, f"has no version {number}", f"Its newest is version {newest}.")
    return found[0]


def pairs(conn: sqlite3.Connection, article_id: str, number: int) -> list[Row]:
    """Return the questions and answers of a version, in the order of the page; links and images as lists."""
    found = rows(conn, "show", article=article_id, version=number)
    return [row | {"links": json.loads(row["links"]), "images": json.loads(row["images"])} for row in found]


def trouble(conn: sqlite3.Connection, article_id: str) -> Row | None:
    """Return what is wrong with an article whose newest capture does not show its newest version, else None.

    An article that is only remembered, because it is not an explainer, has a row, too.
    """
    return next(iter(rows(conn, "trouble", only=article_id, limit=None)), None)
