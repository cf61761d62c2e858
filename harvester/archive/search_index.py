"""The search indexes, held against the wordings that they index, in a copy: the check itself is a write."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from harvester.archive.beside import attach
from harvester.archive.connection import select, sqlite3
from harvester.archive.indexing import INDEXES, by_characters
from harvester.sql import scripts

PARTS = tuple(f"{index}_{part}" for index in INDEXES for part in ("data", "idx", "docsize", "config"))
"""The indexes are in these tables (https://www.sqlite.org/fts5.html, "FTS5 data structures")."""

_CHECK = "INSERT INTO {0} ({0}, rank) VALUES ('integrity-check', 1)"
_UNINDEXED = "SELECT (SELECT count(*) FROM wording), (SELECT count(*) FROM wording_search_docsize)"
_MADE_OF = 'content="",'
_HELD_AGAINST = 'content="spaced", content_rowid="n",'
"""The index by characters has no text of its own; in the copy it gets what it was made of."""


def index_problem(path: Path) -> str:
    """Return how a search index of an archive differs from the wordings, ``""`` if none does.

    FTS5 compares each word of each text with the index (https://www.sqlite.org/fts5.html, 6.6).
    """
    with TemporaryDirectory() as folder:
        file = Path(folder) / "index.db"
        try:
            _copy(path, file)
            with closing(sqlite3.connect(file, isolation_level=None)) as conn:
                for index in INDEXES:
                    conn.execute(_CHECK.format(index))
        except sqlite3.DatabaseError as error:
            return f"the search index does not agree with the wordings ({error})"
    return ""


def unindexed(conn: sqlite3.Connection) -> Iterator[str]:
    """Yield a sentence if not as many wordings are indexed as there are."""
    wordings, indexed = select(conn, _UNINDEXED)[0]
    if wordings != indexed:
        yield f"{wordings:,} wordings, {indexed:,} of them indexed; 'harvester verify --repair' corrects it"


def _copy(path: Path, file: Path) -> None:
    """Copy the tables of the indexes and the wordings to a file of their own."""
    with closing(sqlite3.connect(f"file:{file}", uri=True, isolation_level=None)) as conn:
        conn.execute("PRAGMA synchronous = OFF")
        conn.execute("PRAGMA journal_mode = OFF")
        conn.executescript("\n".join(scripts("migrations").values()).replace(_MADE_OF, _HELD_AGAINST))
        conn.execute("CREATE TABLE spaced (n INTEGER PRIMARY KEY, question TEXT, answer TEXT)")
        archive = attach(conn, path)
        conn.execute("BEGIN")
        conn.execute(f"INSERT INTO wording SELECT * FROM {archive}.wording")  # noqa: S608  constants
        conn.executemany("INSERT INTO spaced VALUES (?, ?, ?)", by_characters(conn, "1"))
        for part in PARTS:
            conn.execute(f"DELETE FROM main.{part}")  # noqa: S608  constants
            conn.execute(f"INSERT INTO main.{part} SELECT * FROM {archive}.{part}")  # noqa: S608  constants
        conn.execute("COMMIT")
