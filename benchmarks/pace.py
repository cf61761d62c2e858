"""Which edits the pace sees, with how many requests, beside the rules of others: a replay of 30 days.

What is counted as truth is each text that stands for an hour at least; a check at each full hour sees all of
them. A rule sees a text if it asks while the text stands, within the 30 days. A rule knows only what its own
requests saw. The prior was fitted by hand to histories with other seeds.
"""

import statistics
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import pairwise
from typing import NamedTuple

from benchmarks import series
from benchmarks.pace_histories import DAYS, END_H, History, families, real
from benchmarks.timing import Ratio
from harvester.pace.next_check import ARTICLES, HOUR, Observations, Pace, next_check

NUMBER = 60
"""This many histories are invented."""
SEEN, ASKED, DELAY_H = 0.95, 0.15, 2.0
"""The targets: edits seen, requests as part of the hourly ones, median delay on the first day in hours."""
STANDS_H = 1.0
BEGUN = datetime(2026, 11, 2, tzinfo=UTC)
DAY_H = 24.0

Edits = tuple[tuple[float, float], ...]  # the request before each edit that was seen, and the one that saw it
Rule = Callable[[list[float], Edits], float]  # from the hours of all requests to the hours until the next


class Tally(NamedTuple):
    """How a rule did. delays: hours from an edit on the first day to the request that saw it."""

    edits: int = 0
    seen: int = 0
    requests: int = 0
    histories: int = 0
    delays: tuple[float, ...] = ()

    @property
    def share(self) -> float:
        """Return which part of the edits was seen; 1 where there were none."""
        return self.seen / self.edits if self.edits else 1.0

    @property
    def effort(self) -> float:
        """Return the requests as part of those of a check at each full hour."""
        return self.requests / (self.histories * END_H)

    @property
    def delay(self) -> float:
        """Return the median delay on the first day, in hours."""
        return statistics.median(self.delays) if self.delays else 0.0

    def __str__(self) -> str:
        return f"{self.share:5.1%} {self.effort:6.1%}"


def paced(pace: Pace) -> Rule:
    """Return the rule of `harvester.pace`."""

    def rule(asked: list[float], edits: Edits) -> float:
        times = [tuple(BEGUN + each * HOUR for each in edit) for edit in edits]
        seen = Observations(BEGUN, BEGUN, BEGUN + asked[-1] * HOUR, tuple((a, b) for a, b in times))
        return (next_check(pace, seen).at - seen.asked_at) / HOUR

    return rule


def newsdiffs(asked: list[float], edits: Edits) -> float:
    """Return the wait of NewsDiffs (scraper.py, get_update_delay), by the time since the last change."""
    quiet = asked[-1] - (edits[-1][1] if edits else 0.0)
    buckets = ((3, 0.25), (DAY_H, 1.0), (7 * DAY_H, 3.0), (30 * DAY_H, 72.0))
    return next((wait for until, wait in buckets if quiet < until), 30 * DAY_H)


def news_sniffer(asked: list[float], edits: Edits) -> float:
    """Return the wait of News Sniffer: half an hour after a change, then longer by a fifth each time."""
    changed = edits[-1][1] if edits else 0.0
    return float(0.5 * 1.2 ** (len(asked) - bisect_right(asked, changed)))


def fixed(hours: float) -> Rule:
    """Return the rule that always waits this many hours."""
    return lambda _asked, _edits: hours


RULES: Mapping[str, Rule] = {
    "harvester": paced(ARTICLES),
    "NewsDiffs": newsdiffs,
    "News Sniffer": news_sniffer,
    f"each {1 / ASKED:.1f} h": fixed(1 / ASKED),
}


def replay(rule: Rule, histories: Iterable[History]) -> Tally:
    """Return how a rule does on the histories."""
    done = Tally()
    for edits in histories:
        asked = _asked(rule, edits)
        texts = standing(edits)
        seen = [
            (at, asked[place])
            for at, until in texts
            if (place := bisect_left(asked, at)) < len(asked) and asked[place] < until
        ]
        delays = tuple(by - at for at, by in seen if at < DAY_H)
        add = Tally(len(texts), len(seen), len(asked), 1, delays)
        done = Tally(*(a + b for a, b in zip(done, add, strict=True)))  # type: ignore[operator]
    return done


def standing(edits: History) -> list[tuple[float, float]]:
    """Return the texts that stand for an hour, each from its edit to the next one."""
    return [(at, until) for at, until in pairwise((*edits, END_H)) if until - at >= STANDS_H]


def _asked(rule: Rule, edits: History) -> list[float]:
    """Return the hours of all requests of a rule in the 30 days."""
    asked, seen, known = [0.0], list[tuple[float, float]](), 0
    while (at := asked[-1] + rule(asked, tuple(seen))) < END_H:
        if (now := bisect_right(edits, at)) > known:
            seen.append((asked[-1], at))
            known = now
        asked.append(at)
    return asked


def by_hindsight(histories: Iterable[History]) -> Tally:
    """Return what an oracle that knows all edits sees: it asks once for each text, as long as it may."""
    done = Tally()
    for edits in histories:
        texts = len(standing(edits))
        seen = min(texts, int(END_H * ASKED))
        done = done._replace(
            edits=done.edits + texts, seen=done.seen + seen,
            requests=done.requests + seen, histories=done.histories + 1,
        )  # fmt: skip
    return done


def run() -> Iterator[Ratio | str]:
    """Yield the table, edits seen and requests made beside those of hourly checks, and the three targets."""
    yield f"{'':24}" + "".join(f"{name:>16}" for name in (*RULES, "hindsight"))
    invented = families(NUMBER, "kept apart")
    yield from _rows(invented)
    whole = [each for histories in invented.values() for each in histories]
    (ours, *_), row = _row(f"all invented, {DAYS} days", whole)
    yield row
    yield from _targets(ours)
    if not series.names():
        yield series.ABSENT
        return
    pages = {name: list(real(name)) for name in series.names()}
    yield from _rows(pages)
    (ours, *_), row = _row("all real pages", [each for found in pages.values() for each in found])
    yield row
    yield from _targets(ours)


def _rows(histories: Mapping[str, list[History]]) -> Iterator[str]:
    for name, some in histories.items():
        yield _row(name, some)[1]


def _row(name: str, histories: list[History]) -> tuple[list[Tally], str]:
    found = [replay(rule, histories) for rule in RULES.values()]
    return found, f"{name[:24]:24}" + "".join(f"{each!s:>16}" for each in (*found, by_hindsight(histories)))


def _targets(ours: Tally) -> Iterator[Ratio]:
    yield Ratio("pace: edits seen, beside the part asked for", ours.share / SEEN, 1.0, f"({ours.share:.1%})")
    yield Ratio("pace: requests allowed, beside those made", ASKED / ours.effort, 1.0, f"({ours.effort:.1%})")
    if ours.delays:
        delay = max(ours.delay, 1e-9)
        yield Ratio("pace: delay allowed on the first day", DELAY_H / delay, 1.0, f"({delay:.1f} h)")
