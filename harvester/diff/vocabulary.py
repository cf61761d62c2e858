"""Words that weigh more than others when they come or go: those of the text's language."""

from functools import cache
from typing import NamedTuple

from harvester.languages.files import known

QUANTITY_SIGNS = frozenset("%‰°€$£¥₹₽+−<>≤≥=×")  # noqa: RUF001
"""Signs that belong to numbers."""

CAPITAL_NOUNS = "capital nouns"
"""The trait of languages that write every noun with a capital."""


class Vocabulary(NamedTuple):
    """What an edit's words are held against.

    negations: words that say no. negating_parts: negation inside a word or a run of words. negating_prefixes,
    negating_endings: what makes a word its opposite. calendar: months, weekdays, and words for days near
    today. capital_only: words of the calendar that mean something else without their capital. quantities:
    words for numbers, and words that multiply them. capital_nouns: whether every noun has a capital.
    """

    negations: frozenset[str]
    negating_parts: tuple[str, ...]
    negating_prefixes: frozenset[str]
    negating_endings: tuple[str, ...]
    calendar: frozenset[str]
    capital_only: frozenset[str]
    quantities: frozenset[str]
    capital_nouns: bool


def vocabulary(language: str = "") -> Vocabulary:
    """Return the words of a language, given as a BCP 47 tag; those of all languages if no file is of it.

    The words for numbers are left out then, because "sei" is six in Italian.
    """
    return _vocabulary(known().tag_of(language))


@cache
def _vocabulary(tag: str) -> Vocabulary:
    words = known().words
    capital_only = words(tag, "capital_only")
    calendar = words(tag, "months", "weekdays", "days") | (words(tag, "short_months") if tag else set())
    return Vocabulary(
        negations=words(tag, "negations"),
        negating_parts=tuple(words(tag, "negating_parts")),
        negating_prefixes=words(tag, "negating_prefixes"),
        negating_endings=tuple(words(tag, "negating_endings")),
        calendar=calendar - capital_only,
        capital_only=frozenset(map(str.capitalize, capital_only)),
        quantities=words(tag, "magnitudes") | (words(tag, "numbers") if tag else set()),
        capital_nouns=bool(tag) and CAPITAL_NOUNS in words(tag, "traits"),
    )
