"""Classify an edit by the kinds of words that it touched; it gets all classes that apply.

Targets of links and alternatives of images (`written`) have the classes link and image, and no other rule
sees them. An edit of form (white space, punctuation, spelling, emphasis) leaves the words as they are, so
these classes never stand beside classes of words. Every other class has one rule, which looks at the edit and
knows no other rule. An edit is substantive if it adds or removes words that no class accounts for, or if it
changes their order.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache

from harvester.change import EditClass
from harvester.diff.edit import SIGNS, Edit, EditSide, less, telling
from harvester.diff.forms import form
from harvester.diff.names import names
from harvester.diff.negation import negates, opposite, says_no
from harvester.diff.significance import significance
from harvester.diff.tokens import is_link, is_number, sentence_places
from harvester.languages import lines
from harvester.languages.phrases import Lines

MAX_CHARS = 10_000
"""The words of an edit of at most this many characters are looked at; of a longer one, only the digits."""

MAX_NEGATED = 16
"""An edit that is mainly a negation has at most this many words, old and new together: "must wear" to "do not
have to wear" has seven. A longer one says more than yes or no."""

MAX_NEGATING = 8
"""If it only adds or only removes words, it has at most this many; more are a new sentence."""

MIN_NOTE = 8
"""A note on a correction has at least this many characters, as some languages write it."""

_DATE = re.compile(
    r"\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{2}|\d{4})"
    r"|\d{1,2}(?::\d{2}|h\d{0,2})|(?:19|20)\d{2}"
)
_PLACES = {each: place for place, each in enumerate(EditClass)}
_DIGITS = re.compile(r"\d+")
_FORMULA = frozenset("=≠≈≡≤≥×÷±√∑∫∂∞∝∈⊂∪∩∇^²³¹⁰⁴⁵⁶⁷⁸⁹⁺⁻ⁿ₀₁₂₃₄₅₆₇₈₉")  # noqa: RUF001


def classify(edit: Edit) -> tuple[tuple[str, ...], float]:
    """Return the classes of one edit, in the order of `EditClass`, and its significance."""
    noted = set(edit.noted)
    if noted and edit.before.run.split() == edit.after.run.split():
        return _in_order(noted), significance(noted)
    if not edit.figures.differ and (found := form(edit)):
        return _in_order(found | noted), significance(found | noted)
    found = {each for each, holds in RULES if holds(edit)}
    named = frozenset(_changed_names(edit)) if EditClass.NAME in found else frozenset[str]()
    removed, added = (
        sum(not (word in named or _is_accounted(word, edit, found)) for word in side)
        for side in (edit.removed, edit.added)
    )
    if removed or added or not found:
        found.add(EditClass.SUBSTANTIVE)
    found |= noted
    equal = edit.figures.differ and edit.figures.are_equal
    equal = equal and not edit.dates
    return _in_order(found), significance(found, max(removed, added), figures_are_equal=equal)


def _in_order(found: Iterable[EditClass]) -> tuple[str, ...]:
    return _ordered(frozenset(found))


@cache  # there are few of the sets that can be
def _ordered(found: frozenset[EditClass]) -> tuple[str, ...]:
    return tuple(map(str, sorted(found, key=_PLACES.__getitem__)))


def classify_roughly(before: str, after: str) -> tuple[tuple[str, ...], float]:
    """Return as `classify` does, without a look at words: any edit is substantive, and digits may differ."""
    found = {EditClass.SUBSTANTIVE}
    if _DIGITS.findall(before) != _DIGITS.findall(after):
        found.add(EditClass.NUMBER)
    return _in_order(found), significance(found, MAX_CHARS)


def _is_accounted(word: str, edit: Edit, found: set[EditClass]) -> bool:
    """Return whether a class of the edit says all about the word."""
    small = word.casefold()
    if is_number(word) or small in edit.figure_words or word in SIGNS:
        return True
    if is_link(word) or word in edit.dates:
        return True
    return EditClass.NEGATION in found and _is_of_negation(small, edit)


