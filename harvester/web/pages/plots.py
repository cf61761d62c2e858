"""The plots: each as a picture, as a table, and as a file to take away, with the filters of the search."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from harvester.archive.connection import select, sqlite3
from harvester.change import ChangeKind, EditClass
from harvester.errors import ConfigError
from harvester.extras import library
from harvester.view.cells import csv_text
from harvester.view.plot import TITLES, Plot
from harvester.view.plots import PLOTS
from harvester.view.sources import sources
from harvester.web import choosing
from harvester.web.answers import Document, HtmlPage, WebRequest
from harvester.web.guard import PICTURE_POLICY
from harvester.web.kept import KeptValues, State, state

FILTERS = ("article", "host", "language", "source", "kind", "class", "since", "until")
"""These filters of the search have a meaning for plots. What is shown now had no time to change."""

_NUMBERS = KeptValues(16)
"""The numbers of this many plots are kept. One of 40,000 rows, as many as five years have hours, takes 9
MB."""

_PICTURES = KeptValues(64)
"""This many pictures of some 60 KB each are kept."""

LOOKS, SIZES = ("light", "dark"), ("wide", "half", "narrow")

Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class PlotFilters:
    """The filters of a page of plots: those that are set, and the choices of the form."""

    given: dict[str, str]
    kinds: Choices
    classes: Choices
    sources: Choices
    languages: Choices


@dataclass(frozen=True, slots=True)
class PlotsPage:
    """What the page of all plots shows. problem: why there are no pictures; ``""`` if there are."""

    chosen: PlotFilters
    titles: dict[str, str]
    problem: str
    is_empty: bool


@dataclass(frozen=True, slots=True)
class PlotPage:
    """What the page of a plot shows. problem: as of `PlotsPage`."""

    chosen: PlotFilters
    plot: Plot
    problem: str


def everything(conn: sqlite3.Connection, asked: WebRequest) -> HtmlPage:
    """Return the page with all plots; their numbers are only computed when a browser asks for a picture."""
    choosing.selection(conn, asked, FILTERS)
    is_empty = not select(conn, "SELECT 1 FROM spell LIMIT 1")
    return HtmlPage("plots.html", PlotsPage(_chosen(conn, asked), TITLES, _problem(), is_empty))


def one(conn: sqlite3.Connection, asked: WebRequest) -> HtmlPage:
    """Return the page of a plot."""
    plot, _ = _plot(conn, asked)
    return HtmlPage("plot.html", PlotPage(_chosen(conn, asked), plot, _problem()))


def picture(conn: sqlite3.Connection, asked: WebRequest) -> Document:
    """Return the picture of a plot as SVG, in the look and size that are asked for."""
    look, size = asked.choice("look", LOOKS), asked.choice("size", SIZES)
    plot, key = _plot(conn, asked)
    drawing = library("plots", "harvester.web.drawing")
    body = _PICTURES.value((key, look, size), lambda: drawing.drawn(plot, look, size))
    return Document(body, "image/svg+xml", headers=(("Content-Security-Policy", PICTURE_POLICY),))


def as_csv(conn: sqlite3.Connection, asked: WebRequest) -> Document:
    """Return all numbers of a plot as CSV (RFC 4180), no cell of which is a formula."""
    plot, _ = _plot(conn, asked)
    text = csv_text((each.name for each in plot.columns), plot.rows)
    return Document(text.encode(), "text/csv; charset=utf-8", f"{plot.name}.csv")


def as_json(conn: sqlite3.Connection, asked: WebRequest) -> Document:
    """Return all numbers of a plot as JSON, with what they mean and how they were chosen."""
    plot, _ = _plot(conn, asked)
    whole = {
        "plot": plot.name,
        "title": plot.title,
        "finding": plot.finding,
        "notes": [*plot.notes],
        "filters": choosing.given(asked, FILTERS),
        "columns": [each._asdict() for each in plot.columns],
        "rows": plot.objects(),
    }
    body = json.dumps(whole, ensure_ascii=False, indent=1).encode()
    return Document(body, "application/json", f"{plot.name}.json")


def _plot(conn: sqlite3.Connection, asked: WebRequest) -> tuple[Plot, Any]:
    """Return the plot that an address names, and what tells it from any other and from its past."""
    now: State = state(conn)
    name = asked.place["plot"]
    if name not in PLOTS:
        raise ConfigError(name, "is not a plot", f"There are {', '.join(PLOTS)}.")
    selection = choosing.selection(conn, asked, FILTERS)
    key = (now, name, selection)
    plot: Plot = _NUMBERS.value(key, lambda: PLOTS[name](conn, selection))
    return plot, key


def _problem() -> str:
    """Return why no pictures can be drawn, ``""`` if they can."""
    try:
        library("plots", "harvester.web.drawing")
    except ConfigError as error:
        return f"For pictures, the extra “{error.where}” {error.problem}. {error.allowed}"
    return ""


def _chosen(conn: sqlite3.Connection, asked: WebRequest) -> PlotFilters:
    return PlotFilters(
        choosing.given(asked, FILTERS),
        choosing.choices(ChangeKind),
        choosing.choices(EditClass),
        (("", "any"), *((row["url"], row["name"] or row["url"]) for row in sources(conn))),
        (("", "any"), *((row[0], row[0]) for row in select(conn, _LANGUAGES))),
    )


_LANGUAGES = "SELECT DISTINCT language FROM article_state WHERE language <> '' ORDER BY 1"
