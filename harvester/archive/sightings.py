"""Sightings: what each chain of exchanges for an article showed, as the history needs it."""

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache

from harvester.archive.captures import chain_ids, read_capture
from harvester.archive.connection import select, sqlite3
from harvester.archive.decisions import clock_errors, effective
from harvester.errors import ArchiveDamaged, PayloadRemoved
from harvester.history.sighting import Hop, Sighting
from harvester.http.status import REDIRECTS
from harvester.reading import received
from harvester.reading.leading import leads_on
from harvester.text import match_key

# Only ends of chains; redirects are among the hops of their end. A 304 shows what it confirms. Further pages
# are part of the reading of the first.
_ENDS = """
    SELECT
        end.id, lower(hex(end.key)) AS key, end.run_id, end.captured_at, end.outcome, end.led_from,
        coalesce(end.status, 0) AS status, url.url,
        coalesce(reading.verdict, '') AS verdict, coalesce(reading.snapshot_id, '') AS snapshot,
        coalesce(reading.canonical_url, '') AS canonical, coalesce(reading.text_digest, '') AS text,
        coalesce(reading.language, '') AS language,
        coalesce(reading.pages, 1) AS pages, coalesce(reading.next_url, '') <> '' AS is_cut,
        coalesce(reading.is_rendered, 0) AS is_rendered,
        coalesce(rendering.outcome, 'ok') <> 'ok' AS is_unrendered,
        coalesce(reading.surroundings_id, '') AS surroundings
    FROM capture AS end
    JOIN url ON url.id = end.url_id
    LEFT JOIN reading ON reading.capture_id = coalesce(end.confirms, end.id)
    LEFT JOIN rendering ON rendering.capture_id = end.id
    WHERE end.id IN (SELECT value FROM json_each(?))
        AND end.outcome <> 'redirected' AND end.role = 'article' AND end.part_of IS NULL"""

_HOPS = """
    SELECT url.url, coalesce(capture.status, 0) FROM capture JOIN url ON url.id = capture.url_id
    WHERE capture.id = ?"""

AT_ONCE, AFTER_A_WHILE = 301, 302
"""A page that led on at once stands for a permanent redirect, one that waited for a temporary one. Search
engines take them so ("Redirects and Google Search", on meta refresh)."""

_QUESTIONS = """
    SELECT wording.question FROM pair JOIN wording ON wording.n = pair.wording WHERE pair.snapshot_id = ?"""


def _stands_for(conn: sqlite3.Connection, capture_id: int) -> int:
    """Return the status of the redirect that a page stands for which led on by itself."""
    try:
        found = leads_on(received(read_capture(conn, capture_id)))
    except (ArchiveDamaged, PayloadRemoved):  # how long it waited is not known any more
        return AFTER_A_WHILE
    return AT_ONCE if found and found.delay_s == 0 else AFTER_A_WHILE


class Sightings:
    """The sightings of an archive, with decided times; the questions of a snapshot are looked up once."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn
        self._errors = clock_errors(conn)
        self._questions = lru_cache(maxsize=1024)(self._read_questions)

    def of(self, capture_ids: Iterable[int], *, asked: bool) -> dict[int, Sighting]:
        """Return {capture id: sighting} for those of the captures that end a chain, in the order of time.

        asked: whether their questions are needed, which takes a look at each snapshot.
        """
        rows = select(self._conn, _ENDS, (json.dumps([*capture_ids]),))
        found = {row["id"]: self._sighting(row, asked=asked) for row in rows}
        return dict(sorted(found.items(), key=lambda each: (each[1].at, each[1].key)))

    def _sighting(self, row: sqlite3.Row, *, asked: bool) -> Sighting:
        return Sighting(
            key=row["key"],
            at=effective(row["captured_at"], self._errors.get(row["run_id"])),
            hops=tuple(self._hops(row)),
            outcome=row["outcome"],
            verdict=row["verdict"],
            snapshot=row["snapshot"],
            canonical=row["canonical"],
            text=row["text"],
            language=row["language"],
            pages=row["pages"],
            is_cut=bool(row["is_cut"]),
            is_rendered=bool(row["is_rendered"]),
            is_unrendered=bool(row["is_unrendered"]),
            surroundings=row["surroundings"],
            questions=self._questions(row["snapshot"]) if asked and row["snapshot"] else frozenset(),
        )

    def _hops(self, row: sqlite3.Row) -> Iterator[Hop]:
        if row["led_from"] is not None:
            for one in chain_ids(self._conn, row["led_from"]):
                url, status = self._conn.execute(_HOPS, (one,)).fetchone()
                yield Hop(url, status if status in REDIRECTS else _stands_for(self._conn, one))
        yield Hop(row["url"], row["status"])

    def _read_questions(self, snapshot: str) -> frozenset[str]:
        return frozenset(match_key(row[0]) for row in select(self._conn, _QUESTIONS, (snapshot,)))
