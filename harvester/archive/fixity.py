"""Fixity: whether payloads, texts and rows of evidence have the digests and keys stored with them."""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from harvester.archive.columns import from_text
from harvester.archive.connection import select, sqlite3
from harvester.archive.headers import digest_of_set
from harvester.archive.keys import Provenance, capture_key
from harvester.archive.payload import STEP, Payloads
from harvester.archive.records import records
from harvester.errors import ArchiveDamaged, PayloadRemoved
from harvester.http.surt import surt
from harvester.model import Capture, Outcome
from harvester.text import digest_key

# URL by URL, so that each chain of patches is decoded once.
_PAYLOADS = """
    SELECT payload.id FROM payload LEFT JOIN rendering ON rendering.payload_id = payload.id
    LEFT JOIN capture ON capture.payload_id = payload.id OR capture.id = rendering.capture_id
    GROUP BY payload.id ORDER BY min(capture.url_id), payload.id"""

_NEXT = "SELECT id FROM {} WHERE id >= ? ORDER BY id LIMIT 1"
_SOME = "WHERE id IN (SELECT value FROM json_each(?))"

_SHOWN_BY = """
    SELECT url.url, capture.captured_at, count(*) OVER () AS number
    FROM capture LEFT JOIN url ON url.id = capture.url_id
    WHERE capture.id IN (
        SELECT id FROM capture WHERE payload_id = ?1
        UNION SELECT capture_id FROM rendering WHERE payload_id = ?1
    ) ORDER BY capture.captured_at LIMIT 1"""

_HAVING = """
    SELECT id FROM capture WHERE payload_id = ?1
    UNION SELECT capture_id FROM rendering WHERE payload_id = ?1"""

_ORPHANS = """
    SELECT id FROM payload
    WHERE id NOT IN (SELECT payload_id FROM capture WHERE payload_id IS NOT NULL)
        AND id NOT IN (SELECT payload_id FROM rendering WHERE payload_id IS NOT NULL)"""

_PLACES = """
    SELECT payload.id, payload.ordinal, payload.base_id, base.ordinal AS base_ordinal,
        base.base_id AS base_base_id
    FROM payload LEFT JOIN payload AS base ON base.id = payload.base_id"""

_UNBURIED = """
    SELECT 1 FROM payload WHERE id = ? AND NOT EXISTS (
        SELECT 1 FROM tombstone WHERE payload_digest = payload.digest
    )"""


class Unreadable(NamedTuple):
    """A payload whose bytes are damaged or missing: its number, and a sentence."""

    payload_id: int
    problem: str


def payload_ids(conn: sqlite3.Connection) -> list[int]:
    """Return the numbers of all payloads, in an order in which they are read fast."""
    return [row[0] for row in select(conn, _PAYLOADS)]


def drawn_ids(conn: sqlite3.Connection, table: str, number: int) -> set[int]:
    """Return the numbers of about this many rows of a table, drawn at random; it is not walked through."""
    (last,) = select(conn, f"SELECT coalesce(max(id), 0) FROM {table}")[0]  # noqa: S608  names of our schema
    after = _NEXT.format(table)
    drawn = (select(conn, after, (secrets.randbelow(last) + 1,)) for _ in range(min(number, last)))
    return {rows[0][0] for rows in drawn if rows}


def newest_ids(conn: sqlite3.Connection, number: int) -> set[int]:
    """Return the numbers of the newest payloads."""
    return {row[0] for row in select(conn, "SELECT id FROM payload ORDER BY id DESC LIMIT ?", (number,))}


def unreadable(conn: sqlite3.Connection, ids: Iterable[int]) -> Iterator[Unreadable]:
    """Yield the payloads that do not have their digest, and removed ones without a tombstone."""
    payloads = Payloads(conn)
    for payload_id in ids:
        try:
            payloads.read(payload_id)
        except PayloadRemoved:
            if select(conn, _UNBURIED, (payload_id,)):
                yield Unreadable(payload_id, f"payload {payload_id} was removed, but no takedown is known")
        except (ArchiveDamaged, sqlite3.DatabaseError) as error:
            reason = error.reason if isinstance(error, ArchiveDamaged) else f"payload {payload_id}: {error}"
            yield Unreadable(payload_id, f"{reason}{_shown_by(conn, payload_id)}")


def captures_of(conn: sqlite3.Connection, payload_ids: Iterable[int]) -> list[int]:
    """Return the captures that have one of the payloads, as their body or as the document of a rendering."""
    return [row[0] for each in payload_ids for row in select(conn, _HAVING, (each,))]


def _shown_by(conn: sqlite3.Connection, payload_id: int) -> str:
    """Return which capture has the payload: the first one, and how many others."""
    rows = select(conn, _SHOWN_BY, (payload_id,))
    if not rows:
        return ""
    url, at, number = rows[0]
    others = f" and of {number - 1} more" if number > 1 else ""
    return f"; it is that of {url} as captured {at}{others}"


