"""Differences beside difflib over words, questions beside difflib's ratio, and the time that an answer takes.

The peer does what most programs do: words, spaces and punctuation as tokens, so that its opcodes give
both texts back as our differences do; autojunk, its default, leaves frequent words out.
"""

import difflib
import random
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import product

from benchmarks.timing import Ratio, interleaved, speed_ratio
from harvester.diff import hunks, spans
from harvester.diff.differences import differences
from harvester.diff.folded import folded
from harvester.diff.matching import match
from harvester.model import Pair

SEED = 20261123
ROUNDS = 5
VOCABULARY = 3000
CHARS = 50_000
QUESTIONS = 30

EDITS = {0.01: 25.0, 0.1: 5.0}
"""Share of the words edited, and the target."""

LIMITS_S = {(5_000, 0.01): 0.005, (5_000, 0.1): 0.005, (5_000_000, 0.01): 3.0, (5_000_000, 0.1): 3.0}
"""Characters of two answers, the share of the words edited, and the seconds that their hunks may take."""

MATCHING_TARGET = 10.0
"""For questions and answers, beside the questions alone."""

_PEER_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")


def run() -> Iterator[Ratio]:
    """Yield the ratios."""
    draw = random.Random(SEED)  # noqa: S311  the same text at each run
    text = written(draw, CHARS)
    for share, target in EDITS.items():
        yield _differences(text, edited(draw, text, share), share, target)
    yield _matching(draw)
    for (chars, share), limit_s in LIMITS_S.items():
        yield _within(draw, chars, share, limit_s)


def written(draw: random.Random, chars: int) -> str:
    """Return sentences of invented words whose frequencies fall off as those of a language do."""
    words = [
        "".join(draw.choices("abcdefghijklmnopqrstuvwxyz", k=draw.randint(2, 9))) for _ in range(VOCABULARY)
    ]
    weights = [1 / rank for rank in range(1, VOCABULARY + 1)]
    sentences, length = [], 0
    while length < chars:
        sentences.append(" ".join(draw.choices(words, weights, k=draw.randint(6, 22))).capitalize() + ".")
        length += len(sentences[-1]) + 1
    return " ".join(sentences)


def edited(draw: random.Random, text: str, share: float) -> str:
    """Return the text with that share of its words replaced, left out or followed by a new one."""
    edits = (lambda _: "anew", lambda _: "", lambda word: f"{word} besides")
    return " ".join(draw.choice(edits)(word) if draw.random() < share else word for word in text.split())


def _differences(old: str, new: str, share: float, target: float) -> Ratio:
    contenders: dict[str, Callable[[], object]] = {
        "differences": lambda: differences(folded(old), folded(new)),
        "hunks": partial(hunks, old, new),
        "difflib": partial(_difflib_words, old, new),
    }
    seconds = interleaved(contenders, ROUNDS)
    taken = ", ".join(f"{name} {1000 * min(seconds[name]):.1f} ms" for name in contenders)
    what = f"differences of {CHARS // 1000} KB, {share:.0%} of the words edited, beside difflib (autojunk)"
    return Ratio(what, speed_ratio(seconds, "differences", "difflib"), target, taken)


def _within(draw: random.Random, chars: int, share: float, limit_s: float) -> Ratio:
    """Return how many times the hunks of two answers could be found within their limit, and drawn."""
    old = written(draw, chars)
    new = edited(draw, old, share)
    found = hunks(old, new, "en")
    contenders: dict[str, Callable[[], object]] = {
        "hunks": partial(hunks, old, new, "en"),
        "spans": partial(spans, old, new, found),
    }
    seconds = interleaved(contenders, ROUNDS)
    taken = ", ".join(f"{name} {1000 * min(seconds[name]):.1f} ms" for name in contenders)
    what = f"hunks of two answers of {chars // 1000} KB, {share:.0%} of the words edited, beside {limit_s} s"
    return Ratio(what, limit_s / min(seconds["hunks"]), 1.0, f"{len(found)} hunks, {taken}")


def _difflib_words(old: str, new: str) -> object:
    olds, news = _PEER_TOKEN.findall(old), _PEER_TOKEN.findall(new)
    return difflib.SequenceMatcher(None, olds, news).get_opcodes()


def _matching(draw: random.Random) -> Ratio:
    old = _pairs(draw)
    new = tuple(Pair(edited(draw, pair.question, 0.2), edited(draw, pair.answer, 0.1)) for pair in old)
    contenders: dict[str, Callable[[], object]] = {
        "match": partial(match, old, new),
        "difflib": partial(_difflib_questions, old, new),
    }
    seconds = interleaved(contenders, ROUNDS)
    what = f"{QUESTIONS} edited questions matched with their answers, beside difflib over the questions alone"
    note = f"match {1000 * min(seconds['match']):.1f} ms"
    return Ratio(what, speed_ratio(seconds, "match", "difflib"), MATCHING_TARGET, note)


def _pairs(draw: random.Random) -> tuple[Pair, ...]:
    return tuple(Pair(written(draw, 60)[:80] + "?", written(draw, 600)) for _ in range(QUESTIONS))


def _difflib_questions(old: Sequence[Pair], new: Sequence[Pair]) -> object:
    return [
        difflib.SequenceMatcher(None, one.question, other.question).ratio()
        for one, other in product(old, new)
    ]
