"""Headings among questions that are none by their level: titles of sections, and what divides an answer."""

from itertools import pairwise

from harvester.parse.lines import Line

SUBHEADINGS = 2
"""Deeper headings below one question that divide its answer; a single one that asks is a question too."""


def section_titles(lines: list[Line], run: list[int]) -> set[int]:
    """Return the headings that ask nothing right above a deeper one that asks: titles of sections."""
    return {
        at
        for at, below in pairwise(run)
        if not lines[at].asks and lines[below].asks and lines[at].level < lines[below].level
    }


def dividing(lines: list[Line], run: list[int]) -> set[int]:
    """Return the headings that divide an answer: two or more of a deeper level, or any that does not ask."""
    found: set[int] = set()
    level, below = 0, []
    for at in [*run, -1]:
        line = lines[at]
        if at >= 0 and level and line.level > level:
            below.append(at)
            continue
        if below and (len(below) >= SUBHEADINGS or not lines[below[0]].asks):
            found.update(below)
        level, below = (line.level if line.asks else 0), []
    return found
