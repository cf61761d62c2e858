"""Evidence is defined here: it looks at a line and the answer so far, and gives a reason against the line."""

from collections.abc import Callable
from typing import NamedTuple

from harvester.parse.lines import Line
from harvester.parse.votes import Votes


class Case(NamedTuple):
    """A case is a line that may belong to an answer.

    ``at`` is its number, and ``question`` the first line of the question above. ``found`` is the answer so
    far as (line, characters cut from its start). ``last``: no question follows. ``rescue``: the line is
    looked at again, because the first look found no answer. ``tail``: no text of the last answer follows in a
    usual place.
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
"""A piece of evidence returns why the line belongs to no answer, or ``""``."""


def first_reason(table: tuple[Evidence, ...], case: Case) -> str:
    """Return the first reason that a table of evidence gives, or ``""``."""
    for evidence in table:
        if reason := evidence(case):
            return reason
    return ""
