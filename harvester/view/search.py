"""Full-text search over all questions and answers of all versions.

A hit is a question with the versions in which a text that matches stood. If very many texts match, those that
the archive learnt last are ranked: bm25 takes 5 µs a text, and the commonest word of 2,000,000 pairs is in
285,000.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from harvester.archive.connection import Value, select, sqlite3
from harvester.errors import ConfigError
from harvester.search.passages import Passage, excerpt, passages
from harvester.search.query import Term, by_characters, by_words, terms, too_short
from harvester.view.selection import EVERYTHING, Columns, Selection, conditions

RANKED = 5_000
"""This many of the newest texts that match are ranked: some 30 ms of work."""

HITS = 20
"""This many hits are shown if nobody asks for more."""

MOST_FACETS = 20
"""This many languages and sources are counted."""

_NEWEST = "SELECT rowid FROM {0} WHERE {0} MATCH ?{1} ORDER BY rowid DESC LIMIT ?"

_RANKS = """
    SELECT rowid AS n, bm25({0}, 4.0, 1.0) AS rank FROM {0}
    WHERE {0} MATCH :{0} AND rowid >= :{0}_from{1}"""
"""A word in a question counts four times as much as one in an answer."""

_OTHERS = {
    "wording_search": " AND rowid NOT IN (SELECT id FROM character_search_docsize)",
    "character_search": "",
}
"""Texts in which words run together are found by characters only: by words, a whole sentence is one."""

JOINS = """
    JOIN spell ON spell.wording = found.n
    JOIN article_state AS shown ON shown.article_id = spell.article_id"""

COLUMNS = Columns(
    article="spell.article_id",
    began="spell.began_at",
    ended="spell.ended_at",
    language="shown.language",
    told="told.article_id = spell.article_id"
    " AND spell.question_id IN (told.question_id, told.other_question_id)",
    question="spell.question_id",
)

_HIT = """
    SELECT url.url, coalesce(snapshot.title, '') AS title, coalesce(source_url.url, '') AS source,
        shown.language, wording.question, wording.answer
    FROM article_state AS shown
    JOIN article ON article.id = shown.article_id
    JOIN url ON url.id = article.url_id
    JOIN wording ON wording.n = :wording
    LEFT JOIN source ON source.id = article.source_id
    LEFT JOIN url AS source_url ON source_url.id = source.url_id
    LEFT JOIN version ON version.article_id = shown.article_id AND version.n = shown.version
    LEFT JOIN snapshot ON snapshot.id = version.snapshot_id
    WHERE shown.article_id = :article"""

_SOURCE = "(SELECT url FROM source JOIN url ON url.id = source.url_id WHERE source.id = source_id)"

_STOOD = """
    SELECT first_version, last_version, began_at, ended_at, wording FROM spell
    WHERE article_id = ? AND question_id = ? ORDER BY first_version"""


class VersionRange(NamedTuple):
    """Versions one after another whose texts of a question match; the last ones are None while it stands."""

    first_version: int
    last_version: int | None
    began_at: str
    ended_at: str | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A question that was found, with its text that matches best.

    url: where its article lives now. source: a URL, ``""`` if a person added the article. question is whole,
    answer an excerpt. stood: the versions that show a text that matches, the first ones first. rank: the
    smaller, the better.
    """

    article_id: str
    question_id: str
    url: str
    title: str
    source: str
    language: str
    question: tuple[Passage, ...]
    answer: tuple[Passage, ...]
    stood: tuple[VersionRange, ...]
    rank: float

    @property
    def is_current(self) -> bool:
        """Return whether a text that matches is shown now."""
        return self.stood[-1].last_version is None


@dataclass(frozen=True, slots=True)
class SearchHits:
    """What a search found.

    texts: how many texts match, each counted once, whatever the selection. is_cut: more match, and only the
    newest of them were ranked. is_more: there are more hits after these.
    """

    hits: tuple[Hit, ...]
    texts: int
    is_cut: bool
    is_more: bool


class HitRange(NamedTuple):
    """Which hits are wanted. everything: all texts that match are ranked, however long that takes."""

    limit: int = HITS
    offset: int = 0
    everything: bool = False


BEST = HitRange()


class Facets(NamedTuple):
    """How many questions were found by language, and by URL of the source; the most first."""

    languages: tuple[tuple[str, int], ...]
    sources: tuple[tuple[str, int], ...]


class _Matching(NamedTuple):
    """The texts that match: SQL that ranks them with its values, their numbers, whether more match."""

    sql: str
    values: dict[str, Value]
    wordings: frozenset[int]
    is_cut: bool


def search(
    conn: sqlite3.Connection, text: str, selection: Selection = EVERYTHING, wanted: HitRange = BEST
) -> SearchHits:
    """Return the questions whose words match what a person typed, the best first (`harvester.search.query`).

    Raises ConfigError where nothing is to be found: no word, only excluded ones, or too short a beginning.
    """
    asked = _asked(text)
    matching = _matching(conn, asked, everything=wanted.everything)
    if not matching.wordings:
        return SearchHits((), 0, is_cut=False, is_more=False)
    where = conditions(selection, COLUMNS)
    sql = (
        "SELECT spell.article_id, spell.question_id, found.n, found.rank"  # noqa: S608  ours
        f" FROM ({matching.sql}) AS found {JOINS}"
        f" WHERE {where.sql} ORDER BY found.rank, found.n DESC, spell.article_id, spell.question_id"
    )
    best: dict[tuple[str, str], tuple[int, float]] = {}
    enough = wanted.offset + wanted.limit + 1
    for article, question, n, rank in conn.execute(sql, matching.values | where.values):
        best.setdefault((article, question), (n, rank))
        if len(best) == enough:
            break
    shown = [*best.items()][wanted.offset : enough - 1]
    hits = tuple(_hit(conn, key, which, (asked, matching.wordings)) for key, which in shown)
    return SearchHits(hits, len(matching.wordings), matching.is_cut, is_more=len(best) == enough)