def _is_of_negation(word: str, edit: Edit) -> bool:
    vocabulary = edit.vocabulary
    if says_no(word, vocabulary) or any(part in word or word in part for part in vocabulary.negating_parts):
        return True
    others = [each.casefold() for each in edit.changed]
    return any(opposite(word, each, vocabulary) or opposite(each, word, vocabulary) for each in others)


def _is_link(edit: Edit) -> bool:
    return any(map(is_link, edit.changed))


def _is_negation(edit: Edit) -> bool:
    most = MAX_NEGATED if edit.old and edit.new else MAX_NEGATING
    if not 0 < len(edit.changed) <= most:
        return False
    before, after = edit.before.run, edit.after.run
    parts = edit.vocabulary.negating_parts
    return negates(edit.removed, edit.added, edit.language) or any(
        before.count(each) != after.count(each) for each in parts
    )


def _is_date(edit: Edit) -> bool:
    if edit.dates:
        return True
    numbers = frozenset(word for word in edit.changed if is_number(word))
    if not numbers:
        return False
    if any(map(_DATE.fullmatch, numbers)):
        return True
    return any(_is_beside_calendar(side, numbers, edit) for side in (edit.before, edit.after))


def _is_beside_calendar(side: EditSide, numbers: frozenset[str], edit: Edit) -> bool:
    """Return whether one of the numbers stands beside a word of the calendar: "3 March", "3月"."""
    left, right = telling(side.left), telling(side.right)
    words = [*left, *telling(side.run), *right]
    inside = range(len(left), len(words) - len(right))
    return any(
        words[at] in numbers and any(map(edit.vocabulary.is_calendar, words[max(0, at - 1) : at + 2]))
        for at in inside
    )


def _is_name(edit: Edit) -> bool:
    return bool(_changed_names(edit))


def _changed_names(edit: Edit) -> list[str]:
    """Return the words of names that only one side has."""
    old, new = names(edit.before, edit.vocabulary), names(edit.after, edit.vocabulary)
    return less(old, new) + less(new, old)


def _is_formula(edit: Edit) -> bool:
    """Return whether signs of formulas came or went, or a term beside an operator did."""
    old, new = (_signs(side.run) for side in (edit.before, edit.after))
    if old != new and less(old, new) + less(new, old):
        return True
    beside = edit.before.left[-2:].strip()[-1:], edit.before.right[:2].strip()[:1]
    return not _FORMULA.isdisjoint(beside)


def _signs(text: str) -> list[str]:
    """Return the signs of formulas in the text; a raised digit behind another is part of a figure: "10⁶"."""
    if _FORMULA.isdisjoint(text):
        return []
    before = " " + text
    return [
        char
        for char, last in zip(text, before, strict=False)
        if char in _FORMULA and not (char.isdigit() and last.isdigit())
    ]


def _is_correction(edit: Edit) -> bool:
    """Return whether a sentence that came or went says that the article was corrected."""
    runs = [run for run in (edit.before.run, edit.after.run) if len(run) >= MIN_NOTE]
    sentences = (run[start:end].lower() for run in runs for start, end in sentence_places(run))
    return any(_corrections().find(each) for each in sentences)


@cache
def _corrections() -> Lines:
    return lines("corrections")


RULES: tuple[tuple[EditClass, Callable[[Edit], bool]], ...] = (
    (EditClass.LINK, _is_link),
    (EditClass.NAME, _is_name),
    (EditClass.QUOTATION, lambda edit: edit.quoted and bool(edit.changed)),
    (EditClass.FORMULA, _is_formula),
    (EditClass.DATE, _is_date),
    (EditClass.NUMBER, lambda edit: edit.figures.differ),
    (EditClass.NEGATION, _is_negation),
    (EditClass.CORRECTION, _is_correction),
)
"""Each class of words with the rule that finds it."""
