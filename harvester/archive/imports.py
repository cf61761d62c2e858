"""Captures that others kept: known ones are recognised, and what a takedown removed stays away."""

import json
from collections.abc import Iterable, Sequence
from enum import Enum, auto
from typing import NamedTuple

from sqlite_utils import Database

from harvester.archive.captures import Recording, add_chain, chain_ids, newest_id
from harvester.archive.columns import storable, to_text
from harvester.archive.connection import select, sqlite3
from harvester.archive.keys import Provenance, capture_key
from harvester.archive.payload import Payloads, digest_of
from harvester.archive.writing import evidence
from harvester.model import Capture

SAVED = "saved"
"""Captures that come from files which somebody kept have this kind: nobody knows their exchange."""

_TAKEN_DOWN = "SELECT 1 FROM tombstone WHERE payload_digest = ?"
_KNOWN = "SELECT 1 FROM capture WHERE key = ?"
_RECORD = "SELECT 1 FROM origin WHERE record_key = ?"

# One question for all that makes a chain known: asked one by one, they took a tenth of an import.
_IS_KNOWN = """
    SELECT EXISTS (SELECT 1 FROM origin WHERE record_key = :record) OR EXISTS (
        SELECT 1 FROM capture WHERE key = :key
    ) OR EXISTS (
        SELECT 1 FROM capture JOIN url ON url.id = capture.url_id
        LEFT JOIN payload ON payload.id = capture.payload_id
        WHERE url.url = :url AND captured_at >= :second || '.' AND captured_at < :second || '/'
            AND recorded_at IS NULL AND status IS :status AND coalesce(payload.digest, x'') = :digest
    )"""


class ArrivalFate(Enum):
    """What becomes of captures that arrive."""

    NEW = auto()
    KNOWN = auto()  # the archive has them
    TAKEN_DOWN = auto()  # a takedown removed their bytes, which may not come back


class Origin(NamedTuple):
    """Where a capture was found; None and ``""`` stand for what is not known.

    kind: "saved", "warc", "arc", "wacz", "wayback", "commoncrawl" or "memento". file: its name as it was
    given, or a URL. offset, length: of the record in the file as it is stored, in bytes. record_type: as
    in WARC, "response" and so on. record_date: as written. digest_claimed: what the file says that the
    payload's digest is; digest_ok: whether it is. record_key: 16 bytes by which the record is known when it
    is imported again, made by `harvester.text.digest_key` of all that identifies it.
    """

    kind: str
    file: str
    offset: int | None = None
    length: int | None = None
    record_id: str = ""
    record_type: str = ""
    record_date: str = ""
    digest_claimed: str = ""
    digest_ok: bool | None = None
    record_key: bytes = b""


_COLUMNS = ("capture_id", *Origin._fields)
_INSERT = f"INSERT INTO origin ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608  constants


def is_taken_down(conn: sqlite3.Connection, digest: bytes) -> bool:
    """Return whether a takedown removed the bytes with that digest, here or in an archive that was merged."""
    return conn.execute(_TAKEN_DOWN, (digest,)).fetchone() is not None


def is_record_known(conn: sqlite3.Connection, record_key: bytes) -> bool:
    """Return whether a record with that key was imported before."""
    return conn.execute(_RECORD, (record_key,)).fetchone() is not None


def fate_of(
    conn: sqlite3.Connection, chain: Sequence[Capture], origin: Origin, how: Provenance
) -> ArrivalFate:
    """Return what becomes of a chain of captures, redirects first; origin, how: of its end.

    It is known by its record, by its key, or because this archive captured it itself: then URL, second,
    status and payload agree, while milliseconds and headers may be lost on the way through another program.
    """
    digests = [digest_of(each.body) if each.body else b"" for each in chain]
    if any(is_taken_down(conn, digest) for digest in digests if digest):
        return ArrivalFate.TAKEN_DOWN
    key = how.led_from
    for number, (capture, digest) in enumerate(zip(chain, digests, strict=True), 1):
        confirms = how.confirms if number == len(chain) else b""
        key = capture_key(capture, digest, Provenance(how.kind, key, confirms))
    if how.kind == SAVED and not origin.record_key:  # nothing but its key can tell
        return ArrivalFate.KNOWN if conn.execute(_KNOWN, (key,)).fetchone() else ArrivalFate.NEW
    end = chain[-1]
    said = {
        "record": origin.record_key,
        "key": key,
        "url": storable(end.url),
        "second": to_text(end.captured_at)[: len("2026-11-30T12:00:00")],
        "status": end.status or None,
        "digest": digests[-1],
    }
    return ArrivalFate.KNOWN if conn.execute(_IS_KNOWN, said).fetchone()[0] else ArrivalFate.NEW


def add_imported(
    db: Database,
    recording: Recording,
    chain: Sequence[Capture],
    origins: Sequence[Origin],
    payloads: Payloads | None = None,
) -> int:
    """Keep a chain of captures with their origins, on the disk when this returns; return its end's id.

    The end is new to the archive (`fate_of`); some of what led to it may be known. payloads: as
    `harvester.archive.payload.store_payload` takes it.
    """
    with evidence(db):
        known = newest_id(db.conn) if len(chain) > 1 else 0
        end = add_chain(db, recording, chain, payloads)
        ids = chain_ids(db.conn, end)[-len(chain) :] if len(chain) > 1 else (end,)
        for capture_id, origin in zip(ids, origins, strict=True):
            if capture_id > known:
                _add_origin(db.conn, capture_id, origin)
    return end


def _add_origin(conn: sqlite3.Connection, capture_id: int, origin: Origin) -> None:
    texts = [storable(each) if isinstance(each, str) else each for each in origin]
    conn.execute(_INSERT, (capture_id, *(None if each in ("", b"") else each for each in texts)))


_OF_NO_SOURCE = """
    DELETE FROM attempt WHERE capture_id IN (
        WITH RECURSIVE chain (end_id, at_id) AS (
            SELECT capture.id, capture.id FROM attempt JOIN capture ON capture.id = attempt.capture_id
            WHERE capture.role = 'source' AND attempt.fault = ''
            UNION
            SELECT chain.end_id, capture.led_from FROM chain JOIN capture ON capture.id = chain.at_id
            WHERE capture.led_from IS NOT NULL
        )
        SELECT end_id FROM chain
        EXCEPT
        SELECT chain.end_id FROM chain JOIN capture ON capture.id = chain.at_id
        JOIN source ON source.url_id = capture.url_id
    )"""


def end_waiting_of_no_source(conn: sqlite3.Connection) -> None:
    """Let captures of sources that nobody follows wait no longer; in the caller's transaction.

    All captures of a source are read when it is followed, whether they wait or not.
    """
    conn.execute(_OF_NO_SOURCE)


def unreadable(conn: sqlite3.Connection, capture_ids: Iterable[int]) -> dict[int, str]:
    """Return {capture id: why} for the captures whose bytes are not a page."""
    rows = select(
        conn,
        "SELECT capture_id, reason FROM reading WHERE verdict IN ('unreadable', 'unsupported')"
        " AND capture_id IN (SELECT value FROM json_each(?))",
        (json.dumps([*capture_ids]),),
    )
    return dict(map(tuple, rows))
