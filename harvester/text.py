"""Unicode: one normal form to compare by, digests for ids. Nothing here knows of HTML."""

import hashlib
import re
import unicodedata
from functools import lru_cache

ID_LENGTH = 16
"""An id has this many hex digits: 64 bits, so that among ten million questions a collision has odds of 1 in
370,000."""

KEY_BYTES = 16
"""A key has this many bytes: 128 bits, because evidence of many archives comes together and nobody may forge
a twin."""

SHORT = 400
"""The match key of a text of at most this many characters is kept: hostile ones fill 10 MB at most. Questions
have 300."""

KEPT = 4096
"""Match keys that are kept: those of the questions of some 50 pages, which each edition asks for again."""

CONTROLS = (*range(9), *range(11, 32), *range(0x7F, 0xA0))
"""A terminal obeys these characters, or nobody sees them: the controls, all but tab and line feed."""

BIDI_CONTROLS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F)
"""These characters turn the direction of what follows: a stored text must not reorder its surroundings."""

_BEFORE_MARK = re.compile(r' (?=[?!:;,.%)"])')
# These characters are no text: those that Unicode draws as nothing (Default_Ignorable_Code_Point, in
# DerivedCoreProperties.txt of Unicode 16), which editors insert and drop, and the private use area with the
# icons of fonts. Among the former are soft hyphens and marks of direction. Selectors of variants are text,
# though they stand on Unicode's list: a reader sees which form of a letter or an emoji they select.
_NO_TEXT = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufeff\uffa0\ufff0-\ufff8\ue000-\uf8ff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e001f\U000e0080-\U000e00ff\U000e01f0-\U000e0fff"
)
# These select the letters of Mongolian, and tags that follow a black flag make it that of a country: Wales.
_SELECTING = (
    "(?<![\u1820-\u18aa])[\u180b-\u180f]|(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0020-\U000e007f]+"
)
# Joiners shape the letters of these scripts (Arabic to Mongolian, Indic among them) and join emoji; elsewhere
# they are drawn as nothing.
_JOINED = (
    "\u0600-\u18af\u1a00-\u1aff\ua800-\uabff\ufb50-\ufdff\ufe70-\ufefc\U00010a00-\U00011fff"
    "\u2190-\u2bff\ufe00-\ufe0f\U0001f000-\U0001faff"
)
_INVISIBLE = re.compile(rf"[{_NO_TEXT}]|(?<![{_JOINED}])[\u200c\u200d](?![{_JOINED}])|{_SELECTING}")
_MAY_BE_INVISIBLE = re.compile(f"[{_NO_TEXT}\u180b-\u180f\u200c\u200d\U000e0020-\U000e007f]")  # found faster
# Each letter of ASCII is a small one, each sign a space.
_SMALL_WORDS = bytes(
    ord(sign.lower() if sign.isalnum() or sign == "_" else " ") for sign in map(chr, range(128))
).ljust(256)
_SINGLE = "’‘ʼ`´‛′‹›"  # noqa: RUF001  look-alikes are what it lists
_DOUBLE = "“”„‟«»″"
_QUOTES = str.maketrans(_SINGLE + _DOUBLE, "'" * len(_SINGLE) + '"' * len(_DOUBLE))


def fold_space(text: str) -> str:
    """Return the text with each run of white space as one space, none at the ends."""
    return " ".join(text.split())


def ascii_words(text: str) -> list[str]:
    """Return the words of a text in ASCII, in small letters; "_" belongs to a word.

    This takes a third of a pattern's time.
    """
    return text.encode().translate(_SMALL_WORDS).decode().split()


def without_invisible(text: str) -> str:
    """Return the text without the characters that nobody sees, and without the icons of fonts."""
    if text.isascii() or _MAY_BE_INVISIBLE.search(text) is None:
        return text
    return _INVISIBLE.sub("", text)


def content_key(text: str) -> str:
    """Return what two captures must share to show the same words.

    Invisible characters out, which can keep letters apart, then NFC, and white space folded. French spacing
    ("mot ?" with any kind of space) stays visible as one space. Idempotent.
    """
    if text.isascii():  # which has nothing to compose and nothing invisible
        return fold_space(text)
    return fold_space(unicodedata.normalize("NFC", without_invisible(text)))


def match_key(text: str) -> str:
    """Return what two wordings must share to be the same question.

    As `content_key`, and also blind to case, quotes and the space before "?!:;". Idempotent;
    only for matching, never shown and never a reason to hide an edit.
    """
    return _short_key(text) if len(text) <= SHORT else _key(text)


def _key(text: str) -> str:
    if text.isascii():  # which no normal form changes
        folded = text.translate(_QUOTES).lower()
    else:
        folded = content_key(unicodedata.normalize("NFKC", text).translate(_QUOTES).casefold())
        folded = unicodedata.normalize("NFKC", folded)
    return _BEFORE_MARK.sub("", fold_space(folded))


_short_key = lru_cache(maxsize=KEPT)(_key)


def printable(sentence: str) -> str:
    """Return the sentence fit for a terminal: some of its words may be a server's."""
    return "".join(each if each.isprintable() else "\ufffd" for each in sentence)


def quoted(text: str, most: int) -> str:
    """Return a value as a message repeats it: in quotes, cut to this many characters if it is longer."""
    return repr(text if len(text) <= most else f"{text[:most]}…")


def whole_number(text: str, digits: int) -> int | None:
    """Return the number that a text writes in ASCII digits; None for another text, or one of more digits.

    Python raises ValueError for a number of more than 4,300 digits.
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None


def digest_key(*parts: str) -> bytes:
    """Return the key made of the parts: 16 bytes of the SHA-256 of their length-prefixed UTF-8."""
    return _digest(parts)[:KEY_BYTES]


def digest_id(*parts: str) -> str:
    """Return the id made of the parts: 16 hex digits of the SHA-256 of their length-prefixed UTF-8."""
    return _digest(parts).hex()[:ID_LENGTH]


def _digest(parts: tuple[str, ...]) -> bytes:
    sha = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        sha.update(b"%d:" % len(raw))
        sha.update(raw)
    return sha.digest()
