"""Decide what an answer looks like: prose, a quiz's options, another article's card. It has no weights."""

import re
from itertools import pairwise

from harvester.languages.signs import (
    CLAUSE_ENDS,
    COLONS,
    HAN_KANA,
    IDEOGRAPHIC_ENDS,
    OPTION_LETTERS,
    SENTENCE_ENDS,
    UNENDED,
)
from harvester.model import Kind
from harvester.parse.asking import spoken_length
from harvester.parse.candidate import Sheet, Turn
from harvester.parse.inserts import LISTED
from harvester.parse.lines import Line

OPTIONS = 4
"""A quiz's options are searched in this many lines of an answer."""
OPTION = 80
"""An option of a quiz has at most this many characters; steps and conditions are often longer."""
FEWEST_OPTIONS = 2
"""Readers choose between this many options or more."""
EXCERPT = 250
"""At most this many characters of these lines are looked at."""
CARD = 250
"""Another article's card has at most this many characters, including its date and "Read more"."""
PROSE = 40
"""A line with this many letters is prose even if it is not a sentence; captions and options have fewer."""
UNENDED_PROSE = 12
"""A paragraph with this many letters of a script whose sentences end without a mark has some three words."""
LEADING = 20
"""A line that ends in a colon is more than a label if it has this many characters."""

_END = re.compile(rf"(?:[{IDEOGRAPHIC_ENDS}]|([{SENTENCE_ENDS}]))[\"'”’»)\]\d]*$")  # noqa: RUF001
_UNENDED = re.compile(f"[{UNENDED}]")
_TWO_WORDS = re.compile(r"\w\W+\w")
_IDEOGRAPH = re.compile(f"[{HAN_KANA}]")

_SAID = frozenset((Kind.PARAGRAPH, Kind.DEFINITION))

# This matches the options of a quiz: "A. Oars B. Sails C. Both".
_FIRST_OPTIONS = frozenset(("A.", "A)", "A:", "a.", "a)", "a:", "A", "a"))
_OPTIONS = re.compile(r"\(?[Aa][.):]\s(?>.+?\s\(?[Bb][.):]\s)(?>.+?\s\(?[Cc][.):]\s)", re.DOTALL)
_AFTER_LETTER = r"\s?[.):：．）]+\s*\S"  # noqa: RUF001
_LETTERED = re.compile(rf"\s*[(（]?(\w){_AFTER_LETTER}")  # noqa: RUF001
"""A letter counts such a line: "a) 1954"."""
_FIRST_LETTERED = re.compile(
    rf"^[^\S\n]*[(（]?[{''.join(script[0] for script in OPTION_LETTERS)}]{_AFTER_LETTER}",  # noqa: RUF001
    re.IGNORECASE | re.MULTILINE,
)


def is_card(sheet: Sheet, turn: Turn) -> bool:
    """Return whether the turn may be another article's card: a link to another page, with a few words."""
    line = sheet.lines[turn.mark.first]
    return (
        line.link
        and (len(turn.answer) == 1 or sum(len(sheet.lines[at].text) for at, _ in turn.answer) <= CARD)
        and all(mark.kind != "jump" for mark in sheet.document.blocks[line.block].marks)
    )


def is_teaser(sheet: Sheet, turn: Turn) -> bool:
    """Return whether a line below a linked question leads to the same page: "Read more"."""
    question = sheet.lines[turn.mark.first]
    if not question.link:
        return False
    to = targets(sheet, question)
    return any(not to.isdisjoint(targets(sheet, sheet.lines[at])) for at, _ in turn.answer)


def targets(sheet: Sheet, line: Line) -> set[str]:
    """Return the pages that the line's links name; a jump to a place on the same page does not count."""
    return {
        value
        for kind, start, end, value in sheet.document.blocks[line.block].references
        if kind == "link" and start < line.end and end > line.start and value[:1] != "#"
    }


def _are_options(sheet: Sheet, turn: Turn) -> bool:
    """Return whether the answer consists of a quiz's options: "A. Oars B. Sails C. Both"."""
    if sheet.lines[turn.answer[0][0]].text[:2].strip("(") not in _FIRST_OPTIONS:
        return False
    return (
        _OPTIONS.match(" ".join(sheet.lines[at].text for at, _ in turn.answer[:OPTIONS])[:EXCERPT])
        is not None
    )


def may_open_options(text: str) -> bool:
    """Return whether the first letter of a script counts one of the text's lines: a first look."""
    return _FIRST_LETTERED.search(text) is not None


def are_lettered(lines: list[str]) -> bool:
    """Return whether the lines are "a) …", "b) …" and so on, of which one may be clutter.

    Conditions and documents that an answer lists by letters are clauses of one sentence.
    """
    if len(lines) < FEWEST_OPTIONS or any(len(line) > OPTION or line.endswith(CLAUSE_ENDS) for line in lines):
        return False
    found = [_LETTERED.match(line) for line in lines]
    letters = [match[1].lower() for match in found if match]
    return len(letters) == len(lines) and any(_counts(letters, script) for script in OPTION_LETTERS)


def _counts(letters: list[str], script: str) -> bool:
    """Return whether the letters begin the script, in its order."""
    places = [script.find(letter) for letter in letters]
    return places[0] == 0 and all(one < other for one, other in pairwise(places))


def is_prose(sheet: Sheet, turn: Turn) -> bool:
    """Return whether the answer has a sentence, a long line, or a line that leads to a list."""
    if _are_options(sheet, turn):
        return False
    last = turn.answer[-1][0]
    for at, _ in turn.answer:
        line = sheet.lines[at]
        if line.link:
            continue
        leads_on = at != last and len(line.text) >= LEADING and line.text[-1] in COLONS
        long = spoken_length(line.text) >= PROSE and line.kind is not Kind.ITEM
        if leads_on or long or _is_sentence(line.text) or (line.kind in _SAID and _is_statement(line.text)):
            return True
    return False


def is_said(sheet: Sheet, turn: Turn) -> bool:
    """Return whether the answer has a paragraph of two words, a list or a table that is not a link."""
    if _are_options(sheet, turn):
        return False
    lines = [line for line in (sheet.lines[at] for at, _ in turn.answer) if not line.link]
    listed = sum(line.kind in LISTED for line in lines)
    return listed > 1 or any(line.kind in _SAID and _TWO_WORDS.search(line.text) for line in lines)


def _is_statement(text: str) -> bool:
    """Return whether a paragraph ends in a full stop, or has words of a script that does without."""
    return text[-1] in ".。" or (not text.isascii() and len(_UNENDED.findall(text)) >= UNENDED_PROSE)


def _is_sentence(text: str) -> bool:
    """Return whether the text ends as a sentence does, and has two words or one CJK character before that.

    The end is found first; a search from every word would take quadratic time on a long list.
    """
    end = _END.search(text)
    if end is None:
        return False
    words = _TWO_WORDS if end[1] else _IDEOGRAPH
    return words.search(text, 0, end.start()) is not None
