"""Read the language files. They are the plainest TOML, so this reader is forty times faster than a TOML one.

A file holds only comments, ``key = ["phrase", ...]`` and, under ``[key]``, ``1 = ["word", ...]``.
`tests/languages` checks that a TOML reader reads the same from each file.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent

SHARED = "mul"
"""The file with this name holds words that belong to several languages."""

SAME_FILE = {"nb": "no", "nn": "no", "bs": "hr", "sh": "sr", "iw": "he", "in": "id", "fil": "tl"}
"""These languages and outdated tags use the file of another tag."""

_STRING = r'"[^"\\\n]*"'
_PART = re.compile(rf"\s*+(?:#[^\n]*+|\[(\w+)\]|(\w+) = \[((?:\s*+{_STRING},?+)*+)\s*+\])")

Words = dict[str, tuple[str, ...]]
"""Each key has its phrases; those under ``[months]`` have keys like ``"months.1"``."""


def read_file(text: str) -> Words:
    """Return the phrases of a language file by key.

    Raises ValueError with the line of the first place that does not have this form.
    """
    found: Words = {}
    at, table = 0, ""
    end = len(text.rstrip())
    while at < end:
        part = _PART.match(text, at)
        if part is None:
            read = text[:at].count("\n") + 1
            raise ValueError(f"a list of plain strings must follow line {read}")
        at = part.end()
        if part[1]:
            table = f"{part[1]}."
        elif part[2]:
            found[table + part[2]] = tuple(part[3].split('"')[1::2])  # this takes a third of a pattern's time
    return found


class Languages:
    """A value of this class holds language files: their BCP 47 ``tags`` and the ``digest`` of their text."""

    def __init__(self, folders: Sequence[Path]) -> None:
        paths = sorted(path for folder in folders for path in folder.glob("*.toml"))
        texts = [path.read_text("utf-8") for path in paths]
        self.tags = tuple(path.stem for path in paths)
        self.digest = hashlib.sha256("\0".join([*self.tags, *texts]).encode()).hexdigest()[:16]
        self._files = dict(zip(self.tags, map(read_file, texts), strict=True))

    def of(self, tag: str) -> Words:
        """Return the phrases of one language's file by key."""
        return self._files[tag]

    def phrases(self, *keys: str) -> tuple[str, ...]:
        """Return the distinct phrases of the keys in all languages."""
        return tuple(dict.fromkeys(self._all(keys)))

    def words(self, tag: str, *keys: str) -> frozenset[str]:
        """Return the words of the keys in one language, or in all languages if the tag is ``""``."""
        files = [self._files[tag], self._files.get(SHARED, {})] if tag else self._files.values()
        named = ((name.partition(".")[0], phrases) for words in files for name, phrases in words.items())
        return frozenset(word for key, phrases in named if key in keys for word in phrases)

    def tag_of(self, language: str) -> str:
        """Return the tag of the file for a language's BCP 47 tag; ``""`` if it has no file."""
        tag = language.replace("_", "-").partition("-")[0].lower()
        tag = SAME_FILE.get(tag, tag)
        return tag if tag in self._files else ""

    def _all(self, keys: Sequence[str]) -> Iterator[str]:
        for words in self._files.values():
            for key in keys:
                yield from words.get(key, ())

    def values(self, key: str, tag: str = "") -> dict[str, int]:
        """Return the words of a key that has values, in one language or in all, with their values.

        No month and no word of "numbers" has two values: "listopad" is November in cs and pl, so hr lists it
        under "point_months".
        """
        found: dict[str, int] = {}
        for words in [self._files[tag]] if tag else self._files.values():
            for name, phrases in words.items():
                table, _, value = name.partition(".")
                if table == key and value:
                    found = dict.fromkeys(phrases, int(value)) | found
        return found


@cache
def known() -> Languages:
    """Return the languages of the package's own files."""
    return Languages((FOLDER,))
