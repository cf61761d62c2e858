"""Records: what each row of evidence says, as canonical bytes without the numbers of one file.

Two archives that hold the same row make the same record of it, whatever their numbers are. A record is JSON
in the form of RFC 8785: names in order, no space, UTF-8. Bytes are hexadecimal, and NULL is left out, so that
a column that is added later leaves the records of older rows as they are.

How something is kept is no part of its record: on which base a payload is a patch, which set of headers an
answer resembles, where a row stands.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from harvester.archive.connection import Value, sqlite3
from harvester.archive.headers import Headers, headers_from, read_set

Field = Value | Headers

_SELECTS = {
    "archive": "SELECT id, key AS sorted, key, created_at FROM archive",
    "url": "SELECT id, url AS sorted, url FROM url",
    "setting": "SELECT id, digest AS sorted, digest, text FROM setting",
    "run": """
        SELECT run.id, key AS sorted, key, archive, started_at, ended_at, command, program, contact,
            setting.digest AS setting, report
        FROM run LEFT JOIN setting ON setting.id = run.setting_id""",
    "payload": "SELECT id, digest AS sorted, digest, size FROM payload",
    "headers": "SELECT id, digest AS sorted, digest, text FROM headers",
    "capture": """
        SELECT capture.id, capture.key AS sorted, capture.key, run.key AS run, capture.kind, capture.role,
            url.url, capture.captured_at, capture.recorded_at, capture.outcome, capture.detail,
            capture.status, capture.reason, capture.http_version, capture.ip, before.key AS led_from, head.key
            AS part_of, body.key AS confirms, capture.request_headers_id, capture.headers_id, capture.differ,
            capture.head, capture.coded, capture.coded_digest, payload.digest AS payload, capture.wire_bytes,
            capture.elapsed_ms
        FROM capture LEFT JOIN run ON run.id = capture.run_id LEFT JOIN url ON url.id = capture.url_id
        LEFT JOIN capture AS before ON before.id = capture.led_from
        LEFT JOIN capture AS head ON head.id = capture.part_of
        LEFT JOIN capture AS body ON body.id = capture.confirms
        LEFT JOIN payload ON payload.id = capture.payload_id""",
    "origin": """
        SELECT capture_id AS id, capture.key AS sorted, capture.key AS capture, file, offset, length,
            record_id, digest_claimed, digest_ok, origin.kind, record_type, record_date, record_key
        FROM origin LEFT JOIN capture ON capture.id = capture_id""",
    "rendering": """
        SELECT capture_id AS id, capture.key AS sorted, capture.key AS capture, rendered_at,
            rendering.outcome, rendering.detail, engine, viewport, rendering.elapsed_ms, requests,
            payload.digest AS payload
        FROM rendering LEFT JOIN capture ON capture.id = capture_id
        LEFT JOIN payload ON payload.id = rendering.payload_id""",
    "decision": """
        SELECT id, key AS sorted, key, kind, target_kind, target, value, decided_at, who, why
        FROM decision""",
    "tombstone": """
        SELECT id, capture_key AS sorted, capture_key AS capture, payload_digest AS payload,
            taken_at, who, why
        FROM tombstone""",
    "manifest": """
        SELECT id, head AS sorted, head, archive, number, before, made_at, run_end, capture_end,
            decision_end, tombstone_end, root, leaves
        FROM manifest""",
    "deposit": """
        SELECT id, key AS sorted, key, capture_key, archive, url, asked_at, status, reply, memento
        FROM deposit""",
    "variant": "SELECT id, digest AS sorted, kind, key, digest, text FROM variant",
    "stamp": "SELECT id, key AS sorted, key, head, authority, stamped_at, reply, root FROM stamp",
}  # fmt: skip

KINDS = tuple(_SELECTS)
"""These are the tables of evidence; a record begins with the name of its table."""

_LOCAL = frozenset({"id", "sorted", "request_headers_id", "headers_id", "differ"})
_SETS = 1024  # sets of headers that are kept in memory, 1 KB each


class EvidenceRecord(NamedTuple):
    """What a row says. number: its id in this file. key: what its table is sorted by."""

    number: int
    key: bytes
    text: bytes


def record(kind: str, fields: Mapping[str, Field]) -> bytes:
    """Return the canonical bytes of a row of that table; pure."""
    said = {name: _plain(value) for name, value in fields.items() if value is not None}
    text = json.dumps([kind, said], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")  # headers may have half a pair


def _plain(value: Field) -> Any:
    return value.hex() if isinstance(value, bytes) else value


def records(
    conn: sqlite3.Connection, kind: str, where: str = "", parameters: Iterable[Value] = ()
) -> Iterator[EvidenceRecord]:
    """Yield the records of a table, in the order of their keys, or as the clause ``where`` says.

    The clause may name ``id``, the number of the row in this file, and ``sorted``, its key. Raises
    ArchiveDamaged where the headers of a capture cannot be read.
    """
    clause = where or f"ORDER BY sorted{', payload' if kind == 'tombstone' else ''}"
    sql = f"SELECT * FROM ({_SELECTS[kind]}) {clause}"  # noqa: S608  constants of this program
    sets = lru_cache(_SETS)(lambda number: read_set(conn, number))
    for row in conn.execute(sql, tuple(parameters)):
        fields: dict[str, Field] = {name: row[name] for name in row.keys() if name not in _LOCAL}  # noqa: SIM118
        if kind == "capture":
            asked, answered = row["request_headers_id"], row["headers_id"]
            fields["request_headers"] = sets(asked) if asked is not None else None
            if answered is not None:
                fields["headers"] = headers_from(conn, sets(answered), answered, row["differ"])
        yield EvidenceRecord(row["id"], _bytes(row["sorted"]), record(kind, fields))


def _bytes(key: str | bytes | None) -> bytes:
    return key.encode("utf-8", "surrogateescape") if isinstance(key, str) else key or b""


def variants(
    conn: sqlite3.Connection, kind: str, keys: Sequence[bytes] | None = None
) -> Iterator[EvidenceRecord]:
    """Yield the records that other archives have of rows of that table, of these keys or of all, by key."""
    some = "" if keys is None else f"AND key IN ({', '.join('?' * len(keys))})"
    sql = f"SELECT id, key, text FROM variant WHERE kind = ? {some} ORDER BY key, text"  # noqa: S608  marks
    for row in conn.execute(sql, (kind, *(keys or ()))):
        yield EvidenceRecord(row[0], bytes(row[1]), bytes(row[2]))
