"""Views, queries and searches on a large archive: p50 and p95 of each by name, beside what is to be reached.

HARVESTER_LARGE names an archive that ``python -m benchmarks.large FILE`` made before; without it, one with a
tenth of the articles is made. Times are CPU time on a warm cache: nothing waits for a disk then, so on a free
machine they are what a person waits. Articles, questions and words are drawn with a fixed seed.
"""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from statistics import quantiles

from benchmarks import large
from harvester.archive.connection import open_readonly, select, sqlite3
from harvester.archive.read import rows
from harvester.cli.status import MAX_NAMED
from harvester.search.query import LEAST_BEGINNING
from harvester.sql import scripts
from harvester.view import articles, changes, search, status
from harvester.view.attention import LEFT_OUT
from harvester.view.selection import Selection

DRAWN = 60
"""This many articles, questions or words are drawn for each figure."""

FEW = 3
"""So often is taken what does not depend on an article."""

CANNED_MS = 1_000.0
"""What a query for people may take: Datasette ends those that take longer."""

MS, MIB = 1e3, 2**20

Asked = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Figure:
    """One name: p50 and p95 in milliseconds, and the most that each may be; None for no bound."""

    what: str
    taken: Sequence[float]
    p50: float | None = None
    p95: float | None = None

    def __str__(self) -> str:
        percentiles = quantiles(self.taken, n=20, method="inclusive")
        middle, high = percentiles[9], percentiles[18]
        missed = (self.p50 and middle > self.p50) or (self.p95 and high > self.p95)
        bounds = " / ".join(f"{each:g}" for each in (self.p50, self.p95) if each)
        target = f" (target <= {bounds} ms, {'NOT REACHED' if missed else 'reached'})" if bounds else ""
        return f"{self.what}: p50 {middle:.2f} ms, p95 {high:.2f} ms{target}"


def run() -> Iterator[Figure | str]:
    """Yield the figures."""
    with large.kept_or_made(10) as path:
        yield from _figures(path)


def _figures(path: Path) -> Iterator[Figure | str]:
    with closing(open_readonly(path)) as conn:
        numbers = status.numbers(conn)
        counts = ", ".join(
            f"{numbers[each]:,} {each}" for each in ("articles", "versions", "questions", "changes")
        )
        (pairs,) = select(conn, "SELECT count(*) FROM pair")[0]
        size = path.stat().st_size / MIB
        yield f"{size:,.0f} MiB, {pairs:,} pairs, {counts}, {numbers['captures']:,} captures"
        yield from _of_articles(conn)
        yield from _of_all(conn)
        yield from _searches(conn)


def _taken(asks: Sequence[Asked]) -> list[float]:
    """Return the milliseconds of each; all are asked once before, so that the cache is warm."""
    taken = []
    for counts in (False, True):
        for ask in asks:
            began = time.process_time()
            ask()
            taken += [(time.process_time() - began) * MS] if counts else []
    return taken if len(taken) > 1 else taken * 2


_OF_URL = "SELECT * FROM {} WHERE url = ?"
_AS_OF = (
    f"{_OF_URL.format('pair_as_of')} AND began_at <= '{large.MIDDLE}'"
    f" AND (ended_at > '{large.MIDDLE}' OR ended_at IS NULL) ORDER BY position"
)
_OF_QUESTION = "SELECT * FROM question_history WHERE article_id = ? AND question_id = ? ORDER BY version"
_VERSIONS = "SELECT * FROM version_list WHERE article_id = ? ORDER BY version"
_LIVES = "SELECT * FROM answer_life WHERE article_id = ?"
_QUESTION = "SELECT article_id, id FROM question WHERE article_id = ? LIMIT 1"
_URL = "SELECT url FROM article_list WHERE article_id = ?"


