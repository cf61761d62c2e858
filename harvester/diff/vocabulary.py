"""Words that weigh more than others when they come or go: those of the text's language."""

from functools import cache, lru_cache
from typing import NamedTuple

from harvester.diff.number_words import NumberWords, number_words
from harvester.languages.files import known

CAPITAL_NOUNS = "capital nouns"
"""Languages that write every noun with a capital have this trait."""

LANGUAGES = 64
"""For this many tags of languages, as pages write them, the words are remembered."""


class Vocabulary(NamedTuple):
    """What an edit's words are held against.

    negations: words that say no. negating_parts: negation inside a word or a run of words. negating_prefixes,
    negating_endings: what makes a word its opposite. calendar: months, weekdays, and words for days near
    today. capital_only: words of the calendar that mean something else without their capital. numbers: words
    for numbers. capital_nouns: whether every noun has a capital.
    """

    negations: frozenset[str]
    negating_parts: tuple[str, ...]
    negating_prefixes: tuple[str, ...]
    negating_endings: tuple[str, ...]
    calendar: frozenset[str]
    capital_only: frozenset[str]
    numbers: NumberWords
    capital_nouns: bool

    def is_calendar(self, word: str) -> bool:
        """Return whether the word is a month, a day of the week, or a day near today."""
        return word in self.capital_only or word.casefold() in self.calendar


@lru_cache(maxsize=LANGUAGES)
def vocabulary(language: str = "") -> Vocabulary:
    """Return the words of a language, given as a BCP 47 tag; those of all languages if no file is of it."""
    return _vocabulary(known().tag_of(language))


@cache
def _vocabulary(tag: str) -> Vocabulary:
    words = known().words
    capital_only = words(tag, "capital_only")
    calendar = words(tag, "months", "weekdays", "days") | (
        words(tag, "short_months", "point_months") if tag else set()
    )
    return Vocabulary(
        negations=words(tag, "negations"),
        negating_parts=tuple(words(tag, "negating_parts")),
        negating_prefixes=tuple(words(tag, "negating_prefixes")),
        negating_endings=tuple(words(tag, "negating_endings")),
        calendar=calendar - capital_only,
        capital_only=frozenset(map(str.capitalize, capital_only)),
        numbers=number_words(tag),
        capital_nouns=bool(tag) and CAPITAL_NOUNS in words(tag, "traits"),
    )
