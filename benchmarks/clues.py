"""The weights of the clues that link questions: ``python -m benchmarks.clues``.

It fits `harvester.diff.clues.WEIGHTS`, a logistic regression on pairs that have neither the same question nor
clearly the same letters and words, of the labelled, the written and the drawn transitions
(`benchmarks.lineage`), and then `harvester.diff.part_clues.WEIGHTS`, on what stands beside reworded
questions. Then it fits both again without one series of real pages, or without a fifth of the languages, at
a time, links what was left out, and prints how well. It takes three minutes.
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
from harvester.diff import clues, match, part_clues
from harvester.diff.clues import Clues
from harvester.diff.matching import clear_links
from harvester.diff.numbering import unnumbered
from harvester.diff.part_clues import PartClues
from harvester.diff.parts import undecided
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


class Weights(NamedTuple):
    """Of links, and of parts."""

    links: Fit
    parts: Fit


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


def part_examples(one: Set) -> Iterator[Example]:
    """Yield what stands beside reworded questions of a transition, as the weights of links have them."""
    wanted = one.transition
    old, new = sides(wanted)
    found = match(old, new)
    splits, merges = undecided(old, new, found.links, frozenset())
    backwards = [(news, olds) for olds, news in wanted.grouped]
    for candidates_of, grouped in ((splits, wanted.grouped), (merges, backwards)):
        for each in candidates_of:
            is_part = any(
                (each.whole,) == wholes and {each.continuation, each.part} <= {*others}
                for wholes, others in grouped
            )
            yield Example(tuple(each.clues), is_part, COUNTS[one.name])


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


def weighed(sets: Sequence[Set]) -> Weights:
    """Return the weights that these transitions give, and set them."""
    links = fit([each for one in sets for each in examples(one)])
    clues.ALONE, clues.WEIGHTS = links.alone, Clues(*links.weights)
    parts = fit([each for one in sets for each in part_examples(one)])
    part_clues.ALONE, part_clues.WEIGHTS = parts.alone, PartClues(*parts.weights)
    return Weights(links, parts)


def folds(sets: Sequence[Set]) -> Iterator[frozenset[tuple[bool, str]]]:
    """Yield the series, and the languages a fifth at a time, that are left out together."""
    yield from (frozenset({(True, each)}) for each in sorted({_key(one)[1] for one in sets if _key(one)[0]}))
    languages = sorted({_key(one)[1] for one in sets if not _key(one)[0]})
    yield from (frozenset((False, each) for each in languages[n::FIFTHS]) for n in range(FIFTHS))


def _key(one: Set) -> tuple[bool, str]:
    return one.name == "labelled", one.source


def count_in(sets: Iterable[Set], tallies: dict[str, Tally]) -> None:
    """Link the transitions by the weights that are set, and count."""
    for one in sets:
        count(tallies[one.name], one.transition, match(*sides(one.transition)))


def _print_fit(names: Iterable[str], fitted: Fit) -> None:
    print(f"alone={fitted.alone:.2f}", *(f"{n}={w:.2f}" for n, w in zip(names, fitted.weights, strict=True)))


def _print_table(title: str, tallies: dict[str, Tally]) -> None:
    print(f"{title:22} {'n':>5} {'P':>7} {'R':>7} {'F1':>7} {'exact':>7} splits, merges, false")
    for name, tally in tallies.items():
        print(f"{name:22} {tally.row()}")


def main() -> None:
    """Print the weights and the tables."""
    sets = list(transitions())
    fitted = weighed(sets)
    _print_fit(Clues._fields, fitted.links)
    _print_fit(PartClues._fields, fitted.parts)
    tallies: dict[str, Tally] = defaultdict(Tally)
    count_in(sets, tallies)
    _print_table("fitted on all", tallies)
    tallies = defaultdict(Tally)
    for out in folds(sets):
        weighed([one for one in sets if _key(one) not in out])
        count_in([one for one in sets if _key(one) in out], tallies)
    _print_table("left out of the fit", tallies)


if __name__ == "__main__":
    main()
