"""The weights of the clues that link questions: ``python -m benchmarks.clues``.

It fits `harvester.diff.clues.WEIGHTS`, a logistic regression on pairs that have neither the same question nor
clearly the same letters and words, of the labelled, the written and the drawn transitions
(`benchmarks.lineage`), and prints them. Then it fits them again without one series of real pages, or without
a fifth of the languages, at a time, links what was left out, and prints how well. It takes a minute.
"""

import json
import lzma
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import mul
from pathlib import Path
from typing import NamedTuple

from benchmarks.invented import Transition
from benchmarks.lineage import Tally, alternatives, count, drawn, labelled, written
from harvester.diff import clues, match
from harvester.diff.clues import Clues
from harvester.diff.matching import clear_links
from harvester.diff.numbering import unnumbered
from harvester.diff.remaining import candidates
from harvester.diff.similarity import worded
from harvester.model import Pair

LABELLED = Path(__file__).parents[2] / "shared" / "lineage" / "gold.jsonl.xz"

DRAWN = 1100
"""This many drawn transitions take part: they have as many pairs as the others together."""

COUNTS = {"labelled": 2.0, "written": 1.0, "drawn": 0.5}
"""How much a pair of each set counts: real pages most, and those least that repeat their texts."""

FIFTHS = 5

RIDGE = 1.0
"""The penalty on the squares of the weights of clues that are scaled to a variance of 1."""

ROUNDS = 12
"""Newton's method settles in eight."""


class Set(NamedTuple):
    """A transition of a set. source: the series or the language that it is left out with."""

    name: str
    source: str
    transition: Transition


class Example(NamedTuple):
    """The clues of a pair, whether it is one entry, and how much it counts."""

    clues: tuple[float, ...]
    is_one: bool
    counts: float


class Fit(NamedTuple):
    """The log odds without any clue, and the weights."""

    alone: float
    weights: tuple[float, ...]


def transitions() -> Iterator[Set]:
    """Yield all transitions."""
    if LABELLED.exists():
        with lzma.open(LABELLED, "rt", encoding="utf-8") as lines:
            yield from (Set("labelled", json.loads(line)["series"], labelled(line)) for line in lines)
    yield from (Set("written", each.language, each) for each in written())
    yield from (Set("drawn", each.language, each) for each in islice(drawn((1, 2, 3)), DRAWN))


def sides(transition: Transition) -> tuple[list[Pair], list[Pair]]:
    """Return the pairs of both versions."""
    return [Pair(*each) for each in transition.old], [Pair(*each) for each in transition.new]


def examples(one: Set) -> Iterator[Example]:
    """Yield the pairs of a transition that the weights decide on."""
    wanted = one.transition
    allowed = {each for link in wanted.links for each in alternatives(wanted, link)}
    old, new = sides(wanted)
    left = clear_links(old, new)
    before, after = ([worded(each) for each in unnumbered(side)] for side in (old, new))
    for link, found in candidates(before, after, [*left.olds], [*left.news]):
        if link in wanted.links or link not in allowed:
            yield Example(tuple(found), link in wanted.links, COUNTS[one.name])


def fit(rows: Sequence[Example]) -> Fit:
    """Return the weights of a logistic regression, found by Newton's method."""
    size = len(rows[0].clues)
    means = [math.fsum(row.clues[n] for row in rows) / len(rows) for n in range(size)]
    spreads = [
        math.sqrt(math.fsum((row.clues[n] - means[n]) ** 2 for row in rows) / len(rows)) for n in range(size)
    ]
    scaled = [
        (1.0, *((x - m) / s for x, m, s in zip(row.clues, means, spreads, strict=True))) for row in rows
    ]
    weights = [0.0] * (size + 1)
    for _ in range(ROUNDS):
        slopes = [0.0, *(RIDGE * each for each in weights[1:])]
        curves = [[RIDGE * (n == m and n > 0) for m in range(size + 1)] for n in range(size + 1)]
        for row, own in zip(rows, scaled, strict=True):
            chance = 1 / (1 + math.exp(-sum(map(mul, weights, own))))
            for n, clue in enumerate(own):
                slopes[n] += row.counts * (chance - row.is_one) * clue
                curve, bend = curves[n], row.counts * chance * (1 - chance) * clue
                for m, other in enumerate(own):
                    curve[m] += bend * other
        weights = [each - step for each, step in zip(weights, _solved(curves, slopes), strict=True)]
    unscaled = tuple(weight / spread for weight, spread in zip(weights[1:], spreads, strict=True))
    return Fit(weights[0] - math.fsum(map(mul, unscaled, means)), unscaled)


def _solved(rows: list[list[float]], values: list[float]) -> list[float]:
    """Return the solution of linear equations whose matrix is symmetric and positive definite."""
    table = [[*row, value] for row, value in zip(rows, values, strict=True)]
    for n, pivot in enumerate(table):
        for other in table[:n] + table[n + 1 :]:
            share = other[n] / pivot[n]
            other[:] = [one - share * two for one, two in zip(other, pivot, strict=True)]
    return [row[-1] / row[n] for n, row in enumerate(table)]


def folds(sets: Sequence[Set]) -> Iterator[frozenset[tuple[bool, str]]]:
    """Yield the series, and the languages a fifth at a time, that are left out together."""
    yield from (frozenset({(True, each)}) for each in sorted({_key(one)[1] for one in sets if _key(one)[0]}))
    languages = sorted({_key(one)[1] for one in sets if not _key(one)[0]})
    yield from (frozenset((False, each) for each in languages[n::FIFTHS]) for n in range(FIFTHS))


def _key(one: Set) -> tuple[bool, str]:
    return one.name == "labelled", one.source


def score(sets: Iterable[Set], fitted: Fit, tallies: dict[str, Tally]) -> None:
    """Link the transitions by these weights and count."""
    clues.ALONE, clues.WEIGHTS = fitted.alone, Clues(*fitted.weights)
    for one in sets:
        count(tallies[one.name], one.transition, match(*sides(one.transition)))


def _print(title: str, tallies: dict[str, Tally]) -> None:
    print(f"{title:22} {'n':>5} {'P':>7} {'R':>7} {'F1':>7} {'exact':>7}")
    for name, tally in tallies.items():
        print(f"{name:22} {tally.row()}")


def main() -> None:
    """Print the weights and the tables."""
    sets = list(transitions())
    rows = [list(examples(one)) for one in sets]
    fitted = fit([each for row in rows for each in row])
    print(
        f"alone {fitted.alone:.2f}",
        *(f"{name} {each:.2f}" for name, each in zip(Clues._fields, fitted.weights, strict=True)),
        sep="\n",
    )
    tallies: dict[str, Tally] = defaultdict(Tally)
    score(sets, fitted, tallies)
    _print("fitted on all", tallies)
    tallies = defaultdict(Tally)
    for out in folds(sets):
        kept = [each for one, row in zip(sets, rows, strict=True) if _key(one) not in out for each in row]
        score([one for one in sets if _key(one) in out], fit(kept), tallies)
    _print("left out of the fit", tallies)


if __name__ == "__main__":
    main()
