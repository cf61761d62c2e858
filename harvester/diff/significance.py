"""Rate how much an edit may change what a reader takes from a text, from 0 to 1.

The significance of a hunk is that of its weightiest class, so a further class never lowers it. "Substantive"
weighs more if it has more words. The significance of a change is that of its weightiest hunk, so further
hunks never lower it, and a hundred commas weigh no more than one. A figure that is only written in another
way ("nine", "9") weighs as much as a word of which that is true.

The weights are an order that people agree on, not a measurement. White space, marks and letters do not change
what is said; pictures, links and single words may; names, dates, quotations and formulas do. A figure, a
"not" and a note that the article was wrong are what a reader of a history looks for first.
"""

from collections.abc import Iterable

from harvester.change import ChangeKind, EditClass, Hunk

WEIGHTS = {
    EditClass.WHITESPACE: 0.0,
    EditClass.PUNCTUATION: 0.02,
    EditClass.SPELLING: 0.05,
    EditClass.EMPHASIS: 0.1,
    EditClass.IMAGE: 0.3,
    EditClass.SUBSTANTIVE: 0.3,  # and more for more words
    EditClass.LINK: 0.4,
    EditClass.QUOTATION: 0.6,
    EditClass.NAME: 0.6,
    EditClass.FORMULA: 0.7,
    EditClass.DATE: 0.7,
    EditClass.NUMBER: 0.85,
    EditClass.NEGATION: 0.9,
    EditClass.CORRECTION: 1.0,
}

EQUAL_FIGURES = 0.1
"""A number or date whose figures are only written in another way has this weight."""

WORDS = 0.5
"""A whole new text weighs up to this much more than one word."""

HALF = 12
"""This many words, a sentence of usual length, weigh half of that."""

KINDS = {
    ChangeKind.MOVED: 0.1,
    ChangeKind.ASKED: 0.8,
    ChangeKind.RESTORED: 0.8,
    ChangeKind.SPLIT: 0.8,
    ChangeKind.MERGED: 0.8,
    ChangeKind.DROPPED: 0.9,
}
"""The significance of changes that edit no words."""


def significance(classes: Iterable[EditClass], words: int = 0, *, figures_are_equal: bool = False) -> float:
    """Return the significance of a hunk.

    words: how many came, or went if that is more, that are not figures, dates or names. figures_are_equal:
    its figures are only written otherwise, and nothing else of its dates is changed.
    """
    found = 0.0
    for each in classes:
        weight = WEIGHTS[each]
        if each is EditClass.SUBSTANTIVE:
            weight += WORDS * words / (words + HALF)
        elif figures_are_equal and each in {EditClass.NUMBER, EditClass.DATE}:
            weight = EQUAL_FIGURES
        found = max(found, weight)
    return round(found, 2)


def of_change(kind: ChangeKind, hunks: Iterable[Hunk]) -> float:
    """Return the significance of a change: of its weightiest hunk, or of its kind if it has none."""
    return max((hunk.significance for hunk in hunks), default=KINDS.get(kind, 0.0))
