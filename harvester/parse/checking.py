"""Compare answers with the page's structured data. Visible text has priority."""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import accumulate, takewhile

from harvester.languages.signs import EAST_ASIAN
from harvester.parse.candidate import Mark, Sheet, Turn
from harvester.parse.places import within
from harvester.parse.stated import letters, threads
from harvester.parse.written import as_text

TELLING = 8
"""A line with this many letters does not appear in the markup's answer by chance."""
AGREES = 0.9
"""The shown answer and the markup's are the same from this likeness (F1 of the words)."""
ALL = 0.8
"""A page that shows at least this share of the stated questions may leave their answers to a script."""
BEGINS = 40
"""An answer is known by this many of its first letters."""

OF_THREAD = "stands around the answer that the page's data has"
BEYOND = "follows what the page's data has for an answer"
_EXCERPT = re.compile(r"(?:…|\.\.\.)[\])»”\"]?$")
_WORD = re.compile(rf"[^\W{EAST_ASIAN}]+|\w")
_ASCII_WORD = re.compile(r"\w+", re.ASCII)


def checked(sheet: Sheet, turn: Turn, *, last: bool) -> Turn:
    """Return the turn with its answer compared with the markup's.

    Visible text has priority, including lines that were left out but are in the markup's answer. If more
    text follows the last answer than the markup has, the answer is the lines that agree, and the lines in
    one panel with them. What stands between two questions belongs to the first, whatever the markup has,
    unless the markup has it as another's answer. If the page cuts an answer off with "…", the markup's
    answer is used. Other words that only the markup has are recorded beside the answer.
    """
    given = as_text(sheet.stated.get(letters(turn.mark.text), ""))
    if not given or _EXCERPT.search(given):
        return turn
    known = letters(given)
    turn = _of_thread(sheet, _restored(sheet, turn, known), known)
    texts = [sheet.lines[at].text[cut:] for at, cut in turn.answer]
    kept = _same(given, texts) or _likened(given, texts)
    if kept and kept < len(texts) and (last or _is_of_another(sheet, texts[kept])):
        turn = _ended(turn, _in_panel(sheet, turn, kept))
    shown = " ".join(sheet.lines[at].text[cut:] for at, cut in turn.answer)
    said = letters(shown)
    if known in said:
        return turn
    if _EXCERPT.search(shown) and known.startswith(said):
        return turn._replace(answer=(), stated=given)
    return turn._replace(stated=given)


def _of_thread(sheet: Sheet, turn: Turn, known: str) -> Turn:
    """Return the turn with the lines of the markup's answer, if the question stands above a thread.

    There, the asker's own words, names, votes and other answers stand around it.
    """
    if len(turn.answer) == 1:
        return turn
    own = [letters(sheet.lines[at].text[cut:]) for at, cut in turn.answer]
    starts = {start: number for number, start in enumerate(accumulate(map(len, own), initial=0))}
    begins = "".join(own).find(known)
    first, stop = starts.get(begins, 0), starts.get(begins + len(known), 0)
    apart = stop - first < len(own) and first < stop
    if not apart or letters(turn.mark.text) not in threads(sheet.document.structured):
        return turn
    left = tuple((at, OF_THREAD) for at, _ in (*turn.answer[:first], *turn.answer[stop:]))
    return turn._replace(answer=turn.answer[first:stop], left=tuple(sorted([*turn.left, *left])))


def _is_of_another(sheet: Sheet, text: str) -> bool:
    """Return whether one of the markup's answers begins with the text."""
    begins = letters(text)[:BEGINS]
    return len(begins) >= TELLING and begins in (sheet.beginnings or _beginnings(sheet))


def _beginnings(sheet: Sheet) -> set[str]:
    sheet.beginnings.update(letters(as_text(answer))[:BEGINS] for answer in sheet.stated.values())
    return sheet.beginnings


def _ended(turn: Turn, kept: int) -> Turn:
    """Return the turn with the first lines of its answer; the others are left out with the reason."""
    left = tuple((at, BEYOND) for at, _ in turn.answer[kept:])
    return turn._replace(answer=turn.answer[:kept], left=tuple(sorted([*turn.left, *left])))


def _restored(sheet: Sheet, turn: Turn, given: str) -> Turn:
    """Return the turn with the lines restored that were left out and that the markup's answer contains.

    A pull quote is not restored: the markup's answer says its words once, and so does the text.
    """
    own = {at: letters(sheet.lines[at].text) for at, _ in turn.left}
    own = {at: text for at, text in own.items() if len(text) >= TELLING and text in given}
    said = letters(" ".join(sheet.lines[at].text for at, _ in turn.answer)) if own else ""
    back = {at for at, text in own.items() if given.count(text) > said.count(text)}
    if not back:
        return turn
    answer = tuple(sorted([*turn.answer, *((at, 0) for at in back)]))
    return turn._replace(answer=answer, left=tuple(one for one in turn.left if one[0] not in back))


def filled(sheet: Sheet, marks: Iterable[Mark], turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """Return the turns, and the other marks that only the markup answers; a script shows their answers."""
    answered = {turn.mark.first for turn in turns} | {turn.mark.text for turn in turns}
    added = [
        Turn(mark, (), stated=given)
        for mark in marks
        if answered.isdisjoint((mark.first, mark.text))
        and (given := as_text(sheet.stated.get(letters(mark.text), "")))
    ]
    return tuple(sorted([*turns, *added], key=lambda turn: turn.mark.first)) if added else turns


def told(sheet: Sheet, marks: Iterable[Mark]) -> tuple[Turn, ...]:
    """Return the marks with the markup's answers if the page shows most questions and no answers."""
    once = {letters(mark.text): mark for mark in marks}
    turns = filled(sheet, once.values(), ())
    return turns if len(turns) > 1 and len(turns) >= ALL * len(sheet.stated) else ()


def _in_panel(sheet: Sheet, turn: Turn, kept: int) -> int:
    """Return how many of the answer's lines, kept ones first, stand in one panel without the question."""
    homes = [sheet.lines[at].container for at, _ in turn.answer]
    containers = sheet.document.containers
    panel = sheet.places.around(homes[:kept])
    if within(containers, sheet.lines[turn.mark.first].container, panel):
        return kept
    inside = takewhile(lambda home: within(containers, home, panel), homes[kept:])
    return kept + sum(1 for _ in inside)


def _likened(given: str, texts: list[str]) -> int:
    """Return how many of the texts are most like the given answer; 0 if they are not alike."""
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
    return kept if best >= AGREES else 0


def _same(given: str, texts: list[str]) -> int:
    """Return how many of the texts equal the given answer word by word; 0 if they differ."""
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


def _words(text: str) -> list[str]:
    return _ASCII_WORD.findall(text.lower()) if text.isascii() else _WORD.findall(text.casefold())
