"""Invented histories of edits, and those of real pages where there are some, for `benchmarks.pace`.

Times are in hours since a page was published. The families are not drawn from the model that is measured:
news has lognormal delays, the others have renewals of several kinds. The number of versions of news, 3.6 an
article, is that of NewsEdits (Spangher et al. 2022).
"""

import math
import random
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from benchmarks import series
from harvester.history.ids import snapshot_id
from harvester.reading import read, received

DAYS = 30
END_H = 24.0 * DAYS
HOUR_S = 3600.0
VERSIONS_OF_NEWS = 3.6
CORRECTED = 0.25
"""This part of the edits of an office is corrected soon. A check each 6.7 hours then sees some 95 % of them,
as it does of real pages."""
DAYS_WITH_EDIT = 0.9

History = tuple[float, ...]


def families(number: int, half: str) -> Mapping[str, list[History]]:
    """Return this many histories in all, by family.

    half: "fitted" or "kept apart"; their seeds differ.
    """
    found = {}
    for family, share in FAMILIES.items():
        chance = random.Random(f"{family.__name__} {half}")  # noqa: S311  histories, no secret
        name = family.__name__.lstrip("_").replace("_", " ")
        found[name] = [
            tuple(each for each in sorted(family(chance)) if 0 < each < END_H)
            for _ in range(math.ceil(share * number))
        ]
    return found


def _news(chance: random.Random) -> Iterator[float]:
    """Yield the edits of an article of 3.6 versions on average; half of them come within four hours."""
    while chance.random() < 1 - 1 / VERSIONS_OF_NEWS:
        yield _lognormal(chance, 4, 1.8)


def _running_story(chance: random.Random) -> Iterator[float]:
    """Yield an edit each few hours, of an explainer of a story that runs for one to five days."""
    yield from _renewed(lambda: _lognormal(chance, 3, 0.9), until=chance.choice((24, 48, 72, 120)))


def _faq(chance: random.Random) -> Iterator[float]:
    """Yield an edit each week, some of them corrected soon after, of a page of an office."""
    for at in _renewed(lambda: chance.expovariate(1 / 168)):
        yield at
        later = at
        while chance.random() < CORRECTED:
            later += _lognormal(chance, 1.0, 1.5)
            yield later


def _help_page(chance: random.Random) -> Iterator[float]:
    """Yield an edit a month."""
    yield from _renewed(lambda: chance.expovariate(1 / 720))


def _still(_: random.Random) -> Iterator[float]:
    """Yield no edit at all."""
    yield from ()


def _daily(chance: random.Random) -> Iterator[float]:
    """Yield an edit on nine days of ten, at one hour of the day, give or take one."""
    hour = chance.uniform(0, 24)
    yield from (
        hour + 24 * day + chance.gauss(0, 1) for day in range(1, DAYS) if chance.random() < DAYS_WITH_EDIT
    )


def _woken(chance: random.Random) -> Iterator[float]:
    """Yield four to ten edits within two days, after days or weeks of silence: the story goes on."""
    at = chance.uniform(72, 600)
    for _ in range(chance.randint(4, 10)):
        yield at
        at += _lognormal(chance, 4, 0.9)


def _restless(chance: random.Random) -> Iterator[float]:
    """Yield two edits a day at any time, for the whole month."""
    yield from _renewed(lambda: chance.expovariate(1 / 12))


FAMILIES: Mapping[Callable[[random.Random], Iterator[float]], float] = {
    _news: 0.50, _running_story: 0.10, _faq: 0.12, _help_page: 0.10, _still: 0.10, _daily: 0.04, _woken: 0.02,
    _restless: 0.02,
}  # fmt: skip
"""Which part of all histories each family is: what an archive of explainers may follow."""


def _renewed(gap: Callable[[], float], until: float = END_H) -> Iterator[float]:
    at = gap()
    while at < until:
        yield at
        at += gap()


def _lognormal(chance: random.Random, median: float, sigma: float) -> float:
    return median * math.exp(chance.gauss(0, sigma))


def real(name: str) -> Iterator[History]:
    """Yield each 30 days of a series as a history, as if the page were found at their beginning."""
    shown = [(each.captured_at.timestamp() / HOUR_S, snapshot_id(read(received(each)).snapshot))
             for each in series.captures(name)]  # fmt: skip
    edits = [at for (_, before), (at, after) in pairwise(shown) if before != after]
    begun = shown[0][0]
    while begun + END_H <= shown[-1][0]:
        yield tuple(at - begun for at in edits if begun < at < begun + END_H)
        begun += END_H
