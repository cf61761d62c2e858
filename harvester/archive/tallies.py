"""How much the archive holds: triggers keep tallies, which are counted again to fill or to check them."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from harvester.archive.connection import Value, select, sqlite3


class _Tally(NamedTuple):
    """What a tally holds, as SQL. numbers: this many of its last columns are numbers; others say of what."""

    counted: str
    numbers: int


_TALLIES = {
    "article_tally": _Tally(
        """
        SELECT coalesce(source_id, 0), state, lacks, is_held, trouble <> '', newest_capture_id IS NOT NULL,
            count(*)
        FROM article GROUP BY 1, 2, 3, 4, 5, 6""",
        1,
    ),
    "history_tally": _Tally(
        """
        SELECT coalesce(source_id, 0), sum(version > 0), sum(version), sum(asked), sum(changes), sum(events)
        FROM article_state GROUP BY 1""",
        5,
    ),
    "capture_tally": _Tally(
        "SELECT kind, role, outcome, part_of IS NOT NULL, count(*) FROM capture GROUP BY 1, 2, 3, 4", 1
    ),
    "content_tally": _Tally(
        """
        SELECT 'payload', count(*), coalesce(sum(size), 0), coalesce(sum(length(body)), 0) FROM payload
        UNION ALL SELECT 'wording', count(*), 0, 0 FROM wording""",
        3,
    ),
}

TALLIES = frozenset(_TALLIES)
"""These tables hold the tallies."""


def count_again(conn: sqlite3.Connection) -> None:
    """Count all tallies again and store them; in the caller's transaction."""
    for table, tally in _TALLIES.items():
        conn.execute(f"DELETE FROM {table}")  # noqa: S608  constants
        conn.execute(f"INSERT INTO {table} {tally.counted}")


def miscounted(conn: sqlite3.Connection) -> Iterator[str]:
    """Yield a sentence for each tally that does not agree with the rows that it counts."""
    for tally in tallied(conn):
        yield from tally()


def tallied(conn: sqlite3.Connection) -> tuple[Callable[[], Iterator[str]], ...]:
    """Return a check for each tally: it reads all rows that the tally counts."""
    return tuple(partial(_miscounted, conn, table) for table in _TALLIES)


def _miscounted(conn: sqlite3.Connection, table: str) -> Iterator[str]:
    tally = _TALLIES[table]
    kept = _rows(conn, f"SELECT * FROM {table}", tally.numbers)  # noqa: S608  constants
    if differing := kept ^ _rows(conn, tally.counted, tally.numbers):
        yield f"{table} does not agree with the rows that it counts ({len(differing)} numbers differ)"


def _rows(conn: sqlite3.Connection, sql: str, numbers: int) -> set[tuple[Value, ...]]:
    """Return the rows with a number other than 0."""
    return {tuple(row) for row in select(conn, sql) if any(row[-numbers:])}
