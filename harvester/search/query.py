"""What a person types to find text, turned into expressions of FTS5 that are never an error.

Words and "phrases" must all be there. A word with * at its end stands for all words that begin so, and what
has a - before it must not be there. Everything else is plain text: no operator or bracket means anything.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from harvester.languages.signs import is_unspaced
from harvester.search.characters import is_by_characters, spaced

MOST_TERMS = 32
"""One search has at most this many words and phrases; FTS5 takes 256, and each one costs a look into the
index."""

MOST_CHARACTERS = 1000
"""One search has at most this many characters: a question has 300, a pasted paragraph fewer than this."""

LEAST_BEGINNING = 3
"""A * needs at least this many letters before it: with two, in 2,000,000 pairs, some 300 words begin so and
the search takes a second."""

_QUOTES = str.maketrans("“”„‟«»″＂", '"' * 8)  # noqa: RUF001  look-alikes are what it lists
_TERM = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')


class Term(NamedTuple):
    """A word or phrase. is_beginning: words that begin so count, too. is_excluded: it must not be there."""

    text: str
    is_beginning: bool = False
    is_excluded: bool = False

    @property
    def is_by_characters(self) -> bool:
        """Return whether it has characters that are found without spaces."""
        return is_by_characters(self.text)


def terms(text: str) -> tuple[Term, ...]:
    """Return the words and phrases of a search; those without a letter or digit are left out.

    At most `MOST_CHARACTERS` of the text and `MOST_TERMS` of its terms count.
    """
    found = list[Term]()
    for minus, phrase, word in _TERM.findall(text[:MOST_CHARACTERS].translate(_QUOTES)):
        term = Term(phrase or word.rstrip("*"), word.endswith("*"), bool(minus))
        if any(map(_is_of_word, term.text)):
            found.append(term)
    return tuple(found[:MOST_TERMS])


def _is_of_word(character: str) -> bool:
    """Return whether FTS5 takes it for a part of a word (https://www.sqlite.org/fts5.html, 4.3.1)."""
    kind = unicodedata.category(character)
    return kind[0] in "LN" or kind == "Co"


def too_short(found: Sequence[Term]) -> str:
    """Return a beginning that is too short to look for, ``""`` where there is none."""
    short = (
        each.text for each in found
        if each.is_beginning and not each.is_by_characters and len(each.text) < LEAST_BEGINNING
    )  # fmt: skip
    return next(short, "")


def by_words(found: Sequence[Term]) -> str:
    """Return the expression for the index by words, ``""`` if nothing is to be found."""
    return _expression([(each, each.text, each.is_beginning) for each in found])


def by_characters(found: Sequence[Term]) -> str:
    """Return the expression for the index by characters, ``""`` if nothing is to be found.

    A beginning that ends with such a character is a plain text there: any part of a text is found.
    """
    return _expression(
        [(each, spaced(each.text), each.is_beginning and not is_unspaced(each.text[-1:])) for each in found]
    )


def _expression(written: Sequence[tuple[Term, str, bool]]) -> str:
    quoted = [
        (each.is_excluded, '"{}"{}'.format(_plain(text), " *" if is_beginning else ""))
        for each, text, is_beginning in written
    ]
    wanted = " AND ".join(text for is_excluded, text in quoted if not is_excluded)
    excluded = "".join(f" NOT {text}" for is_excluded, text in quoted if is_excluded)
    return f"({wanted}){excluded}" if wanted else ""


def _plain(text: str) -> str:
    """Return the text without what ends a string of FTS5 or of UTF-8."""
    return text.replace('"', " ").replace("\0", " ").encode("utf-8", "replace").decode()
