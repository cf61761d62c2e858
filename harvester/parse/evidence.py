"""Evidence is defined here: it looks at a line and the answer so far, and gives a reason."""

from collections.abc import Callable
from enum import IntFlag
from typing import NamedTuple

from harvester.model import Kind
from harvester.parse.inserts import Insert
from harvester.parse.lines import Line
from harvester.parse.votes import Votes


class Where(IntFlag):
    """It says where evidence counts: a line stands in a box, or it is a heading or a text among the answers.

    ``BOX``: the line stands in an insert, where answers usually have no text. ``HEADING`` and ``TEXT``: it
    stands where they have. ``LAST``: it also is a text below the last question. ``TAIL``: it stands below the
    last question, and no text of that answer follows in a usual place.
    """

    BOX = 1
    HEADING = 2
    TEXT = 4
    LAST = 8
    TAIL = 16


class Case(NamedTuple):
    """A case is a line that may belong to an answer.

    ``at`` is its number, and ``question`` the first line of the question above. ``found`` is the answer so
    far as (line, characters cut from its start). ``last``: no question follows. ``rescue``: the line is
    looked at again, because the first look found no answer.
    """

    votes: Votes
    at: int
    line: Line
    question: Line
    found: list[tuple[int, int]]
    last: bool
    rescue: bool

    @property
    def in_box(self) -> bool:
        """Return whether the line stands in an insert; a heading above the answer may be its title."""
        own = self.line.kind is Kind.HEADING and not self.found
        return not own and self.votes.is_insert(self.line.container)

    @property
    def insert(self) -> Insert:
        """Return the insert in which the line stands."""
        return self.votes.insert(self.at)


Evidence = Callable[[Case], str]
"""A piece of evidence returns why the line does or does not belong to an answer, or ``""``."""
