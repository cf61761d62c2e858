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
from harvester.view.plot import Column, Digest, Plot, share
from harvester.view.search import COLUMNS as OF_SPELL
from harvester.view.selection import Selection, conditions

Z = 1.959964
"""The normal quantile of a band that covers 95 %."""


class Step(NamedTuple):
    """Where the curve falls. time: in whole units. low, high: the 95 % band; both are 0 once all ended.

    at_risk: lives that were watched for that long and had not ended. ended: those that end then.
    """

    time: int
    at_risk: int
    ended: int
    survival: float
    low: float
    high: float


def curve(ended: Mapping[int, int], standing: Mapping[int, int]) -> tuple[Step, ...]:
    """Return the steps of the curve; ended, standing: how many lives ended, or were last seen, at which time.

    A life that was last seen at a time counts among those at risk at that time. If lives were watched for
    longer than the last that ended, a step on which nothing ends says for how long.
    """
    return tuple(_steps(ended, standing))


def _steps(ended: Mapping[int, int], standing: Mapping[int, int]) -> Iterator[Step]:
    at_risk = sum(ended.values()) + sum(standing.values())
    survival, variance = 1.0, 0.0
    for time in sorted(ended.keys() | standing.keys()):
        ends = ended.get(time, 0)
        if ends or at_risk == standing[time]:
            survival *= 1 - ends / at_risk
            variance += ends / (at_risk * (at_risk - ends)) if ends < at_risk else 0.0
            yield Step(time, at_risk, ends, survival, *_band(survival, variance))
        at_risk -= ends + standing.get(time, 0)


def _band(survival: float, variance: float) -> tuple[float, float]:
    if not 0 < survival < 1:
        return survival, survival
    spread = math.exp(Z * math.sqrt(variance) / abs(math.log(survival)))
    return survival**spread, survival ** (1 / spread)


def at(steps: Sequence[Step], time: int) -> Step | None:
    """Return the last step until a time; None before the first one."""
    place = bisect_right(steps, time, key=lambda step: step.time)
    return steps[place - 1] if place else None


def median(steps: Sequence[Step]) -> int | None:
    """Return the time at which half had ended; None if fewer did."""
    return next((step.time for step in steps if step.survival <= 0.5), None)  # noqa: PLR2004  a half


_LIVES = """
    WITH seen AS MATERIALIZED (
        SELECT article_id, unixepoch(CASE WHEN standing = 'current' THEN captured_at ELSE (
            SELECT max(stood.at) FROM standing AS stood
            WHERE stood.article_id = article_state.article_id AND stood.version = article_state.version
        ) END) AS at_s
        FROM article_state
    )
    SELECT
        alike.ended_s IS NULL,
        CASE WHEN alike.ended_s IS NULL THEN max(0, seen.at_s - alike.began_s) / 3600
            ELSE (alike.ended_s - alike.began_s + 3599) / 3600 END,
        sum(alike.number)
    FROM (
        SELECT spell.article_id, spell.began_s, spell.ended_s, count(*) AS number FROM spell {}
        WHERE {} GROUP BY spell.source_id, spell.began_s, spell.ended_s, spell.article_id
    ) AS alike
    JOIN seen ON seen.article_id = alike.article_id
    GROUP BY 1, 2"""
"""Hours until an end are rounded up, and those of a life that stands down: it was not watched for longer.

``seen`` says when each article was last seen in its newest version. The answers of a version begin together,
and the index spell_by_source has them side by side, so they are counted before anything is looked up.
"""

_STATE = "JOIN article_state AS shown ON shown.article_id = spell.article_id"

_BORN = OF_SPELL._replace(ended=OF_SPELL.began)
"""A period selects the lives that begin in it: among all that touch it, long ones would be too many."""

DAY_H = 24

HORIZONS = {
    "1 hour": 1, "6 hours": 6, "1 day": DAY_H, "3 days": 3 * DAY_H, "7 days": 7 * DAY_H,
    "30 days": 30 * DAY_H, "90 days": 90 * DAY_H, "180 days": 180 * DAY_H, "1 year": 365 * DAY_H,
    "2 years": 730 * DAY_H, "5 years": 1_826 * DAY_H,
}  # fmt: skip
"""The times that a page names, in hours."""

_COLUMNS = (
    Column("hours", "hours since the answer was first seen"),
    Column("at_risk", "answers that were watched for so long and had not ended an hour before"),
    Column("ended", "answers that ended in the hour until then"),
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
    """Return how long the answers stood whose lives the selection has, in hours."""
    lives = _lives(conn, selection)
    steps = curve(*lives)
    rows = tuple((*step[:3], *(round(each, 6) for each in step[3:])) for step in steps)
    head = ("after", "still stand", "95 % band", "watched for longer", "ended until then")
    digest = Digest(head, tuple(_horizons(steps, *lives)))
    return Plot("survival", _finding(steps, *lives), _NOTES, _COLUMNS, rows, digest)


def _lives(conn: sqlite3.Connection, selection: Selection) -> tuple[Counter[int], Counter[int]]:
    """Return how many lives ended within how many hours, and how many were watched for how many."""
    where = conditions(selection, _BORN)
    joins = _STATE if "shown." in where.sql else ""
    found = Counter[int](), Counter[int]()
    for is_standing, hours, number in select(conn, _LIVES.format(joins, where.sql), where.values):
        found[is_standing][hours] += number
    return found


def _horizons(
    steps: Sequence[Step], ended: Counter[int], standing: Counter[int]
) -> Iterator[tuple[str, ...]]:
    watched = max((*ended, *standing), default=0)
    for words, hours in HORIZONS.items():
        if hours > watched:
            return
        step = at(steps, hours)
        survival, low, high = step[3:] if step else (1.0, 1.0, 1.0)
        longer = sum(number for lives in (ended, standing) for time, number in lives.items() if time > hours)
        gone = sum(each.ended for each in steps if each.time <= hours)
        band = f"{low:.1%} to {high:.1%}".replace("%", " %")
        yield words, f"{100 * survival:.1f} %", band, f"{longer:,}", f"{gone:,}"


def _finding(steps: tuple[Step, ...], ended: Counter[int], standing: Counter[int]) -> str:
    lives = ended.total() + standing.total()
    if not lives:
        return ""
    half, month = median(steps), at(steps, HORIZONS["30 days"])
    watched = max((*ended, *standing))
    words = f"Of {lives:,} answers, {ended.total():,} changed or went while they were watched."
    if month and watched >= HORIZONS["30 days"]:
        words += f" An estimated {share(month.survival, 1)} stand for longer than 30 days."
    if half is not None:
        words += f" Half change or go within {_long(half)}."
    return words


def _long(hours: int) -> str:
    return f"{hours} hours" if hours < 2 * DAY_H else f"{hours // DAY_H} days"