def matching_texts(conn: sqlite3.Connection, text: str, numbers: Collection[int]) -> frozenset[int]:
    """Return which of these texts, by number, match what a person typed; raises ConfigError as `search`."""
    asked, chosen = _asked(text), json.dumps([*numbers])
    found = set[int]()
    for index, expression in _expressions(asked).items():
        sql = f"SELECT rowid FROM {index} WHERE {index} MATCH ? AND rowid IN (SELECT value FROM json_each(?))"  # noqa: S608  ours
        found.update(row[0] for row in select(conn, f"{sql}{_OTHERS[index]}", (expression, chosen)))
    return frozenset(found)


def facets(conn: sqlite3.Connection, text: str, selection: Selection = EVERYTHING) -> Facets:
    """Return the languages and sources of the questions among the newest texts that match."""
    matching = _matching(conn, _asked(text), everything=False)
    where = conditions(selection, COLUMNS)
    counted = {
        name: tuple(map(tuple, select(conn, sql, matching.values | where.values | {"most": MOST_FACETS})))
        for name, sql in _facet_queries(matching.sql, where.sql)
    }
    return Facets(**counted)


def _facet_queries(matching: str, where: str) -> Iterator[tuple[str, str]]:
    questions = (
        f"SELECT DISTINCT spell.article_id, spell.question_id, shown.language, spell.source_id"  # noqa: S608  ours
        f" FROM ({matching}) AS found {JOINS} WHERE {where}"
    )
    for name, value in (("languages", "language"), ("sources", _SOURCE)):
        counted = f"SELECT {value} AS value, count(*) FROM ({questions}) WHERE value <> ''"  # noqa: S608  ours
        yield name, f"{counted} GROUP BY value ORDER BY 2 DESC, 1 LIMIT :most"


def _asked(text: str) -> tuple[Term, ...]:
    asked = terms(text)
    if not any(not each.is_excluded for each in asked):
        problem = "excludes words, but names none to look for" if asked else "has no word to look for"
        raise ConfigError(text.strip() or "The search", problem, "Give a word, or a phrase in quotes.")
    if short := too_short(asked):
        raise ConfigError(f"{short}*", "is too short a beginning", "Give three letters or more before the *.")
    return asked


def _expressions(asked: Sequence[Term]) -> dict[str, str]:
    """Return what each index is asked; where words run together, they are looked for by characters alone."""
    expressions = {"character_search": by_characters(asked)}
    if not any(each.is_by_characters for each in asked if not each.is_excluded):
        expressions["wording_search"] = by_words(asked)
    return expressions


def _matching(conn: sqlite3.Connection, asked: Sequence[Term], *, everything: bool) -> _Matching:
    """Return the texts that match."""
    expressions = _expressions(asked)
    most = -1 if everything else RANKED + 1
    newest: list[int] = []
    for index, expression in expressions.items():
        sql = _NEWEST.format(index, _OTHERS[index])
        newest += [row[0] for row in select(conn, sql, (expression, most))]
    numbers = sorted(set(newest), reverse=True)
    is_cut = not everything and len(numbers) > RANKED
    kept = numbers[:RANKED] if is_cut else numbers
    values: dict[str, Value] = dict(expressions)
    values |= {f"{index}_from": kept[-1] if kept else 0 for index in expressions}
    ranks = [_RANKS.format(index, _OTHERS[index]) for index in expressions]
    return _Matching(" UNION ALL ".join(ranks), values, frozenset(kept), is_cut)


def _hit(
    conn: sqlite3.Connection,
    key: tuple[str, str],
    which: tuple[int, float],
    found: tuple[Sequence[Term], frozenset[int]],
) -> Hit:
    (article, question), (n, rank), (asked, wordings) = key, which, found
    row = select(conn, _HIT, {"article": article, "wording": n})[0]
    return Hit(
        article,
        question,
        row["url"],
        row["title"],
        row["source"],
        row["language"],
        passages(row["question"], asked),
        excerpt(row["answer"], asked),
        tuple(_stood(select(conn, _STOOD, key), wordings)),
        rank,
    )


def _stood(spells: Iterable[sqlite3.Row], wordings: frozenset[int]) -> Iterator[VersionRange]:
    """Yield the runs of spells whose text matches; what follows another without a break goes on."""
    matching = [VersionRange(*tuple(row)[:4]) for row in spells if row["wording"] in wordings]
    breaks = 0
    numbered = []
    for before, each in zip([None, *matching], matching, strict=False):
        if before is None or before.last_version is None or before.last_version + 1 != each.first_version:
            breaks += 1
        numbered.append((breaks, each))
    for _, run in groupby(numbered, key=lambda pair: pair[0]):
        together = [each for _, each in run]
        yield VersionRange(
            *together[0][:1], together[-1].last_version, together[0].began_at, together[-1].ended_at
        )