def misplaced(conn: sqlite3.Connection) -> Iterator[str]:
    """Yield the payloads that belong to nothing, and those whose place in a chain cannot be right.

    A takedown moves patches to other bases. So places are not checked where one was.
    """
    yield from (f"payload {row[0]} belongs to no capture" for row in select(conn, _ORPHANS))
    if not select(conn, "SELECT 1 FROM tombstone LIMIT 1"):
        for row in select(conn, _PLACES):
            if not _is_placed(row):
                yield f"payload {row['id']} has a place in its chain that cannot be right"


def _is_placed(row: sqlite3.Row) -> bool:
    """Return whether the ordinal of a payload agrees with its base (`harvester.archive.payload`)."""
    ordinal, base = row["ordinal"], row["base_ordinal"]
    if row["base_id"] is None:
        return bool(ordinal == 0)
    if ordinal == 0:
        return bool(base == 0 and row["base_base_id"] is None)
    return bool(base == ordinal - (1 if ordinal % STEP else STEP))


def texts(conn: sqlite3.Connection, sample: int | None = None) -> Iterator[str]:
    """Yield the settings, sets of headers, variants and URLs that do not have their digest or SURT.

    sample: about this many of each, drawn at random; None: all.
    """
    for table, (what, columns, is_whole) in _TEXTS.items():
        clause, ids = _some(conn, table, sample)
        for row in conn.execute(f"SELECT id, {columns} FROM {table} {clause}", ids):  # noqa: S608  constants
            if not is_whole(row):
                yield f"the {what} {row['id']} does not have the digest or SURT of its text"


def _some(conn: sqlite3.Connection, table: str, sample: int | None) -> tuple[str, tuple[str, ...]]:
    """Return the clause that chooses about this many rows, or all, and its parameters."""
    if sample is None:
        return "", ()
    return _SOME, (json.dumps(sorted(drawn_ids(conn, table, sample))),)


def _is_variant(row: sqlite3.Row) -> bool:
    """Return whether the columns of a variant are those of its text."""
    if hashlib.sha256(row["text"]).digest() != bytes(row["digest"]):
        return False
    kind, said = json.loads(row["text"])
    return bool(kind == row["kind"] and bytes(row["key"]).hex() in {said.get("key"), said.get("capture")})


def keys(conn: sqlite3.Connection, sample: int | None = None) -> Iterator[str]:
    """Yield the captures, decisions, stamps and deposits whose key is not what they say; see `texts`."""
    for kind, key in _KEYS.items():
        for each in records(conn, kind, *_some(conn, kind, sample)):
            said = json.loads(each.text)[1]
            if key(said).hex() != said.get("key"):
                yield f"{kind} {each.key.hex()} does not have the key of what it says"


def _capture_key(said: Mapping[str, Any]) -> bytes:
    try:
        capture = Capture(
            said.get("url", ""),
            from_text(said["captured_at"]),
            Outcome(said["outcome"]),
            status=said.get("status", 0),
            headers=tuple((name, value) for name, value in said.get("headers", ())),
        )
        led_from, confirms, payload = (
            bytes.fromhex(said.get(name, "")) for name in ("led_from", "confirms", "payload")
        )
    except (ValueError, KeyError):  # damaged text
        return b""
    return capture_key(capture, payload, Provenance(said["kind"], led_from, confirms))


def _decision_key(said: Mapping[str, Any]) -> bytes:
    names = ("kind", "target_kind", "target", "value", "decided_at", "who", "why")
    return digest_key(*(said.get(name, "") for name in names))


def stamp_key(said: Mapping[str, Any]) -> bytes:
    """Return the key of a time stamp by {column: value}, bytes in hexadecimal: 16 bytes."""
    return digest_key(*(said.get(name, "") for name in ("head", "authority", "stamped_at", "reply", "root")))


def deposit_key(said: Mapping[str, Any]) -> bytes:
    """Return the key of what an archive answered by {column: value}, bytes in hexadecimal: 16 bytes."""
    names = ("capture_key", "archive", "url", "asked_at", "status", "reply", "memento")
    return digest_key(*(str(said.get(name, "")) for name in names))


_KEYS: dict[str, Callable[[Mapping[str, Any]], bytes]] = {
    "capture": _capture_key,
    "decision": _decision_key,
    "stamp": stamp_key,
    "deposit": deposit_key,
}

_TEXTS: dict[str, tuple[str, str, Callable[[sqlite3.Row], bool]]] = {
    "setting": ("setting", "digest, text", lambda row: bytes(row["digest"]) == digest_key(row["text"])),
    "headers": (
        "set of headers",
        "digest, text",
        lambda row: bytes(row["digest"]) == digest_of_set(row["text"]),
    ),
    "url": ("URL", "url, surt", lambda row: surt(row["url"]) == str(row["surt"])),
    "variant": ("variant", "kind, key, digest, text", _is_variant),
}
