"""Runs: one row for each invocation that captured things."""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlite_utils import Database

from harvester.archive.columns import from_text, storable, to_text
from harvester.archive.connection import select, sqlite3
from harvester.archive.urls import setting_id
from harvester.archive.writing import evidence, last_id
from harvester.text import KEY_BYTES, digest_key


class Invocation(NamedTuple):
    """An invocation: the verb, name and version of the program, the contact in requests, the settings."""

    command: str
    program: str
    contact: str = ""
    settings: Mapping[str, Any] = {}


_END = """
    UPDATE run SET ended_at = ?, report = ? WHERE id = ?
        AND id > (SELECT coalesce(max(run_end), 0) FROM manifest WHERE archive = run.archive)"""


def begin_run(db: Database, invocation: Invocation, now: datetime) -> int:
    """Return the id of a run that starts now."""
    with evidence(db):
        archive = archive_key(db, now)
        row = {
            "key": digest_key(archive.hex(), to_text(now), invocation.command, secrets.token_hex(8)),
            "archive": archive,
            "started_at": to_text(now),
            "command": invocation.command,
            "program": invocation.program,
            "contact": storable(invocation.contact),
            "setting_id": setting_id(db.conn, invocation.settings) if invocation.settings else None,
        }
        db.table("run").insert(row)
        return last_id(db)


def end_run(db: Database, run_id: int, report: Mapping[str, Any], now: datetime) -> None:
    """Close a run with its report, once.

    A run that a manifest covers stays open: it counted as killed when the manifest was made, and what is
    covered never changes.
    """
    with evidence(db):
        db.conn.execute(_END, (to_text(now), storable(json.dumps(report, ensure_ascii=False)), run_id))


def archive_key(db: Database, now: datetime) -> bytes:
    """Return the key of this archive, drawn at its first run."""
    with evidence(db):
        row = db.conn.execute("SELECT key FROM archive").fetchone()
        if row is None:
            row = (secrets.token_bytes(KEY_BYTES),)
            db.table("archive").insert({"id": 1, "key": row[0], "created_at": to_text(now)})
    return bytes(row[0])


_NEWEST_AT = """
    SELECT max(captured_at) FROM capture WHERE recorded_at IS NULL AND run_id = (
        SELECT id FROM run WHERE archive = (SELECT key FROM archive)
            AND EXISTS (SELECT 1 FROM capture WHERE run_id = run.id AND recorded_at IS NULL)
        ORDER BY id DESC LIMIT 1
    )"""


def newest_capture_at(conn: sqlite3.Connection) -> datetime | None:
    """Return when the newest exchange that this archive made itself began; None for none."""
    rows = select(conn, _NEWEST_AT)
    return from_text(rows[0][0]) if rows[0][0] else None
