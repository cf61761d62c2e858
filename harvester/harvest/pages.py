"""The whole text of stored captures, which the fold holds changes against. It is read anew and not stored."""

from collections import OrderedDict

from harvester.archive.connection import select, sqlite3
from harvester.archive.payload import Payloads
from harvester.errors import ArchiveDamaged, BadInput, PayloadRemoved
from harvester.harvest.reader import stored
from harvester.model import WholeText
from harvester.reading.documents import document_of
from harvester.reading.further import gathered
from harvester.reading.whole import whole_text

PAGES = 4
"""This many texts are kept: that of the current version is held against several others."""

_CAPTURE = "SELECT coalesce(confirms, id) FROM capture WHERE key = ?"


class Pages:
    """The pages of an archive's captures, by key. It decodes a body when it is asked for it."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn, self._payloads = conn, Payloads(conn)
        self._kept: OrderedDict[int, WholeText | None] = OrderedDict()

    def page(self, key: str) -> WholeText | None:
        """Return the text of a capture, or of the one that it confirms; None if its bytes are not there."""
        rows = select(self._conn, _CAPTURE, (bytes.fromhex(key),))
        if not rows:
            return None
        capture_id = rows[0][0]
        page = self._kept.pop(capture_id) if capture_id in self._kept else self._read(capture_id)
        self._kept[capture_id] = page
        if len(self._kept) > PAGES:
            self._kept.popitem(last=False)
        return page

    def _read(self, capture_id: int) -> WholeText | None:
        found = stored(self._conn, capture_id)
        try:
            page = found.whole(self._payloads)
            document = document_of(page)
            if page.further:
                document = gathered(page, document).document
        except (ArchiveDamaged, BadInput, PayloadRemoved):  # its reading stays, and so does its history
            return None
        return whole_text(document)
