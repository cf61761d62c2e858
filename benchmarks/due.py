"""What is due among a million articles: how long a run takes to find it, and what keeping the table costs.

The table `due` is filled as by hand, with times spread over a month; of those that are due, the ones that are
worth most come first, as in a run. Then captures are kept in an archive with its triggers and in one without
them, in turns: the difference is what the triggers cost, and what computing the next time does.
"""

import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from benchmarks.timing import Ratio, interleaved, speed_ratio
from harvester.archive.captures import Recording, add_chain
from harvester.archive.decisions import DecisionKind, Terms, Voice, decide
from harvester.archive.due import DueSelection, due_articles, due_now, number_due, plan
from harvester.archive.runs import Invocation, begin_run
from harvester.archive.writing import open_archive
from harvester.harvest.agenda import PER_HOST, WAVE, RequestBudget
from harvester.harvest.enacting import enact
from harvester.model import Capture, Outcome

ARTICLES = 1_000_000
DUE = (1_000, 50_000)
"""This many of them are due: what an hour brings, and what a day without runs does."""

MOST_MS = 50.0
ROUNDS = 5
KEPT = 300
"""This many captures are kept in a round."""

LEAST_SPEED = 0.5
"""Saying when something is asked for again is to take no longer than keeping what came of it."""

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def run() -> Iterator[Ratio]:
    """Yield how often finding what is due goes into 50 ms, and how fast captures are kept with triggers."""
    with tempfile.TemporaryDirectory() as folder:
        with closing(open_archive(Path(folder, "due.db"), create=True)) as db:
            _fill(db)
            for number in DUE:
                taken = min(_decide(db, number) for _ in range(ROUNDS))
                note = f"({taken:.0f} ms for {number:,} due: their number, and the first wave)"
                name = f"due among {ARTICLES:,} articles, at most {MOST_MS:g} ms"
                yield Ratio(name, MOST_MS / taken, 1.0, note)
        yield _triggers(Path(folder))


_NUMBERS = """
    WITH RECURSIVE number (value) AS (
        SELECT 1 UNION ALL SELECT value + 1 FROM number WHERE value < :articles
    )"""

_URLS = f"""{_NUMBERS}
    INSERT INTO url (id, url, surt)
    SELECT value, 'https://h' || (value % 5000) || '.example/news/' || value || '.html',
        'example,h' || (value % 5000) || ')/news/' || value || '.html'
    FROM number"""  # noqa: S608  constants

# The first DUE[0] were due two days ago, those up to DUE[1] in the last day, the others are within a month.
_DUE = f"""{_NUMBERS}
    INSERT INTO due (id, article_id, url_id, next_at, asked_at, edits, host)
    SELECT value, printf('%016x', value), value, strftime('%Y-%m-%dT%H:%M:%fZ', :noon, (CASE
            WHEN value <= :few THEN -2 * 86400 - value % 3600
            WHEN value <= :many THEN -1 - (value * 7919) % 86399
            ELSE 1 + (value * 7919) % (30 * 86400) END) || ' seconds'),
        '', (value * 104729) % 1000 / 1000.0, 'h' || (value % 5000) || '.example'
    FROM number"""  # noqa: S608  constants

_MEMBERS = f"""{_NUMBERS}
    INSERT INTO member (url_id, article_id, how, since, until, rank)
    SELECT value, printf('%016x', value), 'asked', '', '', 0 FROM number WHERE value <= :many"""  # noqa: S608

_INDEXES = """
    SELECT name, sql FROM sqlite_schema
    WHERE type = 'index' AND tbl_name IN ('url', 'due') AND sql <> ''"""


def _fill(db: Database) -> None:
    """Make a row of `due` for each of the articles; the indexes are made when they are all there."""
    conn = db.conn
    indexes = conn.execute(_INDEXES).fetchall()
    conn.execute("PRAGMA synchronous = OFF")  # nothing of it is to last
    conn.execute("PRAGMA foreign_keys = OFF")  # there are no articles
    with conn:
        for name, _ in indexes:
            conn.execute(f"DROP INDEX {name}")
        conn.execute(_URLS, {"articles": ARTICLES})
        given = {"articles": ARTICLES, "noon": NOON.isoformat()[:19], "few": DUE[0], "many": DUE[1]}
        conn.execute(_MEMBERS, given)  # before `due`, which a new member would change
        conn.execute(_DUE, given)
        for _, sql in indexes:
            conn.execute(sql)


def _decide(db: Database, number: int) -> float:
    """Return how many milliseconds it takes to count this many due articles and to find the first wave."""
    now = NOON - timedelta(days=1.5) if number == DUE[0] else NOON
    began = time.process_time()
    sought = DueSelection(now, is_source=False)
    found = number_due(db.conn, sought)
    wave = due_articles(db.conn, RequestBudget().take(due_now(db.conn, sought), WAVE, PER_HOST))
    taken = 1000 * (time.process_time() - began)
    if (found, len(wave)) != (number, min(number, WAVE)):
        raise RuntimeError(f"{found} articles were due, not {number}, and {len(wave)} in the first wave")
    return taken


def _triggers(folder: Path) -> Ratio:
    """Return how fast captures are kept beside an archive without the triggers of `due`."""
    stores = {name: _Store(folder / f"{name}.db", is_bare=name == "without") for name in ("with", "without")}
    try:
        seconds = interleaved({name: store.keep for name, store in stores.items()}, ROUNDS)
    finally:
        for store in stores.values():
            store.db.close()
    ours, bare = (1000 * min(seconds[name]) / KEPT for name in stores)
    note = f"({ours:.3f} ms a capture; without: {bare:.3f})"
    return Ratio(
        "keeping captures, triggers and next time included",
        speed_ratio(seconds, "with", "without"),
        LEAST_SPEED,
        note,
    )


class _Store:
    """An archive that keeps captures of followed articles, with or without the triggers."""

    def __init__(self, path: Path, *, is_bare: bool) -> None:
        self.db, self.at = open_archive(path, create=True), NOON
        self.run_id = begin_run(self.db, Invocation("run", "benchmark"), NOON)
        self.urls = [f"https://h{number % 50}.example/{number}" for number in range(KEPT)]
        for url in self.urls:
            terms = Terms(every_s=3600).as_text()
            decide(self.db, DecisionKind.FOLLOW, ("article", url), Voice("benchmark", NOON), terms)
        enact(self.db)
        plan(self.db)
        if is_bare:
            named = "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'due_%'"
            for (name,) in self.db.conn.execute(named).fetchall():
                self.db.conn.execute(f"DROP TRIGGER {name}")

    def keep(self) -> None:
        """Keep a capture of each article, and compute when it is asked for again where that is asked for."""
        self.at += timedelta(hours=1)
        for number, url in enumerate(self.urls):
            body = b"<p>What happens to bridge %d at %d?</p>" % (number, self.at.timestamp())
            captured = Capture(url, self.at, Outcome.OK, status=200, body=body)
            add_chain(self.db, Recording(self.run_id, "article"), (captured,))
        plan(self.db)
