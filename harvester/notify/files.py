"""Letters as an Atom file: it always has the newest ones, and is replaced as a whole."""

from collections.abc import Iterable
from datetime import timedelta

from harvester.archive.connection import select, sqlite3
from harvester.archive.notices import Sending, newest_messages
from harvester.archive.publishing import part_of, publish
from harvester.errors import ArchiveError
from harvester.notify.feed import feed
from harvester.notify.gathering import letters_of
from harvester.notify.way import DeliveryRoute

KEPT = timedelta(days=2)
"""Messages of this long are in the file: a reader that looks once a day sees all of them, however many
come."""

LEAST = 100
"""It has this many messages at least, however old, so that a new reader finds something."""


def write_feed(conn: sqlite3.Connection, way: DeliveryRoute, new: Iterable[Sending]) -> None:
    """Write the file anew, with the new messages and those before; raises NoticeUnsent."""
    notice, path = way.notice, way.notice.to.atom
    messages = [*reversed([*new]), *newest_messages(conn, notice.name, way.now() - KEPT, LEAST)]
    letters = letters_of(conn, messages, notice.name, way.settings.notify)
    # An archive has no key before its first run.
    keys = [bytes(row[0]).hex() for row in select(conn, "SELECT key FROM archive")]
    body = feed(notice.name, "".join(keys), letters)
    try:
        with part_of(path) as part:
            part.write_bytes(body)
            publish(part, path)
    except ArchiveError as error:
        raise way.unsent(f"the file {path} was not written: {error.reason}") from error
