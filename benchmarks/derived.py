"""What the tables for people cost: deriving captures with them beside without, in processor time and bytes.

``python -m benchmarks.derived [CAPTURES]`` derives other than 2,000 captures. The tables are lives of
answers, states of articles, tallies, the index by characters and the indexes by time, kind and source;
without them, the same program derives the rest. Each article is captured four times: a page, the same page,
the page with an edited answer, and a 304. A tenth of the texts is Chinese or Japanese. Both sides take turns
by articles in one process, on the same captures.
"""

import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import NamedTuple

from sqlite_utils import Database

from benchmarks.large import LANGUAGES, Words
from harvester.archive import histories, indexing
from harvester.archive.captures import Recording, add_chain
from harvester.archive.connection import sqlite3
from harvester.archive.runs import Invocation, begin_run
from harvester.archive.writing import open_archive
from harvester.harvest.deriving import Deriving
from harvester.model import Capture, Outcome

CAPTURES, OF_ARTICLE = 2_000, 4
QUESTIONS = (8, 16)
"""An article has this many questions, from and to."""

MOST = 1.15
"""The most that time and bytes may be, beside those without the tables."""

UNSPACED = 0.1
"""Share of the articles whose words run together."""

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)

INDEXES = (
    "version_by_time", "change_by_time", "change_by_kind", "change_by_source", "event_by_time",
    "article_since", "article_in_trouble", "article_by_source",
)  # fmt: skip
"""Indexes of other tables that only people's questions need. Those of the tables themselves stay empty."""

WRITERS = ((histories, "store_lives"), (histories, "store_state"), (indexing, "index_characters"))
"""What writes the tables, apart from triggers."""


class Side(NamedTuple):
    """An archive that derives, with the tables or without."""

    db: Database
    run_id: int
    deriving: Deriving
    has_tables: bool


class Took(NamedTuple):
    """CPU seconds of deriving, and bytes of what was derived."""

    seconds: float
    size: int


def run() -> Iterator[str]:
    """Yield a line for the time and one for the bytes."""
    captures = int(sys.argv[1]) if sys.argv[1:] and sys.argv[1].isdigit() else CAPTURES
    with tempfile.TemporaryDirectory() as folder:
        took = _took(Path(folder), captures // OF_ARTICLE)
    ours, peer = took[True], took[False]
    for what, ratio, note in (
        ("time", ours.seconds / peer.seconds, f"{ours.seconds:.1f} and {peer.seconds:.1f} s of CPU"),
        ("bytes", ours.size / peer.size, f"{ours.size / 1e6:.1f} and {peer.size / 1e6:.1f} MB"),
    ):
        met = "reached" if ratio <= MOST else "NOT REACHED"
        yield (
            f"{captures:,} captures with the tables for people beside without, {what}: {ratio:.3f} x"
            f" (target <= {MOST:g} x, {met}) ({note})"
        )


def _took(folder: Path, articles: int) -> dict[bool, Took]:
    """Return what either side took; in each article the other side begins."""
    sides = [_side(folder / f"{has_tables}.db", has_tables=has_tables) for has_tables in (True, False)]
    bare = _side(folder / "bare.db", has_tables=True)
    seconds = dict.fromkeys((True, False), 0.0)
    for number, chain in enumerate(_articles(articles)):
        _learn(bare, chain)
        for side in sides if number % 2 else reversed(sides):
            seconds[side.has_tables] += _derived(side, chain)
    evidence = _size(bare)
    return {side.has_tables: Took(seconds[side.has_tables], _size(side) - evidence) for side in sides}


def _side(path: Path, *, has_tables: bool) -> Side:
    db = open_archive(path, create=True)
    if not has_tables:
        _drop(db.conn)
    run_id = begin_run(db, Invocation("run", "benchmark"), NOON)
    return Side(db, run_id, Deriving(db, (), lambda: NOON), has_tables)


def _drop(conn: sqlite3.Connection) -> None:
    """Drop what only people's questions need."""
    triggers = "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'tally_%'"
    for (name,) in conn.execute(triggers).fetchall():
        conn.execute(f"DROP TRIGGER {name}")
    for name in INDEXES:
        conn.execute(f"DROP INDEX {name}")


def _learn(side: Side, chain: list[Capture]) -> list[int]:
    """Keep the captures of an article; a 304 confirms the one before."""
    numbers: list[int] = []
    for capture in chain:
        confirms = numbers[-1] if capture.outcome is Outcome.NOT_MODIFIED else None
        numbers.append(add_chain(side.db, Recording(side.run_id, "article", confirms), (capture,)))
    return numbers


def _derived(side: Side, chain: list[Capture]) -> float:
    """Return the CPU seconds of deriving the captures of an article."""
    numbers = _learn(side, chain)
    with _without() if not side.has_tables else _with():
        began = time.process_time()
        for number, capture in zip(numbers, chain, strict=True):
            side.deriving.article(number, capture)
        return time.process_time() - began


@contextmanager
def _with() -> Iterator[None]:
    yield


@contextmanager
def _without() -> Iterator[None]:
    """Have nothing written to the tables meanwhile."""
    kept = [getattr(part, name) for part, name in WRITERS]
    for part, name in WRITERS:
        setattr(part, name, lambda *_: None)
    try:
        yield
    finally:
        for (part, name), writer in zip(WRITERS, kept, strict=True):
            setattr(part, name, writer)


def _size(side: Side) -> int:
    """Return the bytes of the archive without free pages; it is closed."""
    path = Path(side.db.conn.execute("PRAGMA database_list").fetchone()[2])
    with closing(side.db.conn) as conn:
        conn.execute("PRAGMA journal_mode = DELETE")
        conn.execute("VACUUM")
    return path.stat().st_size


def _articles(number: int) -> Iterator[list[Capture]]:
    """Yield the captures of each article."""
    draw = random.Random(12)  # noqa: S311  no secret
    words = {each: Words(each, draw) for each in dict.fromkeys(LANGUAGES)}
    spaced = [each for each in words if each not in {"zh", "ja"}]
    for n in range(number):
        language = draw.choice(("zh", "ja") if draw.random() < UNSPACED else spaced)
        pairs = [words[language].pair() for _ in range(draw.randint(*QUESTIONS))]
        title = words[language].draw(7)
        first = _page(title, language, pairs)
        edited = draw.randrange(len(pairs))
        pairs[edited] = pairs[edited][0], words[language].pair()[1]
        bodies = (first, first, _page(title, language, pairs), b"")
        yield [_capture(n, hours, body) for hours, body in enumerate(bodies)]


def _page(title: str, language: str, pairs: list[tuple[str, str]]) -> bytes:
    shown = "".join(
        f"<h2>{escape(question)}</h2><p>{'</p><p>'.join(answer.split(chr(10) * 2))}</p>"
        for question, answer in pairs
    )
    head = f"<html lang={language}><head><title>{title}</title></head>"
    return f"{head}<body><main><h1>{title}</h1>{shown}</main></body></html>".encode()


def _capture(number: int, hours: int, body: bytes) -> Capture:
    at = NOON + timedelta(minutes=number, days=hours)
    url = f"https://outlet{number % 40}.example/{number}"
    if not body:
        return Capture(url, at, Outcome.NOT_MODIFIED, status=304)
    headers = (("Content-Type", "text/html; charset=utf-8"),)
    return Capture(url, at, Outcome.OK, status=200, headers=headers, body=body)


if __name__ == "__main__":
    for line in run():
        print(line, flush=True)
