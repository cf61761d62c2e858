"""Whether a text asks: by its marks, by how it opens. Text only; style is judged elsewhere."""

# ruff: noqa: RUF001  question marks of all scripts

import re

from harvester.parse.words import OPENINGS

NO, OPENS, ENDS = 0, 1, 2
"""How surely a text asks: not at all, it opens like a question, it ends with a question mark."""

OPENING_LIMIT = 140  # characters; a longer text without a mark is prose, however it opens
_TAIL = 12  # characters that closing quotes, brackets and footnote digits after a mark may take

_MARK = re.compile(r"[?？؟⁇⁈⁉‽፧՞][\s!?？'\"”’»›)\]）」』.…*:\d]*$")
_GREEK = re.compile(r"[α-ωάέήίόύώ]", re.IGNORECASE)
_GREEK_MARK = re.compile(r"\w[»\"”)]?\s?[;\u037e][»\"”)]?$")
_GREEK_MARKS = (";", "\u037e")
_CLOSING = "»\"”)"
_JAPANESE_END = re.compile(r"(?:か|かな|でしょう|のは)[。」』)）]?$")
_FIRST_WORD = re.compile(r"[\W\d]*([^\W\d]+(?:['’-][^\W\d]+)*)")
_OPENINGS = frozenset(OPENINGS)


def asks(text: str) -> int:
    """Return how surely the text asks: `NO`, `OPENS` or `ENDS`."""
    tail = text[-_TAIL:]
    if ("?" in tail or not tail.isascii()) and _MARK.search(tail):
        return ENDS
    if tail[-2:].strip(_CLOSING)[-1:] in _GREEK_MARKS and _GREEK_MARK.search(tail) and _GREEK.search(text):
        return ENDS
    if len(text) > OPENING_LIMIT or tail[-1:] in ".!,;":
        return NO
    if not tail.isascii() and _JAPANESE_END.search(tail):
        return OPENS
    if text[:1] == "¿":
        return ENDS
    first = _FIRST_WORD.match(text)
    return OPENS if first and first[1].casefold().replace("’", "'") in _OPENINGS else NO
