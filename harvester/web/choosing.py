"""The filters in an address as a selection: the same names on every page that chooses."""

from harvester.archive.connection import sqlite3
from harvester.change import ChangeKind, EditClass
from harvester.view.articles import article_named
from harvester.view.selection import Selection
from harvester.web.answers import WebRequest

FILTERS = ("article", "host", "language", "source", "kind", "class", "since", "until", "current")
"""Filters have these names."""


def given(asked: WebRequest, filters: tuple[str, ...] = FILTERS) -> dict[str, str]:
    """Return those filters that are set, as they were written."""
    return {name: text for name in filters if (text := asked.text(name))}


def selection(conn: sqlite3.Connection, asked: WebRequest, filters: tuple[str, ...] = FILTERS) -> Selection:
    """Return what the filters select; raises BadInput for a value that has no meaning."""
    set_ = given(asked, filters)
    article = set_.get("article")
    return Selection(
        articles=(article_named(conn, article),) if article else (),
        hosts=_one(set_, "host"),
        languages=_one(set_, "language"),
        sources=_one(set_, "source"),
        kinds=(asked.choice("kind", ("", *ChangeKind)),) if "kind" in set_ else (),
        classes=(asked.choice("class", ("", *EditClass)),) if "class" in set_ else (),
        since=asked.moment("since") if "since" in set_ else None,
        until=asked.moment("until") if "until" in set_ else None,
        is_current="current" in set_,
    )


def _one(found: dict[str, str], name: str) -> tuple[str, ...]:
    return (found[name],) if name in found else ()


def choices(words: type[ChangeKind | EditClass]) -> tuple[tuple[str, str], ...]:
    """Return the choices of a form among the words of a closed list, and none of them."""
    return (("", "any"), *((str(word), str(word)) for word in words))
