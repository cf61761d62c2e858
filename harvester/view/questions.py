"""One question of an article: its wordings and answers, and how long each stood."""

from harvester.archive.connection import sqlite3
from harvester.archive.read import Row, rows
from harvester.errors import ConfigError


def lives(conn: sqlite3.Connection, article_id: str, question_id: str, limit: int) -> list[Row]:
    """Return at most this many rows of ``answer_life`` of a question, the newest first."""
    return rows(conn, "lives", article=article_id, question=question_id, limit=limit)


def answer(conn: sqlite3.Connection, article_id: str, question_id: str, version: int) -> Row:
    """Return question and answer as a version shows them; raises ConfigError if it does not show them."""
    found = rows(conn, "answer", article=article_id, question=question_id, version=version)
    if not found:
        raise ConfigError(question_id, f"is not in version {version} of {article_id}")
    return found[0]
