"""How captures are read: by the rules of the settings; a source as the kind that it is declared."""

from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import NamedTuple

from harvester.archive.captures import asked_url
from harvester.archive.columns import from_text
from harvester.archive.connection import select, sqlite3
from harvester.archive.headers import read_headers
from harvester.archive.payload import Payloads
from harvester.reading import Reading, Received, Sought, circumstances, read, reader
from harvester.site_rule import SiteRule

READINGS = 16
"""This many readings are kept; a page that goes back and forth, or is walled now and then, shows a few."""


class Reader(NamedTuple):
    """How a capture is read, as a value for worker processes. source: None for an article."""

    rules: tuple[SiteRule, ...] = ()
    source: Sought | None = None

    @classmethod
    def of(cls, rules: Sequence[SiteRule], kind: str = "", links: str = "") -> "Reader":
        """Return the reader of articles, or of a source of that kind."""
        return cls(tuple(rules), Sought(kind, links) if kind else None)

    @property
    def label(self) -> str:
        """Return the label that distinguishes this reader from others."""
        return reader(self.rules, self.source)

    def read(self, received: Received) -> Reading:
        """Return the reading; never raises."""
        return read(received, self.rules, self.source)


class Stored(NamedTuple):
    """A capture in the archive as the reader needs it. head: without its body, which `body` reads."""

    head: Received
    payload_id: int | None

    def body(self, payloads: Payloads) -> bytes:
        """Return the body; ``b""`` if there was none."""
        return payloads.read(self.payload_id) if self.payload_id else b""


_HEAD = """
    SELECT url.url, captured_at, coalesce(status, 0), headers_id, differ, led_from, payload_id
    FROM capture JOIN url ON url.id = capture.url_id WHERE capture.id = ?"""


def stored(conn: sqlite3.Connection, capture_id: int) -> Stored:
    """Return what the reader needs of a capture in the archive."""
    url, captured_at, status, headers_id, differ, led_from, payload_id = select(conn, _HEAD, (capture_id,))[0]
    asked = url if led_from is None else asked_url(conn, capture_id)
    head = Received(
        url=url,
        captured_at=from_text(captured_at),
        body=b"",
        status=status,
        headers=read_headers(conn, headers_id, differ),
        asked=asked if asked != url else "",
    )
    return Stored(head, payload_id)


class Rereader:
    """Reads captures in the archive one after another; what must have the same reading is read once."""

    def __init__(self, conn: sqlite3.Connection, reader: Reader) -> None:
        self._conn, self._reader, self._payloads = conn, reader, Payloads(conn)
        self._kept: OrderedDict[Hashable, Reading] = OrderedDict()

    def read(self, capture_id: int) -> Reading:
        """Return the reading of a capture; its body is only decoded if it is new."""
        found = stored(self._conn, capture_id)
        key = found.payload_id, circumstances(found.head, self._reader.rules)
        reading = self._kept.pop(key, None)
        if reading is None:
            reading = self._reader.read(replace(found.head, body=found.body(self._payloads)))
        self._kept[key] = reading
        if len(self._kept) > READINGS:
            self._kept.popitem(last=False)
        return reading
