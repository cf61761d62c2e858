"""The search index, held against the wordings that it indexes, in a copy: the check itself is a write."""

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from harvester.archive.beside import attach
from harvester.archive.connection import sqlite3
from harvester.sql import scripts

PARTS = ("wording_search_data", "wording_search_idx", "wording_search_docsize", "wording_search_config")
"""The index is in these tables (https://www.sqlite.org/fts5.html, "FTS5 data structures")."""

_CHECK = "INSERT INTO wording_search (wording_search, rank) VALUES ('integrity-check', 1)"


def index_problem(path: Path) -> str:
    """Return how the search index of an archive differs from the wordings, ``""`` if it does not.

    FTS5 compares each word of each text with the index (https://www.sqlite.org/fts5.html, 6.6).
    """
    with TemporaryDirectory() as folder:
        file = Path(folder) / "index.db"
        try:
            _copy(path, file)
            with closing(sqlite3.connect(file, isolation_level=None)) as conn:
                conn.execute(_CHECK)
        except sqlite3.DatabaseError as error:
            return f"the search index does not agree with the wordings ({error})"
    return ""


def _copy(path: Path, file: Path) -> None:
    """Copy the tables of the index and the wordings to a file of their own."""
    with closing(sqlite3.connect(f"file:{file}", uri=True, isolation_level=None)) as conn:
        conn.execute("PRAGMA synchronous = OFF")
        conn.execute("PRAGMA journal_mode = OFF")
        conn.executescript("\n".join(scripts("migrations").values()))
        archive = attach(conn, path)
        conn.execute("BEGIN")
        conn.execute(f"INSERT INTO wording SELECT * FROM {archive}.wording")  # noqa: S608  constants
        for part in PARTS:
            conn.execute(f"DELETE FROM main.{part}")  # noqa: S608  constants
            conn.execute(f"INSERT INTO main.{part} SELECT * FROM {archive}.{part}")  # noqa: S608  constants
        conn.execute("COMMIT")
