"""Versions as they are stored, back as values: what a new capture is compared with."""

import json

from sqlite_utils import Database

from harvester.archive.connection import select, sqlite3
from harvester.archive.rows import StoredVersion
from harvester.model import Pair, Snapshot

_PAIRS = """
    SELECT wording.question, wording.answer, pair.method, pair.confidence, pair.question_id
    FROM pair JOIN wording ON wording.n = pair.wording WHERE pair.snapshot_id = ? ORDER BY pair.position"""

_DROPPED = """
    WITH shown AS (
        SELECT pair.question_id, max(version.n) AS last
        FROM version JOIN pair ON pair.snapshot_id = version.snapshot_id
        WHERE version.article_id = :article GROUP BY pair.question_id
    )
    SELECT shown.question_id, wording.question, wording.answer, pair.method, pair.confidence
    FROM shown
    JOIN version ON version.article_id = :article AND version.n = shown.last
    JOIN pair ON pair.snapshot_id = version.snapshot_id AND pair.question_id = shown.question_id
    JOIN wording ON wording.n = pair.wording
    WHERE shown.last < (SELECT max(n) FROM version WHERE article_id = :article)
    ORDER BY shown.last DESC, pair.position"""


_YIELDS = """
    SELECT article.url, count(pair.position)
    FROM version JOIN article ON article.id = version.article_id
    LEFT JOIN pair ON pair.snapshot_id = version.snapshot_id
    WHERE version.n = (SELECT max(n) FROM version AS newest WHERE newest.article_id = version.article_id)
    GROUP BY article.id ORDER BY article.url"""


def yields(db: Database) -> dict[str, int]:
    """Return how many questions the newest version of each article has, by URL."""
    return dict(map(tuple, select(db.conn, _YIELDS)))


def latest_version(db: Database, article_id: str) -> StoredVersion | None:
    """Return the article's newest version with its content; None where it has none yet."""
    row = _latest(db.conn, article_id)
    return None if row is None else StoredVersion(row[0], row[1], *read_snapshot(db.conn, row[1]))


def latest_snapshot_id(db: Database, article_id: str) -> str | None:
    """Return the id of the newest version's snapshot, None where there is none; reads one row."""
    row = _latest(db.conn, article_id)
    return None if row is None else str(row[1])


def question_ids_of(db: Database, snapshot_id: str) -> tuple[str, ...] | None:
    """Return the lineage of each pair of a snapshot, in order; None where that snapshot was never stored."""
    if not select(db.conn, "SELECT 1 FROM snapshot WHERE id = ?", (snapshot_id,)):
        return None
    rows = db.conn.execute(
        "SELECT question_id FROM pair WHERE snapshot_id = ? ORDER BY position", (snapshot_id,)
    )
    return tuple(row[0] for row in rows)


def dropped_questions(db: Database, article_id: str) -> tuple[tuple[str, Pair], ...]:
    """Return the questions that the newest version lacks, each as it was last shown, last dropped first."""
    rows = select(db.conn, _DROPPED, {"article": article_id})
    return tuple((row[0], Pair(*row[1:])) for row in map(tuple, rows))


def read_snapshot(conn: sqlite3.Connection, snapshot_id: str) -> tuple[Snapshot, tuple[str, ...]]:
    """Return a stored snapshot, and the lineage of each of its pairs."""
    head = select(
        conn,
        "SELECT title, lead, authors, published, modified, language, reason FROM snapshot WHERE id = ?",
        (snapshot_id,),
    )[0]
    rows = [tuple(row) for row in select(conn, _PAIRS, (snapshot_id,))]
    snapshot = Snapshot(
        title=head[0],
        lead=head[1],
        authors=tuple(json.loads(head[2])),
        published=head[3],
        modified=head[4],
        language=head[5],
        pairs=tuple(Pair(*row[:4]) for row in rows),
        reason=head[6],
    )
    return snapshot, tuple(row[4] for row in rows)


def _latest(conn: sqlite3.Connection, article_id: str) -> sqlite3.Row | None:
    """Return the number and the snapshot's id of the newest version."""
    found = select(
        conn, "SELECT n, snapshot_id FROM version WHERE article_id = ? ORDER BY n DESC LIMIT 1", (article_id,)
    )
    return found[0] if found else None
