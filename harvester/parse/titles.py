"""Tell list articles from lists of questions: among their titles, some ask and others do not."""

from collections import Counter

from harvester.model import Kind
from harvester.parse.asking import spoken_length
from harvester.parse.candidate import Sheet
from harvester.parse.lines import Line
from harvester.parse.looks import EMPHASIS, Style
from harvester.parse.spoken import ANSWER

SPOKEN = EMPHASIS | {"headings"}
"""Titles and an interviewer's turns have these styles."""
STOPS = frozenset(".。।")
"""A title seldom ends with one of these, and what an interviewer says does."""
COUNTED = 0.6
"""If a smaller share of a page's titles asks, their numbers or boxes are those of a list article."""


def beside(sheet: Sheet, style: Style, members: list[int], questions: list[int]) -> int:
    """Return how many titles like the questions, among and around them and above a text, do not ask."""
    lines, kind = sheet.lines, sheet.places.kind
    if not questions or len(members) == len(questions):
        return 0
    if style[0] == "blocks":
        members = _most_emphasised(lines, members, questions)
    elif style[0] not in SPOKEN:
        return 0
    places = {kind(lines[at].container) for at in questions}
    others = {at for at in members if at + 1 < len(lines)}.difference(questions)
    below = [lines[at + 1] for at in others if not lines[at].asks and kind(lines[at].container) in places]
    return sum(line.kind is Kind.PARAGRAPH and spoken_length(line.text) >= ANSWER for line in below)


def _most_emphasised(lines: list[Line], members: list[int], questions: list[int]) -> list[int]:
    """Return the members in the emphasis of most questions; none if most questions have no emphasis."""
    [(look, count)] = Counter((lines[at].strong, lines[at].em) for at in questions).most_common(1)
    if not any(look) or 2 * count < len(questions):
        return []
    return [at for at in members if (lines[at].strong, lines[at].em) == look]


def is_list_article(sheet: Sheet, style: Style, members: list[int]) -> bool:
    """Return whether too few titles in the questions' place ask, on a page that announces no questions."""
    if sheet.announced or style[0] not in SPOKEN:
        return False
    lines, kind = sheet.lines, sheet.places.kind
    asking = [at for at in members if lines[at].asks]
    places = {kind(lines[at].container) for at in asking}
    titles = sum(kind(lines[at].container) in places for at in members)
    said = sum(lines[at].text[-1] in STOPS for at in members if not lines[at].asks)
    return len(asking) + said < COUNTED * titles
