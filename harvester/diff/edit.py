"""One edit with what classifies it: both texts, the words that came and went, the figures at its place."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from harvester.change import EditClass
from harvester.diff.figures import Figure, compared, figures
from harvester.diff.tokens import cut, is_punctuation
from harvester.diff.vocabulary import Vocabulary, vocabulary

CONTEXT_CHARS = 60
"""This many characters of the text on either side are looked at: some eight words."""

FIGURE_CHARS = 24
"""This many of them are searched for the rest of a figure that the edit cuts: three to five words."""

SIGNS = frozenset("%‰°€$£¥₹₽+−=×÷±≤≥")  # noqa: RUF001
"""These signs have a meaning of their own: they belong to numbers and formulas."""

_SYMBOL = re.compile("[\u2600-\u2793\u2b1b\u2b1c\u2b50-\u2b55\U0001f000-\U0001f7ff\U0001f900-\U0001faff]")
"""This pattern matches symbols, check marks and emoji; arrows and bullets stand in other ranges."""

_STYLE = frozenset("\ufe0e\ufe0f")
"""These characters say whether the sign before them is drawn in colours."""


class EditSide(NamedTuple):
    """A text with the run of it, ``text[start:end]``, that an edit took away or put there."""

    text: str
    start: int
    end: int

    @property
    def run(self) -> str:
        """Return what was taken away or put there."""
        return self.text[self.start : self.end]

    @property
    def left(self) -> str:
        """Return the text before it, as far as it is looked at."""
        return self.text[max(0, self.start - CONTEXT_CHARS) : self.start]

    @property
    def right(self) -> str:
        """Return the text behind it, as far as it is looked at."""
        return self.text[self.end : self.end + CONTEXT_CHARS]

    def figures(self, words: Vocabulary) -> list[Figure]:
        """Return the figures that the run holds or cuts."""
        first = max(0, self.start - FIGURE_CHARS)
        start, end = self.start - first, self.end - first
        found = figures(self.text[first : self.end + FIGURE_CHARS], words.numbers)
        return [each for each in found if each.start < end and start < each.end]


class Edit:
    """An edit: what stood there, what stands there now, both with the text around, and the language.

    quoted: whether words inside quotation marks are touched. noted: link if a target came or went, image if
    an alternative did; the two sides have blanks for them. old, new: the words that stood there and stand
    there now, and the signs that say something. removed, added: those that went and came; changed: both.
    old_figures, new_figures: the figures at the place. figures: what the edit does to them.
    """

    def __init__(
        self,
        before: EditSide,
        after: EditSide,
        language: str = "",
        *,
        quoted: bool = False,
        noted: frozenset[EditClass] = frozenset(),
    ) -> None:
        self.before, self.after, self.quoted, self.noted = before, after, quoted, noted
        self.language, self.vocabulary = language, vocabulary(language)
        self.old, self.new = telling(before.run), telling(after.run)
        self.removed, self.added = less(self.old, self.new), less(self.new, self.old)
        self.changed = self.removed + self.added
        self.old_figures, self.new_figures = (side.figures(self.vocabulary) for side in (before, after))
        self.figures = compared(self.old_figures, self.new_figures)

    @cached_property
    def dates(self) -> frozenset[str]:
        """Return those of the changed words that are a month, a day of the week, or a day near today."""
        return frozenset(filter(self.vocabulary.is_calendar, self.changed))

    @cached_property
    def figure_words(self) -> frozenset[str]:
        """Return the words of the figures, in small letters."""
        found = (each.text.casefold() for each in (*self.old_figures, *self.new_figures))
        return frozenset(word for each in found for word in cut(each))


def telling(text: str) -> list[str]:
    """Return the tokens of the text that are words, or signs and symbols that say something."""
    return [token for token in cut(text) if is_telling(token)]


def is_telling(token: str) -> bool:
    """Return whether the token is a word, or a sign or symbol that says something."""
    if token[0].isalnum() or token in SIGNS or _SYMBOL.match(token):
        return True
    return not (is_punctuation(token) or token in _STYLE)


def less(words: Sequence[str], others: Sequence[str]) -> list[str]:
    """Return the words that are not among the others, each of those taking one away, in order."""
    if not (words and others) or frozenset(words).isdisjoint(others):  # as in most edits
        return [*words]
    spare = Counter(others)
    left = []
    for word in words:
        if spare[word] > 0:
            spare[word] -= 1
        else:
            left.append(word)
    return left
