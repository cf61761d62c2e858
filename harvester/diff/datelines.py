"""Recognise a line that names a day or a time and says no more: "Last updated on Monday, 3 May 2027"."""

import re
from functools import cache

from harvester.languages import phrases, words
from harvester.languages.files import known
from harvester.languages.forms import words_of

DATELINE = 80
"""A line that only names a day has at most this many characters: "Last updated on Monday, 3 May 2027"."""

PARTICLE = 3
"""A word of a date that no list has is at most this long: "at", "um", "Uhr"."""

_DAY = re.compile(r"\d{1,4}([./-])\d{1,2}\1\d{1,4}|\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일]|\b\d{1,2}[:h]\d{2}\b")
"""This matches a day in figures, as dd.mm.yyyy, yyyy-mm-dd or as East Asia writes it, or a time of day."""


def is_dateline(text: str) -> bool:
    """Return whether the text names a day or a time and says no more."""
    found = words_of(text.casefold()) if len(text) <= DATELINE else []
    rest = [word for word in found if not any(map(str.isdigit, word))]
    if len(rest) == len(found) or not all(word in _of_dates() or len(word) <= PARTICLE for word in rest):
        return False
    return _DAY.search(text) is not None or not _of_dates().isdisjoint(rest)


@cache
def _of_dates() -> frozenset[str]:
    """Return the words of dates, and those that stand beside them: "may", "monday", "updated"."""
    said = phrases("updated", "published", "as_of", "about", "relative_times")
    months = (*known().values("months"), *known().values("short_months"))
    names = (*months, *words("weekdays", "days", "date_joiners"))
    return frozenset(word for each in (*names, *said) for word in words_of(each))
