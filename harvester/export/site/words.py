"""The search of a site: an index in pieces, each a script that hands its rows to ``search.js``.

A script can be loaded from a disk, where a page may not ask for files. The words are sorted and cut into
pieces, so that a search loads the pieces of its words alone. They are sorted by SQLite, on the disk.
"""

import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby, islice
from pathlib import Path
from typing import Any, NamedTuple

from harvester.archive.engine import sqlite3
from harvester.languages.signs import UNSPACED

MOST = 2_000
"""At most this many questions are kept for one word; of a more common word these are the ones named first."""

PIECE = 4_000
"""One piece of the index has this many numbers of questions, some 30 KB; a common word may have more."""

READ = 100_000
"""This many characters of a text are indexed, from its beginning: some 40 pages."""

NAMED = 50
"""One piece of the list has this many questions, some 20 KB."""

EXCERPT = 240
"""A result shows this many characters of a text."""

FOLDER = "search"

_SAID = """
CREATE TABLE said (word TEXT, part INTEGER, number INTEGER, PRIMARY KEY (word, part, number)) WITHOUT ROWID
"""
_WORD = re.compile(r"[^\W_]+")
_CHARACTER = re.compile(f"[{UNSPACED}]|[^{UNSPACED}]+")


def words(text: str) -> Iterator[str]:
    """Yield the words of a text without case and accents, and characters where words run together.

    The function of that name in ``search.js`` does the same.
    """
    if text.isascii():
        yield from _WORD.findall(text.lower())
        return
    plain = unicodedata.normalize("NFKD", text.lower()).translate(_marks())
    for word in _WORD.findall(unicodedata.normalize("NFKC", plain)):
        yield from _CHARACTER.findall(word)


@cache
def _marks() -> dict[int, None]:
    """Return all accents and other marks, to be left out."""
    codes = range(sys.maxunicode + 1)
    return dict.fromkeys(code for code in codes if unicodedata.category(chr(code)).startswith("M"))


class ListedQuestion(NamedTuple):
    """A question as a result of a search shows it. file: of its page."""

    file: str
    question: str
    title: str
    language: str
    excerpt: str
    told: str


class Index:
    """An index that grows, question by question, on the disk."""

    def __init__(self, folder: Path) -> None:
        """Write the pieces to that folder of the site."""
        self._folder = folder / FOLDER
        self._folder.mkdir()
        self._rows = self._folder / "rows.db"
        self._conn = sqlite3.connect(self._rows, isolation_level=None)
        self._conn.execute("PRAGMA journal_mode = OFF")
        self._conn.execute(_SAID)
        self._conn.execute("BEGIN")
        self._number = 0
        self._named: list[ListedQuestion] = []

    def add(self, listed: ListedQuestion, questions: Iterable[str], answers: Iterable[str]) -> None:
        """Add a question with all its wordings and answers."""
        asked, answered = (
            {word for text in texts for word in words(text[:READ])} for texts in (questions, answers)
        )
        rows = [
            (word, part, self._number)
            for part, said in enumerate((asked, answered - asked))
            for word in sorted(said)
        ]
        self._conn.executemany("INSERT INTO said VALUES (?, ?, ?)", rows)
        self._named.append(listed)
        self._number += 1
        if len(self._named) == NAMED:
            self._write_named()

    def write(self) -> None:
        """Write the pieces of the words, and what ``search.js`` reads first."""
        if self._named:
            self._write_named()
        first_words = []
        for number, piece in enumerate(self._pieces()):
            first_words.append(piece[0][0])
            self._write(f"words-{number}", piece)
        self._write(
            "begin", {"unspaced": UNSPACED, "questions": self._number, "named": NAMED, "words": first_words}
        )
        self._conn.close()
        self._rows.unlink()

    def _pieces(self) -> Iterator[list[tuple[str, list[int], list[int]]]]:
        piece: list[tuple[str, list[int], list[int]]] = []
        size = 0
        rows = self._conn.execute("SELECT word, part, number FROM said ORDER BY word, part, number")
        for word, found in groupby(rows, key=lambda row: row[0]):
            parts: tuple[list[int], list[int]] = [], []
            for _, part, number in islice(found, MOST):
                parts[part].append(number)
            piece.append((word, *parts))
            size += 1 + sum(map(len, parts))
            if size >= PIECE:
                yield piece
                piece, size = [], 0
        if piece:
            yield piece

    def _write_named(self) -> None:
        self._write(f"named-{(self._number - 1) // NAMED}", self._named)
        self._named = []

    def _write(self, name: str, value: Any) -> None:
        # Nothing but ASCII: neither the end of a script nor of a line can stand in it.
        said = json.dumps(value, separators=(",", ":")).replace("<", "\\u003c")
        (self._folder / f"{name}.js").write_text(f'found("{name}",{said});\n', "utf-8")
