"""An article: its questions as lanes, its versions and its events in time; and the list of articles."""

from dataclasses import dataclass

from harvester.archive.connection import sqlite3
from harvester.archive.read import Row, rows
from harvester.view.articles import article_named, articles, trouble, version
from harvester.view.events import events, notable
from harvester.view.lanes import MAX_COLUMNS, Lanes, LaneWindow, lanes
from harvester.view.versions import versions
from harvester.web import links
from harvester.web.answers import Answer, Elsewhere, HtmlPage, WebRequest

LISTED_VERSIONS = 50
"""One timeline has at most this many versions; older ones are a link away."""

LISTED_EVENTS = 100
"""One timeline has at most this many events and decisions."""


ARTICLES = 50
"""One page of the list has this many articles."""


@dataclass(frozen=True, slots=True)
class ArticlesPage:
    """What the list of articles shows. skip: articles before. is_more: there are articles after these."""

    articles: list[Row]
    skip: int
    is_more: bool


def listed(conn: sqlite3.Connection, asked: WebRequest) -> HtmlPage:
    """Return a part of the list of articles."""
    skip = asked.number("skip") or 0
    found = articles(conn, ARTICLES + 1, skip)
    return HtmlPage("articles.html", ArticlesPage(found[:ARTICLES], skip, len(found) > ARTICLES))


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """What the page of an article shows.

    about: its row of ``article_list``. head: its newest version, None before the first. times: when the
    versions of the lanes were first seen. versions: newest first. older: the newest that is left out.
    """

    about: Row
    head: Row | None
    happened: list[Row]
    trouble: Row | None
    lanes: Lanes | None
    times: dict[int, str]
    window: LaneWindow
    versions: list[Row]
    older: int | None
    events: list[Row]


def article(conn: sqlite3.Connection, asked: WebRequest) -> Answer:
    """Return the page of an article; with ``at``, where it is shown as it stood then."""
    given = asked.place["article"]
    article_id = article_named(conn, given)
    if moment := asked.moment("at"):
        return Elsewhere(links.at(article_id, moment))
    if article_id != given:
        return Elsewhere(links.article(article_id, **asked.query))
    about = rows(conn, "article", article=article_id)[0]
    window = LaneWindow(asked.number("until"), asked.number("skip") or 0)
    head = version(conn, article_id) if about["versions"] else None
    shown = lanes(conn, article_id, head["version"], window) if head else None
    listed = versions(conn, article_id, asked.number("upto"), LISTED_VERSIONS + 1)
    value = ArticlePage(
        about,
        head,
        notable(conn, article_id),
        trouble(conn, article_id),
        shown,
        _times(conn, article_id, shown.versions[-1]) if shown else {},
        window,
        listed[:LISTED_VERSIONS],
        listed[LISTED_VERSIONS]["version"] if len(listed) > LISTED_VERSIONS else None,
        events(conn, article_id)[:LISTED_EVENTS],
    )
    return HtmlPage("article.html", value)


def _times(conn: sqlite3.Connection, article_id: str, last: int) -> dict[int, str]:
    """Return when each version of the lanes was first seen, by its number."""
    found = versions(conn, article_id, last, MAX_COLUMNS)
    return {row["version"]: row["first_seen_at"] for row in found}
