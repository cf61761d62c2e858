"""From decisions to what they are about: sources and articles are brought up to date with them.

A decision is kept first and waits to be settled, as a capture does. So a program that is killed in between
loses nothing: the next run, or the next decision, settles what waits.
"""

import json
from collections.abc import Iterable, Mapping, Sequence

from sqlite_utils import Database

from harvester.archive.announcements import unread_sources, urls_announced_by
from harvester.archive.captures import chain_urls
from harvester.archive.components import owners
from harvester.archive.connection import select, sqlite3
from harvester.archive.decisions import (
    Decision,
    DecisionKind,
    note_decision_fault,
    note_settled,
    unsettled,
)
from harvester.archive.following import refresh_articles, refresh_sources
from harvester.archive.removal import scrub
from harvester.archive.writing import derived
from harvester.errors import HarvesterError, fault_words
from harvester.harvest.settling import Settled, settle


def enact(db: Database) -> tuple[Settled, ...]:
    """Settle everything that the waiting decisions are about; return the articles.

    A takedown waits until no trace is left of what it removed. A program that reads the archive may delay it.
    """
    waiting = unsettled(db.conn)
    if not waiting:
        return ()
    try:
        settled = _enact_all(db, waiting)
    except (HarvesterError, sqlite3.Error):
        raise
    except Exception:  # noqa: BLE001  one of them is to blame: each is tried alone
        settled = [one for each in waiting.items() for one in _enact_alone(db, *each)]
    removing = [each for each, decision in waiting.items() if decision.kind is DecisionKind.TAKEDOWN]
    if removing and scrub(db):
        with derived(db):
            note_settled(db.conn, removing)
    return tuple(settled)


def _enact_all(db: Database, decisions: Mapping[int, Decision]) -> list[Settled]:
    """Settle everything that the decisions are about, or nothing; takedowns still wait for their clean-up."""
    done = [each for each, decision in decisions.items() if decision.kind is not DecisionKind.TAKEDOWN]
    with derived(db):
        settled = _settle(db.conn, decisions.values())
        note_settled(db.conn, done)
    return settled


def _enact_alone(db: Database, number: int, decision: Decision) -> list[Settled]:
    """Settle what one decision is about; a fault of our own is noted beside it and stops no other."""
    try:
        return _enact_all(db, {number: decision})
    except (HarvesterError, sqlite3.Error):
        raise
    except Exception as error:  # noqa: BLE001  the boundary round what makes history of a decision
        note_decision_fault(db, number, fault_words(error))
        return []


def refresh(db: Database, urls: Iterable[str]) -> None:
    """Bring sources, and the articles of the URLs, up to date with the decisions."""
    with derived(db):
        _refresh(db.conn, urls, frozenset())


def _settle(conn: sqlite3.Connection, decisions: Iterable[Decision]) -> list[Settled]:
    """Settle what the decisions are about, in the caller's transaction.

    Sources whose captures are of another time now are derived again by `discover` when the next run begins.
    """
    urls: dict[str, None] = {}
    changed: set[int] = set()
    moved: set[int] = set()
    for each in decisions:
        if each.target_kind == "article":
            urls[each.target] = None
            if each.kind is DecisionKind.JOIN:
                urls[each.value] = None
        elif each.target_kind == "capture":
            sql = "SELECT id FROM capture WHERE key = ? AND role = 'article' AND part_of IS NULL"
            changed.update(_numbers(conn, sql, each.target))
        elif each.target_kind == "run":
            sql = "SELECT id FROM capture WHERE run_id = (SELECT id FROM run WHERE key = ?)"
            moved.update(_numbers(conn, sql, each.target))
            changed.update(_numbers(conn, f"{sql} AND role = 'article' AND part_of IS NULL", each.target))
    unread_sources(conn, chain_urls(conn, moved))
    return _refresh(conn, urls, frozenset(changed))


def _refresh(conn: sqlite3.Connection, urls: Iterable[str], changed: frozenset[int]) -> list[Settled]:
    changed_sources = update_sources(conn)
    settled = settle(conn, (*_url_numbers(conn, [*urls]), *chain_urls(conn, changed)), changed)
    refresh_articles(conn, owners(conn, urls_announced_by(conn, changed_sources)))
    return settled


def update_sources(conn: sqlite3.Connection) -> tuple[int, ...]:
    """Bring the sources up to date with decisions and sitemap indexes, in the caller's transaction.

    Returns the sources whose state or pace changed: their articles may have another one, too.
    """
    before = _states(conn)
    refresh_sources(conn)
    return tuple(source for source, state in _states(conn).items() if before.get(source) != state)


def _states(conn: sqlite3.Connection) -> dict[int, tuple[str, int]]:
    return {row[0]: (row[1], row[2]) for row in select(conn, "SELECT id, state, every_s FROM source")}


def _url_numbers(conn: sqlite3.Connection, urls: Sequence[str]) -> list[int]:
    sql = "SELECT id FROM url WHERE url IN (SELECT value FROM json_each(?))"
    return [row[0] for row in select(conn, sql, (json.dumps(urls),))]


def _numbers(conn: sqlite3.Connection, sql: str, key: str) -> list[int]:
    return [row[0] for row in select(conn, sql, (bytes.fromhex(key),))]
