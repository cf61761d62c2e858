"""The page as the strategies see it, and what they hand back. Values only."""

from dataclasses import dataclass, field
from typing import NamedTuple

from harvester.model import NormalDocument
from harvester.parse.lines import Line


class Mark(NamedTuple):
    """A question found: lines ``first`` to ``last``, its words without label; where its answer begins.

    cut: characters of line ``answer`` that are a label and belong to no answer. style: what the
    question looks like, so that another line of that style can end the last answer.
    """

    first: int
    last: int
    text: str
    answer: int
    cut: int = 0
    style: object = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What one strategy made of the page. labels: (line, characters) that are answer labels."""

    method: str
    marks: tuple[Mark, ...]
    score: float
    labels: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document with its lines and, by line, whether it is clutter."""

    document: NormalDocument
    lines: list[Line]
    clutter: list[bool]


class Turn(NamedTuple):
    """A question with the lines of its answer, (line, characters cut from its start)."""

    mark: Mark
    answer: tuple[tuple[int, int], ...]
