"""The whole text of stored captures, which the fold holds changes against. It is read anew and not stored."""

from collections import OrderedDict
from functools import lru_cache

from harvester.archive.connection import select, sqlite3
from harvester.archive.payload import Payloads
from harvester.errors import ArchiveDamaged, BadInput, PayloadRemoved
from harvester.harvest.consecutive import Comparisons
from harvester.harvest.reader import stored
from harvester.history.comparing import Found
from harvester.model import WholeText
from harvester.reading.whole import page_text

PAGES = 4
"""This many texts are kept: that of the current version is held against several others."""

_CAPTURE = "SELECT coalesce(confirms, id) FROM capture WHERE key = ?"


class ArchivedPages:
    """The pages of an archive's captures, by key. It decodes a body when it is asked for it."""

    def __init__(self, conn: sqlite3.Connection, comparisons: Comparisons) -> None:
        self._conn, self._payloads, self._comparisons = conn, Payloads(conn), comparisons
        self._number = lru_cache(maxsize=PAGES)(self._read_number)
        self._kept: OrderedDict[int, WholeText | None] = OrderedDict()

    def page(self, key: str) -> WholeText | None:
        """Return the text of a capture, or of the one that it confirms; None if its bytes are not there."""
        capture_id = self._number(key)
        if capture_id is None:
            return None
        page = self._kept.pop(capture_id) if capture_id in self._kept else self._read(capture_id)
        self._kept[capture_id] = page
        if len(self._kept) > PAGES:
            self._kept.popitem(last=False)
        return page

    def found(self, before: str, after: str) -> Found:
        """Return what was found out ahead about two captures, or those that they confirm."""
        return self._comparisons.find(self._number(before), self._number(after))

    def _read_number(self, key: str) -> int | None:
        rows = select(self._conn, _CAPTURE, (bytes.fromhex(key),))
        return rows[0][0] if rows else None

    def _read(self, capture_id: int) -> WholeText | None:
        try:
            return page_text(stored(self._conn, capture_id).whole(self._payloads))
        except (ArchiveDamaged, BadInput, PayloadRemoved):  # its reading stays, and so does its history
            return None
