"""What is drawn of each plot: its marks and axes, added together as a picture of Lets-Plot."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from lets_plot import (
    aes,
    geom_bar,
    geom_line,
    geom_ribbon,
    ggplot,
    guide_legend,
    scale_fill_manual,
    scale_x_continuous,
    scale_x_datetime,
    scale_x_discrete,
    scale_x_log10,
    scale_y_continuous,
    scale_y_discrete,
)

from harvester.view.atom import xml_text
from harvester.view.plot import Plot
from harvester.view.plotted_changes import BASES, CLASSES, DELAYS, KINDS, group_of

Spec = Any  # what Lets-Plot adds together; it has no types


class FigureLook(NamedTuple):
    """How a picture looks. series: colours that people who see few colours tell apart."""

    ink: str
    soft: str
    line: str
    series: tuple[str, ...]


class FigureSize(NamedTuple):
    """Pixels of a picture and of its letters; letters that fit beside a bar, and keys that fit into a row."""

    width: int
    height: int
    letters: int
    font: int
    keys: int


MOST_DAYS, MOST_WEEKS = 100, 105
"""This many bars fit side by side: a longer time is drawn in weeks, one of more than two years in months."""

MOST_OUTLETS = 12
"""At most this many outlets have a bar; the table has the others."""

POINTS = 200
"""A curve has at most this many points: more would lie on the same pixels."""

FEW = 10
"""Up to this number, an axis counts one by one."""

_TICKS = {
    1 / 3600: "1 s", 1 / 60: "1 min", 1 / 6: "10 min", 1: "1 h", 6: "6 h", 24: "1 d", 72: "3 d", 168: "1 w",
    720: "30 d", 2_160: "90 d", 8_760: "1 y", 43_800: "5 y",
}  # fmt: skip


_BAR = {"stat": "identity", "sampling": "none", "size": 0, "color": "rgba(0,0,0,0)"}


def _counts(most: int) -> Spec:
    """Return the axis of a count from 0 on."""
    return scale_y_continuous(name="", **_from_zero(most))


def _from_zero(most: int) -> dict[str, Any]:
    breaks = [*range(most + 1)] if most <= FEW else None
    return {"format": ",d", "breaks": breaks, "limits": [0, most * 1.06], "expand": [0, 0]}


def _fill(groups: Sequence[str], look: FigureLook, size: FigureSize) -> Spec:
    keys = guide_legend(ncol=min(len(groups), size.keys))
    return scale_fill_manual(values=[*look.series[: len(groups)]], limits=[*groups], guide=keys)


def _changes(plot: Plot, look: FigureLook, size: FigureSize) -> Spec:
    """Return bars a day, a week or a month, whichever fits."""
    found: defaultdict[date, Counter[str]] = defaultdict(Counter)
    for day, kind, number in plot.rows:
        found[date.fromisoformat(day)][group_of(KINDS, kind)] += number
    name, begins = _spans(min(found), max(found))
    bars: defaultdict[date, Counter[str]] = defaultdict(Counter)
    for day, counts in found.items():
        bars[begins(day)] += counts
    groups = [each for each in KINDS if any(counts[each] for counts in found.values())]
    data = defaultdict[str, list[Any]](list)
    every = [*_every(min(bars), max(bars), begins)]
    for day in every:
        for group in groups:
            data["day"].append(_moment(day))
            data["kind"].append(group)
            data["changes"].append(bars[day][group])
    most, half = max(counts.total() for counts in bars.values()), timedelta(days=_DAYS[name] / 2)
    return (
        ggplot(data, aes("day", "changes", fill="kind"))
        + geom_bar(**_BAR, width=None if len(every) > 1 else _DAYS[name] * _DAY_MS / 2)
        + scale_x_datetime(
            name=f"by {name}",
            format="%Y-%m" if name == "month" else "%Y-%m-%d",
            limits=[_moment(every[0]) - half, _moment(every[-1]) + half],
            breaks=[_moment(day) for day in every] if len(every) <= FEW // 2 else None,
            expand=[0.01, 0],
        )
        + _counts(most)
        + _fill(groups, look, size)
    )


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


_DAY_MS = 86_400_000
_DAYS = {"day": 1, "week": 7, "month": 31}


def _spans(first: date, last: date) -> tuple[str, Callable[[date], date]]:
    """Return the name of the span of a bar, and what gives the first day of the span of a day."""
    days = (last - first).days
    if days < MOST_DAYS:
        return "day", lambda day: day
    if days < MOST_WEEKS * 7:
        return "week", lambda day: day - timedelta(days=day.weekday())
    return "month", lambda day: day.replace(day=1)


def _every(first: date, last: date, begins: Callable[[date], date]) -> Iterator[date]:
    """Yield the first day of each span, also of those without a change."""
    day, seen = first, None
    while day <= last:
        if begins(day) != seen:
            seen = begins(day)
            yield seen
        day += timedelta(days=1)


def _survival(plot: Plot, look: FigureLook, size: FigureSize) -> Spec:
    """Return the curve as steps with its band, over a logarithm of time."""
    del size
    points = [*_thinned(plot)]
    shortest = min(1.0, points[0][0])
    points.insert(0, (shortest, 1.0, 1.0, 1.0))
    names = ("hours", "share", "low", "high")
    steps = [points[0]]
    for before, point in pairwise(points):
        steps += [(point[0], *before[1:]), point]
    data = dict(zip(names, map(list, zip(*steps, strict=True)), strict=True))
    longest, least = points[-1][0], min(point[2] for point in points)
    ticks = {hours: words for hours, words in _TICKS.items() if shortest <= hours <= longest * 1.05}
    floor = math.floor(least * 10) / 10
    return (
        ggplot(data, aes("hours"))
        + geom_ribbon(aes(ymin="low", ymax="high"), fill=look.series[0], alpha=0.3, size=0, sampling="none")
        + geom_line(aes(y="share"), color=look.series[0], size=1.1, sampling="none")
        + scale_x_log10(name="since first seen", breaks=[*ticks], labels=[*ticks.values()])
        + scale_y_continuous(name="", format=".0%", limits=[floor, 1])
    )


def _thinned(plot: Plot) -> Iterator[tuple[float, ...]]:
    """Yield the last step of each of this many equal parts of the logarithm of time."""
    times = [max(1 / 3600, float(row[0])) for row in plot.rows]
    whole = math.log(times[-1] / times[0]) or 1.0
    last: dict[int, tuple[float, ...]] = {}
    for time, row in zip(times, plot.rows, strict=True):
        last[int(POINTS * math.log(time / times[0]) / whole)] = (time, *row[3:])
    yield from last.values()


def _delays(plot: Plot, look: FigureLook, size: FigureSize) -> Spec:
    """Return a bar for each span, by what its delays are counted from."""
    used = [basis for basis in BASES if any(row[0] == basis for row in plot.rows)]
    totals = Counter[str]()
    for _, span, number in plot.rows:
        totals[span] += number
    longest = max(place for place, span in enumerate(DELAYS) if totals[span])
    spans = [span for span in [*DELAYS][: longest + 1] if totals[span] or span != "before"]
    rows = [row for row in plot.rows if row[1] in spans]
    data = {
        "basis": [row[0] for row in rows],
        "span": [row[1] for row in rows],
        "edits": [row[2] for row in rows],
    }
    short = [span if size.letters > 20 else _shortened(span) for span in spans]  # noqa: PLR2004  the wide one
    return (
        ggplot(data, aes("span", "edits", fill="basis"))
        + geom_bar(**_BAR, width=0.75)
        + scale_x_discrete(name="first seen within", limits=spans, labels=short)
        + _counts(totals.most_common(1)[0][1])
        + _fill(used, look, size)
    )


def _shortened(span: str) -> str:
    number, _, unit = span.partition(" ")
    return f"{number} {unit[0]}" if unit else span


def _edits(plot: Plot, look: FigureLook, size: FigureSize) -> Spec:
    """Return a bar for each of the outlets with most edits."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for outlet, word, number in plot.rows:  # those with most edits come first
        if outlet in counts or len(counts) < MOST_OUTLETS:
            counts[outlet][group_of(CLASSES, word)] += number
    labels = {outlet: _label(outlet, size.letters) for outlet in counts}
    groups = [each for each in CLASSES if any(found[each] for found in counts.values())]
    cells = [(outlet, group, counts[outlet][group]) for outlet in counts for group in groups]
    data = dict(zip(("outlet", "class", "edits"), map(list, zip(*cells, strict=True)), strict=True))
    most = max(found.total() for found in counts.values())
    return (
        ggplot(data, aes("edits", "outlet", fill="class"))
        + geom_bar(**_BAR, orientation="y", width=min(0.75, 0.2 * len(counts)))
        + scale_y_discrete(name="", limits=[*counts][::-1], labels=[*labels.values()][::-1])
        + scale_x_continuous(name="edits", **_from_zero(most))
        + _fill(groups, look, size)
    )


def _label(outlet: str, letters: int) -> str:
    words = xml_text(outlet) or "?"
    return words if len(words) <= letters else f"{words[: letters - 1]}…"


FIGURES: Mapping[str, Callable[[Plot, FigureLook, FigureSize], Spec]] = {
    "changes": _changes,
    "survival": _survival,
    "delays": _delays,
    "edits": _edits,
}
"""Each plot is drawn by the function with its name."""
