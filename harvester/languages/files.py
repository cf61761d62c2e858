"""The language files as values. They are TOML of the plainest kind, and read forty times faster as such.

A file holds comments, ``key = ["phrase", ...]`` and, under ``[key]``, ``1 = ["word", ...]``, nothing else.
`tests/languages` holds that a TOML reader reads the same from each file.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent

SHARED = "mul"
"""The file of words that belong to no language alone."""

SAME_FILE = {"nb": "no", "nn": "no", "bs": "hr", "sh": "sr", "iw": "he", "in": "id", "fil": "tl"}
"""Languages that are written in the file of another, and tags that are no longer used."""

_STRING = r'"[^"\\\n]*"'
_PART = re.compile(rf"\s*+(?:#[^\n]*+|\[(\w+)\]|(\w+) = \[((?:\s*+{_STRING},?+)*+)\s*+\])")

Words = dict[str, tuple[str, ...]]
"""Phrases by key; those under ``[months]`` by ``"months.1"``."""


def read_file(text: str) -> Words:
    """Return what a language file says.

    Raises ValueError with the line of the first place that is not of that form.
    """
    found: Words = {}
    at, table = 0, ""
    end = len(text.rstrip())
    while at < end:
        part = _PART.match(text, at)
        if part is None:
            read = text[:at].count("\n") + 1
            raise ValueError(f"after line {read} comes no list of plain strings")
        at = part.end()
        if part[1]:
            table = f"{part[1]}."
        elif part[2]:
            found[table + part[2]] = tuple(part[3].split('"')[1::2])  # in a third of a pattern's time
    return found


class Languages:
    """All that is known of some languages. tags: their BCP 47 tags; digest: of the files' text."""

    def __init__(self, folders: Sequence[Path]) -> None:
        paths = sorted(path for folder in folders for path in folder.glob("*.toml"))
        texts = [path.read_text("utf-8") for path in paths]
        self.tags = tuple(path.stem for path in paths)
        self.digest = hashlib.sha256("\0".join([*self.tags, *texts]).encode()).hexdigest()[:16]
        self._files = dict(zip(self.tags, map(read_file, texts), strict=True))

    def of(self, tag: str) -> Words:
        """Return what the file of one language says."""
        return self._files[tag]

    def phrases(self, *keys: str) -> tuple[str, ...]:
        """Return the phrases of the keys in all languages, each once."""
        return tuple(dict.fromkeys(self._all(keys)))

    def words(self, tag: str, *keys: str) -> frozenset[str]:
        """Return the words of the keys in one language, in all languages if the tag is ``""``."""
        files = [self._files[tag], self._files.get(SHARED, {})] if tag else self._files.values()
        named = ((name.partition(".")[0], phrases) for words in files for name, phrases in words.items())
        return frozenset(word for key, phrases in named if key in keys for word in phrases)

    def tag_of(self, language: str) -> str:
        """Return the tag of the file for a language, given as a BCP 47 tag, ``""`` if there is none."""
        tag = language.replace("_", "-").partition("-")[0].lower()
        tag = SAME_FILE.get(tag, tag)
        return tag if tag in self._files else ""

    def _all(self, keys: Sequence[str]) -> Iterator[str]:
        for words in self._files.values():
            for key in keys:
                yield from words.get(key, ())

    def values(self, key: str) -> dict[str, int]:
        """Return the words of a key that has values, in all languages, with their values.

        No word has two values: "listopad" is November in cs and pl, and left out in hr.
        """
        found: dict[str, int] = {}
        for words in self._files.values():
            for name, phrases in words.items():
                table, _, value = name.partition(".")
                if table == key and value:
                    found = dict.fromkeys(phrases, int(value)) | found
        return found


@cache
def known() -> Languages:
    """Return the languages of the package's own files."""
    return Languages((FOLDER,))
