"""Articles and their histories as rows: identity, and each step of the fold. In the caller's transaction."""

import json
from typing import NamedTuple

from harvester.archive.columns import storable
from harvester.archive.connection import select, sqlite3
from harvester.archive.folded import StoredState
from harvester.archive.lives import store_lives, store_state
from harvester.archive.readings import methods_of
from harvester.history.explainers import lack
from harvester.history.fold import FoldStep
from harvester.history.ids import question_id
from harvester.history.lineage import SPARE_IDS
from harvester.history.past import IdentifiedChange, Opened
from harvester.history.rules import HISTORY_VERSION
from harvester.history.sighting import Sighting
from harvester.history.standing import Standing
from harvester.model import Pair
from harvester.text import digest_id, match_key

HISTORY_TABLES = (
    "event", "change_class", "change", "spell", "placement", "question", "article_state", "standing",
    "version",
)  # fmt: skip
"""A fold writes these tables, children before parents."""

_QUESTION = """
    INSERT INTO question (
        id, article_id, question, named, away, first_version, first_position, last_version, last_position
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""


class StoredSighting(NamedTuple):
    """A sighting with the number of its capture. is_astray: another article's history has it."""

    capture_id: int
    sighting: Sighting
    is_astray: bool = False


class Began(NamedTuple):
    """The capture at which a version opened, by its number, and its time."""

    capture_id: int
    at: str


def drop_history(conn: sqlite3.Connection, article_id: str) -> None:
    """Remove what an earlier fold wrote of the article."""
    for table in HISTORY_TABLES:
        conn.execute(f"DELETE FROM {table} WHERE article_id = ?", (article_id,))  # noqa: S608  constants
    conn.execute("DELETE FROM alias WHERE article_id = ? AND kind = 'question'", (article_id,))


def is_known(conn: sqlite3.Connection, capture_id: int) -> bool:
    """Return whether the history of an article has the capture."""
    return bool(select(conn, "SELECT 1 FROM standing WHERE capture_id = ? LIMIT 1", (capture_id,)))


def store_step(
    conn: sqlite3.Connection,
    article_id: str,
    shown: StoredSighting,
    step: FoldStep,
    pairs: tuple[Pair, ...] = (),
) -> None:
    """Store the step of one sighting; pairs: of the version that it opens. `store_end` follows the last."""
    if step.version:
        began = (
            _began(conn, article_id, step.since) if step.since else Began(shown.capture_id, shown.sighting.at)
        )
        _store_opened(conn, article_id, began, step.version, pairs)
        if step.since:
            _store_agreed(conn, article_id, began.capture_id, step.version.n)
    elif step.stood.standing is not Standing.CURRENT:
        _store_unshown(conn, article_id, shown.capture_id)
    stood = step.stood
    conn.execute(
        "INSERT INTO standing (capture_id, article_id, is_astray, at, state, version, why)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            shown.capture_id,
            article_id,
            shown.is_astray,
            shown.sighting.at,
            str(stood.standing),
            stood.version or None,
            storable(stood.why),
        ),
    )
    _store_events(conn, article_id, step)


def _store_events(conn: sqlite3.Connection, article_id: str, step: FoldStep) -> None:
    """Keep what happened besides changes; an event that was kept before may have ended now."""
    conn.executemany(
        "INSERT INTO event"
        " (article_id, id, kind, from_at, until_at, version, capture_id, detail, before, after, source_id)"
        " SELECT article.id, ?, ?, ?, ?, ?, capture.id, ?, ?, ?, article.source_id"
        " FROM article JOIN capture ON capture.key = ? WHERE article.id = ?"
        " ON CONFLICT (article_id, id) DO UPDATE SET until_at = excluded.until_at",
        [
            (
                each.id, each.kind, each.from_at, each.until_at or None, each.version,
                storable(each.detail), storable(each.before), storable(each.after),
                bytes.fromhex(each.capture), article_id,
            )
            for each in step.events
        ],
    )  # fmt: skip


def store_end(conn: sqlite3.Connection, article_id: str, known: StoredState) -> None:
    """Keep where the article's fold stands, its newest capture, what is wrong with it, and what it lacks."""
    asks = select(conn, "SELECT EXISTS (SELECT 1 FROM question WHERE article_id = ?)", (article_id,))[0][0]
    lacks = lack(known.trouble.word, has_questions=bool(asks), has_version=known.state.version > 0)
    conn.execute(
        "UPDATE article SET fold = ?, newest_capture_id = ?, trouble = ?, trouble_since = ?, lacks = ?,"
        " told_by = ? WHERE id = ?",
        (
            known.state.as_json(), known.newest, known.trouble.word, known.trouble.since, lacks,
            HISTORY_VERSION, article_id,
        ),
    )  # fmt: skip
    store_state(conn, article_id)


def _store_unshown(conn: sqlite3.Connection, article_id: str, capture_id: int) -> None:
    """Keep the ids of questions in content that is not a version; with fewer captures it might be one."""
    sql = (
        "SELECT wording.question FROM reading JOIN pair ON pair.snapshot_id = reading.snapshot_id"
        " JOIN wording ON wording.n = pair.wording"
        " WHERE reading.capture_id = (SELECT coalesce(confirms, id) FROM capture WHERE id = ?)"
    )
    ids = {
        question_id(match_key(row[0]), n)
        for row in select(conn, sql, (capture_id,))
        for n in range(SPARE_IDS)
    }
    conn.executemany(
        "INSERT INTO alias (id, kind, article_id, target) VALUES (?, 'question', ?, '')"
        " ON CONFLICT DO NOTHING",
        [(each, article_id) for each in sorted(ids)],
    )


