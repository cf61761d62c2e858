"""The search over all questions and answers of all versions, with facets."""

from collections.abc import Sequence
from dataclasses import dataclass

from harvester.archive.connection import sqlite3
from harvester.change import EditClass
from harvester.errors import ConfigError
from harvester.view.search import Facets, HitRange, SearchHits, facets, search
from harvester.web import choosing
from harvester.web.answers import HtmlPage, WebRequest

MAX_SKIP = 1_000
"""At most this many hits may be skipped: nobody reads more, and each page looks for all hits before it."""

FILTERS = ("language", "source", "class", "since", "until", "current")
"""These arguments choose among what is found."""

NO_FACETS = Facets((), ())


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What the page of the search shows.

    given: the filters that are set. found: None before anything was searched for. problem: why nothing can be
    searched for. skip: how many hits come before these. classes: the choices of the form.
    """

    words: str
    given: dict[str, str]
    found: SearchHits | None
    facets: Facets
    problem: str
    skip: int
    classes: Sequence[tuple[str, str]]


def results(conn: sqlite3.Connection, asked: WebRequest) -> HtmlPage:
    """Return the page of the search; without words, only its form."""
    words = asked.text("q")
    given = choosing.given(asked, FILTERS)
    skip = min(asked.number("skip") or 0, MAX_SKIP)
    selection = choosing.selection(conn, asked, FILTERS)
    found, counted, problem = None, NO_FACETS, ""
    if words:
        try:
            found = search(conn, words, selection, HitRange(offset=skip))
            counted = facets(conn, words, selection) if found.hits else NO_FACETS
        except ConfigError as error:
            problem = f"“{error.where}” {error.problem}. {error.allowed}"
    return HtmlPage(
        "search.html", SearchPage(words, given, found, counted, problem, skip, choosing.choices(EditClass))
    )
