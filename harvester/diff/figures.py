"""Find the figures in a text, in digits or in words, with their values: the one place that knows them.

An edit touches a figure if the figures at its place in the old text are not those in the new one. A figure is
sure if nothing else can be meant. An unsure one ("sei" is six, and "you are") counts only where the other
text has a figure in its place.
"""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from harvester.diff.number_words import NumberWords, spelt
from harvester.diff.numerals import NumeralToken, numerals

TEN = 10

SCORES = frozenset((60, 80))
"""French adds up to 19 to these within a word: "soixante-douze"."""

MAX_BETWEEN = 8
"""At most this many characters stand between two words of one number: " and " in any language."""

THOUSAND = 1000
"""Magnitudes from here on multiply all that stands before them; "hundred" multiplies one word."""

_SPACES = " \u00a0\u202f-"
_UNWRITTEN = str.maketrans("➔→٪−", ">>%-", " \u00a0\u202f'’")  # noqa: RUF001


class Figure(NamedTuple):
    """A figure. text: its characters, which begin and end there in the text around.

    value: two figures of equal value and unit say the same. is_sure: it can be nothing but a figure.
    """

    start: int
    end: int
    text: str
    value: Fraction
    unit: str
    is_sure: bool

    @property
    def written(self) -> str:
        """Return how it is written, without white space and apostrophes, in small letters."""
        return self.text.translate(_UNWRITTEN).lower()


class Figures(NamedTuple):
    """What an edit does to figures. differ: they are written otherwise. are_equal: only that."""

    differ: bool
    are_equal: bool


def figures(text: str, words: NumberWords) -> list[Figure]:
    """Return the figures of the text in order; they do not overlap."""
    every = [*numerals(text), *spelt(text, words)]
    if not every:
        return []
    parts = _apart(sorted(_counted(text, every, words), key=lambda part: (part.start, -part.end)))
    found: list[Figure] = []
    run: list[NumeralToken] = []
    for part in parts:
        if run and not _continues(text, run, part, words):
            found += _composed(text, run)
            run = []
        run.append(part)
    return [*found, *_composed(text, run)]


def compared(before: Sequence[Figure], after: Sequence[Figure]) -> Figures:
    """Return what becomes of the figures of one place."""
    if [each.written for each in before] == [each.written for each in after]:
        return Figures(differ=False, are_equal=True)
    sure = [each for each in (*before, *after) if each.is_sure]
    if not sure and not (before and after):
        return Figures(differ=False, are_equal=True)
    equal = _values(before) == _values(after)
    return Figures(differ=True, are_equal=equal)


def _values(found: Iterable[Figure]) -> list[tuple[Fraction, str]]:
    return [(each.value, each.unit) for each in found]


def _counted(text: str, parts: Iterable[NumeralToken], words: NumberWords) -> Iterator[NumeralToken]:
    """Yield the parts; those in a word that mostly says something else ("十分") are not sure."""
    others = [found.span() for found in words.phrases.finditer(text)]
    for part in parts:
        held = part.is_word and any(start <= part.start and part.end <= end for start, end in others)
        yield part._replace(is_sure=part.is_sure and not held)


def _apart(parts: Iterable[NumeralToken]) -> Iterator[NumeralToken]:
    end = 0
    for part in parts:
        if part.start >= end:
            yield part
            end = part.end


def _continues(text: str, run: list[NumeralToken], part: NumeralToken, words: NumberWords) -> bool:
    """Return whether the part belongs to the number that the run begins: "five" "million", "vingt" "deux"."""
    last = run[-1]
    between = text[last.end : part.start]
    joiner = between.strip(_SPACES)
    if not part.is_word or len(between) > MAX_BETWEEN:
        return False
    if part.unit:
        return not joiner and not last.unit
    if part.is_magnitude and joiner in {"", "."}:  # "1,5 Mio. Tausend" is no number
        return last.value < part.value
    if not last.is_word or (joiner and joiner.lower() not in words.joiners):
        return False
    is_one_word = not any(map(str.isspace, between))
    return (is_one_word and _adds_within_word(last.value, part.value)) or (
        last.value > TEN and part.value < TEN ** _zeros(_value(run))
    )


def _adds_within_word(first: Fraction, second: Fraction) -> bool:
    """Return whether the second number is added to the first: "einundzwanzig", "soixante-douze"."""
    if first in SCORES:
        return second < 2 * TEN
    return first < TEN <= second < TEN**2 and _zeros(second) > 0


def _zeros(value: Fraction) -> int:
    digits = str(value)
    return len(digits) - len(digits.rstrip("0"))


def _composed(text: str, run: list[NumeralToken]) -> Iterator[Figure]:
    """Yield the figure that the parts make together."""
    if not run:
        return
    unit = "".join(part.unit for part in run)
    start, end = run[0].start, run[-1].end
    sure = any(part.is_sure for part in run) or len(run) > 1
    yield Figure(start, end, text[start:end], _value(run), unit, sure)


def _value(run: Sequence[NumeralToken]) -> Fraction:
    """Return the number that the parts make: each multiplies what stands before it, or is added."""
    total = current = Fraction(0)
    for part in run:
        if part.unit and part.is_word:
            continue
        if part.is_magnitude and part is not run[0]:
            current = (current or 1) * part.value
            if part.value >= THOUSAND:
                total, current = total + current, Fraction(0)
        else:
            current += part.value
    return total + current
