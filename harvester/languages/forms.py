"""Read a phrase of a language file as parts, and find where it ends in a text's words.

`harvester.languages.phrases` says how phrases are written, and compares texts with many of them.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from harvester.languages.files import known
from harvester.languages.signs import PUNCTUATION

GAP = 3
"""`…` between two words stands for at most this many words: "our … newsletter"."""

MARK = rf"\s{re.escape(PUNCTUATION)}"
"""White space and the signs between words. They are for use in a character class."""

PIECE = re.compile(rf"\*?[^{MARK}]+\*?|…")
"""This matches a word of a phrase with its stars, or a gap."""

_WORD = re.compile(rf"[^{MARK}]+")
_SPACES_FOR_MARKS = bytes(ord(" ") if chr(code) in PUNCTUATION else code for code in range(128)).ljust(256)


def words_of(text: str) -> list[str]:
    """Return the words of the text without the marks around and between them."""
    if text.isascii():  # which takes a third of the pattern's time
        return text.encode().translate(_SPACES_FOR_MARKS).decode().split()
    return _WORD.findall(text)


@cache
def number_words() -> dict[str, int]:
    """Return the words for numbers in all languages, with their values."""
    return known().values("numbers")


def means_number(word: str) -> bool:
    """Return whether the word is a number, in figures or in words."""
    return word.isdigit() or word in number_words()


class PhraseWord(NamedTuple):
    """A part is one word of a phrase. ``before`` and ``after``: other letters may stand there."""

    text: str
    before: bool
    after: bool

    def fits(self, word: str) -> bool:
        """Return whether the word matches this part."""
        if self.before:
            return self.text in word if self.after else word.endswith(self.text)
        if self.after:
            return word.startswith(self.text)
        return word == self.text or (self.text.isdigit() and means_number(word))


_ANY = PhraseWord("…", before=True, after=True)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase consists of parts. ``is_open``: the rest of a line may follow.

    ``words`` is the number of words in a line that equals the phrase; 0 means any number. ``plain`` has the
    words of a phrase that stands only for itself, as most do; a comparison with them takes the least time.
    """

    text: str
    parts: tuple[PhraseWord, ...]
    is_open: bool
    words: int
    plain: list[str]

    def end(self, words: list[str], at: int) -> int:
        """Return the index of the word after the phrase if it begins at ``at``; 0 if it does not."""
        if plain := self.plain:
            end = at + len(plain)
            return end if words[at:end] == plain else 0
        return _end(self.parts, words, at)


def _end(parts: tuple[PhraseWord, ...], words: list[str], at: int) -> int:
    for number, part in enumerate(parts):
        if part is _ANY:
            rest = parts[number + 1 :]
            return next(filter(None, (_end(rest, words, at + more) for more in range(GAP + 1))), 0)
        if at >= len(words) or not part.fits(words[at]):
            return 0
        at += 1
    return at


@cache
def phrase_of(text: str) -> Phrase:
    """Return the phrase that a string of a language file stands for."""
    pieces = PIECE.findall(text)
    is_open = pieces[-1] == "…"
    parts = tuple(
        _ANY if piece == "…" else PhraseWord(piece.strip("*"), piece.startswith("*"), piece.endswith("*"))
        for piece in (pieces[:-1] if is_open else pieces)
    )
    plain = [part.text for part in parts if not (part.before or part.after or part.text.isdigit())]
    return Phrase(
        text,
        parts,
        is_open,
        words=0 if is_open or _ANY in parts else len(parts),
        plain=plain if len(plain) == len(parts) else [],
    )