def _of_articles(conn: sqlite3.Connection) -> Iterator[Figure]:
    ids = [row[0] for row in select(conn, "SELECT id FROM article ORDER BY id")]
    drawn = random.Random(1).choices(ids, k=DRAWN)  # noqa: S311  a sample, no secret
    urls = [tuple(select(conn, _URL, (each,))[0]) for each in drawn]
    questions = [tuple(select(conn, _QUESTION, (each,))[0]) for each in drawn]
    found: dict[str, list[Asked]] = {
        "article as of a date": [partial(select, conn, _AS_OF, each) for each in urls],
        "history of a question": [partial(select, conn, _OF_QUESTION, each) for each in questions],
        "versions of an article": [partial(select, conn, _VERSIONS, (each,)) for each in drawn],
        "lives of an article's answers": [partial(select, conn, _LIVES, (each,)) for each in drawn],
        "show": [partial(rows, conn, "show", article=each, version=None) for each in drawn],
        "log of an article": [partial(changes.log, conn, each) for each in drawn],
        "an article by the id of a question": [
            partial(articles.article_named, conn, each) for _, each in questions
        ],
    }
    for view in ("current_pair", "capture_list"):
        found[f"{view} of a URL"] = [partial(select, conn, _OF_URL.format(view), each) for each in urls]
    for what, asks in found.items():
        yield Figure(what, _taken(asks), 1, 5)


_NEWEST = "SELECT * FROM {} ORDER BY {} DESC LIMIT 50"


def _of_all(conn: sqlite3.Connection) -> Iterator[Figure]:
    newest, source = changes.LogFilter(limit=50), select(conn, "SELECT url FROM source_health LIMIT 1")[0][0]
    logs = {
        "newest 50 of the log": newest,
        "newest 50 edits of figures": newest._replace(classes=("number",)),
        "newest 50 edits of two classes": newest._replace(classes=("number", "link")),
        "newest 50 dropped": newest._replace(kinds=("dropped",)),
        "newest 50 of a source": newest._replace(source=source),
    }
    asked: dict[str, tuple[Asked, float | None]] = {
        name: (partial(changes.log, conn, None, wanted), 10) for name, wanted in logs.items()
    }
    for view, column in (
        ("change_list", "changed_at"),
        ("version_list", "first_seen_at"),
        ("event_list", "from_at"),
    ):
        asked[f"newest 50 of {view}"] = partial(select, conn, _NEWEST.format(view, column)), 10
    asked |= {
        "50 of the list of articles": (partial(articles.articles, conn, 50), 10),
        "status in numbers": (partial(status.numbers, conn), 200),
        "status": (partial(status.status, conn, held_limit=MAX_NAMED), 200),
        "status for JSON": (partial(status.status, conn), None),
        "source_health": (partial(rows, conn, "sources"), 50),
        "trouble": (partial(rows, conn, "trouble", only=None, limit=None), None),
        "losses": (partial(rows, conn, "losses"), None),
        "left_out": (partial(rows, conn, "left_out", share=LEFT_OUT, limit=None), None),
    }
    asked |= {
        f"canned: {name}": (partial(select, conn, sql, _CANNED), CANNED_MS)
        for name, sql in scripts("canned").items()
    }
    for what, (ask, most) in asked.items():
        yield Figure(what, _taken([ask] * FEW), most)


_CANNED = {"url": "https://outlet1.example/0", "date": large.MIDDLE}


def _searches(conn: sqlite3.Connection) -> Iterator[Figure]:
    maker = large.Large(conn)
    english, chinese = maker.words["en"].words, maker.words["zh"].words
    pick = random.Random(2)  # noqa: S311  a sample, no secret
    middle = [" ".join(pick.sample(english[200:3000], k)) for k in (1, 1, 2) for _ in range(DRAWN // 3)]
    typed: dict[str, tuple[list[str], float | None, float | None]] = {
        "one or two words": (middle, 20, 100),
        "the 12 commonest words": (english[:12], 100, None),
        "phrases of common words": ([f'"{one} {two}"' for one, two in pairwise(english[:20])], None, 200),
        "beginnings of three letters": (
            [f"{each[:3]}*" for each in english[50:90] if len(each) >= LEAST_BEGINNING], 100, None
        ),
        "Chinese of 1 to 4 characters": (
            ["".join(pick.sample(chinese[:600], k)) for k in (1, 2, 3, 4) for _ in range(DRAWN // 4)], 50, 100
        ),
    }  # fmt: skip
    for what, (texts, p50, p95) in typed.items():
        yield Figure(
            f"search, {what}", _taken([partial(search.search, conn, each) for each in texts]), p50, p95
        )
    chosen = Selection(languages=["en"], is_current=True)
    taken = _taken([partial(search.search, conn, each, chosen) for each in middle])
    yield Figure("search, shown now in English", taken, 20, 100)
    yield Figure("facets of a search", _taken([partial(search.facets, conn, each) for each in middle]))
