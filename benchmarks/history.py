"""What a version costs: late in a long history beside early in it, and on a page of 2,000 equal questions.

First the fold alone; then live, where each capture is a page that is stored, and then read and folded as in
a run, by `Deriving.article`.
"""

import random
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.diff import written
from benchmarks.timing import Ratio
from harvester.archive.captures import Recording, add_chain
from harvester.archive.runs import Invocation, begin_run
from harvester.archive.writing import open_archive
from harvester.harvest.deriving import Deriving
from harvester.history import Hop, Sighting, fold
from harvester.history.ids import snapshot_id
from harvester.model import Capture, Outcome, Pair, Snapshot

SEED = 20261129
POOL_CHARS = 200_000
"""Length of the text whose sentences all questions and answers are made of."""

QUESTIONS = 30
ANSWER_SENTENCES = 8
EARLY, LATE, SPAN = 100, 1000, 50
"""The versions whose median cost is compared: 50 up to the hundredth, 50 up to the thousandth."""

TARGET = 1 / 1.5
"""A version at 1,000 takes at most 1.5 times what one at 100 does."""

ALIKE = 2000
FIRST_TARGET_S, SECOND_TARGET_S = 0.5, 1.0

NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)
_HTML = (("Content-Type", "text/html; charset=utf-8"),)


@dataclass(frozen=True, slots=True)
class Took:
    """One figure in CPU seconds, and what was to be reached."""

    what: str
    seconds: float
    target: float

    def __str__(self) -> str:
        met = "reached" if self.seconds <= self.target else "NOT REACHED"
        return f"{self.what}: {self.seconds:.2f} s (target <= {self.target:g} s, {met})"


def run() -> Iterator[Ratio | Took]:
    """Yield the figures."""
    writer = _Writer()
    for timed, how in ((_seconds, ""), (_live, "live: ")):
        for what, following in FOLLOWING.items():
            yield _growth(writer, f"{how}{what}", following, timed)
    first, second = _seconds(_alike(writer))
    yield Took(f"{ALIKE} equal questions with answers of their own, first version", first, FIRST_TARGET_S)
    yield Took("the same, each answer edited, second version", second, SECOND_TARGET_S)
    first, second = _live(_alike(writer))
    yield Took(f"live: {ALIKE} equal questions, first version", first, FIRST_TARGET_S)
    yield Took("live: each answer edited, second version", second, SECOND_TARGET_S)


class _Writer:
    """Questions and answers of invented words, the same at each run."""

    def __init__(self) -> None:
        self._draw = random.Random(SEED)  # noqa: S311  no secret
        self._sentences = written(self._draw, POOL_CHARS).split(". ")

    def answer(self, sentences: int = ANSWER_SENTENCES) -> str:
        return ". ".join(self._draw.sample(self._sentences, sentences))

    def pair(self) -> Pair:
        return Pair(self.answer(1) + "?", self.answer())


def _growth(
    writer: _Writer,
    what: str,
    following: Callable[[_Writer, int, list[Pair]], None],
    timed: Callable[[list[Snapshot]], list[float]],
) -> Ratio:
    pairs = [writer.pair() for _ in range(QUESTIONS)]
    pages = []
    for n in range(LATE):
        following(writer, n, pairs)
        pages.append(Snapshot(title="A page that lives on", pairs=tuple(pairs)))
    seconds = timed(_distinct(pages))
    early, late = (statistics.median(seconds[end - SPAN : end]) for end in (EARLY, LATE))
    note = f"{1000 * early:.2f} and {1000 * late:.2f} ms"
    return Ratio(f"version {LATE} beside version {EARLY}, {what}", early / late, TARGET, note)


def _distinct(pages: list[Snapshot]) -> list[Snapshot]:
    """Return the pages without those that chance made equal, which open no version."""
    return list({snapshot_id(page): page for page in pages}.values())


def _seconds(pages: list[Snapshot]) -> list[float]:
    """Return the CPU seconds of each page's step; each opens a version."""
    known = {snapshot_id(page): page for page in pages}
    sightings = [
        Sighting(
            f"{n:032x}", "2026-11-29T10:00:00.000Z", (Hop("https://a.example/", 200),), "ok", "content", each
        )
        for n, each in enumerate(known)
    ]
    seconds, started = [], time.process_time()
    for step in fold(sightings, known.__getitem__, {}):
        assert step.version
        seconds.append(time.process_time() - started)
        started = time.process_time()
    return seconds


def _live(pages: list[Snapshot]) -> list[float]:
    """Return the CPU seconds from each stored capture to its rows; each opens a version."""
    seconds = []
    with (
        TemporaryDirectory() as folder,
        closing(open_archive(Path(folder, "a.db"), create=True)) as db,
    ):
        run_id = begin_run(db, Invocation("benchmark", "harvester"), NOON)
        deriving = Deriving(db, (), lambda: NOON)
        for n, page in enumerate(pages):
            at = NOON + timedelta(hours=n)
            capture = Capture(
                "https://a.example/", at, Outcome.OK, status=200, headers=_HTML, body=_body(page)
            )
            capture_id = add_chain(db, Recording(run_id, "article"), (capture,))
            started = time.process_time()
            _, settled = deriving.article(capture_id, capture)
            seconds.append(time.process_time() - started)
            assert settled[0].steps[capture_id].version
    return seconds


def _body(page: Snapshot) -> bytes:
    """Return the snapshot as a page."""
    pairs = "".join(f"<h2>{pair.question}</h2><p>{pair.answer}</p>" for pair in page.pairs)
    return f"<html lang=en><title>A page</title><main><h1>A page</h1>{pairs}</main></html>".encode()


def _edited(writer: _Writer, n: int, pairs: list[Pair]) -> None:
    old = pairs[n % QUESTIONS]
    kept, _, _ = old.answer.rpartition(". ")
    pairs[n % QUESTIONS] = Pair(old.question, f"{kept}. {writer.answer(1)}")


def _renewed(writer: _Writer, _: int, pairs: list[Pair]) -> None:
    pairs.pop()
    pairs.insert(0, writer.pair())


FOLLOWING = {
    "one answer edited each time": _edited,
    "one question new and one dropped each time": _renewed,
}
"""What makes the next version of a page."""


def _alike(writer: _Writer) -> list[Snapshot]:
    """Return the page of equal questions, and the page with each answer edited."""
    answers = [writer.answer() for _ in range(ALIKE)]
    return [
        Snapshot(pairs=tuple(Pair("And you?", answer + edit) for answer in answers))
        for edit in (".", ". So it will stay.")
    ]
