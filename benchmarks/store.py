"""Storing a capture with its payload and pairs, beside bare sqlite3 writing the very same rows.

A capture is 15 KB of HTML and 8 questions. Ours commits it twice, the evidence before anything is
derived from it; the peer is handed finished rows (ids and JSON made), compresses the payload, and writes
them through the same SQLite, into the same tables and index, in one transaction a capture. What reading and
comparing came to, lineage and changes and whether the content is new, is handed to both.
"""

import random
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from sqlite_utils import Database

from benchmarks.timing import Ratio, interleaved, speed_ratio
from harvester.archive.articles import store_article
from harvester.archive.captures import Recording, add_chain
from harvester.archive.columns import to_text
from harvester.archive.connection import sqlite3
from harvester.archive.folded import StoredState
from harvester.archive.frames import compress, patch
from harvester.archive.histories import StoredSighting, store_end, store_step
from harvester.archive.keys import Provenance, capture_key
from harvester.archive.payload import digest_of, read_payload
from harvester.archive.readings import end_attempt, store_reading
from harvester.archive.runs import Invocation, begin_run
from harvester.archive.writing import derived, open_archive
from harvester.history import Hop, Sighting
from harvester.history.fold import FoldStep, step
from harvester.history.identity import Article, identify
from harvester.history.ids import snapshot_id
from harvester.history.past import Memory
from harvester.history.state import State
from harvester.model import Capture, Outcome, Pair, Snapshot, Verdict
from harvester.reading import Reading

ARTICLES = 300
ROUNDS = 5
PAYLOAD_BYTES = 15_000
PAIRS = 8
TARGET_FIRST, TARGET_EDITED = 0.6, 0.55

_NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
_RANDOM = random.Random(1)  # noqa: S311  text, no secret
_WORDS = tuple("".join(_RANDOM.choices("aeioulnrst", k=_RANDOM.randint(2, 10))) for _ in range(8000))
_HEADERS = (
    ("Content-Type", "text/html; charset=utf-8"),
    ("ETag", '"5f3c-18d2a"'),
    ("Server", "nginx"),
    ("Cache-Control", "max-age=60"),
)
Rows = list[tuple[str, list[tuple[object, ...]]]]
"""Statements in an order that foreign keys allow, each with its rows."""

_KEYS = """
    SELECT capture.id AS capture, version.article_id AS article, version.n AS version,
        version.snapshot_id AS snapshot, payload_id AS payload, headers_id, request_headers_id
    FROM capture JOIN version ON version.first_capture_id = capture.id
    WHERE capture.id >= ? ORDER BY capture.id"""
_WORDINGS_BEFORE = """
    SELECT coalesce(max(wording), 0) FROM reading JOIN pair ON pair.snapshot_id = reading.snapshot_id
    WHERE capture_id < ?"""
_OF = (
    ("headers", "id IN (:headers_id, :request_headers_id) AND :is_first"),
    ("capture", "id = :capture"),
    ("snapshot", "id = :snapshot"),
    ("wording", "n IN (SELECT wording FROM pair WHERE snapshot_id = :snapshot) AND n > :wordings"),
    ("pair", "snapshot_id = :snapshot"),
    ("reading", "capture_id = :capture"),
    ("version", "first_capture_id = :capture"),
    ("question", "article_id = :article AND first_version = :version"),
    ("placement", "article_id = :article AND snapshot_id = :snapshot"),
    ("change", "article_id = :article AND version = :version"),
    ("spell", "article_id = :article AND first_version = :version"),
    ("article_state", "article_id = :article"),
    ("standing", "capture_id = :capture"),
)
_UPDATES = (
    (
        "UPDATE question SET last_version = ?, last_position = ?, away = ? WHERE article_id = ? AND id = ?",
        """SELECT last_version, last_position, away, article_id, id FROM question
        WHERE article_id = :article AND first_version < :version""",
    ),
    (
        """UPDATE spell SET last_version = ?, ended_at = ?, ended_s = ?
        WHERE article_id = ? AND question_id = ? AND first_version = ?""",
        """SELECT last_version, ended_at, ended_s, article_id, question_id, first_version FROM spell
        WHERE article_id = :article AND last_version = :version - 1""",
    ),
    (
        "UPDATE article SET fold = ?, newest_capture_id = ? WHERE id = ?",
        "SELECT fold, newest_capture_id, id FROM article WHERE id = :article",
    ),
)
_PAYLOAD = "SELECT id, digest, size, base_id, ordinal, coding FROM payload WHERE id = :payload"
_INSERT_PAYLOAD = """
    INSERT INTO payload (id, digest, size, base_id, ordinal, coding, body) VALUES (?, ?, ?, ?, ?, ?, ?)"""
