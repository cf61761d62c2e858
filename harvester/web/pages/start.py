"""The first page: how much there is, what changed lately, what needs a look."""

from dataclasses import dataclass

from harvester.archive.connection import sqlite3
from harvester.archive.read import Row
from harvester.view.articles import titles
from harvester.view.attention import FirstRows, trouble
from harvester.view.changes import LogFilter, log
from harvester.view.runs import runs
from harvester.view.sources import sources
from harvester.view.status import numbers
from harvester.web import links
from harvester.web.answers import Elsewhere, HtmlPage, WebRequest
from harvester.web.showing import Happening, happenings

NEWEST = 30
"""The first page has this many changes and events; the page of changes has all of them."""

TO_LOOK_AT = 8
"""The first page names at most this many articles in trouble; the page of health names all."""


@dataclass(frozen=True, slots=True)
class StartPage:
    """What the first page shows. numbers: of the archive. last_run: None before the first."""

    numbers: Row
    newest: tuple[Happening, ...]
    trouble: FirstRows
    titles: dict[str, str]
    sources: list[Row]
    last_run: Row | None


def start(conn: sqlite3.Connection, asked: WebRequest) -> HtmlPage:
    """Return the first page."""
    del asked
    found = trouble(conn, TO_LOOK_AT)
    value = StartPage(
        numbers(conn),
        happenings(conn, log(conn, wanted=LogFilter(limit=NEWEST))),
        found,
        titles(conn, (row["article_id"] for row in found.rows)),
        sources(conn),
        next(iter(runs(conn, 1)), None),
    )
    return HtmlPage("start.html", value)


def tables(conn: sqlite3.Connection, asked: WebRequest) -> Elsewhere:
    """Return where Datasette begins."""
    del conn, asked
    return Elsewhere(links.TABLES)


def icon(conn: sqlite3.Connection, asked: WebRequest) -> Elsewhere:
    """Return where the icon is that browsers ask for on pages that name none, as those of Datasette do."""
    del conn, asked
    return Elsewhere(links.static("icon.svg"))
