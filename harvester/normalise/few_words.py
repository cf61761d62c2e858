"""The language of a text of few words, by all words of the language files."""

import re
from collections import defaultdict
from functools import cache

from harvester.languages.files import known
from harvester.normalise.frequent import FOREIGN_LETTERS, LANGUAGES_OF

OTHER_WORDS = 0.5
"""What a word counts that a language file has, but not among the most frequent words."""

MOST_LANGUAGES = 4
"""A word that more languages have tells nothing."""

FOREIGN_LETTER = 0.5
"""What is left of a language's count when a letter stands in the text that it does not write."""

LEAST, LEAD = 0.4, 1.2
"""What a language needs at least, and how often as much as the next one.

Of 20 words from each of the gold pages 96 % are told rightly so, 1.5 % wrongly; of 10 words 87 and 4 %.
"""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")  # noqa: RUF001
_NO_WORDS = ("agencies", "foreign_letters", "months", "short_months", "weekdays", "numbers")
"""Keys whose words are names, letters, or spelt alike in many languages."""


@cache
def _others() -> dict[str, frozenset[str]]:
    """Return the words of the language files with the languages that have them."""
    found: dict[str, set[str]] = defaultdict(set)
    for tag in known().tags:
        for key, phrases in known().of(tag).items():
            if tag != "mul" and key.partition(".")[0] not in _NO_WORDS:
                for word in " ".join(phrases).split():
                    if len(word) > 1 and word.isalpha():
                        found[word].add(tag)
    return {word: frozenset(tags) for word, tags in found.items() if len(tags) <= MOST_LANGUAGES}


def language_of(text: str) -> str:
    """Return the language that the words of the text are most likely of, ``""`` where they tell none."""
    small = text.lower()
    counts: dict[str, float] = defaultdict(float)
    for word in _WORD.findall(small):
        frequent = LANGUAGES_OF.get(word, ())
        for tag in frequent:
            counts[tag] += 1 / len(frequent)
        others = () if frequent else _others().get(word, ())
        for tag in others:
            counts[tag] += OTHER_WORDS / len(others)
    for tag in counts.keys() & FOREIGN_LETTERS.keys():
        if not set(small).isdisjoint(FOREIGN_LETTERS[tag]):
            counts[tag] *= FOREIGN_LETTER
    best = max(counts, key=lambda tag: counts[tag], default="")
    most, second = [*sorted(counts.values(), reverse=True), 0.0, 0.0][:2]
    return best if most >= max(LEAST, LEAD * second) else ""
