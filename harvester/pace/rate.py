"""How often something is likely to change from now on, by what was seen of it. Pure; times are in hours.

The theory. Edits come for three reasons, and the rates of the three add up:

- *Publication*: what is new is corrected and completed, often at first and then more and more seldom.
- *Echoes*: an edit is often followed by others, at the same pace.
- *Background*: some pages are edited all the time, a FAQ each week, another one never.

The first two decay as a power law (the Omori law: rate ~ 1 / (hours + c)^p), as aftershocks do: news has no
"half-life" that would fit minutes and months alike. It is the epidemic-type model of point processes (Ogata
1988, "Statistical models for earthquake occurrences and residual analysis for point processes").

Three numbers of each page are not known: how many edits its publication leads to, how many an edit leads to,
and its background rate. Each has a Gamma prior, and what was seen gives the posterior, as the Gamma is
conjugate to Poisson counts: shape + edits, and rate + exposure. An edit is shared out among the three causes
by how likely each is at that time (Zhuang, Ogata & Vere-Jones 2002, stochastic declustering). The background
is forgotten with a half-life, since pages change their habits (West & Harrison 1997, discounting). A check
that finds a change says only that there was one change at least since the check before (Cho & Garcia-Molina
2003, "Estimating frequency of change"); it counts as one, in the middle of that time.
"""

from collections.abc import Sequence
from math import exp, log
from typing import NamedTuple


class Gamma(NamedTuple):
    """What is known of a number: a Gamma distribution. mean = shape / rate."""

    shape: float
    rate: float

    @property
    def mean(self) -> float:
        """Return the expected number."""
        return self.shape / self.rate

    @property
    def variance(self) -> float:
        """Return how uncertain it is."""
        return self.shape / self.rate**2


class Habit(NamedTuple):
    """What is known of a kind of page before one is looked at.

    publication: edits that a publication leads to. echo: edits that an edit leads to. background: edits an
    hour at any time. settling_h, steepness: c and p of the Omori law. half_life_h: of what is known about the
    background. busiest: a background above this many edits an hour counts as this.
    """

    publication: Gamma
    echo: Gamma
    background: Gamma
    settling_h: float
    steepness: float
    half_life_h: float
    busiest: float


class EditOutlook(NamedTuple):
    """What is expected of one page from now on.

    age_h: hours since it was published. since_h: hours since each of its newest edits, the oldest first.
    """

    habit: Habit
    publication: Gamma
    echo: Gamma
    background: Gamma
    age_h: float
    since_h: tuple[float, ...]


ECHOES = 16
"""Only this many of the newest edits have echoes; those of earlier ones have decayed. It bounds the work."""


def outlook(habit: Habit, ages_h: tuple[float, float], edits_h: Sequence[float]) -> EditOutlook:
    """Return what is expected of a page.

    ages_h: its age when it was first seen, and now. edits_h: its age at each edit seen, in the order of time.
    """
    first, now = ages_h
    shared = _Shared(habit, first)
    for number, at in enumerate(edits_h):
        shared.add(at, edits_h[max(0, number - ECHOES) : number])
    newest = edits_h[-ECHOES:]
    known = shared.publication(now), shared.echo(now, newest), shared.background(now)
    return EditOutlook(habit, *known, now, tuple(max(0.0, now - each) for each in newest))


class _Shared:
    """The edits of a page so far, shared out among their causes."""

    def __init__(self, habit: Habit, first_h: float) -> None:
        self._habit, self._first = habit, first_h
        self._at, self._edits = first_h, 0
        self._base = self._published = self._echoed = 0.0

    def publication(self, at: float) -> Gamma:
        """Return how many edits the publication leads to, by what was seen until that age."""
        shape, rate = self._habit.publication
        seen = decayed(self._habit, at) - decayed(self._habit, self._first)
        return Gamma(shape + self._published, rate + seen)

    def echo(self, at: float, newest: Sequence[float]) -> Gamma:
        """Return how many edits an edit leads to; newest: edits whose echoes may still come."""
        shape, rate = self._habit.echo
        seen = self._edits - len(newest) + sum(decayed(self._habit, at - each) for each in newest)
        return Gamma(shape + self._echoed, rate + seen)

    def background(self, at: float) -> Gamma:
        """Return the background rate by what was seen until that age; what is long ago counts little."""
        shape, rate = self._habit.background
        span, tau = max(0.0, at - self._first), self._habit.half_life_h / log(2)
        return Gamma(shape + self._base * self._kept(at), rate + tau * (1 - exp(-span / tau)))

    def add(self, at: float, before: Sequence[float]) -> None:
        """Count an edit that was seen at that age; before: the newest edits before it."""
        published = self.publication(at).mean * density(self._habit, at)
        echoed = self.echo(at, before).mean * sum(density(self._habit, at - each) for each in before)
        base = self.background(at).mean
        total = published + echoed + base
        self._base = self._base * self._kept(at) + base / total
        self._published += published / total
        self._echoed += echoed / total
        self._at, self._edits = at, self._edits + 1

    def _kept(self, at: float) -> float:
        return float(2 ** (-max(0.0, at - self._at) / self._habit.half_life_h))


def density(habit: Habit, hours: float) -> float:
    """Return which part of all follow-ups comes in one hour, that many hours after what they follow."""
    c, p = habit.settling_h, habit.steepness
    return float((p - 1) / c * (1 + max(0.0, hours) / c) ** -p)


def decayed(habit: Habit, hours: float) -> float:
    """Return which part of all follow-ups has come by then, 0 to 1: the integral of `density`."""
    return float(1 - (1 + max(0.0, hours) / habit.settling_h) ** (1 - habit.steepness))


def edits_within(known: EditOutlook, hours: float) -> tuple[float, float]:
    """Return the number of edits to be expected within this many hours from now, and its variance.

    The variance is that of the three rates: it says how little is known of the page.
    """
    habit = known.habit
    published = decayed(habit, known.age_h + hours) - decayed(habit, known.age_h)
    echoed = sum(decayed(habit, each + hours) - decayed(habit, each) for each in known.since_h)
    parts = ((known.publication, published), (known.echo, echoed), (_steady(known), hours))
    mean = sum(gamma.mean * much for gamma, much in parts)
    return mean, sum(gamma.variance * much**2 for gamma, much in parts)


def _steady(known: EditOutlook) -> Gamma:
    shape, rate = known.background
    return Gamma(shape, max(rate, shape / known.habit.busiest))
