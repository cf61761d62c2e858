"""The versions of an article as a list: when each stood, and how much it changed."""

import json

from harvester.archive.connection import sqlite3
from harvester.archive.read import Row, rows


def versions(conn: sqlite3.Connection, article_id: str, last: int | None, limit: int) -> list[Row]:
    """Return at most this many versions up to that number, or up to the newest for None; newest first.

    The columns are those of ``version_list``, and ``changes``: how many of each kind there were.
    """
    found = rows(conn, "versions", article=article_id, last=last, limit=limit)
    return [row | {"changes": json.loads(row["changes"])} for row in found]


def standing_since(conn: sqlite3.Connection, article_id: str, number: int) -> dict[str, Row]:
    """Return since when the wording of each question of a version stands there, by the question's id.

    A row has ``version`` and ``at``: the first version of the unbroken run in which the question has these
    words, and when that version was first seen.
    """
    found = rows(conn, "standing_since", article=article_id, version=number)
    return {row["question_id"]: row for row in found}
