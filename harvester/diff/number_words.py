"""Words for numbers: those of the language files, and words that are made of them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from harvester.diff.numerals import NumeralToken
from harvester.diff.tokens import cut, is_number, token_places
from harvester.languages.files import known
from harvester.languages.signs import is_unspaced

PERCENT = Fraction(0)
"""The value that words for percent have in the tables here."""

MAX_COMPOUND = 48
"""A word of at most this many characters is taken apart: "zweihundertfünfunddreißigtausend" has 32."""

HEAD = 2
"""A compound is looked up by this many letters."""

MIN_UNSPACED = 3
"""In a script without spaces, a number word of at least this many characters can be nothing else."""

_FIRST = re.compile(r"[^A-Za-z]")
_LETTERS = re.compile(r"(?<=\d)[^\d\W]+$")

_Tokens = tuple[str, ...]

_DIGIT = "0"
_ASCII = (chr(code) for code in range(128))
_PLAIN = {ord(char): char if char.isalpha() else _DIGIT if char.isdigit() else " " for char in _ASCII}
"""An ASCII text with one digit for all, and spaces for signs."""


class NumberWords(NamedTuple):
    """The words for numbers of one language, or of all.

    begun: matches where a number in words may begin, a first look. firsts: the letters with which they begin,
    up to a sign. listed: words as tokens, by their first token, the longest first. values: all words with
    their values.
    multipliers: those that multiply: "million". unspaced: finds the words of scripts without spaces. part:
    finds a word within another. heads: how such words begin. compound: matches a word made of them.
    uncounted: words, or runs of words with one, that mostly say something else; phrases: finds those of
    scripts without spaces. joiners: "and". is_known: the language is known; if it is not, no word is sure to
    be a number.
    """

    begun: re.Pattern[str]
    firsts: frozenset[str]
    listed: Mapping[str, Mapping[_Tokens, str]]
    values: Mapping[str, Fraction]
    multipliers: frozenset[str]
    unspaced: re.Pattern[str]
    part: re.Pattern[str]
    heads: frozenset[str]
    compound: re.Pattern[str]
    uncounted: frozenset[_Tokens]
    phrases: re.Pattern[str]
    joiners: frozenset[str]
    is_known: bool


@cache
def number_words(tag: str) -> NumberWords:
    """Return the words for numbers of the language with that file; of all languages if the tag is ``""``.

    Without a language, words that are numbers in some and something else in others are left out.
    """
    words = known().words
    values = dict.fromkeys(words(tag, "percents"), PERCENT)
    if tag:
        values |= {word: Fraction(1, parts) for word, parts in known().values("fractions", tag).items()}
    for key in ("magnitudes", "numbers", "own_numbers") if tag else ("magnitudes", "numbers"):
        values |= {word: Fraction(value) for word, value in known().values(key, tag).items()}
    together = [word for word in values if is_unspaced(word) and not _is_hangul(word)]
    listed: dict[str, dict[_Tokens, str]] = {}
    for word in sorted(values.keys() - set(together), key=len, reverse=True):
        tokens = tuple(cut(word))
        listed.setdefault(tokens[0], {})[tokens] = word
    parts = [word for word, value in values.items() if word.isalpha() and len(word) > 1 and value != PERCENT]
    joiners = words(tag, "name_joiners")
    return NumberWords(
        _beginnings([*listed, *(parts if tag else ())], together),
        frozenset(_FIRST.split(word, maxsplit=1)[0] for word in listed),
        listed,
        values,
        words(tag, "magnitudes", "percents")
        | {word for word, value in values.items() if value in {100, 1000}},
        re.compile(_alternatives(together)),
        re.compile(_alternatives(parts)),
        frozenset(word[:HEAD] for word in parts) if tag else frozenset(),
        re.compile(rf"(?:(?:{_alternatives(parts)})(?:{_alternatives(joiners)})?)+" if tag else r"(?!)"),
        frozenset(tuple(cut(each)) for each in words(tag, "uncounted")),
        re.compile(_alternatives([each for each in words(tag, "uncounted") if is_unspaced(each)])),
        joiners,
        bool(tag),
    )


def _alternatives(words: Sequence[str] | frozenset[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))) or r"(?!)"


def _beginnings(words: Iterable[str], together: Iterable[str]) -> re.Pattern[str]:
    """Return what matches where a number in words may begin: at digits, words, or words without spaces.

    Words stand behind their first letter, so that most places of a text are left after one comparison.
    """
    rests: dict[str, list[str]] = {}
    for word in words:
        rests.setdefault(word[0], []).append(word[1:])
    branches = (f"{re.escape(first)}(?:{_either(rest)})" for first, rest in sorted(rests.items()))
    return re.compile("|".join((r"\d", rf"(?<![A-Za-z])(?:{'|'.join(branches)})", *map(re.escape, together))))


def _either(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words)))


def _is_hangul(word: str) -> bool:
    return "\uac00" <= word[0] <= "\ud7af"


def spelt(text: str, words: NumberWords) -> Iterator[NumeralToken]:
    """Yield the numbers of the text that are written in words, word by word."""
    small = _small(text)
    if not _may_hold_one(small, words):
        return
    places = token_places(text)
    tokens = [small[start:end] for start, end in places]
    at = 0
    while at < len(tokens):
        token, size = tokens[at], 0
        if token in words.listed:
            size, word = _listed(tokens, at, words)
        if size:
            sure = words.is_known and not _is_uncounted(tokens, at, size, words)
            yield _part((places[at][0], places[at + size - 1][1]), word, words, sure=sure)
        elif token[:HEAD] in words.heads and words.compound.fullmatch(token[:MAX_COMPOUND]):
            yield from _taken_apart(places[at][0], token, words)
        elif is_number(token):
            yield from _written_onto(places[at][0], token, words)
        at += max(1, size)
    for found in words.unspaced.finditer(text):
        sure = words.is_known and len(found[0]) >= MIN_UNSPACED
        yield _part(found.span(), found[0], words, sure=sure)


def _may_hold_one(small: str, words: NumberWords) -> bool:
    """Return whether a number in words may begin in the text; it is not looked at closely.

    The pattern of all languages has 1,230 words, so an ASCII text has its own words looked up instead.
    """
    if words.heads or not small.isascii():
        return words.begun.search(small) is not None
    plain = small.translate(_PLAIN)
    return _DIGIT in plain or not words.firsts.isdisjoint(plain.split())


def _small(text: str) -> str:
    """Return the text in small letters, as long as it was."""
    small = text.lower().replace("’", "'")  # noqa: RUF001
    return small if len(small) == len(text) else text


def _listed(tokens: list[str], at: int, words: NumberWords) -> tuple[int, str]:
    """Return how many tokens the longest listed word that begins there has, 0 for none, and the word."""
    for each, word in words.listed[tokens[at]].items():
        if tuple(tokens[at : at + len(each)]) == each:
            return len(each), word
    return 0, ""


def _is_uncounted(tokens: list[str], at: int, size: int, words: NumberWords) -> bool:
    runs = ((at, at + size), (max(0, at - 1), at + size), (at, at + size + 1))
    return any(tuple(tokens[start:end]) in words.uncounted for start, end in runs)


def _written_onto(start: int, token: str, words: NumberWords) -> Iterator[NumeralToken]:
    """Yield the word that is written onto digits: "5mio", "3만"."""
    tail = _LETTERS.search(token)
    if tail and tail[0] in words.multipliers:
        yield _part((start + tail.start(), start + tail.end()), tail[0], words, sure=True)


def _taken_apart(start: int, token: str, words: NumberWords) -> Iterator[NumeralToken]:
    for found in words.part.finditer(token):
        yield _part((start + found.start(), start + found.end()), found[0], words, sure=words.is_known)


def _part(place: tuple[int, int], word: str, words: NumberWords, *, sure: bool) -> NumeralToken:
    value, multiplies = words.values[word], word in words.multipliers
    if value == PERCENT:
        return NumeralToken(*place, Fraction(1), "%", is_word=True, is_sure=sure, is_magnitude=True)
    return NumeralToken(*place, value, is_word=True, is_sure=sure, is_magnitude=multiplies)