_INDEX = """
    INSERT INTO wording_search (rowid, question, answer) SELECT n, question, answer FROM wording
    WHERE n > (SELECT coalesce(max(id), 0) FROM wording_search_docsize)"""


@dataclass(frozen=True, slots=True)
class Page:
    """A capture, and what reading it and folding it after what came before of its article came to."""

    capture: Capture
    reading: Reading
    sighting: Sighting
    article: Article
    step: FoldStep


class Group(NamedTuple):
    """What came of one capture, as the peer is handed it; base: the body that the payload is a patch on."""

    payload: tuple[object, ...]
    body: bytes
    base: bytes
    rows: Rows


def run() -> Iterator[Ratio]:
    """Yield how fast storing is beside the peer, for articles seen first and for ones edited since."""
    histories = [_history(number) for number in range(ARTICLES)]
    pages, edited = [first for first, _ in histories], [second for _, second in histories]
    phases: tuple[tuple[str, list[Page], list[Page], float], ...] = (
        ("first captures", [], pages, TARGET_FIRST),
        ("edited captures", pages, edited, TARGET_EDITED),
    )
    with tempfile.TemporaryDirectory() as folder:
        for what, before, now, target in phases:
            seconds = _measure(Path(folder) / what, before, now)
            ratio = speed_ratio(seconds, "ours", "bare sqlite3")
            best = min(seconds["ours"]) / ARTICLES * 1000
            yield Ratio(f"storing {what}", ratio, target, f"({best:.2f} ms of CPU each)")


def _measure(folder: Path, before: list[Page], now: list[Page]) -> dict[str, list[float]]:
    """Return the CPU seconds of both sides, each round into an archive of its own."""
    folder.mkdir()
    sample = _archive(folder / "sample.db", before, now)
    _store(sample, now)
    groups = _groups(sample, len(before) + 1)
    ours, bare = (
        iter([_archive(folder / f"{name}{number}.db", before, now) for number in range(ROUNDS)])
        for name in ("ours", "bare")
    )
    return interleaved(
        {"ours": lambda: _store(next(ours), now), "bare sqlite3": lambda: _write(next(bare), groups)}, ROUNDS
    )


def _archive(path: Path, before: list[Page], now: list[Page]) -> Database:
    """Return an archive that knows the articles and has the captures from before."""
    db = open_archive(path, create=True)
    begin_run(db, Invocation("benchmark", "harvester"), _NOON)
    with derived(db):
        for page in now:
            store_article(db.conn, page.article, to_text(_NOON), alone=True)
    _store(db, before)
    return db


def _store(db: Database, pages: list[Page]) -> None:
    """Store as a run does: the capture committed first, then what was read of it."""
    for page in pages:
        capture_id = add_chain(db, Recording(1, "article"), (page.capture,))
        with derived(db):
            article_id, pairs = page.article.id, page.reading.snapshot.pairs
            store_reading(db.conn, capture_id, "1", page.reading)
            store_step(db.conn, article_id, StoredSighting(capture_id, page.sighting), page.step, pairs)
            store_end(db.conn, article_id, StoredState(page.step.state, capture_id))
            end_attempt(db.conn, (capture_id,))


