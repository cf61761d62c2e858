"""Payloads as they are stored, for other machines: the rows that they need, looked up many at a time."""

import json
from collections.abc import Mapping, Sequence

from harvester.archive.connection import select, sqlite3
from harvester.archive.payload import COLUMNS, LONGEST, PayloadRow, row_of

SMALL = 64 << 10
"""Frames of fewer bytes may be looked up many at a time; patches of pages have one or two thousand."""

_SMALL = f"""
    SELECT {COLUMNS} FROM payload
    WHERE id IN (SELECT value FROM json_each(?)) AND length(body) < ?"""  # noqa: S608  constants


def small_rows(conn: sqlite3.Connection, payload_ids: Sequence[int | None]) -> dict[int, PayloadRow]:
    """Return those rows of payloads whose frames are small, by number."""
    return {row[0]: PayloadRow(*row) for row in select(conn, _SMALL, (json.dumps(payload_ids), SMALL))}


def send(
    conn: sqlite3.Connection, payload_id: int, rows: dict[int, PayloadRow], at_hand: Mapping[int, PayloadRow]
) -> int:
    """Add the row of a payload and those that it stands on to the rows; return how many bytes were added.

    at_hand: rows that need not be looked up. Raises ArchiveDamaged where one is missing. Damaged
    bytes are found when they are read.
    """
    added, base = 0, payload_id
    for _ in range(LONGEST):
        if base in rows:
            return added
        rows[base] = row = at_hand.get(base) or row_of(conn, base)
        added += len(row.body)
        if row.base_id is None:
            return added
        base = row.base_id
    return added
