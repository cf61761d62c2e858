"""Classify edits of form: they write the same words and figures in another way."""

import re
import unicodedata

from rapidfuzz.distance import OSA

from harvester.change import EditClass
from harvester.diff.edit import Edit, is_telling
from harvester.diff.tokens import cut, is_link, is_number, is_punctuation

MIN_MISSPELT = 4
"""One changed letter is spelling in words of at least this many letters: "now" and "not" differ by one,
too."""

_APOSTROPHES = str.maketrans("", "", "'’ʼ")  # noqa: RUF001
_POINTER = re.compile("[\u2190-\u21ff\u25b2-\u25c5\u27f0-\u27ff\u2900-\u297f\u2b00-\u2b11\u2b60-\u2b95]")
_DIRECTION = re.compile(r"\b(?:UP|DOWN|LEFT|RIGHT|NORTH|SOUTH|EAST|WEST)")
_STRESS = frozenset("*_")
# Persian and Arabic keyboards write these letters with different characters.
_ALIKE = str.maketrans("يىك", "ییک")


def form(edit: Edit) -> set[EditClass]:
    """Return the classes of an edit that leaves words and figures as they are; an empty set for any other."""
    before, after = edit.before.run, edit.after.run
    if "".join(before.split()) == "".join(after.split()):
        return {EditClass.WHITESPACE}
    if _is_turned(before, after):
        return set()
    if _letters(edit.old) == _letters(edit.new):
        return _marks(before, after) or {EditClass.PUNCTUATION}
    if len(edit.old) != len(edit.new):
        return set()
    spelt = set[EditClass]()
    for word, other in zip(edit.old, edit.new, strict=True):
        if word != other:
            found = _spelt(edit, word, other)
            if found is None:
                return set()
            spelt.add(found)
    return _marks(before, after) | spelt


def _is_turned(before: str, after: str) -> bool:
    """Return whether arrows point another way; an arrow that only came or went is an ornament."""
    if before.isascii() or after.isascii():  # one of them has no arrow
        return False
    old, new = _directions(before), _directions(after)
    return old != new and len(old) == len(new)


def _directions(text: str) -> list[list[str]]:
    """Return where each arrow of the text points, in the words of its Unicode name: "⬆" and "▲" say UP."""
    return [_DIRECTION.findall(unicodedata.name(char, "")) for char in _POINTER.findall(text)]


def _marks(before: str, after: str) -> set[EditClass]:
    """Return the classes of the difference in punctuation."""
    old, new = ([token for token in cut(side) if is_punctuation(token)] for side in (before, after))
    if old == new:
        return set()
    plain = [[token for token in side if token not in _STRESS] for side in (old, new)]
    return {EditClass.EMPHASIS if plain[0] == plain[1] else EditClass.PUNCTUATION}


def _letters(words: list[str]) -> str:
    """Return the words without what is punctuation in them: "9-17" has a dash, "3.5" a point."""
    letters = "".join(words)
    if letters.isalpha():
        return letters.translate(_APOSTROPHES)
    return "".join(char for char in letters.translate(_APOSTROPHES) if is_telling(char))


def _spelt(edit: Edit, word: str, other: str) -> EditClass | None:
    """Return spelling or emphasis if these are one word, else None."""
    one, two = unaccented(word), unaccented(other)
    if one == two:
        is_loud = word.isupper() != other.isupper() and min(len(word), len(other)) > 1
        return EditClass.EMPHASIS if is_loud else EditClass.SPELLING
    if min(len(one), len(two)) < MIN_MISSPELT or one[0] != two[0] or is_number(one + two) or is_link(one):
        return None
    vocabulary = edit.vocabulary
    if any(vocabulary.is_calendar(each) or each.casefold() in vocabulary.negations for each in (word, other)):
        return None
    return EditClass.SPELLING if OSA.distance(one, two, score_cutoff=1) == 1 else None


def unaccented(word: str) -> str:
    """Return the word without case, accents, and the two ways to write some letters."""
    folded = unicodedata.normalize("NFKD", word.casefold()).translate(_ALIKE)
    return "".join(char for char in folded if not unicodedata.combining(char))
