"""Rows of another archive, made again in this one from what they say; one function for each table.

Each function takes a row of the other archive and inserts one here. It raises BadRow for a row that no
archive can have; odd values may raise other errors. References are looked up here by their keys: the rows
that they lead to were inserted before, or were left out.
"""

import json
import math
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

from harvester.archive.captures import CapturePosition, Recording, insert_capture, read_capture, store_body
from harvester.archive.columns import from_text
from harvester.archive.connection import select, sqlite3
from harvester.archive.decisions import Decision, DecisionKind, Terms
from harvester.archive.fixity import deposit_key
from harvester.archive.imports import is_taken_down
from harvester.archive.keys import Provenance, capture_key
from harvester.archive.manifests import Manifest, head_of, insert_manifest, leaves_of
from harvester.archive.merkle import HASH_BYTES, root_of
from harvester.archive.payload import REMOVED
from harvester.archive.readings import wait_again
from harvester.archive.records import records
from harvester.archive.renderings import insert_rendering, read_rendering, store_document
from harvester.archive.sides import MOST_TEXT, BadRow, Sides, bad, insert, moment, plain, sized
from harvester.archive.takedown import first_pages
from harvester.archive.urls import url_id
from harvester.model import Capture
from harvester.text import KEY_BYTES, digest_key

DIGEST_BYTES = 32  # SHA-256
MOST_REPLY = 1 << 16
"""The reply of a time-stamping authority has some kilobytes, with all its certificates."""


def check_key(sides: Sides, kind: str, row: sqlite3.Row) -> None:
    """Raise BadRow for a row with the key of a row here, if it says something else and so cannot have it."""
    if kind == "capture":
        _checked_capture(sides, row)
    elif kind == "run":
        _check_run(row)
    elif kind in {"manifest", "stamp", "deposit", "decision", "rendering"}:
        raise BadRow("has the key of another")


def make_text(sides: Sides, kind: str, number: int) -> None:
    """Keep a URL or a setting."""
    row = sides.row(kind, number)
    text = plain(row["url" if kind == "url" else "text"])
    if kind == "url":
        url_id(sides.ours, text)
    elif row["digest"] != digest_key(text):
        raise BadRow("is not what its digest says")
    else:
        insert(sides.ours, "setting", {"digest": row["digest"], "text": text}, "ON CONFLICT DO NOTHING")


def make_run(sides: Sides, row: sqlite3.Row) -> None:
    """Keep a run."""
    _check_run(row)
    setting = None
    if row["setting"] is not None:
        found = select(sides.ours, "SELECT id FROM setting WHERE text = ?", (row["setting"],))
        setting = found[0][0] if found else bad("has settings that were left out")
    columns = ("key", "archive", "started_at", "ended_at", "command", "program", "contact", "report")
    insert(sides.ours, "run", {name: row[name] for name in columns} | {"setting_id": setting})


def _check_run(row: sqlite3.Row) -> None:
    sized(row, key=KEY_BYTES, archive=KEY_BYTES)
    moment(row["started_at"])
    for name in ("command", "program", "contact"):
        plain(row[name])
    if row["ended_at"] is not None:
        moment(row["ended_at"])
    if row["report"] is not None:
        json.loads(plain(row["report"]))


def make_decision(sides: Sides, row: sqlite3.Row) -> None:
    """Keep a decision; it waits to be settled."""
    decision = Decision(DecisionKind(row["kind"]), *(row[name] for name in _SAID))
    for each in decision:
        plain(each)
    if row["key"] != digest_key(*decision):
        raise BadRow("is not what its key says")
    moment(decision.at)
    _CHECKS.get(decision.kind, _nothing)(decision.value)
    if decision.target_kind in {"capture", "run"}:
        bytes.fromhex(decision.target)
    else:
        url_id(sides.ours, decision.target)
    said = {"kind": str(decision.kind)} | {name: row[name] for name in _SAID} | {"key": row["key"]}
    number = insert(sides.ours, "decision", said)
    insert(sides.ours, "unsettled", {"decision_id": number, "fault": ""})


_SAID = ("target_kind", "target", "value", "decided_at", "who", "why")


