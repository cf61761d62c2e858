"""Cutting text into sentences and tokens. White space belongs to no token.

The classes of characters are written out because the one for words knows no combining marks: it would cut
Hindi, Arabic with vowels and decomposed accents in the middle of a word.
"""

import re
from collections.abc import Iterable, Iterator

from harvester.diff.written import IMAGE, LINK
from harvester.languages.signs import IDEOGRAPHIC_ENDS, SENTENCE_ENDS, WRITTEN_TOGETHER

# What is drawn on the sign before it: vowels and tones of these scripts, voicing of kana, colours of emoji.
_ATTACHED = (
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u1056-\u1059\u105e-\u1060"
    "\u1062-\u1064\u1067-\u106d\u1071-\u1074\u1082-\u108d\u17b4-\u17d3\u3099\u309a"
)
_DRAWN = "\ufe0e\ufe0f\U0001f3fb-\U0001f3ff"
_PUNCTUATION = (
    r"!-/:-@\[-`{-~\u00a1-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb-\u00bf\u00d7\u00f7"
    r"\u055a-\u055f\u0589\u05be\u05c0\u05c3\u05f3\u05f4"  # Armenian, Hebrew
    r"\u060c\u061b\u061f\u066a-\u066d\u06d4\u0964\u0965\u1361-\u1368"  # Arabic, Indic, Ethiopic
    r"\u2010-\u2027\u2030-\u205e\u20a0-\u20cf\u2190-\u2bff\u2e00-\u2e7f"
    r"\u3000-\u3004\u3008-\u3030\ufe10-\ufe6f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
    r"\U0001f000-\U0001faff"
)
_LETTER = rf"[^\s{_PUNCTUATION}{WRITTEN_TOGETHER}]"
_LINK = r"[Hh][Tt][Tt][Pp][Ss]?://[^\s<>\"]*[^\s<>\".,;:!?)\]]|www\.[\w.-]+[^\s<>\".,;:!?)\]]*"
# "don't" and "Anna's" are one word each; "l'école" is two, for the article goes with the noun's edits.
# First, because most tokens are words, and ASCII letters first, because their class is quicker; what begins
# with a digit or an address is left to the others.
_WORD = (
    rf"(?:[A-Za-z]++{_LETTER}*+|(?!\d){_LETTER}++)(?!://|(?<=\bwww)\.)"
    rf"(?:['’](?:(?:s|t|re|ve|ll|d|m)(?!{_LETTER})|(?={_LETTER})))?"  # noqa: RUF001
)
# A number keeps its sign, its separators and what is written onto it: "-3.5", "12 000", "18:30", "3rd".
_NUMBER = (
    rf"(?:(?<![\w)])[-−+±])?"  # noqa: RUF001  the minus sign of typographers
    rf"(?:\d{{1,3}}(?:[ \u00a0\u202f]\d{{3}})+(?!\d)|\d+)(?:[.,:/’'٫٬–-]\d+)*{_LETTER}*"  # noqa: RUF001
)
_TOKEN = re.compile(
    rf"{LINK}|{IMAGE}|{_WORD}|{_NUMBER}|{_LINK}|[{WRITTEN_TOGETHER}][{_ATTACHED}]*|{_LETTER}+|\S[{_DRAWN}]*"
)
_SPACED = re.compile(rf" ?(?:{_TOKEN.pattern})")
_LINK_START = re.compile(r"https?://|www\.", re.IGNORECASE)
_IMAGE = re.compile(IMAGE)
_ALL_PUNCTUATION = re.compile(rf"[{_PUNCTUATION}]+")
_FEATURE = re.compile(rf"([A-Za-z]++{_LETTER}*+|{_LETTER}++)|([{WRITTEN_TOGETHER}]+)")
# A full stop ends a sentence when white space follows ("3.5" does not); an ideographic one always does.
# One class in front, so that the engine can skip to it.
_BREAK = re.compile(rf"[{SENTENCE_ENDS}\n](?:(?<=[{IDEOGRAPHIC_ENDS}\n])\s*|\s+)")

Place = tuple[int, int]
"""Where a piece of a text begins and ends."""


def token_places(text: str) -> list[Place]:
    """Return where links, numbers, words, lone characters and punctuation stand, in order.

    The targets and alternatives of a written text are one token each (`harvester.diff.written`).
    """
    return places(text, cut(text))


def places(text: str, pieces: Iterable[str]) -> list[Place]:
    """Return where the pieces of a text stand, between which there is only white space."""
    find, end, found = text.find, 0, []
    for piece in pieces:  # twice as fast as the matches of a pattern
        start = find(piece, end)
        end = start + len(piece)
        found.append((start, end))
    return found


def spaced_tokens(key: str) -> list[str]:
    """Return the tokens of a content key, each with the space before it; the first one always has one."""
    return _SPACED.findall(f" {key}")


def sentence_places(text: str) -> list[Place]:
    """Return where sentences stand, without the white space around them, in order.

    The alternative text of an image stays whole.
    """
    places, start = [], len(text) - len(text.lstrip())
    images = iter([image.span() for image in _IMAGE.finditer(text)] if "⟦" in text else ())
    first, last = next(images, (0, 0))
    for found in _BREAK.finditer(text, start):
        while last and last <= found.start():
            first, last = next(images, (0, 0))
        if first < found.start() < last:
            continue
        at, following = found.span()
        end = start + len(text[start:at].rstrip()) if text[at] == "\n" else at + 1
        places.append((start, end))
        start = following
    if start < len(text):
        places.append((start, start + len(text[start:].rstrip())))
    return places


def cut(text: str) -> list[str]:
    """Return the tokens of the text as strings."""
    return _TOKEN.findall(text)


def features(text: str) -> Iterator[str]:
    """Yield what to count when two texts are weighed: words, in scripts without spaces pairs of characters.

    Single characters of those are shared by chance.
    """
    for word, unspaced in _FEATURE.findall(text):
        if word:
            yield word
        else:
            yield from (unspaced[at : at + 2] for at in range(max(1, len(unspaced) - 1)))


def is_punctuation(token: str) -> bool:
    """Return whether the token is made of punctuation and symbols only."""
    return _ALL_PUNCTUATION.fullmatch(token) is not None


def is_link(token: str) -> bool:
    """Return whether the token is a web address."""
    return _LINK_START.match(token) is not None


def is_number(token: str) -> bool:
    """Return whether the token holds a digit of any script."""
    return not token.isalpha() and any(map(str.isdigit, token))
