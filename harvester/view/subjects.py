"""What a decision is about, as a person names it: an article, a capture, a run, what is followed."""

from typing import NamedTuple

from harvester.archive.connection import sqlite3
from harvester.archive.finding import articles_named
from harvester.archive.read import Row, rows
from harvester.errors import ConfigError
from harvester.view.articles import article_named
from harvester.view.captures import capture_named, key_bounds
from harvester.view.followed import Followed, followed_article, followed_source


class Subject(NamedTuple):
    """An article, or a capture by its number; the other one is ``""`` or 0."""

    article_id: str
    capture_id: int = 0


def subject(conn: sqlite3.Connection, text: str) -> Subject:
    """Return the article or else the capture that a text names; ConfigError for none, or several."""
    if articles_named(conn, text) or "/" in text:
        return Subject(article_named(conn, text))
    if not rows(conn, "capture", **key_bounds(text.strip().lower())):
        raise ConfigError(
            text,
            "names no article or capture of this archive",
            "Give a URL, an id as 'harvester list' shows it, or a key as 'harvester runs show RUN' shows it.",
        )
    return Subject("", capture_named(conn, text)["id"])


def run_named(conn: sqlite3.Connection, text: str) -> Row:
    """Return the run with that number, or whose key begins so; ConfigError for none, or several."""
    found = rows(conn, "runs", **key_bounds(text.strip().lower()), here=None, limit=2)
    if len(found) == 1:
        return found[0]
    problem = "names more than one run" if found else "names no run of this archive"
    raise ConfigError(text, problem, "Give its number, or 8 digits or more of its key.")


def followable(conn: sqlite3.Connection, text: str) -> Followed:
    """Return the source or else the article that a text names; ConfigError for none, or several."""
    found = followed_source(conn, text) or followed_article(conn, text)
    if found is None and not articles_named(conn, text):
        raise ConfigError(
            text,
            "names no article or source of this archive",
            "Give a URL, or an article's id as 'harvester list' shows it.",
        )
    if found is None:
        article_named(conn, text)  # which says that it names several
        raise ConfigError(text, "is neither an article nor a source that could be followed")
    return found


def url_named(conn: sqlite3.Connection, text: str) -> str:
    """Return the URL that a text is, where an article has it, of an id where the article lives."""
    article_id = article_named(conn, text)
    if "/" in text:
        return text.strip()
    return str(rows(conn, "followed", url="", article=article_id)[0]["url"])
