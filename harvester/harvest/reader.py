"""How captures are read: by the rules of the settings; a source as the kind that it is declared."""

import json
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from harvester.archive.captures import asked_url
from harvester.archive.columns import from_text
from harvester.archive.connection import select, sqlite3
from harvester.archive.headers import read_headers
from harvester.archive.payload import Payloads, ShippedPayloads
from harvester.archive.renderings import read_rendering
from harvester.errors import ArchiveDamaged, PayloadRemoved
from harvester.harvest.consecutive import Consecutive, Read, ReadCapture
from harvester.model import Outcome
from harvester.reading import DeclaredSource, Reading, Received, as_rendered, circumstances, read, reader
from harvester.site_rule import SiteRule

READINGS = 16
"""This many earlier readings are kept in memory or looked up. A page that alternates between contents, or is
walled now and then, has a few."""


class Reader(NamedTuple):
    """How a capture is read, as a value for worker processes. source: None for an article."""

    rules: tuple[SiteRule, ...] = ()
    source: DeclaredSource | None = None

    @classmethod
    def of(cls, rules: Sequence[SiteRule], kind: str = "", links: str = "") -> "Reader":
        """Return the reader of articles, or of a source of that kind."""
        return cls(tuple(rules), DeclaredSource(kind, links) if kind else None)

    @property
    def label(self) -> str:
        """Return the label that distinguishes this reader from others."""
        return reader(self.rules, self.source)

    def read(self, received: Received) -> Reading:
        """Return the reading; never raises."""
        return read(received, self.rules, self.source)


class Mapped(NamedTuple):
    """The readings of some captures, and the label of the reader that made them."""

    label: str
    reads: tuple[Read, ...]


@dataclass(frozen=True, slots=True)
class ReadingTask:
    """Captures for another machine to read, in their order. It is no tuple: Dask would look through one.

    pages: each distinct one once. captures: the number of each, and the place of its page. sent: payloads.
    """

    pages: tuple["StoredCapture", ...]
    captures: tuple[tuple[int, int], ...]
    sent: ShippedPayloads


NO_TASK = ReadingTask((), (), ShippedPayloads(Path(), {}))
"""Nothing to read: its answer has the label of the reader."""


def read_task(reader: Reader, task: ReadingTask) -> Mapped:
    """Return the readings of a task's captures; it runs on any machine, and may run twice."""
    readings: dict[int, Reading] = {}
    reads, consecutive, payloads = list[Read](), Consecutive(), Payloads(task.sent)
    for capture_id, place in task.captures:
        found = task.pages[place]
        page = partial(found.whole, payloads)
        try:
            reading = readings[place] = readings.get(place) or reader.read(page())
        except (ArchiveDamaged, PayloadRemoved) as error:  # one payload is lost, not those after it
            reads.append(Read(capture_id, None, str(error)))
        else:
            reads.append(consecutive.read(ReadCapture(capture_id, found.head, place, reading, page)))
    return Mapped(reader.label, tuple(reads))


class StoredCapture(NamedTuple):
    """A capture in the archive as the reader needs it, without bodies, which `whole` reads.

    digest: SHA-256 of the body, ``b""`` if there was none. further: the further pages of its article that
    were captured after it.
    """

    head: Received
    payload_id: int | None
    digest: bytes = b""
    further: tuple["StoredCapture", ...] = ()

    def payload_ids(self) -> Iterator[int]:
        """Yield the numbers of its payloads and of those of its further pages."""
        if self.payload_id:
            yield self.payload_id
        for each in self.further:
            yield from each.payload_ids()

    def whole(self, payloads: Payloads) -> Received:
        """Return it with its body, ``b""`` if there was none, and with its further pages."""
        return self.with_body(payloads.read(self.payload_id) if self.payload_id else b"", payloads)

    def with_body(self, body: bytes, payloads: Payloads) -> Received:
        """Return it with a body that is at hand, and with its further pages.

        A further page whose bytes were removed has none.
        """
        return replace(
            self.head, body=body, further=tuple(_read_further(each, payloads) for each in self.further)
        )


def _read_further(page: StoredCapture, payloads: Payloads) -> Received:
    try:
        return page.whole(payloads)
    except PayloadRemoved:
        return replace(page.head, outcome=REMOVED)


REMOVED = "removed"
"""It stands in place of the outcome of a further page whose bytes a takedown removed."""

_HEADS = """
    SELECT end.id, url.url, end.captured_at, coalesce(body.status, 0) AS status, body.headers_id, body.differ,
        end.led_from, payload.id AS payload_id, payload.digest, end.outcome,
        rendering.payload_id IS NOT NULL AS is_rendered,
        EXISTS (SELECT 1 FROM capture AS page WHERE page.part_of = end.id) AS has_further
    FROM capture AS end JOIN url ON url.id = end.url_id JOIN capture AS body
        ON body.id = CASE WHEN end.part_of IS NULL THEN end.id ELSE coalesce(end.confirms, end.id) END
    LEFT JOIN rendering ON rendering.capture_id = end.id
    LEFT JOIN payload ON payload.id = coalesce(rendering.payload_id, body.payload_id)
    WHERE end.id IN (SELECT value FROM json_each(?))"""

