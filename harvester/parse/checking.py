"""Answers held against what the page's structured data states. What is shown counts."""

import re
from collections import Counter
from html import unescape
from itertools import takewhile

from harvester.languages.signs import EAST_ASIAN
from harvester.parse.candidate import Sheet, Turn
from harvester.parse.places import within
from harvester.parse.stated import letters

AGREES = 0.9
"""Likeness (F1 of the words) from which the shown answer and the markup's are the same."""
RESEMBLES = 0.6
"""Likeness from which they are two editions of one answer."""
_EXCERPT = re.compile(r"(?:…|\.\.\.)[\])»”\"]?$")
_TAG = re.compile(r"<[^<>]*+>")
_BREAK = re.compile(r"</?(?:p|br|li|ul|ol|div|h[1-6]|tr)\b[^<>]*+>", re.IGNORECASE)
_WORD = re.compile(rf"[^\W{EAST_ASIAN}]+|\w")
_ASCII_WORD = re.compile(r"\w+", re.ASCII)


def checked(sheet: Sheet, turn: Turn) -> Turn:
    """Return the turn with its answer held against the markup's.

    What is shown counts; an excerpt says nothing about it. Where more stands below it than the markup
    knows of, the lines that agree are the answer, with what stands in one panel with them; where the
    markup's is fuller, or stands elsewhere on the page, the markup's is.
    """
    given = as_text(sheet.stated.get(letters(turn.mark.text), ""))
    if not given or _EXCERPT.search(given):
        return turn
    texts = [sheet.lines[at].text[cut:] for at, cut in turn.answer]
    kept = _same(given, texts) or _likened(given, texts)
    if kept is None:
        return turn._replace(stated=given)
    return turn._replace(answer=turn.answer[: _in_panel(sheet, turn, kept)]) if kept else turn


def _in_panel(sheet: Sheet, turn: Turn, kept: int) -> int:
    """Return how many of the answer's lines, the kept ones first, stand in one panel without its question."""
    homes = [sheet.lines[at].container for at, _ in turn.answer]
    containers = sheet.document.containers
    panel = sheet.places.around(homes[:kept])
    if within(containers, sheet.lines[turn.mark.first].container, panel):
        return kept
    inside = takewhile(lambda home: within(containers, home, panel), homes[kept:])
    return kept + sum(1 for _ in inside)


def _likened(given: str, texts: list[str]) -> int | None:
    """Return how many of the texts are most like what is given, 0 for any, None where that is fuller."""
    stated = Counter(_words(given))
    known = stated.total()
    best, kept = 0.0, 0
    shown = shared = 0
    for number, text in enumerate(texts, 1):
        words = _words(text)
        shown += len(words)
        for word in words:
            if stated.get(word):
                stated[word] -= 1
                shared += 1
        agreement = 2 * shared / (shown + known or 1)
        if agreement > best:
            best, kept = agreement, number
    if best >= AGREES:
        return kept
    return None if best >= RESEMBLES and known > shown else 0


def _same(given: str, texts: list[str]) -> int:
    """Return how many of the texts say word by word what is given, 0 where they say something else."""
    words = given.split()
    begin = 0
    for number, text in enumerate(texts, 1):
        shown = text.split()
        end = begin + len(shown)
        if words[begin:end] != shown:
            return 0
        if end == len(words):
            return number
        begin = end
    return 0


def as_text(fragment: str) -> str:
    """Return an answer from markup as paragraphs parted by a blank line."""
    text = unescape(fragment)
    if "<" in text:
        text = _TAG.sub("", _BREAK.sub("\n\n", text))
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n") if part.strip())


def _words(text: str) -> list[str]:
    return _ASCII_WORD.findall(text.lower()) if text.isascii() else _WORD.findall(text.casefold())
