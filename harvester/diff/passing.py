"""Find what is only true at the moment of a capture: "updated 5 minutes ago", "3 comments".

The day on which a page was updated is among it, since sites write "updated yesterday" first, and then the
day; a reading keeps it apart. Such a sentence is shown, stored and searched like any other. But a change of
it is not an edit, and makes no version. A change of a sentence that says more is an edit: "The deadline ends
in 2 days."
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from harvester.diff.datelines import is_dateline
from harvester.diff.tokens import sentence_places
from harvester.languages import lines, phrases, within
from harvester.languages.forms import number_words, phrase_of, words_of
from harvester.languages.phrases import Lines, Within
from harvester.languages.signs import is_unspaced
from harvester.text import content_key

MAX_CHARS = 80
"""Such a sentence has at most this many characters. The longest that was met has 40."""

SHORT = 2_000
"""The keys of texts up to this many characters are kept. All take 16 MB at most, or 64 MB of emoji."""

KEPT = 4096
"""The keys of this many texts are kept: nearly all texts of an edited page are those of the page before."""

MAX_LABEL = 4
"""A label in a script without spaces has at most this many characters, its particle included: "に更新"."""

_PIECE = re.compile(r"[^|·•–—()\n]+")  # noqa: RUF001  what stands between marks that separate

_DIGIT = re.compile(r"\d")

_UNIT = re.compile(r"(?<=\d)(?=(?:h|hr|hrs|m|mn|min|mins|d|j|s|w|wk|mo|y|yr)\b)")
"""Between a number and the sign of its unit, as in "2h ago"."""


def lasting_key(text: str) -> str:
    """Return the content key of the text without sentences that only count from the moment of the capture.

    A text of nothing else is kept.
    """
    return _short_key(text) if len(text) <= SHORT else _key(text)


def _key(text: str) -> str:
    places = [*_passing(text)]
    if not places:
        return content_key(text)
    kept, at = [], 0
    for start, end in places:
        kept.append(text[at:start])
        at = end
    kept.append(text[at:])
    return content_key(" ".join(kept)) or content_key(text)


_short_key = lru_cache(maxsize=KEPT)(_key)


def _passing(text: str) -> Iterator[tuple[int, int]]:
    """Yield where sentences that pass stand, or parts of one between marks such as "|"."""
    for first, last in sentence_places(text):
        if last - first > MAX_CHARS and "|" not in text[first:last] and "·" not in text[first:last]:
            continue
        for piece in _PIECE.finditer(text, first, last):
            if is_passing(piece[0]):
                yield piece.span()


def is_passing(sentence: str) -> bool:
    """Return whether the sentence says only when the page was updated, or how often something was done.

    It may also say only how long ago anything was.
    """
    small = _UNIT.sub(" ", content_key(sentence).lower())
    if len(small) > MAX_CHARS or not (words := words_of(small)):
        return False
    if found := _times().find(small):
        return all(map(_is_label, _rest(small, words, found)))
    if found := _days().find(small):  # "today" alone may be a title
        labels = _rest(small, words, found)
        return labels != [] and all(map(_is_label, labels))
    if _DIGIT.search(small) and _updates().find(small):
        return is_dateline(small)
    rest = [word for word in words if not _counts(word)]
    return len(rest) < len(words) and _counters().find(" ".join(rest)) != ""


def _counts(word: str) -> bool:
    return word[0].isdigit() or word in number_words()


def _is_label(word: str) -> bool:
    if word in _labels() or _counts(word):
        return True
    return is_unspaced(word) and len(word) <= MAX_LABEL and any(label in word for label in _labels())


def _rest(small: str, words: list[str], found: str) -> list[str]:
    """Return the words beside the phrase that was found."""
    phrase = phrase_of(found)
    for at in range(len(words)):
        if end := phrase.end(words, at):
            return words[:at] + words[end:]
    return words_of(small.replace(found, " ", 1))


@cache
def _times() -> Within:
    return within("relative_times")


@cache
def _days() -> Within:
    return within("days")


@cache
def _updates() -> Lines:
    return lines("updated")


@cache
def _counters() -> Lines:
    return lines("counters")


@cache
def _labels() -> frozenset[str]:
    """Return the words that stand beside such a time: "last", "updated"."""
    return frozenset(
        word for each in phrases("updated", "published", "as_of", "about") for word in words_of(each)
    )
