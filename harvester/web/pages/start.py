"""The first page: how much there is, what changed lately, what needs a look."""

from dataclasses import dataclass

from harvester.archive.connection import sqlite3
from harvester.archive.read import Row
from harvester.view.articles import titles
from harvester.view.changes import Wanted, log
from harvester.view.status import status
from harvester.web.answers import Asked, Page
from harvester.web.showing import Happening, happenings

NEWEST = 30
"""Changes and events on the first page; the page of changes has all of them."""

TO_LOOK_AT = 8
"""Articles in trouble that the first page names; the page of health names all."""


@dataclass(frozen=True, slots=True)
class Start:
    """What the first page shows. state: as `harvester.view.status.status`."""

    state: Row
    newest: tuple[Happening, ...]
    trouble: list[Row]
    titles: dict[str, str]
    more_trouble: int


def start(conn: sqlite3.Connection, asked: Asked) -> Page:
    """Return the first page."""
    del asked
    state = status(conn)
    newest = happenings(conn, log(conn, wanted=Wanted(limit=NEWEST)))
    trouble = state["trouble"]
    named = titles(conn, (row["article_id"] for row in trouble[:TO_LOOK_AT]))
    more = max(0, len(trouble) - TO_LOOK_AT)
    return Page("start.html", Start(state, newest, trouble[:TO_LOOK_AT], named, more))
