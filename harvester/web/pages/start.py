"""The first page: how much there is, what changed lately, what needs a look."""

from dataclasses import dataclass

from harvester.archive.connection import sqlite3
from harvester.archive.read import Row
from harvester.view.articles import titles
from harvester.view.attention import Some, trouble
from harvester.view.changes import Wanted, log
from harvester.view.runs import runs
from harvester.view.sources import sources
from harvester.view.status import numbers
from harvester.web import links
from harvester.web.answers import Asked, Elsewhere, Page
from harvester.web.showing import Happening, happenings

NEWEST = 30
"""The first page has this many changes and events; the page of changes has all of them."""

TO_LOOK_AT = 8
"""The first page names at most this many articles in trouble; the page of health names all."""


@dataclass(frozen=True, slots=True)
class Start:
    """What the first page shows. numbers: of the archive. last_run: None before the first."""

    numbers: Row
    newest: tuple[Happening, ...]
    trouble: Some
    titles: dict[str, str]
    sources: list[Row]
    last_run: Row | None


def start(conn: sqlite3.Connection, asked: Asked) -> Page:
    """Return the first page."""
    del asked
    found = trouble(conn, TO_LOOK_AT)
    value = Start(
        numbers(conn),
        happenings(conn, log(conn, wanted=Wanted(limit=NEWEST))),
        found,
        titles(conn, (row["article_id"] for row in found.rows)),
        sources(conn),
        next(iter(runs(conn, 1)), None),
    )
    return Page("start.html", value)


def tables(conn: sqlite3.Connection, asked: Asked) -> Elsewhere:
    """Return where Datasette begins."""
    del conn, asked
    return Elsewhere(links.TABLES)


def icon(conn: sqlite3.Connection, asked: Asked) -> Elsewhere:
    """Return where the icon is that browsers ask for on pages that name none, as those of Datasette do."""
    del conn, asked
    return Elsewhere(links.static("icon.svg"))
