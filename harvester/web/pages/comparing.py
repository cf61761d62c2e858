"""Two versions of an article side by side or in one text, question by question."""

from dataclasses import dataclass

from harvester.archive.connection import sqlite3
from harvester.archive.read import Row, rows
from harvester.change import ChangeKind
from harvester.view.articles import article_named, version, version_at
from harvester.view.comparing import Edition, between
from harvester.web import links
from harvester.web.answers import Answer, Elsewhere, HtmlPage, WebRequest, moment_of, number_of
from harvester.web.showing import ShownChange, compared

FORMS = ("inline", "beside")

PAGE_ROOM = 140_000
"""All texts of one comparison have at most this many characters; later changes are on the next page."""

LISTED_QUESTIONS = 300
"""Questions without a change that are named."""


Questions = dict[int, Row]  # of a version, by their places


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """What the page of a comparison shows.

    times: those of its address. listed: all changes, for the list on top. begin: the number of the first
    change that is shown, from 1. following: that of the first one that did not fit, None if all did. same:
    the questions without a change.
    """

    older: Row
    newer: Row
    times: tuple[str, str]
    form: str
    listed: list[Row]
    shown: tuple[ShownChange, ...]
    begin: int
    following: int | None
    same: list[str]


def between_times(conn: sqlite3.Connection, asked: WebRequest) -> Answer:
    """Return the comparison of what an article showed at two times, the earlier one first."""
    given = [asked.place[name] for name in ("older", "newer")]
    times = sorted(moment_of(each, "a time in the address") for each in given)
    article_id = article_named(conn, asked.place["article"])
    if [article_id, *times] != [asked.place["article"], *given]:
        return Elsewhere(links.between(article_id, *times, **asked.query))
    older, newer = (version(conn, article_id, version_at(conn, article_id, each)) for each in times)
    changes = (
        between(conn, *(Edition(article_id, each["version"]) for each in (older, newer)))
        if older["version"] != newer["version"]
        else []
    )
    begin = asked.number("begin") or 1
    sides = [_questions(conn, each) for each in (older, newer)]
    shown, following = _fitting(changes, begin, sides)
    value = ComparisonPage(
        older,
        newer,
        (times[0], times[1]),
        asked.choice("form", FORMS),
        changes,
        shown,
        begin,
        following,
        _same(sides[1], changes),
    )
    return HtmlPage("comparison.html", value)


def of_version(conn: sqlite3.Connection, asked: WebRequest) -> Answer:
    """Return where a version is compared with the one before it."""
    article_id = article_named(conn, asked.place["article"])
    number = number_of(asked.place["number"], "the number of the version")
    older, newer = (version(conn, article_id, each)["first_seen_at"] for each in (max(1, number - 1), number))
    return Elsewhere(links.between(article_id, older, newer, **asked.query))


def chosen(conn: sqlite3.Connection, asked: WebRequest) -> Answer:
    """Return where two versions that a form names are compared."""
    article_id = article_named(conn, asked.place["article"])
    numbers = sorted(
        (asked.number("older") or 1, asked.number("newer") or version(conn, article_id)["version"])
    )
    older, newer = (version(conn, article_id, each)["first_seen_at"] for each in numbers)
    other = {name: value for name, value in asked.query.items() if name not in {"older", "newer"}}
    return Elsewhere(links.between(article_id, older, newer, **other))


def _fitting(
    changes: list[Row], begin: int, sides: list[Questions]
) -> tuple[tuple[ShownChange, ...], int | None]:
    found: list[ShownChange] = []
    room = PAGE_ROOM
    for number, row in enumerate(changes[begin - 1 :], begin):
        one = compared(row, _question_id(row, sides))
        room -= one.size
        if room < 0 and found:
            return tuple(found), number
        found.append(one)
    return tuple(found), None


def _questions(conn: sqlite3.Connection, head: Row) -> Questions:
    found = rows(conn, "questions", article=head["article_id"], version=head["version"])
    return {row["position"]: row for row in found}


def _question_id(row: Row, sides: list[Questions]) -> str:
    """Return which question a change is about: of a split the new one, of a merge the one that went."""
    places = [row["before_position"], row["after_position"]]
    order = (0, 1) if row["kind"] == ChangeKind.MERGED else (1, 0)
    return next(
        (sides[side][places[side]]["question_id"] for side in order if places[side] in sides[side]), ""
    )


def _same(newer: Questions, changes: list[Row]) -> list[str]:
    """Return the questions of the newer version that no change is about, in the order of the page."""
    changed = {row["after_position"] for row in changes}
    return [row["question"] for place, row in newer.items() if place not in changed][:LISTED_QUESTIONS]
