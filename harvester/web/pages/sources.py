"""Sources, and what each brings; what needs a look; the runs; a capture with its headers and bytes."""

from dataclasses import dataclass

from harvester.archive.connection import sqlite3
from harvester.archive.read import Row
from harvester.view import captures, runs
from harvester.view.articles import titles
from harvester.view.attention import FirstRows, attention
from harvester.view.captures import capture_named
from harvester.view.sources import articles_of, source, sources
from harvester.view.status import head, numbers
from harvester.view.subjects import run_named
from harvester.web import links
from harvester.web.answers import Answer, Document, Elsewhere, HtmlPage, WebRequest
from harvester.web.guard import STORED_POLICY
from harvester.web.pages.memento import memento_of

ARTICLES = 50
"""One page has this many articles of a source."""

NEWEST_CAPTURES = 20
"""The page of a source lists at most this many of its captures."""

RUNS = 50
"""The list shows at most this many runs; older ones go by their keys, and by `harvester runs`."""

RUN_CAPTURES = 300
"""The page of a run lists at most this many of its captures."""

TROUBLES = 50
"""The page of health names at most this many articles of one kind; `harvester status --format json` names
all."""

HEADINGS = (
    "Articles whose newest capture does not show their newest version",
    "Articles that lost most of their questions in their newest version",
    "Articles that lost most of their questions when they were read again",
    "Articles with much of their text in no answer",
    "Paused or ended by somebody",
)
"""The kinds of `harvester.view.attention.Attention` have these headings."""


@dataclass(frozen=True, slots=True)
class SourcePage:
    """What the page of a source shows. skip: articles before. is_more: there are articles after these."""

    source: Row
    articles: list[Row]
    skip: int
    is_more: bool
    captures: list[Row]


@dataclass(frozen=True, slots=True)
class HealthPage:
    """What needs a look. kinds: for each kind a heading, and what there is. head: of the newest manifest."""

    numbers: Row
    head: Row | None
    kinds: tuple[tuple[str, FirstRows], ...]
    titles: dict[str, str]


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run with its captures, and how many of these are left out."""

    run: Row
    more: int


def all_sources(conn: sqlite3.Connection, asked: WebRequest) -> HtmlPage:
    """Return the list of sources."""
    del asked
    return HtmlPage("sources.html", sources(conn))


def one_source(conn: sqlite3.Connection, asked: WebRequest) -> HtmlPage:
    """Return the page of a source."""
    found = source(conn, asked.text("url"))
    skip = asked.number("skip") or 0
    listed = articles_of(conn, found["url"], ARTICLES + 1, skip)
    shown = captures.of_url(conn, found["url"], NEWEST_CAPTURES)
    return HtmlPage("source.html", SourcePage(found, listed[:ARTICLES], skip, len(listed) > ARTICLES, shown))


def health(conn: sqlite3.Connection, asked: WebRequest) -> HtmlPage:
    """Return what needs a look."""
    del asked
    found = attention(conn, TROUBLES)
    kinds = tuple((heading, some) for heading, some in zip(HEADINGS, found, strict=True) if some.rows)
    named = titles(conn, (row.get("article_id") for _, some in kinds for row in some.rows))
    return HtmlPage("health.html", HealthPage(numbers(conn), head(conn), kinds, named))


def all_runs(conn: sqlite3.Connection, asked: WebRequest) -> HtmlPage:
    """Return the list of the newest runs."""
    del asked
    found = runs.runs(conn, RUNS + 1)
    return HtmlPage("runs.html", {"runs": found[:RUNS], "is_more": len(found) > RUNS})


def one_run(conn: sqlite3.Connection, asked: WebRequest) -> Answer:
    """Return the page of a run."""
    found = run_named(conn, asked.place["run"])
    if found["key"] != asked.place["run"]:
        return Elsewhere(links.run(found["key"]))
    run = runs.run_shown(conn, found)
    listed = run["captures"]
    return HtmlPage(
        "run.html", RunRow(run | {"captures": listed[:RUN_CAPTURES]}, max(0, len(listed) - RUN_CAPTURES))
    )


def capture(conn: sqlite3.Connection, asked: WebRequest) -> Answer:
    """Return the page of a capture."""
    found = capture_named(conn, asked.place["capture"])
    if found["key"] != asked.place["capture"]:
        return Elsewhere(links.capture(found["key"]))
    shown = memento_of(conn, found["key"])
    return HtmlPage("capture.html", captures.told(conn, found["id"]) | {"memento": shown})


def body(conn: sqlite3.Connection, asked: WebRequest) -> Answer:
    """Return the bytes that came with a capture, to be saved and not to be shown: they may be anything."""
    found = capture_named(conn, asked.place["capture"])
    if found["key"] != asked.place["capture"]:
        return Elsewhere(links.body(found["key"]))
    headers = (("Content-Security-Policy", STORED_POLICY),)
    return Document(captures.body(conn, found["key"]), "text/plain", f"{found['key']}.txt", headers)
