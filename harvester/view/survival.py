"""How long answers stand, by the estimate of Kaplan and Meier: an answer that stands counts as far as known.

E. L. Kaplan, P. Meier: Nonparametric Estimation from Incomplete Observations. Journal of the American
Statistical Association 53 (1958), 457-481. The variance is Greenwood's. The band is made on the log-minus-log
scale, so it stays between 0 and 1: J. D. Kalbfleisch, R. L. Prentice, The Statistical Analysis of Failure
Time Data, 2nd edition (2002), section 1.4.
"""

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from harvester.archive.connection import select, sqlite3
from harvester.view.plot import Column, Plot, PlotTable, share
from harvester.view.search import COLUMNS as OF_SPELL
from harvester.view.selection import Selection, conditions
from harvester.view.wording import took

Z = 1.959964
"""This is the normal quantile of a band that covers 95 %."""


class SurvivalStep(NamedTuple):
    """Where the curve falls. time: in whole units. low, high: the 95 % band; both are 0 once all ended.

    at_risk: lives that were watched for that long and had not ended. ended: those that end then.
    """

    time: int
    at_risk: int
    ended: int
    survival: float
    low: float
    high: float


def curve(ended: Mapping[int, int], standing: Mapping[int, int]) -> tuple[SurvivalStep, ...]:
    """Return the steps of the curve; ended, standing: how many lives ended, or were last seen, at which time.

    A life that was last seen at a time counts among those at risk at that time. If lives were watched for
    longer than the last that ended, a step on which nothing ends says for how long.
    """
    return tuple(_steps(ended, standing))


def _steps(ended: Mapping[int, int], standing: Mapping[int, int]) -> Iterator[SurvivalStep]:
    at_risk = sum(ended.values()) + sum(standing.values())
    survival, variance = 1.0, 0.0
    for time in sorted(ended.keys() | standing.keys()):
        ends = ended.get(time, 0)
        if ends or at_risk == standing[time]:
            survival *= 1 - ends / at_risk
            variance += ends / (at_risk * (at_risk - ends)) if ends < at_risk else 0.0
            yield SurvivalStep(time, at_risk, ends, survival, *_band(survival, variance))
        at_risk -= ends + standing.get(time, 0)


def _band(survival: float, variance: float) -> tuple[float, float]:
    if not 0 < survival < 1:
        return survival, survival
    spread = math.exp(Z * math.sqrt(variance) / abs(math.log(survival)))
    return survival**spread, survival ** (1 / spread)


def at(steps: Sequence[SurvivalStep], time: int) -> SurvivalStep | None:
    """Return the last step until a time; None before the first one."""
    place = bisect_right(steps, time, key=lambda step: step.time)
    return steps[place - 1] if place else None


def median(steps: Sequence[SurvivalStep]) -> int | None:
    """Return the time at which half had ended; None if fewer did."""
    return next((step.time for step in steps if step.survival <= 0.5), None)  # noqa: PLR2004  a half


_ENDED = """
    SELECT (spell.ended_s - spell.began_s + :unit - 1) / :unit, count(*)
    FROM spell {join} WHERE spell.ended_s IS NOT NULL AND {where} GROUP BY 1"""

_STANDING = """
    WITH shown AS MATERIALIZED (
        SELECT article_id, language, unixepoch(CASE WHEN standing = 'current' THEN captured_at ELSE (
            SELECT max(stood.at) FROM standing AS stood
            WHERE stood.article_id = article_state.article_id AND stood.version = article_state.version
        ) END) AS seen_s
        FROM article_state
    )
    SELECT group_concat(max(0, shown.seen_s - spell.began_s) / :unit)
    FROM shown CROSS JOIN spell ON spell.article_id = shown.article_id
    WHERE spell.ended_s IS NULL AND {where}"""
"""This query says how long each current answer was observed: until its article was last seen in its newest
version.

They come as one text, 3 MB for 900,000 answers, and are counted here: SQLite would sort them, which takes as
long as all the rest.
"""

_WATCHED = """
    SELECT unixepoch((SELECT max(captured_at) FROM article_state))
        - unixepoch((SELECT min(began_at) FROM version))"""

_STATE = "JOIN article_state AS shown ON shown.article_id = spell.article_id"

UNITS = {1: 86_400, 60: 60 * 86_400}
"""A curve counts in units of these seconds if the archive was not observed for longer, and else in hours."""

HOUR_S = 3_600

_BORN = OF_SPELL._replace(ended=OF_SPELL.began)
"""A period selects the lives that begin in it: among all that touch it, long ones would be too many."""

