"""Runs: what each invocation that captured something did, and what its captures came to."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from harvester.archive.connection import sqlite3
from harvester.archive.read import Row, rows
from harvester.result import came_to, source_came_to

ROLES = {"article": "results", "source": "sources", "robots": "robots"}
"""The numbers of captures with these roles are given under these names."""


def runs(conn: sqlite3.Connection, limit: int) -> list[Row]:
    """Return the last runs of this archive, the newest first.

    Each has id, key, started_at, ended_at and seconds (None: it goes on, or was killed), command, program,
    exit, report, and in results, sources and robots how many captures came to what. exit is the exit code,
    "stopped" if the run was interrupted, None where it is not known. A run that ended has the numbers that it
    reported then; others have those of today.
    """
    return [_told(conn, row) for row in rows(conn, "runs", id=None, here=True, limit=limit)]


def run_shown(conn: sqlite3.Connection, row: Row) -> Row:
    """Return a run, given as `run_named` does, as `runs` does, with the numbers of today and its captures.

    A capture that waited for a decision when the run ended may be a version by now.
    """
    captures = [each | {"result": _result(each)} for each in rows(conn, "run_captures", id=row["id"])]
    return _row(row) | _numbers(conn, row["id"]) | {"captures": captures}


def _told(conn: sqlite3.Connection, row: Row) -> Row:
    run = _row(row)
    reported = {name: run["report"].get(name) for name in ("results", "sources")}
    if run["ended_at"] and None not in reported.values():
        return run | reported
    return run | _numbers(conn, run["id"])


def _row(row: Row) -> Row:
    report = json.loads(row["report"])
    return row | {"report": report, "exit": report.get("exit"), "seconds": _seconds(row)}


def _seconds(row: Mapping[str, Any]) -> float | None:
    if not row["ended_at"]:
        return None
    began, ended = (datetime.fromisoformat(row[name]) for name in ("started_at", "ended_at"))
    return (ended - began).total_seconds()


def _numbers(conn: sqlite3.Connection, run_id: int) -> dict[str, dict[str, int]]:
    """Return for each role how many captures came to what, the most first."""
    found: dict[str, Counter[str]] = {name: Counter() for name in ROLES.values()}
    for row in rows(conn, "run_outcomes", id=run_id):
        found[ROLES[row["role"]]][_result(row)] += row["captures"]
    return {name: dict(number.most_common()) for name, number in found.items()}


def _result(row: Row) -> str:
    match row["role"]:
        case "article":
            return came_to(row["outcome"], row["verdict"], row["standing"])
        case "source":
            return source_came_to(row["outcome"], row["verdict"])
        case _:
            return str(row["outcome"])
