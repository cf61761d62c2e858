"""Sources that are fetched themselves: their captures, and which are due."""

import json
from datetime import datetime
from typing import NamedTuple

from sqlite_utils import Database

from harvester.archive.columns import storable, to_text
from harvester.archive.payload import store_payload
from harvester.archive.schedule import SLACK
from harvester.archive.writing import evidence, last_id
from harvester.model import Capture, Validators

_DUE = f"""
    SELECT
        source.id, source.kind, source.url, source.every_s,
        coalesce(good.etag, ''), coalesce(good.last_modified, ''), coalesce(good.final_url, source.url)
    FROM source
    LEFT JOIN source_capture AS last
        ON last.id = (SELECT max(id) FROM source_capture WHERE source_id = source.id)
    LEFT JOIN run ON run.id = last.run_id
    LEFT JOIN source_capture AS good
        ON good.id = (SELECT max(id) FROM source_capture WHERE source_id = source.id AND outcome = 'ok')
    WHERE source.kind <> 'page' AND (
        last.id IS NULL OR source.every_s = 0
        OR run.started_at > :now  -- the clock was set back
        OR :now >= strftime(
            '%Y-%m-%dT%H:%M:%fZ', run.started_at, '+' || (source.every_s * {1 - SLACK}) || ' seconds'
        ))
    ORDER BY last.captured_at, source.id"""  # noqa: S608  a constant of ours

_INSERT = """
    INSERT INTO source_capture (
        source_id, run_id, captured_at, outcome, detail, status, final_url, headers,
        etag, last_modified, payload_digest
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""


class DueSource(NamedTuple):
    """A feed, sitemap or listing page to fetch now; its validators are empty where it never answered."""

    source_id: int
    kind: str
    url: str
    every_s: int
    validators: Validators


def known_kind(db: Database, url: str) -> str:
    """Return what a source is taken for; ``""`` where there is no source with that URL."""
    row = db.conn.execute("SELECT kind FROM source WHERE url = ?", (url,)).fetchone()
    return str(row[0]) if row else ""


def due_sources(db: Database, now: datetime) -> tuple[DueSource, ...]:
    """Return the sources to fetch at that time, those that have waited longest first."""
    rows = db.conn.execute(_DUE, {"now": to_text(now)})
    return tuple(
        DueSource(source_id, kind, url, every_s, Validators(etag, last_modified, from_url))
        for source_id, kind, url, every_s, etag, last_modified, from_url in rows
    )


def add_source_capture(db: Database, run_id: int, source_id: int, capture: Capture) -> int:
    """Keep what came of fetching a source, on the disk when this returns; return the row's id."""
    with evidence(db):
        base = db.conn.execute(
            "SELECT payload_digest FROM source_capture WHERE source_id = ? AND payload_digest IS NOT NULL"
            " ORDER BY id DESC LIMIT 1",
            (source_id,),
        ).fetchone()
        digest = store_payload(db.conn, capture.body, base[0] if base else None) if capture.body else None
        db.conn.execute(_INSERT, (source_id, run_id, *_columns(capture), digest))
        return last_id(db)


def _columns(capture: Capture) -> tuple[str | int | None, ...]:
    return (
        to_text(capture.captured_at),
        str(capture.outcome),
        storable(capture.detail) or None,
        capture.status or None,
        storable(capture.final_url) if capture.final_url != capture.url else None,
        json.dumps(capture.headers) if capture.headers else None,
        storable(capture.header("ETag")) or None,
        storable(capture.header("Last-Modified")) or None,
    )
