"""Reading an archive for people: canned queries by name. Light: every researcher's command starts here."""

import re

from harvester.archive.columns import storable
from harvester.archive.connection import select, sqlite3
from harvester.sql import SQL_DIR

_WORDS = re.compile(r'"([^"]*)"|(\S+)')


def rows(conn: sqlite3.Connection, query: str, **parameters: str | int | None) -> list[sqlite3.Row]:
    """Return the rows of the canned query of that name (``db/queries``), whose parameters are all given."""
    sql = (SQL_DIR / "queries" / f"{query}.sql").read_text("utf-8")
    return select(conn, sql, parameters)


def find_article(conn: sqlite3.Connection, text: str) -> str | None:
    """Return the id of the article that the text names, by a URL of its or by six digits of its id or more.

    None where there is none, or more than one.
    """
    found = rows(conn, "find", text=storable(text.strip()))
    return str(found[0][0]) if len(found) == 1 else None


def search_terms(text: str) -> str:
    """Return an FTS5 expression for all the words of the text, "…" for a phrase; nothing in it is syntax."""
    words = (phrase or word for phrase, word in _WORDS.findall(storable(text).replace("\0", " ")))
    quoted = ('"{}"'.format(word.replace('"', '""')) for word in words)
    return " ".join(quoted) or '""'  # which finds nothing
