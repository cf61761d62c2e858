"""Find questions by two signs: "--" or "◆" opens each question, and another sign, "▲", each reply.

News agencies and papers of Korea and Japan mark the two sides of an interview so. Points of a list have a
sign, too, and outlines have several. So signs that alternate are a list only if enough questions ask, or if a
title says that questions follow.
"""

import re
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from harvester.languages.signs import FIRST_SHAPE, LAST_SHAPE, SPEECH_DASHES
from harvester.model import Kind
from harvester.parse.asking import states_question
from harvester.parse.candidate import Candidate, Mark, Means, Sheet
from harvester.parse.marking import words_of_turn

SIGNS = Means("signs", "a turn after a sign of its own", by_words=True, named=True)
FEWEST = 3
"""Signs alternate from this many questions on."""
ANSWERED = 0.9
"""At least this share of the questions has its reply before the next question."""
ALTERNATING = 0.3
"""Signs that alternate give the candidate this confidence, as dashes that alternate do."""

_TURN = re.compile(
    rf"([{SPEECH_DASHES}]{{1,2}}|[{FIRST_SHAPE}-\u24ff\u25a0-{LAST_SHAPE}])"
    r"\s*(?=[\w\"'“‘「『(（〈《\[])"  # noqa: RUF001
)


class _Turn(NamedTuple):
    """A turn is the line at which its sign stands, and the number of characters before its words."""

    at: int
    sign: str
    cut: int


def sign_candidates(sheet: Sheet) -> list[Candidate]:
    """Return the turns after one sign with their replies after another, or nothing."""
    turns = [
        _Turn(at, match[1], match.end())
        for at, line, text in sheet.own
        if (FIRST_SHAPE <= text[0] <= LAST_SHAPE or text[0] in SPEECH_DASHES)
        and line.kind is not Kind.ITEM
        and (match := _TURN.match(text))
    ]
    following = Counter(
        (one.sign, other.sign) for one, other in pairwise(turns) if _are_of_two_sides(one.sign, other.sign)
    )
    found = (_alternating(sheet, turns, signs) for signs, count in following.items() if count >= FEWEST)
    return sorted(filter(None, found), key=lambda one: -one.purity)[:1]


def _are_of_two_sides(one: str, other: str) -> bool:
    """Return whether the signs differ by more than by the length of a dash."""
    return one != other and not (one[0] in SPEECH_DASHES and other[0] in SPEECH_DASHES)


def _alternating(sheet: Sheet, turns: list[_Turn], signs: tuple[str, str]) -> Candidate | None:
    """Return the turns after the first sign with their replies after the second, if they alternate."""
    answered = [pair for pair in pairwise(turns) if (pair[0].sign, pair[1].sign) == signs]
    if len(answered) < ANSWERED * sum(turn.sign == signs[0] for turn in turns):
        return None
    marks = tuple(_mark(sheet, *pair) for pair in answered)
    lines = [sheet.lines[mark.last] for mark in marks]
    asking = sum(line.asks or states_question(line.text) for line in lines)
    return Candidate(SIGNS, marks, asking / len(marks), ALTERNATING)


def _mark(sheet: Sheet, turn: _Turn, reply: _Turn) -> Mark:
    """Return the question: all lines from its sign to that of the reply."""
    text = words_of_turn(sheet, turn.at, turn.cut, reply.at)
    return Mark(turn.at, reply.at - 1, text, reply.at, reply.cut)