def _nothing(value: str) -> None:
    del value


def _check_seconds(value: str) -> None:
    if not math.isfinite(float(value)):
        raise BadRow("names no time")


def _check_terms(value: str) -> None:
    terms = Terms.of(value)
    if not all(isinstance(each, type(like)) for each, like in zip(terms, Terms(), strict=True)):
        raise BadRow("says in no known way how something is followed")


_CHECKS: dict[DecisionKind, Callable[[str], None]] = {
    DecisionKind.RETIME: _check_seconds,
    DecisionKind.FOLLOW: _check_terms,
}


def make_capture(sides: Sides, row: sqlite3.Row) -> None:
    """Keep a capture with its payload, encoded for the chains of this archive."""
    capture = _checked_capture(sides, row)
    recording = Recording(
        sides.number("run", row["run_key"]) or 0,
        row["role"],
        sides.number("capture", row["confirms_key"]),
        row["kind"],
        None if row["recorded_at"] is None else from_text(row["recorded_at"]),
        part_of=sides.number("capture", row["part_of_key"]),
    )

    def keep(body: bytes) -> int:
        return store_body(sides.ours, replace(capture, body=body), url_id(sides.ours, capture.url))

    payload_id = _payload_of(sides, row, keep)
    placed = CapturePosition(row["key"], sides.number("capture", row["led_from_key"]), payload_id)
    insert_capture(sides.ours, recording, capture, placed)


def _checked_capture(sides: Sides, row: sqlite3.Row) -> Capture:
    """Return the capture of a row, without its body; raise BadRow if the key is not that of the capture."""
    capture = read_capture(sides.theirs, row["id"], without_body=True)
    if row["run_key"] is None or (row["payload_id"] is None) != (row["digest"] is None):
        raise BadRow("points to nothing")
    if moment(row["captured_at"]) > sides.latest:
        raise BadRow(f"is of {row['captured_at']}, which is in the future")
    provenance = Provenance(row["kind"], row["led_from_key"] or b"", row["confirms_key"] or b"")
    if row["key"] != capture_key(capture, row["digest"] or b"", provenance):
        raise BadRow("is not what its key says")
    for each in (capture.url, capture.detail, capture.reason, capture.coded):
        plain(each)
    if capture.coded:
        json.loads(capture.coded)
    return capture


def _payload_of(sides: Sides, row: sqlite3.Row, keep: Callable[[bytes], int]) -> int | None:
    """Return the payload that a row has here, None if it has none; keep: stores its bytes."""
    if row["digest"] is None:
        return None
    if row["coding"] == REMOVED or is_taken_down(sides.ours, row["digest"]):
        return _removed_row(sides, row)
    return keep(sides.payloads.read(row["payload_id"]))


def _removed_row(sides: Sides, row: sqlite3.Row) -> int:
    """Return the row of a payload that was taken down, new where it was never here."""
    if not is_taken_down(sides.ours, row["digest"]):
        raise BadRow("has lost its bytes, and no takedown says why")
    found = select(sides.ours, "SELECT id FROM payload WHERE digest = ?", (row["digest"],))
    if found:
        return int(found[0][0])
    empty = {"digest": row["digest"], "size": row["size"], "ordinal": 0, "coding": REMOVED, "body": b""}
    return insert(sides.ours, "payload", empty)


def make_origin(sides: Sides, row: sqlite3.Row) -> None:
    """Keep where an imported capture came from."""
    texts = ("file", "record_id", "digest_claimed", "kind", "record_type", "record_date")
    for name in texts:
        plain(row[name] or "")
    if row["record_key"] is not None:
        sized(row, record_key=KEY_BYTES)
    said = {name: row[name] for name in (*texts, "offset", "length", "digest_ok", "record_key")}
    insert(sides.ours, "origin", {"capture_id": sides.number("capture", row["key"])} | said)