def _groups(db: Database, first_capture: int) -> list[Group]:
    """Return, for each capture from that one on, the rows that came of it: what the peer is handed."""
    groups = []
    for key in map(dict, db.conn.execute(_KEYS, (first_capture,)).fetchall()):
        wordings = db.conn.execute(_WORDINGS_BEFORE, (key["capture"],)).fetchone()[0]
        named = {**key, "wordings": wordings, "is_first": key["capture"] == 1}
        rows: Rows = []
        for table, of in _OF:
            query = f"SELECT * FROM {table} WHERE {of}"  # noqa: S608  our own tables
            if found := db.conn.execute(query, named).fetchall():
                rows.append((_insert(table, found[0]), [tuple(row) for row in found]))
        rows += [(sql, [tuple(row) for row in db.conn.execute(of, named)]) for sql, of in _UPDATES]
        payload = tuple(db.conn.execute(_PAYLOAD, named).fetchone())
        base = read_payload(db.conn, payload[3]) if payload[3] else b""
        groups.append(Group(payload, read_payload(db.conn, key["payload"]), base, rows))
    return groups


def _insert(table: str, row: sqlite3.Row) -> str:
    return f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' * len(row))})"  # noqa: S608  our own tables


def _write(db: Database, groups: list[Group]) -> None:
    """Write finished rows as a script of one's own would, the index fed by one statement a transaction."""
    execute, executemany = db.conn.execute, db.conn.executemany
    for group in groups:
        frame = patch(group.body, group.base) if group.base else compress(group.body)
        execute("BEGIN IMMEDIATE")
        execute(_INSERT_PAYLOAD, (*group.payload, frame))
        for statement, rows in group.rows:
            executemany(statement, rows)
        execute(_INDEX)
        execute("COMMIT")


def _history(number: int) -> tuple[Page, Page]:
    """Return the first capture of an article, and one two hours later in which an answer is edited."""
    pairs = tuple(Pair(f"{_text(9)}?", _text(60), "headings", 0.9) for _ in range(PAIRS))
    first = Snapshot(_text(8), _text(20), ("A. Writer",), language="xx", pairs=pairs)
    edited = replace(first, pairs=(replace(pairs[0], answer=f"{pairs[0].answer} {_text(6)}"), *pairs[1:]))
    snapshots = {snapshot_id(each): each for each in (first, edited)}
    past, state = Memory(snapshots.__getitem__), State()
    pages = []
    for hours, (content, snapshot) in zip((0, 2), snapshots.items(), strict=True):
        capture = _capture(number, snapshot.pairs, hours)
        key = capture_key(capture, digest_of(capture.body), Provenance("exchange", b"", b"")).hex()
        hop, at = Hop(capture.url, capture.status), to_text(capture.captured_at)
        sighting = Sighting(key, at, (hop,), "ok", "content", content)
        done = step(state, sighting, snapshot, past, {})
        assert done.version
        past.tell(done.version)
        state = done.state
        reading = Reading(Verdict.CONTENT, snapshot=snapshot, encoding="utf-8", encoding_source="http")
        (article,) = identify((sighting,), (), ())
        pages.append(Page(capture, reading, sighting, article, done))
    return pages[0], pages[1]


def _capture(number: int, pairs: tuple[Pair, ...], hours: int) -> Capture:
    content = "".join(f"<h2 class='q'>{pair.question}</h2><p>{pair.answer}</p>" for pair in pairs)
    rest = random.Random(number)  # noqa: S311  the same around every edition of an article
    while len(content) < PAYLOAD_BYTES:
        words = " ".join(rest.choices(_WORDS, k=12))
        content += f'<li class="teaser"><a href="/{rest.randrange(10**6)}">{words}</a></li>'
    return Capture(
        url=f"https://bench.example/{number}",
        captured_at=_NOON + timedelta(hours=hours),
        outcome=Outcome.OK,
        status=200,
        request_headers=(("User-Agent", "harvester (bench@bench.example)"), ("Accept-Encoding", "gzip")),
        headers=_HEADERS,
        body=content.encode(),
        wire_bytes=5_000,
        elapsed_ms=120,
    )


def _text(words: int) -> str:
    return " ".join(_RANDOM.choices(_WORDS, k=words))
