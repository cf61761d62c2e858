"""Takedown: bytes and text of captures are removed, and histories are derived without them."""

from typing import NamedTuple

from harvester.archive.announcements import unread_sources
from harvester.archive.captures import chain_urls, key_of
from harvester.archive.connection import sqlite3
from harvester.archive.decisions import DecisionKind, Voice, decide, unsettled
from harvester.archive.indexing import index_new_wordings
from harvester.archive.readings import drop_orphans
from harvester.archive.takedown import (
    BodyHolder,
    first_pages,
    holders,
    payloads_of_article,
    payloads_of_capture,
    remove,
)
from harvester.archive.writing import evidence
from harvester.errors import ConfigError
from harvester.harvest.deciding import ArticleOutcome, home_of, outcomes_of
from harvester.harvest.deriving import Deriving
from harvester.harvest.discovering import discover
from harvester.harvest.enacting import enact
from harvester.harvest.settling import Settled, settle


class TakedownTarget(NamedTuple):
    """What a takedown removes.

    kind, name: as the decision names it. payloads: by number. held: the captures that lose their body: those
    asked for, and any others with the same bytes.
    """

    kind: str
    name: str
    payloads: tuple[int, ...]
    held: tuple[BodyHolder, ...]


class TakenDown(NamedTuple):
    """What a takedown removed and changed.

    held: the captures that lost their body. outcomes: what their articles had and have. is_clean: whether no
    trace is left in the file and its log; else the next run cleans up.
    """

    held: tuple[BodyHolder, ...]
    outcomes: tuple[ArticleOutcome, ...]
    is_clean: bool


def article_target(conn: sqlite3.Connection, article_id: str) -> TakedownTarget:
    """Return what a takedown of an article removes; raises ConfigError where there is nothing."""
    return _target(conn, ("article", home_of(conn, article_id)), payloads_of_article(conn, article_id))


def capture_target(conn: sqlite3.Connection, capture_id: int) -> TakedownTarget:
    """Return what a takedown of a capture removes; raises ConfigError where there is nothing."""
    key = key_of(conn, capture_id).hex()
    return _target(conn, ("capture", key), payloads_of_capture(conn, capture_id))


def _target(conn: sqlite3.Connection, named: tuple[str, str], payloads: tuple[int, ...]) -> TakedownTarget:
    if not payloads:
        raise ConfigError(named[1], "has no bytes that could be removed")
    return TakedownTarget(*named, payloads, holders(conn, payloads))


def take_down(deriving: Deriving, target: TakedownTarget, voice: Voice) -> TakenDown:
    """Remove bytes and text, all of it or nothing; return what was removed, and how the articles changed.

    Tombstones stay. The same bytes of later captures are not kept.
    """
    db = deriving.db
    with evidence(db):
        decide(db, DecisionKind.TAKEDOWN, (target.kind, target.name), voice)
        remove(db.conn, target.payloads, target.held, voice)
        settled = settle_without_bodies(deriving, target.held)
        index_new_wordings(db.conn)
        drop_orphans(db)
    outcomes = outcomes_of(db.conn, settled)
    enact(db)
    is_clean = all(each.kind is not DecisionKind.TAKEDOWN for each in unsettled(db.conn).values())
    return TakenDown(target.held, outcomes, is_clean)


def settle_without_bodies(deriving: Deriving, held: tuple[BodyHolder, ...]) -> list[Settled]:
    """Settle the articles and sources of captures whose bodies were removed, without those bodies."""
    conn = deriving.db.conn
    lost = [each.capture_id for each in held]
    articles = first_pages(conn, (each.capture_id for each in held if each.role == "article"))
    settled = settle(conn, chain_urls(conn, articles), articles)
    for source in unread_sources(conn, chain_urls(conn, lost)):
        discover(deriving, source)
    return settled