def make_rendering(sides: Sides, row: sqlite3.Row) -> None:
    """Keep the rendering of a page; its capture waits to be read again with it."""
    found = read_rendering(sides.theirs, row["capture_id"])
    assert found is not None, "the row was read before"
    moment(row["rendered_at"])
    for text in (row["detail"] or "", row["engine"], row["viewport"], row["requests"]):
        plain(text)
    capture_id = sides.number("capture", row["key"]) or 0
    payload_id = _payload_of(sides, row, lambda body: store_document(sides.ours, capture_id, body))
    insert_rendering(sides.ours, capture_id, found.rendering, payload_id)
    wait_again(sides.ours, first_pages(sides.ours, (capture_id,)))


def make_tombstone(sides: Sides, row: sqlite3.Row) -> None:
    """Keep a tombstone; `buried` names the bytes that it removes."""
    sized(row, capture_key=KEY_BYTES, payload_digest=DIGEST_BYTES)
    moment(row["taken_at"])
    columns = ("capture_key", "payload_digest", "taken_at", "who", "why")
    insert(sides.ours, "tombstone", {name: row[name] for name in columns})


def buried(conn: sqlite3.Connection) -> tuple[int, ...]:
    """Return the payloads that a tombstone names and whose bytes are here."""
    sql = """
        SELECT id FROM payload WHERE coding <> 'removed'
            AND EXISTS (SELECT 1 FROM tombstone WHERE payload_digest = payload.digest)"""
    return tuple(row[0] for row in select(conn, sql))


def make_manifest(sides: Sides, row: sqlite3.Row) -> None:
    """Keep a link of the chain of another archive.

    A chain of this archive's own key that went on elsewhere, as in a copy of it, is not taken: its numbers
    would be taken for those of rows here.
    """
    manifest = Manifest(*(row[name] for name in Manifest._fields))
    leaves = [each.hash for each in leaves_of(manifest)]
    if manifest.head != head_of(manifest) or manifest.root != root_of(leaves):
        raise BadRow("is not what its head says")
    if (manifest.archive,) in map(tuple, select(sides.ours, "SELECT key FROM archive")):
        raise BadRow("belongs to a copy of this archive that went on by itself")
    insert_manifest(sides.ours, manifest)


def make_stamp(sides: Sides, row: sqlite3.Row) -> None:
    """Keep what an authority said of a head."""
    sized(row, key=KEY_BYTES, head=HASH_BYTES)
    moment(row["stamped_at"])
    if max(len(row["reply"]), len(row["root"])) > MOST_REPLY or len(row["authority"]) > MOST_TEXT:
        raise BadRow("is too long")
    columns = ("key", "head", "authority", "stamped_at", "reply", "root")
    insert(sides.ours, "stamp", {name: row[name] for name in columns})


def make_deposit(sides: Sides, row: sqlite3.Row) -> None:
    """Keep what an archive answered when it was asked to save a page."""
    sized(row, key=KEY_BYTES, capture_key=KEY_BYTES)
    moment(row["asked_at"])
    texts = {name: plain(row[name]) for name in ("archive", "url", "asked_at", "reply", "memento")}
    said = texts | {"capture_key": row["capture_key"], "status": int(row["status"])}
    if row["key"] != deposit_key(said | {"capture_key": row["capture_key"].hex()}):
        raise BadRow("is not what its key says")
    insert(sides.ours, "deposit", said | {"key": row["key"]})


def make_variant(sides: Sides, row: sqlite3.Row) -> None:
    """Keep what a third archive says of a row; of what was left out, nothing is kept."""
    kind, said = json.loads(row["text"])
    key = said["capture" if kind in {"origin", "tombstone"} else "key"]
    if sha256(row["text"]).digest() != row["digest"] or kind != row["kind"] or key != row["key"].hex():
        raise BadRow("is not what its digest says")
    if len(row["text"]) > MOST_TEXT:
        raise BadRow("is too long")
    ours = list(records(sides.ours, kind, "WHERE sorted = ?", (row["key"],)))
    if not any(each.key == row["key"] for each in ours):
        raise BadRow(f"is about {kind} {key}, which was left out")
    if any(each.text == row["text"] for each in ours):
        return
    columns = ("kind", "key", "digest", "text")
    insert(sides.ours, "variant", {name: row[name] for name in columns})
