"""Find questions by dashes: in printed dialogues, each turn is a paragraph that begins with a dash."""

import re
from itertools import pairwise

from harvester.languages.signs import FIRST_SHAPE, HAN_KANA, LAST_SHAPE, SPEECH_DASHES
from harvester.model import Kind
from harvester.parse.asking import states_question
from harvester.parse.candidate import Candidate, Mark, Means, Sheet
from harvester.parse.marking import words_of_turn

DASHES = Means("dashes", "a turn after a dash", named=True)
ENOUGH_TURNS = 3
"""An interview has at least this many questions; many reports have fewer."""
ASKING_SHARE = 0.6
"""At least this share of the interviewer's turns asks; the others are statements."""
REPLY_ASKING_SHARE = 0.2
"""At most this share of the replies ends with a question; guests seldom end by asking back."""
DASHED_SHARE = 0.7
"""At least this share of the lines between first and last turn has a dash; reports have more other prose."""

AT_ONCE, MANY = 0.9, 4
"""Where this share of so many questions has its reply on the next line, replies may have paragraphs."""

ONE_SIDED = 0.4
"""If only the interviewer's turns have dashes, at least this share of them asks."""

ALTERNATING = 0.3
"""Turns that alternate give the candidate this confidence, as a transcript's speakers do."""

_Turn = tuple[int, bool, int]
"""A turn is a line, whether it asks, and the length of its dash."""

_TWICE = re.compile(rf"[―—─]{{2}}\s*[{HAN_KANA}「『0-9A-Za-zＡ-Ｚ]")  # noqa: RUF001
_DASH = re.compile(rf"[{SPEECH_DASHES}]{{1,2}}\s*(?=[^{SPEECH_DASHES}\s])")


def dash_candidates(sheet: Sheet) -> list[Candidate]:
    """Return the turns that ask with their replies: one candidate if both alternate."""
    turns = [
        (at, line.asks or states_question(text), match.end())
        for at, line, text in sheet.own
        if text[0] in SPEECH_DASHES
        and line.kind is not Kind.ITEM
        and (match := _DASH.match(text)) is not None
    ]
    if asked := [one for one in turns if _TWICE.match(sheet.lines[one[0]].text)]:
        return _one_sided(sheet, asked)
    if _alone(sheet, turns):
        return _one_sided(sheet, turns)
    first = next((number for number, (_, asks, _) in enumerate(turns) if asks), len(turns))
    asked, replies = turns[first::2], turns[first + 1 :: 2]
    if len(asked) < ENOUGH_TURNS or len(replies) < ENOUGH_TURNS:
        return []
    asking = sum(asks for _, asks, _ in asked) / len(asked)
    replying = sum(asks for _, asks, _ in replies) / len(replies)
    if asking < ASKING_SHARE or replying > REPLY_ASKING_SHARE or not _take_turns(asked, replies):
        return []
    marks = tuple(
        Mark(at, reply - 1, words_of_turn(sheet, at, cut, reply), reply, reply_cut)
        for (at, _, cut), (reply, _, reply_cut) in zip(asked, replies, strict=False)
    )
    return [Candidate(DASHES, marks, asking, ALTERNATING)]


def _take_turns(asked: list[_Turn], replies: list[_Turn]) -> bool:
    """Return whether little stands between the turns but for further paragraphs of replies.

    Speech in a report or a tale has other prose also between a question and its reply.
    """
    lines = replies[-1][0] - asked[0][0] + 1
    if 2 * len(asked) >= DASHED_SHARE * lines:
        return True
    at_once = sum(reply == at + 1 for (at, *_), (reply, *_) in zip(asked, replies, strict=False))
    return at_once >= AT_ONCE * len(replies) and len(asked) >= MANY


def _alone(sheet: Sheet, turns: list[_Turn]) -> bool:
    """Return whether text without a dash or a sign stands below each turn, and enough of the turns ask."""
    apart = all(below > at + 1 for (at, *_), (below, *_) in pairwise(turns))
    asking = sum(asks for _, asks, _ in turns)
    if not apart or len(turns) < ENOUGH_TURNS or asking < max(2, ONE_SIDED * len(turns)):
        return False
    signed = sum(FIRST_SHAPE <= sheet.lines[at + 1].text[0] <= LAST_SHAPE for at, *_ in turns[:-1])
    return 2 * signed < len(turns)


def _one_sided(sheet: Sheet, asked: list[_Turn]) -> list[Candidate]:
    """Return the turns after a dash that replies lack; Japanese and Korean papers mark the interviewer so."""
    stops = [at for at, *_ in asked[1:]] + [len(sheet.lines)]
    marks = tuple(
        Mark(at, at, sheet.lines[at].text[cut:], at + 1)
        for (at, _, cut), stop in zip(asked, stops, strict=True)
        if stop > at + 1
    )
    return [Candidate(DASHES, marks, 1.0, ALTERNATING)] if len(marks) >= ENOUGH_TURNS else []
