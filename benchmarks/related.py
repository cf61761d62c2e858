"""How many labelled questions that ask the same are found, and how long that takes.

The pairs are planted as pages in an archive: by themselves, among the questions of the gold corpus, and in a
copy of a large archive (``python -m benchmarks.related FILE``). Each question of a pair is asked; its own
article is left out, and the place of the other one is looked at.
"""

import json
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path

from benchmarks.corpus import CORPUS, SHARED
from harvester.archive.captures import Recording, add_chain
from harvester.archive.connection import open_readonly, sqlite3
from harvester.archive.runs import Invocation, begin_run, end_run
from harvester.archive.writing import open_archive
from harvester.harvest.deriving import Deriving
from harvester.model import Capture, Outcome
from harvester.view.related import RelatedQuery, related

PAIRS = SHARED / "related" / "pairs.jsonl"
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
PLACES = (1, 5, 20)
ANSWER = "The office has not said anything about it yet, and nobody knows when it will."
OTHERS = ("What is planned for the coming week?", "Who answers questions that are left?")
"""A page of one question is no page of questions, so each has these as well."""

_PLACE = "https://planted.example/{}"

Pair = tuple[str, str]


def run() -> Iterator[str]:
    """Yield a line for each archive."""
    if not PAIRS.exists():
        yield "skipped: there are no labelled pairs beside the checkout"
        return
    labelled = [json.loads(line) for line in PAIRS.read_text("utf-8").splitlines()]
    same = [(each["a"], each["b"]) for each in labelled if each["same"]]
    questions = [each[side] for each in labelled for side in "ab"]
    yield from _measured("by themselves", same, questions, None)
    yield from _measured("among the gold corpus", same, questions + _gold(), None)
    for name in sys.argv[1:]:
        if Path(name).is_file():
            yield from _measured(f"planted in {Path(name).name}", same, questions, Path(name))


def _gold() -> list[str]:
    texts = (path.read_text("utf-8") for path in sorted(CORPUS.glob("*/*/gold.json")))
    return [pair["question"] for text in texts for pair in json.loads(text).get("pairs", ())]


def _measured(what: str, same: Sequence[Pair], questions: Sequence[str], large: Path | None) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "planted.db"
        if large:
            shutil.copy(large, path)
        _plant(path, questions)
        with closing(open_readonly(path)) as conn:
            yield _line(what, conn, same, [*dict.fromkeys(questions)])


def _plant(path: Path, questions: Sequence[str]) -> None:
    """Capture a page for each question."""
    with closing(open_archive(path, create=True)) as db:
        run_id = begin_run(db, Invocation("run", "benchmark"), NOON)
        deriving = Deriving(db, (), lambda: NOON)
        for number, question in enumerate(dict.fromkeys(questions)):
            capture = Capture(
                _PLACE.format(number),
                NOON + timedelta(seconds=number),
                Outcome.OK,
                status=200,
                headers=(("Content-Type", "text/html; charset=utf-8"),),
                body=_page(question).encode(),
            )
            deriving.article(add_chain(db, Recording(run_id, "article"), (capture,)), capture)
        end_run(db, run_id, {}, NOON)


def _page(question: str) -> str:
    asked = "".join(f"<h2>{escape(each)}</h2><p>{ANSWER}</p>" for each in (question, *OTHERS))
    return f"<html><body><main><h1>Questions and answers</h1>{asked}</main></body></html>"


_OWN = "SELECT article.id FROM article JOIN url ON url.id = article.url_id WHERE url.url = ?"


def _line(what: str, conn: sqlite3.Connection, same: Sequence[Pair], planted: Sequence[str]) -> str:
    found, seconds = [], []
    for asked, other in [*same, *((other, asked) for asked, other in same)]:
        own = conn.execute(_OWN, (_PLACE.format(planted.index(asked)),)).fetchone()
        started = time.perf_counter()
        answers = related(conn, asked, wanted=RelatedQuery(max(PLACES), but=own[0] if own else ""))
        seconds.append(time.perf_counter() - started)
        places = [place for place, each in enumerate(answers, 1) if each.question == other]
        found.append(places[0] if places else max(PLACES) + 1)
    shares = ", ".join(
        f"first {place}: {sum(each <= place for each in found) / len(found):.3f}" for place in PLACES
    )
    slowest = statistics.quantiles(seconds, n=20)[-1]
    return f"{what}: {shares}; {statistics.median(seconds) * 1000:.0f} ms, p95 {slowest * 1000:.0f} ms"


if __name__ == "__main__":
    for line in run():
        print(line, flush=True)