_FURTHER = """
    SELECT id FROM capture WHERE part_of = ? AND outcome <> 'redirected' ORDER BY captured_at, id"""


Heads = Mapping[int, sqlite3.Row]
"""The rows of captures, by number."""


def heads(conn: sqlite3.Connection, capture_ids: Sequence[int]) -> Heads:
    """Return the rows of captures for `stored`."""
    return {row["id"]: row for row in select(conn, _HEADS, (json.dumps(capture_ids),))}


def stored(conn: sqlite3.Connection, capture_id: int, rows: Heads | None = None) -> StoredCapture:
    """Return what the reader needs of a capture in the archive.

    rows: those of it and of others, if they are at hand.
    """
    row = (rows or heads(conn, (capture_id,)))[capture_id]
    url = row["url"]
    asked = url if row["led_from"] is None else asked_url(conn, capture_id)
    head = Received(
        url=url,
        captured_at=from_text(row["captured_at"]),
        body=b"",
        status=row["status"],
        headers=read_headers(conn, row["headers_id"], row["differ"]),
        asked=asked if asked != url else "",
        outcome=row["outcome"],
    )
    head = as_rendered(head) if row["is_rendered"] else head
    further = _further(conn, capture_id) if row["has_further"] else ()
    return StoredCapture(head, row["payload_id"], row["digest"] or b"", further)


def with_rendering(conn: sqlite3.Connection, capture_id: int, page: Received) -> Received:
    """Return the page of a capture as it is read: with the document that a browser made of it, if one did."""
    found = read_rendering(conn, capture_id, Payloads(conn))
    return as_rendered(page, found.rendering.body) if found and found.payload_id else page


def _further(conn: sqlite3.Connection, capture_id: int) -> tuple[StoredCapture, ...]:
    return tuple(stored(conn, row[0]) for row in select(conn, _FURTHER, (capture_id,)))


def basis(
    digest: bytes, head: Received, rules: Sequence[SiteRule], further: tuple[Hashable, ...] = ()
) -> Hashable:
    """Return all that the reading of a capture depends on besides the reader.

    digest: SHA-256 of its body. further: outcome and basis of each further page.
    """
    return digest, circumstances(head, rules), further


def basis_of(found: StoredCapture, rules: Sequence[SiteRule]) -> Hashable:
    """Return the basis of a capture in the archive."""
    return basis(found.digest, found.head, rules, basis_of_pages(found.further, rules))


def basis_of_pages(further: Sequence[StoredCapture], rules: Sequence[SiteRule]) -> tuple[Hashable, ...]:
    """Return outcome and basis of each further page; a 304 counts as the page that it confirms."""
    return tuple((_effective_outcome(each.head.outcome), basis_of(each, rules)) for each in further)


def _effective_outcome(outcome: str) -> str:
    return Outcome.OK if outcome == Outcome.NOT_MODIFIED else outcome


def _url_of(conn: sqlite3.Connection, capture_id: int) -> int:
    return int(select(conn, "SELECT url_id FROM capture WHERE id = ?", (capture_id,))[0][0])


class Rereader:
    """Reads captures in the archive one after another; what must have the same reading is read once.

    Each is compared with the one before it, if both show an article at one URL.
    """

    def __init__(
        self, conn: sqlite3.Connection, reader: Reader, known: Mapping[Hashable, Reading] | None = None
    ) -> None:
        """Take what is known as read: readings by this reader, each by its `basis`."""
        self._conn, self._reader, self._payloads = conn, reader, Payloads(conn)
        self._known = known or {}
        self._kept: OrderedDict[Hashable, Reading] = OrderedDict()
        self._consecutive = Consecutive()

    def begin(self, before: int | None, first: int) -> None:
        """Compare the first capture, which is read next, with the one before it, if both have one URL."""
        self._consecutive = Consecutive()
        if before is None or _url_of(self._conn, before) != _url_of(self._conn, first):
            return
        with suppress(ArchiveDamaged, PayloadRemoved):
            self.read(before)

    def read(self, capture_id: int) -> Read:
        """Return the reading of a capture; its body is decoded only if it is needed."""
        found = stored(self._conn, capture_id)
        key = basis_of(found, self._reader.rules)
        page = partial(found.whole, self._payloads)
        return self._consecutive.read(
            ReadCapture(capture_id, found.head, key, self._reading(key, page), page)
        )

    def _reading(self, key: Hashable, page: Callable[[], Received]) -> Reading:
        reading = self._kept.pop(key, None) or self._known.get(key)
        if reading is None:
            reading = self._reader.read(page())
        self._kept[key] = reading
        if len(self._kept) > READINGS:
            self._kept.popitem(last=False)
        return reading
