"""Storing a capture with its payload and pairs, beside bare sqlite3 writing the very same rows.

A capture is 15 KB of HTML and 8 questions. Ours commits it twice, the evidence before anything is
derived from it; the peer is handed finished rows (payloads compressed, ids and JSON made) and writes
them through the same SQLite, into the same tables and index, in one transaction a capture. What
comparing came to, lineage and changes and whether the content is new, is handed to both.
"""

import random
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from benchmarks.timing import Ratio, interleaved, speed_ratio
from harvester.archive.captures import add_capture
from harvester.archive.connection import sqlite3
from harvester.archive.derived import store_reading, store_version
from harvester.archive.evidence import add_article, add_source, begin_run
from harvester.archive.ids import question_id, snapshot_id
from harvester.archive.rows import CONTENT, Reading, Source, StoredVersion
from harvester.archive.writing import derived, open_archive
from harvester.model import Capture, Change, ChangeKind, Hunk, Outcome, Pair, Snapshot

ARTICLES = 300
ROUNDS = 5
PAYLOAD_BYTES = 15_000
PAIRS = 8
TARGET = 0.6

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
    SELECT reading.capture_id AS capture, reading.article_id AS article, version, snapshot_id AS snapshot,
        payload_digest AS payload
    FROM reading JOIN capture ON capture.id = reading.capture_id WHERE capture_id >= ? ORDER BY capture_id"""
_WORDINGS_BEFORE = """
    SELECT coalesce(max(wording), 0) FROM reading JOIN pair ON pair.snapshot_id = reading.snapshot_id
    WHERE capture_id < ?"""
_OF = (
    ("payload", "digest = :payload"),
    ("capture", "id = :capture"),
    ("snapshot", "id = :snapshot"),
    ("version", "first_capture_id = :capture"),
    ("question", "article_id = :article AND first_version = :version"),
    ("wording", "n IN (SELECT wording FROM pair WHERE snapshot_id = :snapshot) AND n > :wordings"),
    ("pair", "snapshot_id = :snapshot"),
    ("change", "article_id = :article AND version = :version"),
    ("reading", "capture_id = :capture"),
)
_INDEX = """
    INSERT INTO wording_search (rowid, question, answer) SELECT n, question, answer FROM wording
    WHERE n > (SELECT coalesce(max(id), 0) FROM wording_search_docsize)"""


@dataclass(frozen=True, slots=True)
class Page:
    """A capture, and what parsing it and comparing it with the version before came to."""

    capture: Capture
    snapshot: Snapshot
    content: str
    questions: tuple[str, ...]
    version: int = 1
    changes: tuple[tuple[Change, str], ...] = ()


def run() -> Iterator[Ratio]:
    """Yield how fast storing is beside the peer, for articles seen first and for ones edited since."""
    pages = [_page(number) for number in range(ARTICLES)]
    edited = [_edited(page) for page in pages]
    with tempfile.TemporaryDirectory() as folder:
        for what, before, now in (("first captures", [], pages), ("edited captures", pages, edited)):
            seconds = _measure(Path(folder) / what, before, now)
            ratio = speed_ratio(seconds, "ours", "bare sqlite3")
            best = min(seconds["ours"]) / ARTICLES * 1000
            yield Ratio(f"storing {what}", ratio, TARGET, f"({best:.2f} ms of CPU each)")


def _measure(folder: Path, before: list[Page], now: list[Page]) -> dict[str, list[float]]:
    """Return the CPU seconds of both sides, each round into an archive of its own."""
    folder.mkdir()
    sample = _archive(folder / "sample.db", before)
    _store(sample, now)
    groups = _rows(sample, len(before) + 1)
    ours, bare = (_fresh(folder, name, before) for name in ("ours", "bare"))
    return interleaved(
        {"ours": lambda: _store(next(ours), now), "bare sqlite3": lambda: _write(next(bare), groups)}, ROUNDS
    )


def _fresh(folder: Path, name: str, before: list[Page]) -> Iterator[Database]:
    """Return one archive for each round, made before anything is timed."""
    return iter([_archive(folder / f"{name}{number}.db", before) for number in range(ROUNDS)])


def _archive(path: Path, before: list[Page]) -> Database:
    db = open_archive(path, create=True)
    begin_run(db, "benchmark", "harvester", _NOON)
    source = add_source(db, Source("page", "https://bench.example/"), _NOON)
    for number in range(ARTICLES):
        add_article(db, f"https://bench.example/{number}", source, _NOON)
    _store(db, before)
    return db


def _store(db: Database, pages: list[Page]) -> None:
    """Store as a run does: the capture committed first, then what was read of it."""
    articles = dict(tuple(row) for row in db.conn.execute("SELECT url, id FROM article"))
    for page in pages:
        article_id = articles[page.capture.url]
        capture_id = add_capture(db, 1, article_id, page.capture)
        with derived(db):
            _derive(db, article_id, capture_id, page)


def _derive(db: Database, article_id: str, capture_id: int, page: Page) -> None:
    version = StoredVersion(page.version, page.content, page.snapshot, page.questions)
    store_version(db, article_id, capture_id, version, page.changes)
    store_reading(
        db,
        Reading(
            capture_id,
            article_id,
            parser="1",
            verdict=CONTENT,
            encoding="utf-8",
            encoding_source="http",
            snapshot_id=page.content,
            version=page.version,
            pairs=PAIRS,
        ),
    )


def _rows(db: Database, first_capture: int) -> list[Rows]:
    """Return, for each capture from that one on, the rows that came of it: what the peer is handed."""
    keys = db.conn.execute(_KEYS, (first_capture,)).fetchall()
    wordings = db.conn.execute(_WORDINGS_BEFORE, (first_capture,)).fetchone()[0]
    groups = []
    for key in map(dict, keys):
        group: Rows = []
        for table, of in _OF:
            query = f"SELECT * FROM {table} WHERE {of}"  # noqa: S608  our own tables
            if rows := db.conn.execute(query, {**key, "wordings": wordings}).fetchall():
                group.append((_insert(table, rows[0]), [tuple(row) for row in rows]))
        groups.append(group)
        wordings = db.conn.execute(_WORDINGS_BEFORE, (key["capture"] + 1,)).fetchone()[0]
    return groups


def _insert(table: str, row: sqlite3.Row) -> str:
    return f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})"  # noqa: S608  our own tables


def _write(db: Database, groups: list[Rows]) -> None:
    """Write finished rows as a script of one's own would, the index fed by one statement a transaction."""
    execute, executemany = db.conn.execute, db.conn.executemany
    for group in groups:
        execute("BEGIN IMMEDIATE")
        for insert, rows in group:
            executemany(insert, rows)
        execute(_INDEX)
        execute("COMMIT")


