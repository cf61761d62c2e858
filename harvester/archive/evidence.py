"""Evidence other than captures. Each call is one transaction, or part of its caller's."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from harvester.archive.columns import from_text, storable, to_text
from harvester.archive.connection import select
from harvester.archive.payload import read_payload, store_payload
from harvester.archive.rows import Robots, Source
from harvester.archive.surt import surt
from harvester.archive.writing import evidence, last_id
from harvester.model import Capture
from harvester.text import digest_id


def add_source(db: Database, source: Source, now: datetime) -> int:
    """Return the id of the source with that URL; where it was there before, the rest of it is changed."""
    url = storable(source.url)
    with evidence(db):
        db.conn.execute(
            "INSERT INTO source (kind, url, name, every_s, added_at) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (url) DO UPDATE"
            " SET kind = excluded.kind, name = excluded.name, every_s = excluded.every_s"
            " WHERE (kind, name, every_s) <> (excluded.kind, excluded.name, excluded.every_s)",
            (source.kind, url, source.name, source.every_s, to_text(now)),
        )
        row = db.conn.execute("SELECT id FROM source WHERE url = ?", (url,)).fetchone()
    return int(row[0])


def add_article(db: Database, url: str, source_id: int, now: datetime, how: str = "added") -> str:
    """Return the id of the article with that URL, today or earlier; it is added where there is none."""
    url = storable(url)
    key = surt(url)
    with evidence(db):
        known = db.conn.execute("SELECT article_id FROM article_url WHERE surt = ?", (key,)).fetchone()
        if known:
            return str(known[0])
        article_id = digest_id(key)
        row = {"id": article_id, "url": url, "surt": key, "source_id": source_id, "added_at": to_text(now)}
        db.table("article").insert(row)
        add_article_url(db, article_id, url, how, now)
    return article_id


def add_article_url(db: Database, article_id: str, url: str, how: str, now: datetime) -> bool:
    """Note another URL of an article; return whether it is its own now: the first to have it keeps it."""
    url = storable(url)
    key = surt(url)
    with evidence(db):
        db.conn.execute(
            "INSERT INTO article_url (surt, article_id, url, how, since) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (surt) DO NOTHING",
            (key, article_id, url, how, to_text(now)),
        )
        row = db.conn.execute("SELECT article_id FROM article_url WHERE surt = ?", (key,)).fetchone()
    return bool(row[0] == article_id)


def accept_capture(db: Database, capture_id: int, now: datetime) -> None:
    """Note that somebody believes what the capture shows; once is enough."""
    with evidence(db):
        db.conn.execute(
            "INSERT INTO acceptance (capture_id, accepted_at) VALUES (?, ?)"
            " ON CONFLICT (capture_id) DO NOTHING",
            (capture_id, to_text(now)),
        )


def begin_run(db: Database, command: str, program: str, now: datetime) -> int:
    """Return the id of a run that starts now."""
    row = {"started_at": to_text(now), "command": command, "program": program}
    with evidence(db):
        db.table("run").insert(row)
        return last_id(db)


def end_run(db: Database, run_id: int, report: Mapping[str, Any], now: datetime) -> None:
    """Close a run with its report, once."""
    with evidence(db):
        db.conn.execute(
            "UPDATE run SET ended_at = ?, report = ? WHERE id = ?",
            (to_text(now), json.dumps(report, ensure_ascii=False), run_id),
        )


def add_robots(db: Database, origin: str, capture: Capture, expires_at: datetime) -> int:
    """Keep what came of asking an origin for its robots.txt; return the row's id."""
    with evidence(db):
        row = {
            "origin": origin,
            "fetched_at": to_text(capture.captured_at),
            "status": capture.status or None,
            "outcome": str(capture.outcome),
            "payload_digest": store_payload(db.conn, capture.body) if capture.body else None,
            "expires_at": to_text(expires_at),
        }
        db.table("robots").insert(row)
        return last_id(db)


def fresh_robots(db: Database, origin: str, now: datetime) -> Robots | None:
    """Return the origin's robots.txt that may still be used at that time; None where it is to be fetched."""
    found = select(
        db.conn,
        "SELECT fetched_at, expires_at, outcome, coalesce(status, 0), payload_digest"
        " FROM robots WHERE origin = ? ORDER BY id DESC LIMIT 1",
        (origin,),
    )
    row = found[0] if found else None
    if row is None or not row[0] <= to_text(now) < row[1]:  # fetched later than now: the clock was set back
        return None
    body = read_payload(db.conn, row[4]) if row[4] else b""
    return Robots(from_text(row[0]), from_text(row[1]), row[2], row[3], body)
