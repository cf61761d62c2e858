"""Where the words of a search stand in a text: the text as passages, some of which match."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from harvester.languages.signs import UNSPACED
from harvester.search.query import Term

WIDTH = 240
"""An excerpt has about this many characters: two or three sentences."""

BEFORE = 4
"""One in this many of them stands before the first word that was found."""

LONGEST_WORD = 30
"""A word with more characters than this may be cut where an excerpt begins or ends."""

MOST = 200_000
"""Only this many characters of a text are looked through; the longest of 1,587 real answers has 30,000."""

_DIACRITICS = re.compile("[\u0300-\u036f]")
_UNIT = re.compile(f"[{UNSPACED}]|[^\\W_{UNSPACED}]+")
_WORD = f"[^\\W_{UNSPACED}]"


class Passage(NamedTuple):
    """A part of a text. is_match: the search found it."""

    text: str
    is_match: bool = False


def passages(text: str, terms: Sequence[Term]) -> tuple[Passage, ...]:
    """Return the whole text as passages."""
    return tuple(_parted(text, _places(text, terms), 0, len(text)))


def excerpt(text: str, terms: Sequence[Term], width: int = WIDTH) -> tuple[Passage, ...]:
    """Return about ``width`` characters round the first match as passages, with "…" where text is left out.

    Without a match they are the first ones.
    """
    places = _places(text, terms)
    start = max(0, places[0][0] - width // BEFORE) if places else 0
    if len(text) - start < width:
        start = max(0, len(text) - width)
    start, end = _at_border(text, start), _at_border(text, min(len(text), start + width))
    found = [*_parted(text, places, start, end)]
    if start:
        found.insert(0, Passage("…"))
    if end < len(text):
        found.append(Passage("…"))
    return tuple(found)


def _at_border(text: str, place: int) -> int:
    """Return the place, or that of the space before it if one is near, so that no word is cut."""
    if not 0 < place < len(text):
        return place
    space = text.rfind(" ", max(0, place - LONGEST_WORD), place)
    return space + 1 if space >= 0 else place


def _parted(text: str, places: Iterable[tuple[int, int]], start: int, end: int) -> Iterator[Passage]:
    done = start
    for first, last in places:
        first, last = max(first, start), min(last, end)  # noqa: PLW2901
        if first < last:
            if done < first:
                yield Passage(text[done:first])
            yield Passage(text[first:last], is_match=True)
            done = last
    if done < end:
        yield Passage(text[done:end])


def _places(text: str, terms: Sequence[Term]) -> list[tuple[int, int]]:
    """Return where the terms stand, in order and without overlaps."""
    pieces = [_folded(character) for character in text[:MOST]]
    folded = "".join(pieces)
    if len(folded) == len(pieces):
        found = [span for pattern in _patterns(terms) for span in _spans(pattern, folded)]
    else:
        whole = [place for place, piece in enumerate(pieces) for _ in piece]
        found = [
            (whole[first], whole[last] if last < len(whole) else len(pieces))
            for pattern in _patterns(terms)
            for first, last in _spans(pattern, folded)
        ]
    merged = list[tuple[int, int]]()
    for first, last in sorted(found):
        if merged and first < merged[-1][1]:
            merged[-1] = merged[-1][0], max(last, merged[-1][1])
        else:
            merged.append((first, last))
    return merged


def _spans(pattern: re.Pattern[str], folded: str) -> Iterator[tuple[int, int]]:
    return (each.span() for each in pattern.finditer(folded))


def _patterns(terms: Sequence[Term]) -> Iterator[re.Pattern[str]]:
    """Yield a pattern for each term that must be there: its words in order, whatever stands between them."""
    for term in terms:
        units = _UNIT.findall("".join(map(_folded, term.text)))
        if units and not term.is_excluded:
            yield re.compile(_joined(units, is_beginning=term.is_beginning))


def _joined(units: Sequence[str], *, is_beginning: bool) -> str:
    first, last = (re.match(_WORD, unit) is not None for unit in (units[0], units[-1]))
    pattern = f"(?<!{_WORD})" if first else ""
    for before, unit in zip(("", *units), units, strict=False):
        if before:
            both = re.match(_WORD, before) and re.match(_WORD, unit)
            pattern += r"[\W_]+" if both else r"[\W_]*"
        pattern += re.escape(unit)
    if last:
        pattern += f"{_WORD}*" if is_beginning else f"(?!{_WORD})"
    return pattern


@lru_cache(maxsize=1 << 14)
def _folded(character: str) -> str:
    """Return the character as both indexes compare it: without case, diacritics and width."""
    apart = unicodedata.normalize("NFKD", character).casefold()
    return unicodedata.normalize("NFKC", _DIACRITICS.sub("", apart))