def _page(number: int) -> Page:
    """Return the first capture of an article: 15 KB of HTML around its questions and answers."""
    pairs = tuple(Pair(f"{_text(9)}?", _text(60), "headings", 0.9) for _ in range(PAIRS))
    snapshot = Snapshot(_text(8), _text(20), ("A. Writer",), language="xx", pairs=pairs)
    questions = tuple(question_id(str(number), pair.question) for pair in pairs)
    return Page(_capture(number, pairs, 0), snapshot, snapshot_id(str(number), snapshot), questions)


def _edited(page: Page) -> Page:
    """Return the page with one answer edited, two hours later."""
    first, *others = page.snapshot.pairs
    pairs = (replace(first, answer=f"{first.answer} {_text(6)}"), *others)
    number = int(page.capture.url.rpartition("/")[2])
    edit = Change(ChangeKind.ANSWER_EDITED, 0, 0, "substantive", (Hunk("was", "is"),))
    snapshot, changes = replace(page.snapshot, pairs=pairs), ((edit, page.questions[0]),)
    content = snapshot_id(str(number), snapshot)
    return Page(_capture(number, pairs, 2), snapshot, content, page.questions, 2, changes)


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
        final_url=f"https://bench.example/{number}",
        request_headers=(("User-Agent", "harvester (bench@bench.example)"), ("Accept-Encoding", "gzip")),
        headers=_HEADERS,
        body=content.encode(),
        wire_bytes=5_000,
        elapsed_ms=120,
    )


def _text(words: int) -> str:
    return " ".join(_RANDOM.choices(_WORDS, k=words))
