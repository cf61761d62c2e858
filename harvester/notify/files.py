"""Letters as an Atom file: it always has the newest ones, and is replaced as a whole."""

from collections.abc import Iterable

from harvester.archive.connection import select, sqlite3
from harvester.archive.notices import Sending, newest_messages
from harvester.archive.publishing import part_of, publish
from harvester.errors import ArchiveError
from harvester.notify.feed import MOST_ENTRIES, feed
from harvester.notify.gathering import letter_of
from harvester.notify.way import Way


def write_feed(conn: sqlite3.Connection, way: Way, new: Iterable[Sending]) -> None:
    """Write the file anew, with the new messages and those before; raises NoticeUnsent."""
    notice, path = way.notice, way.notice.to.atom
    messages = [*reversed([*new]), *newest_messages(conn, notice.name, MOST_ENTRIES)][:MOST_ENTRIES]
    letters = (letter_of(conn, each, notice.name, way.settings.notify) for each in messages)
    # An archive has no key before its first run.
    keys = [bytes(row[0]).hex() for row in select(conn, "SELECT key FROM archive")]
    body = feed(notice.name, "".join(keys), letters)
    try:
        with part_of(path) as part:
            part.write_bytes(body)
            publish(part, path)
    except ArchiveError as error:
        raise way.unsent(f"the file {path} was not written: {error.reason}") from error