def _store_opened(
    conn: sqlite3.Connection, article_id: str, began: Began, version: Opened, pairs: tuple[Pair, ...]
) -> None:
    """Keep a version and what came with it."""
    _store_version(conn, article_id, began, version)
    _store_questions(conn, article_id, pairs, version)
    _store_places(conn, article_id, methods_of(conn, began.capture_id), version)
    _store_changes(conn, article_id, began.at, version)
    store_lives(conn, article_id, version.n, began.at)


def _began(conn: sqlite3.Connection, article_id: str, key: str) -> Began:
    """Return the earlier capture at which a version opened, by its key."""
    sql = (
        "SELECT capture.id, standing.at FROM capture JOIN standing ON standing.capture_id = capture.id"
        " WHERE capture.key = ? AND standing.article_id = ?"
    )
    return Began(*select(conn, sql, (bytes.fromhex(key), article_id))[0])


def _store_agreed(conn: sqlite3.Connection, article_id: str, first: int, version: int) -> None:
    """Keep that the captures that waited, from the first on, show the version that opens at the first."""
    conn.execute(
        "UPDATE standing SET state = ?, version = ?, why = '' WHERE article_id = ? AND state IN (?, ?)"
        " AND (at, (SELECT key FROM capture WHERE id = capture_id)) >= ("
        "   SELECT began.at, capture.key FROM standing AS began JOIN capture ON capture.id = began.capture_id"
        "   WHERE began.capture_id = ? AND began.article_id = ?)",
        (
            str(Standing.CURRENT), version, article_id, str(Standing.WAITING), str(Standing.ECHO),
            first, article_id,
        ),
    )  # fmt: skip


def _store_version(conn: sqlite3.Connection, article_id: str, began: Began, version: Opened) -> None:
    conn.execute(
        "INSERT INTO version (article_id, n, snapshot_id, first_capture_id, began_at) VALUES (?, ?, ?, ?, ?)",
        (article_id, version.n, version.snapshot, began.capture_id, began.at),
    )


def _store_places(
    conn: sqlite3.Connection, article_id: str, methods: tuple[tuple[str, float], ...], version: Opened
) -> None:
    """Keep where each question stands in the version's snapshot, and what found it."""
    conn.executemany(
        "INSERT INTO placement (article_id, snapshot_id, position, question_id, method, confidence)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",  # a snapshot that is shown again
        [
            (article_id, version.snapshot, n, question, *how)
            for n, (question, how) in enumerate(zip(version.questions, methods, strict=True), 1)
        ],
    )


def _store_changes(conn: sqlite3.Connection, article_id: str, at: str, version: Opened) -> None:
    """Keep what changed, and the ids that questions have beside their own."""
    conn.executemany(
        "INSERT INTO change (article_id, version, changed_at, seq, id, kind, classes, significance,"
        " question_id, other_question_id, before_position, after_position, confidence, hunks, source_id)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,"
        " (SELECT source_id FROM article WHERE id = ?1))",
        [
            (article_id, version.n, at, seq, *_change_columns(told))
            for seq, told in enumerate(version.changes)
        ],
    )
    conn.executemany(
        "INSERT INTO change_class (article_id, version, seq, class, at) VALUES (?, ?, ?, ?, ?)",
        [
            (article_id, version.n, seq, each, at)
            for seq, told in enumerate(version.changes)
            for each in told.change.classes
        ],
    )
    conn.executemany(
        "INSERT INTO alias (id, kind, article_id, target) VALUES (?, 'question', ?, ?)"
        " ON CONFLICT DO NOTHING",
        [(each.id, article_id, each.question) for each in version.aliases],
    )


def _store_questions(
    conn: sqlite3.Connection, article_id: str, pairs: tuple[Pair, ...], version: Opened
) -> None:
    """Keep the questions that are new, and where each was shown last."""
    conn.executemany(
        _QUESTION,
        [
            (
                each.question, article_id, storable(pairs[each.position].question), digest_id(each.key),
                "", version.n, each.position + 1, version.n, each.position + 1,
            )
            for each in version.asked
        ],
    )  # fmt: skip
    conn.executemany(
        "UPDATE question SET last_version = ?, last_position = ?, away = ? WHERE article_id = ? AND id = ?",
        [
            (version.n, n, digest_id(match_key(pair.question)), article_id, question)
            for n, (question, pair) in enumerate(zip(version.questions, pairs, strict=True), 1)
        ],
    )


def _change_columns(told: IdentifiedChange) -> tuple[object, ...]:
    """Return what a change's row says of the change."""
    change = told.change
    return (
        told.id,
        str(change.kind),
        json.dumps(change.classes),
        change.significance,
        told.question or None,
        told.other or None,
        _place(change.before),
        _place(change.after),
        change.confidence,
        storable(json.dumps([hunk._asdict() for hunk in change.hunks], ensure_ascii=False)),
    )


def _place(index: int) -> int | None:
    """Return the position, counted from 1, of a pair at that index; None for -1, which is nowhere."""
    return index + 1 if index >= 0 else None
