"""Decisions of people, kept as evidence; of several about the same thing, the last one counts."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from sqlite_utils import Database

from harvester.archive.columns import from_text, storable, to_text
from harvester.archive.connection import select, sqlite3
from harvester.archive.urls import url_id
from harvester.archive.writing import evidence, relaxed
from harvester.scope import Scope
from harvester.text import digest_key

SETTINGS = "harvester.toml"
"""The settings decide under this name: sources that the file declares are followed in its name."""


class DecisionKind(StrEnum):
    """The kinds of decisions: the closed list of words in ``decision.kind``."""

    FOLLOW = "follow"
    PAUSE = "pause"
    RESUME = "resume"
    END = "end"
    ACCEPT = "accept"
    REJECT = "reject"
    JOIN = "join"
    PART = "part"
    RETIME = "retime"
    TAKEDOWN = "takedown"


class Decision(NamedTuple):
    """One decision.

    target_kind: "article" or "source" (then target is a URL), "capture" or "run" (then it is a key in
    hexadecimal). value: join: the other URL; retime: seconds; follow: JSON of `Terms`; else ``""``.
    """

    kind: DecisionKind
    target_kind: str
    target: str
    value: str = ""
    at: str = ""
    who: str = ""
    why: str = ""


class Terms(NamedTuple):
    """How something is followed. kind: of a source, ``""`` for an article. every_s: 0 for every run."""

    kind: str = ""
    name: str = ""
    every_s: int = 0
    links: str = ""
    scope: Scope = Scope()

    def as_text(self) -> str:
        """Return the terms as a decision keeps them; a scope without limits is not named."""
        named = self._asdict() | {"scope": self.scope.limits()}
        if not named["scope"]:  # decisions of earlier programs say the same
            del named["scope"]
        return json.dumps(named, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def of(cls, text: str) -> "Terms":
        """Return the terms that `as_text` wrote."""
        named = json.loads(text) if text else {}
        return cls(**named | {"scope": Scope.of(named.get("scope", {}))})


class Voice(NamedTuple):
    """Who decides, when and why."""

    who: str
    at: datetime
    why: str = ""


def decide(
    db: Database, kind: DecisionKind, target: tuple[str, str], voice: Voice, value: str = ""
) -> Decision:
    """Keep a decision about (target_kind, target), on the disk when this returns; it waits to be settled."""
    target_kind, name = target
    who, why = storable(voice.who), storable(voice.why)
    decision = Decision(kind, target_kind, storable(name), storable(value), to_text(voice.at), who, why)
    with evidence(db):
        if decision.target_kind in {"article", "source"}:
            for url in filter(None, (decision.target, decision.value if kind is DecisionKind.JOIN else "")):
                url_id(db.conn, url)
        cursor = db.conn.execute(
            "INSERT INTO decision (key, kind, target_kind, target, value, decided_at, who, why)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING",
            (digest_key(*decision), *decision),
        )
        if cursor.rowcount:
            db.conn.execute("INSERT INTO unsettled (decision_id, fault) VALUES (?, '')", (cursor.lastrowid,))
    return decision


def unsettled(conn: sqlite3.Connection) -> dict[int, Decision]:
    """Return the decisions that wait to be settled and may be tried, by number, first made first."""
    rows = select(
        conn,
        "SELECT decision.id, kind, target_kind, target, value, decided_at, who, why"
        " FROM unsettled JOIN decision ON decision.id = decision_id"
        " WHERE fault = '' ORDER BY decided_at, key",
    )
    return {row[0]: Decision(DecisionKind(row[1]), *tuple(row)[2:]) for row in rows}


def note_settled(conn: sqlite3.Connection, decision_ids: Iterable[int]) -> None:
    """Note that the history knows the decisions; in the caller's transaction."""
    conn.executemany("DELETE FROM unsettled WHERE decision_id = ?", [(each,) for each in decision_ids])


def note_decision_fault(db: Database, decision_id: int, fault: str) -> None:
    """Note why runs do not try a decision again; `harvester rebuild` does."""
    with relaxed(db):
        sql = "UPDATE unsettled SET fault = ? WHERE decision_id = ?"
        db.conn.execute(sql, (storable(fault), decision_id))


def forget_decision_faults(db: Database) -> None:
    """Allow decisions that met a fault to be tried again."""
    with relaxed(db):
        db.conn.execute("UPDATE unsettled SET fault = '' WHERE fault <> ''")


def decision_faults(conn: sqlite3.Connection) -> tuple[str, ...]:
    """Return why decisions could not be settled."""
    return tuple(row[0] for row in select(conn, "SELECT fault FROM unsettled WHERE fault <> ''"))


def decisions_on(conn: sqlite3.Connection, target_kind: str, targets: Iterable[str]) -> tuple[Decision, ...]:
    """Return the decisions about any of the targets, first made first."""
    rows = select(
        conn,
        "SELECT kind, target_kind, target, value, decided_at, who, why FROM decision"
        " WHERE target_kind = ? AND target IN (SELECT value FROM json_each(?)) ORDER BY decided_at, key",
        (target_kind, json.dumps([*targets])),
    )
    return tuple(Decision(DecisionKind(row[0]), *row[1:]) for row in rows)


def verdicts_on(conn: sqlite3.Connection, keys: Iterable[str]) -> dict[str, str]:
    """Return {capture key: "accept" or "reject"} for the captures that were judged; the last word counts."""
    judged = (DecisionKind.ACCEPT, DecisionKind.REJECT)
    return {
        each.target: str(each.kind) for each in decisions_on(conn, "capture", keys) if each.kind in judged
    }


def clock_errors(conn: sqlite3.Connection) -> Mapping[int, timedelta]:
    """Return {run id: what is to be added to its times} for the runs whose clock was wrong."""
    rows = select(
        conn,
        "SELECT run.id, decision.value FROM decision JOIN run ON lower(hex(run.key)) = decision.target"
        " WHERE decision.kind = 'retime' ORDER BY decision.decided_at, decision.key",
    )
    return {row[0]: timedelta(seconds=float(row[1])) for row in rows}


def effective(captured_at: str, error: timedelta | None) -> str:
    """Return the time of a capture, corrected if a person retimed its run."""
    return to_text(from_text(captured_at) + error) if error else captured_at
