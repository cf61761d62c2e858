"""What evidence is: it looks at a line and at the answer so far, and returns a reason against the line."""

from collections.abc import Callable
from typing import NamedTuple

from harvester.parse.lines import Line
from harvester.parse.votes import Votes


class Case(NamedTuple):
    """A line that may belong to an answer.

    at: its number. question: the first line of the question above. found: the answer so far, (line,
    characters cut from its start). last: whether no question follows. rescue: whether the line is looked
    at a second time, because the first look found no answer at all. tail: whether no text of the last answer
    follows in a usual place.
    """

    votes: Votes
    at: int
    line: Line
    question: Line
    found: list[tuple[int, int]]
    last: bool
    rescue: bool
    tail: bool = False


Evidence = Callable[[Case], str]
"""A piece of evidence: it returns why the line belongs to no answer, or ``""``."""


def first_reason(table: tuple[Evidence, ...], case: Case) -> str:
    """Return the first reason that a table of evidence gives, or ``""``."""
    for evidence in table:
        if reason := evidence(case):
            return reason
    return ""
