"""Scripts in which words run together: their texts are indexed by single characters."""

import re
import unicodedata

from harvester.languages.signs import UNSPACED, is_unspaced

_BLOCKS = ((0x0E00, 0x0F00), (0x1000, 0x10A0), (0x1780, 0x1800))  # Thai and Lao, Burmese, Khmer
_ATTACHED = "\u3099\u309a" + "".join(
    chr(code)
    for first, end in _BLOCKS
    for code in range(first, end)
    if unicodedata.category(chr(code)).startswith("M")
)
"""Vowels and tones of these scripts, and the voicing of kana, belong to the character before them."""

_CHARACTER = re.compile(f"[{UNSPACED}][{_ATTACHED}]*")


def is_by_characters(text: str) -> bool:
    """Return whether words run together somewhere in the text."""
    return not text.isascii() and is_unspaced(unicodedata.normalize("NFKC", text))


def spaced(text: str) -> str:
    """Return the text as it is indexed by characters: each of these characters alone between spaces.

    Characters of full and half width are one (NFKC).
    """
    if text.isascii():
        return text
    return _CHARACTER.sub(r" \g<0> ", unicodedata.normalize("NFKC", text))
