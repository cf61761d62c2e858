"""A version: what an article showed at a time, question by question."""

import json
from dataclasses import dataclass

from harvester.archive.connection import sqlite3
from harvester.archive.read import Row
from harvester.errors import ConfigError
from harvester.view.articles import article_named, citation, cited_version, pairs, version, version_at
from harvester.view.citing import citation_of, plain
from harvester.view.contradictions import first_difference
from harvester.view.references import numbered_answer
from harvester.view.versions import standing_since
from harvester.web import links
from harvester.web.answers import Answer, Elsewhere, HtmlPage, WebRequest, moment_of, number_of
from harvester.web.words import Excerpt, part

ANSWER_ROOM = 40_000
"""One answer has at most this many bytes of HTML, some 6,000 words; a link leads to the whole."""

PAGE_ROOM = 160_000
"""All texts of one page have at most this many bytes of HTML; later questions are on the next page."""

PAIR_ROOM = 500
"""The HTML around the texts of one question has at most this many bytes."""

STATED_ROOM = 300
"""At most this many bytes of other words in structured data are shown."""


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """A question of a version. since: its row of `standing_since`.

    stated: the first words of the answer that structured data has otherwise, and those that it has.
    """

    row: Row
    question: Excerpt
    answer: Excerpt
    targets: tuple[str, ...]
    since: Row | None
    stated: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class VersionPage:
    """What the page of a version shows.

    at: the time of its address. cited: its last capture until then, and citation: the sentence that cites it.
    before, after: the versions beside it.
    begin, following: the places of the first question here and of the first one that did not fit, if any.
    """

    head: Row
    authors: tuple[str, ...]
    at: str
    cited: Row
    citation: str
    before: Row | None
    after: Row | None
    shown: tuple[ShownQuestion, ...]
    begin: int
    following: int | None


def at(conn: sqlite3.Connection, asked: WebRequest) -> Answer:
    """Return an article as it stood at a time."""
    moment = moment_of(asked.place["moment"], "the time in the address")
    article_id = article_named(conn, asked.place["article"])
    if (article_id, moment) != (asked.place["article"], asked.place["moment"]):
        return Elsewhere(links.at(article_id, moment, **asked.query))
    return _page(conn, version(conn, article_id, version_at(conn, article_id, moment)), moment, asked)


def numbered(conn: sqlite3.Connection, asked: WebRequest) -> Answer:
    """Return where the version with a number is shown for ever: at the time when it was first seen.

    Of two versions that were first seen in one millisecond, the first has no other address than its number.
    """
    article_id = article_named(conn, asked.place["article"])
    head = version(conn, article_id, number_of(asked.place["number"], "the number of the version"))
    began = head["first_seen_at"]
    if version_at(conn, article_id, began) == head["version"]:
        return Elsewhere(links.at(article_id, began, **asked.query))
    return _page(conn, head, began, asked)


def _page(conn: sqlite3.Connection, head: Row, moment: str, asked: WebRequest) -> HtmlPage:
    begin = asked.number("begin") or 1
    shown, following = _fitting(conn, head, begin)
    article_id, number = head["article_id"], head["version"]
    said = citation(conn, article_id, number, moment if moment >= head["first_seen_at"] else None)
    cited = cited_version(conn, article_id, said)
    value = VersionPage(
        head,
        tuple(json.loads(head["authors"])),
        moment,
        cited,
        plain(citation_of(cited | {"path": links.at(article_id, moment)})),
        version(conn, article_id, number - 1) if number > 1 else None,
        _next(conn, head),
        shown,
        begin,
        following,
    )
    return HtmlPage("version.html", value)


def _next(conn: sqlite3.Connection, head: Row) -> Row | None:
    return version(conn, head["article_id"], head["version"] + 1) if head["replaced_at"] else None


def _fitting(conn: sqlite3.Connection, head: Row, begin: int) -> tuple[tuple[ShownQuestion, ...], int | None]:
    """Return the questions from a place on that fit on a page, and the place of the next one."""
    since = standing_since(conn, head["article_id"], head["version"])
    found: list[ShownQuestion] = []
    room = PAGE_ROOM
    for row in pairs(conn, head["article_id"], head["version"]):
        if row["position"] < begin:
            continue
        one = _shown(row, head["url"], since.get(row["question_id"]))
        room -= one.question.size + one.answer.size + PAIR_ROOM + sum(map(len, one.targets))
        if room < 0 and found:
            return tuple(found), row["position"]
        found.append(one)
    if begin > 1 and not found:
        raise ConfigError(str(begin), "is after the last question of this version")
    return tuple(found), None


def _shown(row: Row, page: str, since: Row | None) -> ShownQuestion:
    text, targets = numbered_answer(row, page)
    answer = part(text, ANSWER_ROOM)
    stated = None
    if row["stated"] and not answer.is_cut:
        shown, said = first_difference(row["answer"], row["stated"])
        stated = part(shown, STATED_ROOM).text, part(said, STATED_ROOM).text
    return ShownQuestion(row, part(row["question"], ANSWER_ROOM), answer, targets, since, stated)
