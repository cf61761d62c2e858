"""The logical content hash: one number for all that an archive holds, so that archives can be compared."""

from hashlib import sha256
from heapq import merge

from harvester.archive.records import records, variants

CONTENT = (
    "url", "setting", "run", "payload", "capture", "origin", "rendering", "decision", "tombstone", "deposit"
)  # fmt: skip
"""The tables that the logical content hash covers.

``archive``, ``manifest`` and ``stamp`` are about files, not about what they hold. ``headers`` has sets from
which the headers of captures are made: which sets there are depends on the order of arrival, and the records
of captures have the headers themselves. A text in ``variant`` counts among the records of its table.
"""


def content_hash(conn):
    """The SHA-256 over the SHA-256 of each record, table by table, sorted by key in each; in hexadecimal.

    Archives that learnt the same in another order have the same hash.
    """
    whole = sha256()
    for kind in CONTENT:
        for each in merge(records(conn, kind), variants(conn, kind), key=_in_order):
            whole.update(sha256(each.text).digest())
    return whole.hexdigest()


def _in_order(each):
    return each.key, each.text