HORIZONS = {
    "1 minute": 60, "10 minutes": 600, "1 hour": HOUR_S, "6 hours": 6 * HOUR_S, "1 day": 86_400,
    "3 days": 3 * 86_400, "7 days": 7 * 86_400, "30 days": 30 * 86_400, "90 days": 90 * 86_400,
    "180 days": 180 * 86_400, "1 year": 365 * 86_400, "2 years": 730 * 86_400, "5 years": 1_826 * 86_400,
}  # fmt: skip
"""A page names these times; the values are seconds."""

_COLUMNS = (
    Column("hours", "hours since the answer was first seen"),
    Column("at_risk", "answers that were watched for so long and had not ended in the row before"),
    Column("ended", "answers that ended since the row before"),
    Column("survival", "estimated share of answers that stand for longer (Kaplan and Meier)"),
    Column("low", "lower end of its 95 % band"),
    Column("high", "upper end of its 95 % band"),
)

_NOTES = (
    (
        "A life begins when an answer is first seen, and ends when its words, or those of its question, are"
        " first seen changed, or gone. The edit itself was made at some time since the capture before."
    ),
    (
        "An answer that still stands counts as far as it was watched: until the last capture that shows it."
        " Answers of pages that went away count until then, too."
    ),
    (
        "An answer that was older than its first capture counts from that capture on."
        " A period selects the answers that were first seen in it."
    ),
)


def survival(conn: sqlite3.Connection, selection: Selection) -> Plot:
    """Return how long the answers stood whose lives the selection has.

    Times are counted in hours; in minutes or seconds if the archive was watched for a short time.
    """
    watched = select(conn, _WATCHED)[0][0] or 0
    unit = next((each for each, most in UNITS.items() if watched <= most), HOUR_S)
    lives = _lives(conn, selection, unit)
    steps = curve(*lives)
    rows = tuple(
        (round(step.time * unit / HOUR_S, 4), *step[1:3], *(round(each, 6) for each in step[3:]))
        for step in steps
    )
    head = ("after", "still stand", "95 % band", "watched for longer", "ended until then")
    digest = PlotTable(head, tuple(_horizons(steps, unit, *lives)))
    return Plot("survival", _finding(steps, unit, *lives), _NOTES, _COLUMNS, rows, digest)


def _lives(conn: sqlite3.Connection, selection: Selection, unit: int) -> tuple[Counter[int], Counter[int]]:
    """Return how many lives ended within how many units, and how many were watched for how many.

    Units until an end are rounded up. Those of a life that stands are rounded down, for it was not watched
    for longer.
    """
    where = conditions(selection, _BORN)
    join, values = _STATE if "shown." in where.sql else "", where.values | {"unit": unit}
    ended = select(conn, _ENDED.format(join=join, where=where.sql), values)
    standing = select(conn, _STANDING.format(where=where.sql), values)[0][0]
    times = Counter((standing or "").split(",")) if standing else Counter[str]()
    return Counter(dict(map(tuple, ended))), Counter({int(time): n for time, n in times.items()})


def _horizons(
    steps: Sequence[SurvivalStep], unit: int, ended: Counter[int], standing: Counter[int]
) -> Iterator[tuple[str, ...]]:
    """Yield a row for each horizon that was watched, and one for the longest time that anything was."""
    watched = max((*ended, *standing), default=0)
    times = {words: seconds // unit for words, seconds in HORIZONS.items()}
    ends = {f"{_long(watched * unit)}, the longest": watched} if watched else {}
    for words, until in (times | ends).items():
        if 0 < until <= watched:
            step = at(steps, until)
            stands, low, high = step[3:] if step else (1.0, 1.0, 1.0)
            longer = sum(n for lives in (ended, standing) for time, n in lives.items() if time > until)
            gone = sum(each.ended for each in steps if each.time <= until)
            band = f"{low:.1%} to {high:.1%}".replace("%", " %")
            yield words, f"{100 * stands:.1f} %", band, f"{longer:,}", f"{gone:,}"


def _finding(steps: Sequence[SurvivalStep], unit: int, ended: Counter[int], standing: Counter[int]) -> str:
    lives = ended.total() + standing.total()
    if not lives:
        return ""
    half, until = median(steps), HORIZONS["30 days"] // unit
    words = f"Of {lives:,} answers, {ended.total():,} changed or went while they were watched."
    if max((*ended, *standing)) >= until and (month := at(steps, until)):
        words += f" An estimated {share(month.survival, 1)} stand for longer than 30 days."
    if half is not None:
        words += f" Half change or go within {_long(half * unit)}."
    return words


def _long(seconds: int) -> str:
    days = seconds // 86_400
    return f"{days} days" if days > 1 else took(seconds)
