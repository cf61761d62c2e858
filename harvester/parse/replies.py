"""What an answer looks like: prose, what can be chosen in a quiz, the card of another article. No weights."""

import re

from harvester.languages.signs import HAN_KANA
from harvester.model import Kind
from harvester.parse.asking import spoken_length
from harvester.parse.candidate import Sheet, Turn

OPTIONS = 4
"""Lines of an answer in which a quiz's options are looked for."""
EXCERPT = 250
"""Characters of them that are looked at."""
CARD = 250
"""Characters of the longest text on another article's card, its date and "Read more" among them."""
PROSE = 40
"""Letters of a line that is no mere caption, option or time, though no sentence."""
LEADING = 20
"""Characters of a line that ends in a colon and is more than a label."""

_END = re.compile(r"([.!?…؟।])[\"'”’»)\]\d]*$|[。！？][\"'”’»)\]\d]*$")  # noqa: RUF001
_TWO_WORDS = re.compile(r"\w\W+\w")
_IDEOGRAPH = re.compile(f"[{HAN_KANA}]")

_SAID = frozenset((Kind.PARAGRAPH, Kind.DEFINITION))

# What can be chosen in a quiz: "A. Oars B. Sails C. Both".
_FIRST_OPTIONS = frozenset(("A.", "A)", "A:", "a.", "a)", "a:", "A", "a"))
_OPTIONS = re.compile(r"\(?[Aa][.):]\s(?>.+?\s\(?[Bb][.):]\s)(?>.+?\s\(?[Cc][.):]\s)", re.DOTALL)


def is_card(sheet: Sheet, turn: Turn) -> bool:
    """Return whether it may be another article's card: a link to another page, with a line or a few words."""
    line = sheet.lines[turn.mark.first]
    return (
        line.link
        and (len(turn.answer) == 1 or sum(len(sheet.lines[at].text) for at, _ in turn.answer) <= CARD)
        and all(mark.kind != "jump" for mark in sheet.document.blocks[line.block].marks)
    )


def _are_options(sheet: Sheet, turn: Turn) -> bool:
    """Return whether the answer is what can be chosen in a quiz: "A. Oars B. Sails C. Both"."""
    if sheet.lines[turn.answer[0][0]].text[:2].strip("(") not in _FIRST_OPTIONS:
        return False
    return (
        _OPTIONS.match(" ".join(sheet.lines[at].text for at, _ in turn.answer[:OPTIONS])[:EXCERPT])
        is not None
    )


def is_prose(sheet: Sheet, turn: Turn) -> bool:
    """Return whether the answer has a sentence, a long line, or a line that leads to a list."""
    if _are_options(sheet, turn):
        return False
    last = turn.answer[-1][0]
    for at, _ in turn.answer:
        line = sheet.lines[at]
        if line.link:
            continue
        leads_on = at != last and len(line.text) >= LEADING and line.text[-1] in ":："  # noqa: RUF001  to a list
        long = spoken_length(line.text) >= PROSE and line.kind is not Kind.ITEM
        if leads_on or long or _is_sentence(line.text) or (line.kind in _SAID and line.text[-1] in ".。"):
            return True
    return False


def _is_sentence(text: str) -> bool:
    """Return whether the text ends as a sentence does, and has two words or one CJK character before that.

    The end is found first: to look for it from every word would take the square of a long list's length.
    """
    end = _END.search(text)
    if end is None:
        return False
    words = _TWO_WORDS if end[1] else _IDEOGRAPH
    return words.search(text, 0, end.start()) is not None
