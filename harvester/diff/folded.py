"""A text as it is compared: its content key, the lines in it, and the way back to the text as it is shown."""

import re
import unicodedata
from bisect import bisect_right
from typing import NamedTuple

from harvester.text import fold_space, without_invisible

_WORD = re.compile(r"\S+")


class Folded(NamedTuple):
    """A text made ready. key: its content key. lined: the same, but a line break where the text has one.

    Both have the same length, so that a place in one is a place in the other.
    """

    key: str
    lined: str


def folded(text: str) -> Folded:
    """Return the text made ready to be compared."""
    lined = "\n".join(filter(None, map(fold_space, visible(text).splitlines())))
    return Folded(lined.replace("\n", " "), lined)


def visible(text: str) -> str:
    """Return the text in Unicode form NFC without the characters that nobody sees."""
    return text if text.isascii() else without_invisible(unicodedata.normalize("NFC", text))


class ShownText:
    """A text as it is shown, in which places of its content key can be found; ``end`` is the last of them."""

    def __init__(self, text: str) -> None:
        self.text = visible(text)
        self._starts: list[int] = []
        self._keys: list[int] = []
        at = 0
        for word in _WORD.finditer(self.text):
            self._starts.append(word.start())
            self._keys.append(at)
            at += len(word[0]) + 1
        self.end = max(0, at - 1)

    def cut(self, start: int, end: int) -> str:
        """Return what is shown from one place of the content key to another."""
        return self.text[self._place(start) : self._place(end)]

    def _place(self, at: int) -> int:
        """Return the place in the text; what is beyond the last word is the end of the text."""
        word = bisect_right(self._keys, at) - 1
        return self._starts[word] + at - self._keys[word] if word >= 0 else 0
