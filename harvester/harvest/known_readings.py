"""Which earlier capture has the reading that a capture must have, too: the same pages, read by one reader."""

from typing import NamedTuple

from harvester.archive.connection import select, sqlite3
from harvester.harvest.reader import READINGS, Reader, StoredCapture, basis_of_pages, stored
from harvester.model import ANNOUNCING, Verdict
from harvester.reading import circumstances


class SameAs(NamedTuple):
    """A capture has the reading of an earlier one: the bytes are the same, and so are the circumstances.

    capture_id: of the earlier one. verdict, reason, next_url: as its reading has them.
    """

    capture_id: int
    verdict: Verdict
    reason: str
    next_url: str = ""


class LeadsOn(NamedTuple):
    """A capture begins as an earlier one did, after which further pages were captured.

    next_url: the page that followed there. When it is here, too, nothing has to be read if it is the same.
    """

    next_url: str


# What waits to be read again may have got further pages since it was read.
_READ_BEFORE = """
    SELECT before.id, reading.verdict, reading.reason, reading.next_url
    FROM (
        SELECT id, url_id, part_of FROM capture
        WHERE payload_id = (SELECT payload_id FROM capture WHERE id = :capture_id) AND id < :capture_id
        ORDER BY id DESC LIMIT :most
    ) AS before
    JOIN reading ON reading.capture_id = before.id
    WHERE before.url_id = (SELECT url_id FROM capture WHERE id = :capture_id) AND before.part_of IS NULL
        AND reading.reader = :reader AND NOT reading.is_rendered
        AND NOT EXISTS (SELECT 1 FROM attempt WHERE attempt.capture_id = before.id)
    ORDER BY before.id DESC"""


def read_before(
    conn: sqlite3.Connection, reader: Reader, capture_id: int, page: StoredCapture
) -> SameAs | LeadsOn | None:
    """Return which earlier capture has the reading that a capture must have, too; None if none is known.

    page: the capture with the further pages that are stored. If an earlier one began with the same pages, the
    page that followed there is returned. A page that announces is read anew, for what it announces.
    """
    rows = select(conn, _READ_BEFORE, {"capture_id": capture_id, "reader": reader.label, "most": READINGS})
    here, number = circumstances(page.head, reader.rules), len(page.further)
    for before, verdict, reason, next_url in rows:
        if verdict in ANNOUNCING:
            continue
        known = stored(conn, before)
        if circumstances(known.head, reader.rules) != here:
            continue
        if basis_of_pages(known.further[:number], reader.rules) != basis_of_pages(page.further, reader.rules):
            continue
        if len(known.further) == number:
            return SameAs(before, Verdict(verdict), reason, next_url)
        following = known.further[number].head
        return LeadsOn(following.asked or following.url)
    return None
