"""Which part of an archive is wanted: the filters that search, export and the Python interface share.

A query names the columns that its rows are judged by (`Columns`), and `conditions` turns a selection into
SQL. A filter that is not set adds no condition, so that no query scans because a filter is optional.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from harvester.archive.connection import Value, select, sqlite3
from harvester.http.surt import surt


@dataclass(frozen=True, slots=True)
class Selection:
    """The filters; what is left out selects everything. Several values of one filter mean any of them.

    articles, questions: ids. hosts: "news.example" also selects its subdomains. sources: their URLs or
    names. languages: BCP 47; "pt" also selects "pt-BR". since, until: times as the archive writes them; what
    was shown or happened from the first up to the second, excluded. kinds, classes: of changes; of other rows
    those whose question has such a change. is_current: only what is shown now.
    """

    articles: Sequence[str] = ()
    questions: Sequence[str] = ()
    hosts: Sequence[str] = ()
    sources: Sequence[str] = ()
    languages: Sequence[str] = ()
    since: str | None = None
    until: str | None = None
    kinds: Sequence[str] = ()
    classes: Sequence[str] = ()
    is_current: bool = False


class Columns(NamedTuple):
    """The expressions of a query that filters are about.

    began, ended: when a row began to be true, and when it ceased; ended is NULL while it is true. language:
    "NULL" if a row has none. told: the condition by which a change under the alias ``told`` is about the row;
    ``""`` if rows are themselves changes under that alias. question: the ids of the questions that a row is
    about; ``""`` if it is about a whole article.
    """

    article: str
    began: str
    ended: str
    language: str
    told: str
    question: str = ""


EVERYTHING = Selection()


class Conditions(NamedTuple):
    """SQL for a WHERE clause, and the values of its parameters; "1" selects everything."""

    sql: str
    values: dict[str, Value]


def conditions(selection: Selection, columns: Columns) -> Conditions:
    """Return the conditions that a row with these columns must meet."""
    found = [*_conditions(selection, columns)]
    values: dict[str, Value] = {}
    for each in found:
        values |= each.values
    return Conditions(" AND ".join(each.sql for each in found) or "1", values)


_OF_ARTICLES = Columns("article.id", "article.since", "NULL", "NULL", "")


def articles_of(conn: sqlite3.Connection, selection: Selection, among: Collection[str]) -> frozenset[str]:
    """Return which of these articles the selection has, by their ids."""
    where = conditions(selection, _OF_ARTICLES)
    sql = f"SELECT article.id FROM article WHERE article.id IN ({_list('among')}) AND {where.sql}"  # noqa: S608  ours
    values = where.values | {"among": json.dumps([*among])}
    return frozenset(row[0] for row in select(conn, sql, values))


def _conditions(wanted: Selection, columns: Columns) -> Iterator[Conditions]:
    if wanted.articles:
        yield _any_of("articles", wanted.articles, f"{columns.article} IN ({_list('articles')})")
    if wanted.questions:
        yield _any_of("questions", wanted.questions, f"{columns.article} IN ({_ASKED})")
        if columns.question:
            told = f"EXISTS ({_list('questions')} WHERE value IN ({columns.question}))"
            yield _any_of("questions", wanted.questions, told)
    if wanted.hosts:
        yield _of_hosts(wanted.hosts, columns)
    if wanted.sources:
        yield _any_of("sources", wanted.sources, f"{columns.article} IN ({_ANNOUNCED})")
    if wanted.languages:
        yield _of_languages(wanted.languages, columns)
    yield from _of_time(wanted, columns)
    yield from _of_changes(wanted, columns)


def _of_time(wanted: Selection, columns: Columns) -> Iterator[Conditions]:
    if wanted.since is not None:
        lasted = f"{columns.ended} IS NULL OR {columns.ended} > :since OR {columns.began} >= :since"
        yield Conditions(f"({lasted})", {"since": wanted.since})
    if wanted.until is not None:
        yield Conditions(f"{columns.began} < :until", {"until": wanted.until})
    if wanted.is_current:
        yield Conditions(f"{columns.ended} IS NULL", {})


def _of_languages(languages: Sequence[str], columns: Columns) -> Conditions:
    language = f"lower({columns.language})"
    primary = f"substr({language}, 1, instr({language}, '-') - 1)"
    condition = f"({language} IN ({_list('languages')}) OR {primary} IN ({_list('languages')}))"
    return _any_of("languages", [each.lower() for each in languages], condition)


def _list(name: str) -> str:
    return f"SELECT value FROM json_each(:{name})"  # noqa: S608  name is a field of Selection


def _any_of(name: str, values: Sequence[str], sql: str) -> Conditions:
    return Conditions(sql, {name: json.dumps([*map(str, values)])})


_ANNOUNCED = f"""
    SELECT member.article_id FROM source
    JOIN url AS source_url ON source_url.id = source.url_id
    JOIN announcement ON announcement.source_id = source.id
    JOIN member ON member.url_id = announcement.url_id
    WHERE source.name IN ({_list("sources")}) OR source_url.url IN ({_list("sources")})"""  # noqa: S608  constants


_ASKED = f"SELECT article_id FROM question WHERE id IN ({_list('questions')})"  # noqa: S608  constants


def _of_hosts(hosts: Sequence[str], columns: Columns) -> Conditions:
    """Return the condition on where articles live: for each host, three ranges of the index by SURT."""
    ranges, values = list[str](), dict[str, Value]()
    for number, host in enumerate(hosts):
        name = surt(f"http://{host}/").removesuffix(")/")
        for mark in _AFTER_HOST:
            low, high = f"host{number}_{ord(mark)}", f"host{number}_{ord(mark) + 1}"
            ranges.append(f"(url.surt >= :{low} AND url.surt < :{high})")
            values |= {low: name + mark, high: name + chr(ord(mark) + 1)}
    within = f"SELECT article.id FROM article JOIN url ON url.id = article.url_id WHERE {' OR '.join(ranges)}"  # noqa: S608
    return Conditions(f"{columns.article} IN ({within})", values)


_AFTER_HOST = "),:"
"""One of these follows a host in a SURT: the end of its name, the name of a subdomain, or a port."""


def _of_changes(wanted: Selection, columns: Columns) -> Iterator[Conditions]:
    classes = f"SELECT 1 FROM json_each(told.classes) WHERE value IN ({_list('classes')})"  # noqa: S608
    for name, values, condition in (
        ("kinds", wanted.kinds, f"told.kind IN ({_list('kinds')})"),
        ("classes", wanted.classes, f"EXISTS ({classes})"),
    ):
        if values and columns.told:
            condition = f"EXISTS (SELECT 1 FROM change AS told WHERE {columns.told} AND {condition})"  # noqa: S608, PLW2901
        if values:
            yield _any_of(name, values, condition)
