"""What changed, newest first: as a page, as an Atom feed, as CSV and as JSON, with the same filters."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from harvester.archive.columns import from_text, to_text
from harvester.archive.connection import sqlite3
from harvester.archive.read import Row
from harvester.change import ChangeKind, EditClass
from harvester.errors import BadInput
from harvester.view.articles import article_named
from harvester.view.cells import csv_text
from harvester.view.changes import LogFilter, log
from harvester.view.sources import sources
from harvester.web.answers import Document, HtmlPage, WebRequest
from harvester.web.choosing import choices, given
from harvester.web.feeds import atom
from harvester.web.showing import Happening, happenings

LISTED = 50
"""One page has this many changes and events."""

FED = 100
"""A feed has this many entries; readers ask for it several times a day."""

TAKEN = 1_000
"""A CSV or JSON has at most this many rows; `harvester log --format csv` has all."""

TAKEN_BYTES = 8_000_000
"""The texts of a CSV or JSON have at most this many bytes; those after that are left out."""

MAX_SKIP = 10_000
"""At most this many rows of one instant may be skipped."""

FILTERS = ("article", "kind", "class", "source", "min", "since", "until")
"""These arguments choose changes; without one of the first five, events and decisions are listed too."""

WEIGHTS = (("", "any"), ("0.3", "0.3 or more"), ("0.6", "0.6 or more"), ("0.85", "0.85 or more"))


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """What the page of changes shows. given: the filters that are set. following: those of the next page."""

    given: dict[str, str]
    listed: tuple[Happening, ...]
    following: dict[str, object] | None
    kinds: tuple[tuple[str, str], ...]
    classes: tuple[tuple[str, str], ...]
    sources: tuple[tuple[str, str], ...]
    weights: tuple[tuple[str, str], ...]


def page(conn: sqlite3.Connection, asked: WebRequest) -> HtmlPage:
    """Return the page of changes."""
    skip = asked.number("skip") or 0
    if skip > MAX_SKIP:
        raise BadInput("skip", f"it is more than {MAX_SKIP}")
    found = _log(conn, asked, skip + LISTED + 1)[skip:]
    listed = happenings(conn, found[:LISTED])
    set_ = given(asked, FILTERS)
    value = ChangesPage(
        set_,
        listed,
        _following(set_, found, skip, asked.moment("until")) if len(found) > LISTED else None,
        choices(ChangeKind),
        choices(EditClass),
        (("", "any"), *((row["url"], row["name"] or row["url"]) for row in sources(conn))),
        WEIGHTS,
    )
    return HtmlPage("changes.html", value)


def feed(conn: sqlite3.Connection, asked: WebRequest) -> Document:
    """Return the newest changes as an Atom feed (RFC 4287)."""
    found = happenings(conn, _log(conn, asked, FED))
    return Document(atom(found, given(asked, FILTERS)), "application/atom+xml; charset=utf-8")


def as_json(conn: sqlite3.Connection, asked: WebRequest) -> Document:
    """Return the newest changes as JSON, in the columns that `harvester log --format json` has."""
    found = [*_fitting(_log(conn, asked, TAKEN))]
    body = json.dumps(found, ensure_ascii=False, indent=1).encode()
    return Document(body, "application/json", "changes.json")


def as_csv(conn: sqlite3.Connection, asked: WebRequest) -> Document:
    """Return the newest changes as CSV (RFC 4180), no cell of which is a formula."""
    found = [*_fitting(_log(conn, asked, TAKEN))]
    columns = [*found[0]] if found else ["changed_at"]
    text = csv_text(columns, ([row[name] for name in columns] for row in found))
    return Document(text.encode(), "text/csv; charset=utf-8", "changes.csv")


def _log(conn: sqlite3.Connection, asked: WebRequest, limit: int) -> list[Row]:
    """Return the rows of the log that the arguments choose."""
    article = asked.text("article")
    kind, chosen = asked.choice("kind", ("", *ChangeKind)), asked.text("class")
    wanted = LogFilter(
        since=asked.moment("since"),
        until=asked.moment("until"),
        kinds=(kind,) if kind else (),
        classes=(asked.choice("class", ("", *EditClass)),) if chosen else (),
        significance=_weight(asked.text("min")),
        source=asked.text("source") or None,
        limit=limit,
    )
    return log(conn, article_named(conn, article) if article else None, wanted)


def _weight(text: str) -> float | None:
    try:
        weight = float(text) if text else None
    except ValueError:
        weight = -1.0
    if weight is not None and not 0 <= weight <= 1:
        raise BadInput("min", "it is not a significance from 0 to 1")
    return weight


def _following(set_: dict[str, str], found: list[Row], skip: int, until: str | None) -> dict[str, object]:
    """Return the arguments of the next page: it ends at the instant of the last row, whose rows it skips."""
    last = found[LISTED - 1]["changed_at"]
    shown = sum(row["changed_at"] == last for row in found[:LISTED])
    after = to_text(from_text(last) + timedelta(milliseconds=1))
    return set_ | {"until": after, "skip": shown + (skip if after == until else 0)}


def _fitting(found: list[Row]) -> Iterator[Row]:
    room = TAKEN_BYTES
    for row in found:
        room -= sum(len((row[side] or "").encode()) for side in ("before", "after"))
        if room < 0:
            return
        yield row
