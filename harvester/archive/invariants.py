"""What holds in every history, whoever read its captures: so it can be checked without reading them again."""

import json
from collections.abc import Callable, Iterator
from functools import partial

from harvester.archive.connection import sqlite3
from harvester.change import Hunk
from harvester.diff.hunks import applied
from harvester.text import content_key

_QUERIES = {
    "article {} has versions that are not numbered 1, 2, 3, ...": """
        SELECT article_id FROM version GROUP BY article_id HAVING min(n) <> 1 OR max(n) <> count(*)""",
    "article {} has a version with a question that has no place in its history": """
        SELECT DISTINCT version.article_id FROM version
        JOIN pair ON pair.snapshot_id = version.snapshot_id
        LEFT JOIN placement ON placement.article_id = version.article_id
            AND placement.snapshot_id = pair.snapshot_id AND placement.position = pair.position
        WHERE placement.question_id IS NULL""",
    "article {} has a question that is last shown before it is first shown": """
        SELECT article_id FROM question WHERE last_version < first_version""",
    "article {} has a question that its newest version does not show where it says": """
        SELECT question.article_id FROM question
        JOIN version ON version.article_id = question.article_id AND version.n = question.last_version
        LEFT JOIN placement ON placement.article_id = question.article_id
            AND placement.snapshot_id = version.snapshot_id AND placement.position = question.last_position
        WHERE placement.question_id IS NOT question.id""",
    "article {} has a version that began with a capture of no history": """
        SELECT version.article_id FROM version LEFT JOIN standing
            ON standing.article_id = version.article_id AND standing.capture_id = version.first_capture_id
        WHERE standing.capture_id IS NULL""",
    "source {} has two spells of one announcement at the same time": """
        SELECT source_id FROM announcement WHERE last_capture_id IS NULL
        GROUP BY source_id, url_id HAVING count(*) > 1""",
    "article {} has an event that ended before it began": """
        SELECT article_id FROM event WHERE until_at < from_at""",
}
"""Sentences with the id of what breaks the rule, and queries that find it."""

_EDITS = """
    SELECT article_id, version, before, after, hunks FROM change_list
    WHERE kind IN ('title edited', 'lead edited', 'reworded', 'answer edited')"""


def broken(conn: sqlite3.Connection) -> Iterator[str]:
    """Yield what breaks one of the rules."""
    for rule in rules_of_lineage(conn):
        yield from rule()


def rules_of_lineage(conn: sqlite3.Connection) -> tuple[Callable[[], Iterator[str]], ...]:
    """Return a check for each rule, which yields what breaks it.

    The rules are about numbers of versions, places of questions, spells, and words that must fit.
    """
    rules = (partial(_broken, conn, sentence, sql) for sentence, sql in _QUERIES.items())
    return (*rules, partial(_unfitting, conn))


def _broken(conn: sqlite3.Connection, sentence: str, sql: str) -> Iterator[str]:
    for row in conn.execute(sql):
        yield sentence.format(row[0])


def _unfitting(conn: sqlite3.Connection) -> Iterator[str]:
    for row in conn.execute(_EDITS):
        if not _fits(row):
            yield f"article {row['article_id']}, version {row['version']}: the words of a change do not fit"


def _fits(row: sqlite3.Row) -> bool:
    """Return whether the hunks of a change make the newer text of the older one."""
    try:
        hunks = [Hunk(**each) for each in json.loads(row["hunks"])]
    except (ValueError, TypeError):
        return False
    return applied(content_key(row["before"] or ""), hunks) == content_key(row["after"] or "")
