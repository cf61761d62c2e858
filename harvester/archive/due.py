"""The table `due`: when each article and source is asked for again, and what is due now."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlite_utils import Database

from harvester.archive.asked import DueFacts, asking, known_articles, known_sources
from harvester.archive.columns import from_text, to_text
from harvester.archive.connection import archive_errors, select, sqlite3
from harvester.archive.schedule import RequestedUrl
from harvester.archive.writing import relaxed
from harvester.errors import ArchiveDamaged
from harvester.history.asking import AT_ONCE, NEVER, next_time
from harvester.http.urls import authority_of
from harvester.pace.next_check import NextCheck

AT_A_TIME = 500
"""One transaction computes this many rows, so that other writers get their turn."""

UNREADABLE = timedelta(days=1)
"""Something is asked for after a day if the archive is damaged where it says more of it."""

ANY_ROW = (1 << 63) - 1
"""No row has a greater number: SQLite has 64 bits for it."""

LATEST = NEVER - timedelta(seconds=1)
"""Everything that is asked for at all is asked for before."""

FIRST = 4000
"""SQLite is asked for this many at first: it finds the first few in a tenth of the time that it sorts all.
Then it is asked for all, and those that came already are left out, because another program may have written
in between."""

BILLIONTHS = 1e9
"""Expected edits are kept in billionths an hour, which tell pages apart that change once in 100,000 years."""

# Rounded, because 0.3 * 1e9 / 1e9 can be a little less.
_INEXACT = "SELECT id FROM due WHERE edits <> round(edits * 1e9) / 1e9"

_IS_DUE = "FROM due WHERE next_at > '' AND next_at <= :until AND is_source = :is_source AND id <= :newest"

# Those that are worth most come first: the edits that are expected since they were due.
_DUE = f"""
    SELECT id, host {_IS_DUE}
    ORDER BY edits * (julianday(:now) - julianday(next_at)) DESC, next_at, id LIMIT :most"""

_NUMBER = f"SELECT count(*) {_IS_DUE}"

_HOSTS = f"SELECT host, count(*) {_IS_DUE} GROUP BY host"

_URLS = """
    SELECT due.id, url.url FROM due JOIN url ON url.id = due.url_id
    WHERE due.id IN (SELECT value FROM json_each(?))"""

_PLACES = """
    SELECT due.id, due.article_id, member.url_id, url.url
    FROM due JOIN member ON member.article_id = due.article_id AND member.rank IS NOT NULL
    JOIN url ON url.id = member.url_id
    WHERE due.article_id <> '' AND due.id IN (SELECT value FROM json_each(?))
    ORDER BY due.id, member.rank"""

_SOURCES = """
    SELECT due.id, source.id, source.url_id, url.url, source.kind, source.links
    FROM due JOIN source ON source.url_id = due.url_id JOIN url ON url.id = source.url_id
    WHERE due.article_id = '' AND due.id IN (SELECT value FROM json_each(?))"""


class Due(NamedTuple):
    """An article to capture now: its URLs, where it lives first, the others for when that fails."""

    article_id: str
    places: tuple[RequestedUrl, ...]


class DueSource(NamedTuple):
    """A feed, sitemap, listing page or URL list to fetch now, and how it is read."""

    source_id: int
    place: RequestedUrl
    kind: str
    links: str


# A source that was read since may say that nothing changed.
_HEED = """
    UPDATE due SET next_at = ''
    WHERE next_at > '1000' AND next_at <= ? AND article_id <> '' AND EXISTS (
        SELECT 1 FROM member
        JOIN announcement ON announcement.url_id = member.url_id AND announcement.last_capture_id IS NULL
        JOIN source ON source.id = announcement.source_id
        WHERE member.article_id = due.article_id AND announcement.modified <> ''
            AND announcement.modified <= due.asked_at AND source.seen_at > due.asked_at
    )"""


def plan(db: Database, until: datetime | None = None) -> int:
    """Compute when to ask again wherever something changed; return for how many articles and sources.

    until: the articles that are due by then count as changed if a source says when they changed last.
    """
    done = 0
    if until is not None:
        with relaxed(db):
            db.conn.execute(_HEED, (to_text(until),))
    while numbers := [
        row[0] for row in select(db.conn, "SELECT id FROM due WHERE next_at = '' LIMIT ?", (AT_A_TIME,))
    ]:
        with relaxed(db):
            _plan(db.conn, numbers)
        done += len(numbers)
    return done


def inexact(conn: sqlite3.Connection) -> Iterator[str]:
    """Yield the rows whose expected edits are no whole number of billionths, as `plan` leaves none."""
    for row in select(conn, _INEXACT):
        yield f"due row {row[0]} expects edits that are not a whole number of billionths"


def _plan(conn: sqlite3.Connection, numbers: Sequence[int]) -> None:
    hosts = {row[0]: authority_of(row[1]) for row in select(conn, _URLS, (json.dumps(numbers),))}
    rows = {}
    for known in (*known_articles(conn, numbers), *known_sources(conn, numbers)):
        check = _check(conn, known)
        edits = int(check.edits * BILLIONTHS) / BILLIONTHS
        rows[known.number] = (to_text(check.at), known.asked_at, edits, hosts.get(known.number, ""))
    conn.executemany(
        "UPDATE due SET next_at = ?, asked_at = ?, edits = ?, host = ? WHERE id = ?",
        [(*row, number) for number, row in rows.items()],
    )
    conn.executemany("DELETE FROM due WHERE id = ?", [(each,) for each in numbers if each not in rows])


def _check(conn: sqlite3.Connection, known: DueFacts) -> NextCheck:
    if not known.is_followed:
        return NextCheck(NEVER, 0.0)
    if not known.asked_at:
        return NextCheck(AT_ONCE, 1.0)
    try:
        return next_time(known.pace, asking(conn, known))
    except (ValueError, OverflowError, ArchiveDamaged):
        return NextCheck(_later(known.asked_at), 0.0)


def _later(asked_at: str) -> datetime:
    try:
        return from_text(asked_at) + UNREADABLE
    except (ValueError, OverflowError):
        return AT_ONCE


def heed_clock(db: Database, now: datetime) -> None:
    """Have everything asked for at once that was asked for later than now: the clock was set back."""
    at = to_text(now)
    if select(db.conn, "SELECT 1 FROM due WHERE asked_at > ? LIMIT 1", (at,)):
        with relaxed(db):
            db.conn.execute(
                "UPDATE due SET next_at = ? WHERE asked_at > ? AND next_at <> ?",
                (to_text(AT_ONCE), at, to_text(NEVER)),
            )


class DueSelection(NamedTuple):
    """Which rows of `due` a run looks at.

    is_due: False for all that are followed, due by now or not. newest: the last row that there was when the
    run began to ask; what is added later is for the next run.
    """

    now: datetime
    is_source: bool
    is_due: bool = True
    newest: int = ANY_ROW

    def given(self) -> dict[str, str | int]:
        """Return it as the parameters of a query."""
        until = to_text(self.now if self.is_due else LATEST)
        return {
            "now": to_text(self.now),
            "until": until,
            "is_source": self.is_source,
            "newest": self.newest,
        }


def due_now(conn: sqlite3.Connection, sought: DueSelection) -> Iterator[tuple[int, str]]:
    """Yield the number and host of each article, or source, that is sought, those worth most first.

    The caller writes nothing to the archive while it takes them.
    """
    first: set[int] = set()
    for number, host in _due(conn, sought, FIRST):
        first.add(number)
        yield number, host
    yield from (each for each in _due(conn, sought, -1) if each[0] not in first)


def _due(conn: sqlite3.Connection, sought: DueSelection, most: int) -> Iterator[tuple[int, str]]:
    """Yield the first rows that are sought, at most this many; -1 for all."""
    rows = conn.cursor()
    rows.row_factory = None  # tuples are made in half the time
    with archive_errors(conn):
        yield from rows.execute(_DUE, {**sought.given(), "most": most})


def newest_row(conn: sqlite3.Connection) -> int:
    """Return the number of the row that was added last, 0 for none."""
    return int(select(conn, "SELECT coalesce(max(id), 0) FROM due")[0][0])


def number_due(conn: sqlite3.Connection, sought: DueSelection) -> int:
    """Return how many articles, or sources, are sought."""
    return int(select(conn, _NUMBER, sought.given())[0][0])


def due_by_host(conn: sqlite3.Connection, sought: DueSelection) -> dict[str, int]:
    """Return how many articles, or sources, are sought of each host."""
    return {row[0]: row[1] for row in select(conn, _HOSTS, sought.given())}


def due_articles(conn: sqlite3.Connection, numbers: Sequence[int]) -> list[Due]:
    """Return the articles with these numbers, in their order."""
    places: dict[int, tuple[str, list[RequestedUrl]]] = {}
    for number, article_id, url_id, url in select(conn, _PLACES, (json.dumps(numbers),)):
        places.setdefault(number, (article_id, []))[1].append(RequestedUrl(url_id, url))
    found = (places.get(each) for each in numbers)
    return [Due(article_id, tuple(urls)) for article_id, urls in filter(None, found)]


def due_sources(conn: sqlite3.Connection, numbers: Sequence[int]) -> list[DueSource]:
    """Return the sources with these numbers, in their order."""
    found = {
        row[0]: DueSource(row[1], RequestedUrl(row[2], row[3]), row[4], row[5])
        for row in select(conn, _SOURCES, (json.dumps(numbers),))
    }
    return [found[each] for each in numbers if each in found]


def is_due(conn: sqlite3.Connection, now: datetime) -> bool:
    """Return whether a run would ask for anything, or has to compute when."""
    return bool(select(conn, "SELECT 1 FROM due WHERE next_at <= ? LIMIT 1", (to_text(now),)))
