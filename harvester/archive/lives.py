"""How long each answer stood, and how each article stands: rows that save people's questions a scan.

They are written in the transaction that folds, so they are always those of the history beside them.
"""

from collections.abc import Sequence

from harvester.archive.connection import select, sqlite3

# The questions of a version with their texts.
_SHOWN = """
    SELECT placement.question_id, pair.wording
    FROM version
    JOIN pair ON pair.snapshot_id = version.snapshot_id
    JOIN placement ON placement.article_id = version.article_id
        AND placement.snapshot_id = pair.snapshot_id AND placement.position = pair.position
    WHERE version.article_id = :article AND version.n = :version"""

_BEFORE = _SHOWN.replace(":version", ":version - 1")
_SECONDS = "CAST(strftime('%s', :at) AS INTEGER)"

_END = f"""
    UPDATE spell SET last_version = :version - 1, ended_at = :at, ended_s = {_SECONDS}
    WHERE article_id = :article AND question_id IN (SELECT question_id FROM ({_BEFORE} EXCEPT {_SHOWN}))
        AND first_version = (
            SELECT max(latest.first_version) FROM spell AS latest
            WHERE latest.article_id = :article AND latest.question_id = spell.question_id
        )"""  # noqa: S608  constants

_BEGIN = f"""
    INSERT INTO spell (article_id, question_id, first_version, wording, source_id, began_at, began_s)
    SELECT :article, question_id, :version, wording,
        (SELECT source_id FROM article WHERE id = :article), :at, {_SECONDS}
    FROM ({_SHOWN} EXCEPT {_BEFORE})"""  # noqa: S608  constants

_STATE = """
    INSERT INTO article_state (
        article_id, version, began_at, language, questions, questions_before, changes,
        captured_at, outcome, verdict, standing, gone_since, left_out, source_id, asked, events
    )
    SELECT
        article.id,
        coalesce(version.n, 0),
        coalesce(version.began_at, ''),
        coalesce((
            SELECT reading.language FROM capture AS first
            JOIN reading ON reading.capture_id = coalesce(first.confirms, first.id)
            WHERE first.id = version.first_capture_id
        ), ''),
        (SELECT count(*) FROM pair WHERE pair.snapshot_id = version.snapshot_id),
        (SELECT count(*) FROM pair WHERE pair.snapshot_id = before.snapshot_id),
        (SELECT count(*) FROM change WHERE change.article_id = article.id),
        standing.at,
        newest.outcome,
        coalesce(reading.verdict, ''),
        standing.state,
        (SELECT max(from_at) FROM event
         WHERE event.article_id = article.id AND event.kind = 'gone' AND event.until_at IS NULL),
        (SELECT shown.left_out FROM standing AS stood
         JOIN capture AS last ON last.id = stood.capture_id
         JOIN reading AS shown ON shown.capture_id = coalesce(last.confirms, last.id)
         WHERE stood.article_id = article.id AND stood.version = version.n
         ORDER BY stood.at DESC, last.key DESC LIMIT 1),
        article.source_id,
        (SELECT count(*) FROM question WHERE question.article_id = article.id),
        (SELECT count(*) FROM event WHERE event.article_id = article.id)
    FROM article
    JOIN capture AS newest ON newest.id = article.newest_capture_id
    JOIN standing ON standing.capture_id = newest.id AND standing.article_id = article.id
    LEFT JOIN reading ON reading.capture_id = coalesce(newest.confirms, newest.id)
    LEFT JOIN version ON version.article_id = article.id
        AND version.n = (SELECT max(latest.n) FROM version AS latest WHERE latest.article_id = article.id)
    LEFT JOIN version AS before ON before.article_id = article.id AND before.n = version.n - 1
    WHERE article.id = ?
    ON CONFLICT (article_id) DO UPDATE SET
        version = excluded.version, began_at = excluded.began_at, language = excluded.language,
        questions = excluded.questions, questions_before = excluded.questions_before,
        changes = excluded.changes, captured_at = excluded.captured_at, outcome = excluded.outcome,
        verdict = excluded.verdict, standing = excluded.standing, gone_since = excluded.gone_since,
        left_out = excluded.left_out, source_id = excluded.source_id, asked = excluded.asked,
        events = excluded.events"""
"""It updates the row, because SQLite tells no trigger of a row that it replaces."""


def store_lives(conn: sqlite3.Connection, article_id: str, version: int, at: str) -> None:
    """End what a version no longer shows, and begin what it shows first; its places are stored already.

    at: when the version was first seen. What it shows as the version before did goes on. The work grows with
    the questions of two versions, not with the history.
    """
    named = {"article": article_id, "version": version, "at": at}
    if version > 1:
        conn.execute(_END, named)
    conn.execute(_BEGIN, named)


def store_state(conn: sqlite3.Connection, article_id: str) -> None:
    """Keep how an article stands after its newest capture, to which its row in ``article`` points."""
    conn.execute(_STATE, (article_id,))


def note_sources(conn: sqlite3.Connection, articles: Sequence[str]) -> None:
    """Tell the changes, events, spells and states of articles which source announced the article first."""
    for table in ("change", "event", "spell", "article_state"):
        conn.executemany(
            f"UPDATE {table} SET source_id = (SELECT source_id FROM article WHERE id = ?1)"  # noqa: S608  constants
            " WHERE article_id = ?1",
            [(each,) for each in articles],
        )


_TIMES = (
    """UPDATE version SET began_at = (
        SELECT at FROM standing WHERE standing.capture_id = version.first_capture_id
            AND standing.article_id = version.article_id)""",
    """UPDATE change SET
        changed_at = (SELECT began_at FROM version WHERE version.article_id = change.article_id
            AND version.n = change.version),
        source_id = (SELECT source_id FROM article WHERE article.id = change.article_id)""",
    """UPDATE change_class SET at = (SELECT began_at FROM version
        WHERE version.article_id = change_class.article_id AND version.n = change_class.version)""",
)
"""Schema 17 added these columns to rows that an earlier program wrote."""


def fill_lives(conn: sqlite3.Connection) -> None:
    """Fill what schema 17 added to a history that was folded before; in the caller's transaction."""
    for sql in _TIMES:
        conn.execute(sql)
    for row in select(conn, "SELECT article_id, n, began_at FROM version ORDER BY article_id, n"):
        store_lives(conn, *row)


def fill_states(conn: sqlite3.Connection) -> None:
    """Fill how articles stand, as the present schema has it; in the caller's transaction."""
    for row in select(conn, "SELECT id FROM article WHERE newest_capture_id IS NOT NULL"):
        store_state(conn, row[0])
