"""Where else a question was asked, in other words: candidates by full-text search, ranked by likeness.

The questions that share the rarest stems are candidates, and `harvester.search.likeness` ranks them. What
comes out is a list to look through, never a claim: it holds questions about another place or year, too.
"""

import json
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from harvester.archive.connection import select, sqlite3
from harvester.languages.signs import is_unspaced
from harvester.search.characters import spaced
from harvester.search.likeness import UNSPACED_SIZE, likenesses
from harvester.text import match_key
from harvester.view.meaning import Meanings
from harvester.view.search import COLUMNS, JOINS
from harvester.view.selection import EVERYTHING, Selection, conditions

CANDIDATES = 300
"""This many texts are compared: some 30 ms. 100 find nearly as many of the labelled pairs."""

COMMON = 5_000
"""A stem in this many questions tells little, and looking through them takes 5 ms."""

LOOKED_AT = 15_000
"""The rarest stems are looked for until this many texts have one: some 60 ms to rank."""

STEM_LENGTH = 5
"""A longer word is looked for without its last two letters, but not by fewer letters than this."""

_ENDING = 2  # letters: endings of case and number are rarely longer

SHOWN = 20
"""This many questions are shown if nobody asks for more."""

_WORD = re.compile(r"\w+")

_COUNT = "SELECT count(*) FROM (SELECT 1 FROM {0} WHERE {0} MATCH ? LIMIT ?)"
_NEAREST = "SELECT rowid FROM {0} WHERE {0} MATCH ? ORDER BY bm25({0}, 1.0, 0.0) LIMIT ?"
_LAST = "SELECT n FROM wording ORDER BY n DESC LIMIT ?"
_NEWEST = "SELECT rowid FROM {0} WHERE {0} MATCH ? ORDER BY rowid DESC LIMIT ?"


class Related(NamedTuple):
    """A question that may ask the same.

    likeness: 0 to 1, to rank by. question: as it was worded when it was most alike. url: where its article
    lives now. began_at, ended_at: when that wording was first seen, and when it went; None while it stands.
    """

    likeness: float
    article_id: str
    question_id: str
    question: str
    url: str
    title: str
    source: str
    language: str
    began_at: str
    ended_at: str | None


class RelatedQuery(NamedTuple):
    """What is wanted. but: the id of an article whose questions are left out. meanings: a model of them."""

    limit: int = SHOWN
    but: str = ""
    meanings: Meanings | None = None


DEFAULT = RelatedQuery()


def related(
    conn: sqlite3.Connection,
    question: str,
    selection: Selection = EVERYTHING,
    wanted: RelatedQuery = DEFAULT,
) -> tuple[Related, ...]:
    """Return the questions that are most like one, the most similar first; each question once.

    With a model, a likeness is the mean of that of letters and that of meanings.
    """
    found = _candidates(conn, question)
    texts = [*found.values()]
    likeness_of = likenesses(question, texts)
    if wanted.meanings and texts:
        near = wanted.meanings(question, texts)
        likeness_of = [(each + other) / 2 for each, other in zip(likeness_of, near, strict=True)]
    ranks = dict(zip(found, likeness_of, strict=True))
    best: dict[tuple[str, str], Related] = {}
    for row in _asked(conn, [*found], selection):
        key, likeness = (row["article_id"], row["question_id"]), ranks[row["n"]]
        if (
            likeness > 0
            and row["article_id"] != wanted.but
            and (key not in best or best[key].likeness < likeness)
        ):
            best[key] = Related(likeness, *(row[name] for name in Related._fields[1:]))
    return tuple(
        sorted(best.values(), key=lambda each: (-each.likeness, each.url, each.question_id))[: wanted.limit]
    )


_ASKED = f"""
    SELECT found.value AS n, spell.article_id, spell.question_id, wording.question, url.url,
        coalesce(snapshot.title, '') AS title, coalesce(source_url.url, '') AS source, shown.language,
        spell.began_at, spell.ended_at
    FROM json_each(:found) AS found {JOINS.replace("found.n", "found.value")}
    JOIN wording ON wording.n = found.value
    JOIN article ON article.id = spell.article_id
    JOIN url ON url.id = article.url_id
    LEFT JOIN source ON source.id = article.source_id
    LEFT JOIN url AS source_url ON source_url.id = source.url_id
    LEFT JOIN version ON version.article_id = shown.article_id AND version.n = shown.version
    LEFT JOIN snapshot ON snapshot.id = version.snapshot_id
    WHERE """  # noqa: S608  constants


def _asked(conn: sqlite3.Connection, wordings: Sequence[int], selection: Selection) -> list[sqlite3.Row]:
    """Return where and when these texts stood, the newest first."""
    where = conditions(selection, COLUMNS)
    sql = f"{_ASKED}{where.sql} ORDER BY spell.began_at DESC"
    return select(conn, sql, {"found": json.dumps(wordings)} | where.values)


def _candidates(conn: sqlite3.Connection, question: str) -> dict[int, str]:
    """Return the questions that share rare stems with the question, by the numbers of their texts."""
    numbers: dict[int, None] = {}
    for index, stems in _stems(question).items():
        numbers |= dict.fromkeys(_nearest(conn, index, stems))
    if len(numbers) < CANDIDATES:  # in a small archive, parts of compounds find what no stem finds
        numbers |= dict.fromkeys(row[0] for row in select(conn, _LAST, (CANDIDATES - len(numbers),)))
    sql = "SELECT n, question FROM wording WHERE n IN (SELECT value FROM json_each(?))"
    return {row["n"]: row["question"] for row in select(conn, sql, (json.dumps([*numbers]),))}


def _stems(question: str) -> dict[str, list[str]]:
    """Return what is looked for in each index: beginnings of words, or characters in twos."""
    found: dict[str, list[str]] = {"wording_search": [], "character_search": []}
    for word in dict.fromkeys(_WORD.findall(match_key(question))):
        if is_unspaced(word):
            ends = range(max(1, len(word) - UNSPACED_SIZE + 1))
            found["character_search"] += [f'"{spaced(word[at : at + UNSPACED_SIZE])}"' for at in ends]
        else:
            stem = word[: max(STEM_LENGTH, len(word) - _ENDING)]
            found["wording_search"].append(f'"{word}"' if len(word) < STEM_LENGTH else f'"{stem}"*')
    return found


def _nearest(conn: sqlite3.Connection, index: str, stems: Sequence[str]) -> Iterator[int]:
    """Yield the texts with the best ranks for the rarest stems; for common ones alone, the newest texts."""
    counted = sorted((_count(conn, index, stem), stem) for stem in stems)
    present = [(number, stem) for number, stem in counted if number]
    chosen: list[str] = []
    looked_at = 0
    for number, stem in present:
        if chosen and looked_at + number > LOOKED_AT:
            break
        looked_at += number
        chosen.append(stem)
    if not chosen:
        return
    sql = _NEWEST if present[0][0] > COMMON else _NEAREST
    wanted = f"question : ({' OR '.join(chosen)})"
    yield from (row[0] for row in select(conn, sql.format(index), (wanted, CANDIDATES)))


def _count(conn: sqlite3.Connection, index: str, stem: str) -> int:
    """Return how many questions have the stem; for a common one, only that it is common."""
    return int(select(conn, _COUNT.format(index), (f"question : {stem}", COMMON + 1))[0][0])
