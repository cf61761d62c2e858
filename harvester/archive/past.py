"""The past of one article as the fold needs it: bounded look-ups in the derived tables."""

from collections.abc import Sequence

from harvester.archive.connection import select, sqlite3
from harvester.archive.readings import read_snapshot
from harvester.archive.wordings import pair_of
from harvester.history.past import PageLookups
from harvester.model import Pair, Snapshot
from harvester.text import digest_id

_SHOWN = """
    SELECT question.id, wording.question, wording.answer, wording.links, wording.images
    FROM question
    JOIN version ON version.article_id = question.article_id AND version.n = question.last_version
    JOIN pair ON pair.snapshot_id = version.snapshot_id AND pair.position = question.last_position
    JOIN wording ON wording.n = pair.wording
    WHERE question.article_id = :article AND """

_NEWEST = "(SELECT max(n) FROM version WHERE article_id = :article)"
_LATEST_FIRST = "ORDER BY question.last_version DESC, question.last_position LIMIT :limit"


class StoredPast:
    """A `harvester.history.past.Past` that is in the archive; it reads, and never writes."""

    def __init__(self, conn: sqlite3.Connection, article_id: str, pages: PageLookups) -> None:
        self._conn, self._article, self.pages = conn, article_id, pages

    def snapshot(self, id: str) -> Snapshot:  # noqa: A002  as in Past
        """Return the content of that id."""
        return read_snapshot(self._conn, id)

    def placed(self, snapshot: str) -> tuple[str, ...] | None:
        """Return the questions of a snapshot's pairs; None where it never was a version."""
        if not self.version_of(snapshot):
            return None
        sql = "SELECT question_id FROM placement WHERE article_id = ? AND snapshot_id = ? ORDER BY position"
        return tuple(row[0] for row in select(self._conn, sql, (self._article, snapshot)))

    def version_of(self, snapshot: str) -> int:
        """Return the number of the newest version that showed it, 0 for none."""
        sql = "SELECT coalesce(max(n), 0) FROM version WHERE snapshot_id = ? AND article_id = ?"
        return int(select(self._conn, sql, (snapshot, self._article))[0][0])

    def dropped(self, limit: int) -> tuple[tuple[str, Pair], ...]:
        """Return the last dropped questions, the latest first."""
        return self._away("question.last_version < " + _NEWEST, limit=limit)

    def away(self, key: str, limit: int) -> tuple[tuple[str, Pair], ...]:
        """Return the last dropped questions of that key, the latest first."""
        return self._away(
            "question.away = :key AND question.last_version < " + _NEWEST, limit=limit, key=digest_id(key)
        )

    def shown(self, questions: Sequence[str]) -> tuple[Pair, ...]:
        """Return the questions as last shown."""
        found = (self._away("question.id = :id", limit=1, id=each) for each in questions)
        return tuple(pair for rows in found for _, pair in rows)

    def named(self, key: str) -> tuple[str, ...]:
        """Return the questions whose first wording has that key, by ordinal."""
        rows = select(
            self._conn,
            "SELECT id FROM question WHERE article_id = ? AND named = ?"
            " ORDER BY first_version, first_position",
            (self._article, digest_id(key)),
        )
        return tuple(row[0] for row in rows)

    def _away(self, condition: str, **named: str | int) -> tuple[tuple[str, Pair], ...]:
        sql = f"{_SHOWN}{condition} {_LATEST_FIRST}"
        rows = select(self._conn, sql, {"article": self._article, **named})
        return tuple((row[0], pair_of(*tuple(row)[1:])) for row in rows)
